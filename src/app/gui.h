#pragma once

#include <memory>
#include <string>

#include "app/damage.h"
#include "gpu/framebuffer.h"
#include "scene/renderer.h"
#include "ui/draw_frame.h"
#include "ui/gl_textures.h"

namespace app {

/// Text size in pixels at 100 %.
constexpr float kBaseEm = 14.0F;

/// Fonts made ahead, while the window is still being opened.
struct PreparedFonts {
    ImFontAtlas atlas;
    ui::Fonts fonts;
    float em = 0;
    figure::Language language = figure::Language::english;

    /// For a window of that size on a display of ordinary density.
    static std::unique_ptr<PreparedFonts> make(int width, int height);
};

/// The Dear ImGui context with its OpenGL renderer, fonts, textures and the 3-D view. Needs a current GL 3.3
/// context for its whole life.
class Gui {
 public:
    explicit Gui(std::unique_ptr<PreparedFonts> fonts = nullptr);
    ~Gui();
    Gui(const Gui&) = delete;
    Gui& operator=(const Gui&) = delete;

    /// Makes fonts for the settings when they are missing or out of date. `density` is the display's scale.
    void prepare_fonts(ui::AppState& state, float density);
    /// Builds one frame of the interface and draws it into the bound framebuffer.
    void draw(ui::AppState& state, int framebuffer_width, int framebuffer_height);
    /// The same for the window: draws again only what changed since the last call. False: nothing changed,
    /// and nothing was drawn. `stays`: the bound framebuffer still holds what the last call left in it;
    /// otherwise a picture is kept beside it and copied.
    bool draw_changes(ui::AppState& state, int framebuffer_width, int framebuffer_height, bool stays = false);
    /// The next draw_changes() draws everything.
    void forget_picture() { damage_.forget(); }
    /// Draws the 3-D view alone and returns its GL texture. Throws gpu::GlError.
    unsigned render_scene(ui::AppState& state, const figure::Style& style, const scene::View& view, int width,
                          int height);

 private:
    void build(ui::AppState& state);
    /// Once: that characters were shown which no font has.
    void say_missing_fonts(ui::AppState& state);
    figure::TowerShot shoot_tower(const ui::TowerFigure& figure);
    ui::TowerPicture render_tower(ui::AppState& state, const figure::Style& style, int width, int height);

    std::unique_ptr<PreparedFonts> fonts_;
    bool uploaded_ = false;
    bool missing_fonts_said_ = false;
    ui::GlTextures textures_;
    Damage damage_;
    gpu::Framebuffer kept_;  ///< the window's picture, where the window does not keep it
    ImVec4 kept_paper_;
    unsigned tower_texture_ = 0;
    std::uint64_t tower_pictures_ = 0;  ///< how often that texture was drawn
    std::unique_ptr<scene::Renderer> tower_;
    std::unique_ptr<scene::Renderer> shots_;  ///< of figures: the window's own picture stays as it is
    std::shared_ptr<const scene::Glyphs> glyphs_;
    words::Message tower_failure_;
};

}  // namespace app
