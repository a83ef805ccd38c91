#pragma once

#include <memory>

#include "scene/renderer.h"
#include "ui/draw_frame.h"

namespace app {

/// Text size in pixels at 100 %.
constexpr float kBaseEm = 14.0F;

/// The Dear ImGui context with its OpenGL renderer, fonts, textures and the 3-D view. Needs a current GL 3.3
/// context for its whole life.
class Gui {
 public:
    Gui();
    ~Gui();
    Gui(const Gui&) = delete;
    Gui& operator=(const Gui&) = delete;

    /// Makes fonts for the settings when they are missing or out of date. `density` is the display's scale.
    void prepare_fonts(ui::AppState& state, float density);
    /// Builds one frame of the interface and draws it into the bound framebuffer.
    void draw(ui::AppState& state, int framebuffer_width, int framebuffer_height);

 private:
    ImTextureID render_tower(const ui::AppState& state, const figure::Style& style, int width, int height);

    ui::Fonts fonts_;
    float made_em_ = 0;
    figure::Language made_language_ = figure::Language::english;
    ui::GlTextures textures_;
    std::unique_ptr<scene::Renderer> tower_;
};

}  // namespace app
