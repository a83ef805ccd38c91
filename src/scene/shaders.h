#pragma once

#include <string>
#include <vector>

#include "gpu/shader.h"

namespace scene {

/// The sources of every program of the tower, as they are compiled.
struct ShaderSource {
    std::string name;  ///< "ribbon"
    std::string vertex;
    std::string fragment;
};
std::vector<ShaderSource> shader_sources();
/// Throws gpu::GlError when it does not compile.
gpu::Program load_program(const std::string& name);

}  // namespace scene
