#pragma once

#include "figure/drawing.h"
#include "ui/imgui_compat.h"

namespace ui {

/// Gives the texture of a figure::Image; the same key gives the same texture.
class Textures {
 public:
    virtual ~Textures() = default;
    virtual ImTextureID texture(const figure::Image& image) = 0;
};

/// Where nothing is drawn (tests): every image has the same name.
class NoTextures : public Textures {
 public:
    ImTextureID texture(const figure::Image&) override { return compat::texture_id(1); }
};

}  // namespace ui
