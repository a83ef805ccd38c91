#pragma once

#include <cstdint>
#include <list>
#include <unordered_map>

#include "figure/drawing.h"
#include "gpu/gl.h"
#include "ui/imgui_compat.h"

namespace ui {

/// Gives the texture of a figure::Image; the same key gives the same texture.
class Textures {
 public:
    virtual ~Textures() = default;
    virtual ImTextureID texture(const figure::Image& image) = 0;
};

/// Textures of the current GL context, the least recently used dropped first.
class GlTextures : public Textures {
 public:
    ImTextureID texture(const figure::Image& image) override;

 private:
    struct Entry {
        std::uint64_t key;
        gpu::Texture texture;
    };
    std::list<Entry> entries_;  ///< newest use first
    std::unordered_map<std::uint64_t, std::list<Entry>::iterator> by_key_;
};

/// Where nothing is drawn (tests): every image has the same name.
class NoTextures : public Textures {
 public:
    ImTextureID texture(const figure::Image&) override { return compat::texture_id(1); }
};

}  // namespace ui
