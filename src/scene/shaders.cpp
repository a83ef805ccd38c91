#include "scene/shaders.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "embedded/shaders.h"

namespace scene {

namespace {

/// A program: what its vertex shader begins with, and whose fragment shader it takes.
struct Parts {
    const char* name;
    std::vector<const char*> shared;
    const char* fragment;
};

const std::vector<Parts>& programs() {
    static const std::vector<Parts> parts = {
        {"slab", {"place.glsl"}, "slab.frag"},
        {"bars", {"place.glsl"}, "slab.frag"},
        {"ribbon", {"place.glsl", "link.glsl", "strip.glsl"}, "strip.frag"},
        {"particle", {"place.glsl", "link.glsl"}, "particle.frag"},
        {"mark", {"place.glsl", "strip.glsl"}, "strip.frag"},
        {"tile", {"place.glsl"}, "tile.frag"},
    };
    return parts;
}

ShaderSource source_of(const Parts& parts) {
    ShaderSource source{parts.name, "", std::string(embedded::shaders(parts.fragment))};
    for (const char* shared : parts.shared) source.vertex += embedded::shaders(shared);
    source.vertex += embedded::shaders(std::string(parts.name) + ".vert");
    return source;
}

}  // namespace

std::vector<ShaderSource> shader_sources() {
    std::vector<ShaderSource> sources;
    for (const Parts& parts : programs()) sources.push_back(source_of(parts));
    return sources;
}

gpu::Program load_program(const std::string& name) {
    const auto found = std::ranges::find_if(programs(), [&](const Parts& p) { return p.name == name; });
    assert(found != programs().end());
    const ShaderSource source = source_of(*found);
    return gpu::Program(name, source.vertex, source.fragment);
}

}  // namespace scene
