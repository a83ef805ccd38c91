#include "app/gui.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include <imgui_impl_opengl3.h>

#include "app/tower_shot.h"
#include "figure/text.h"
#include "gpu/gl.h"
#include "ui/app_state.h"
#include "ui/theme.h"
#include "ui/tower_view.h"

namespace app {

namespace {

/// Text grows with the window, half as fast, so that a large screen is read from further away.
float growth(ImVec2 window) {
    if (window.x <= 0 || window.y <= 0) return 1;
    return std::clamp(std::sqrt(std::min(window.x / 1280, window.y / 800)), 1.0F, 1.6F);
}

float em_for(ImVec2 window, float density, const ui::Settings& settings) {
    const float wanted = kBaseEm * std::max(density, growth(window)) * settings.text_scale *
                         (settings.presenting ? 1.5F : 1.0F);
    // Larger than this and the least layout would not fit.
    const float most = window.x > 0 ? ui::largest_em(window.x, window.y) : wanted;
    return std::max(std::round(std::min(wanted, most) - 0.49F), 6.0F);
}

void clear_to(const ImVec4& paper) {
    glClearColor(paper.x, paper.y, paper.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace

std::unique_ptr<PreparedFonts> PreparedFonts::make(int width, int height) {
    auto prepared = std::make_unique<PreparedFonts>();
#if IMGUI_VERSION_NUM < 19200
    prepared->em = em_for(ImVec2(static_cast<float>(width), static_cast<float>(height)), 1, {});
    prepared->fonts.build(prepared->atlas, prepared->em, prepared->language);
#else
    (void)width, (void)height;
#endif
    return prepared;
}

Gui::Gui(std::unique_ptr<PreparedFonts> fonts)
    : fonts_(fonts ? std::move(fonts) : std::make_unique<PreparedFonts>()) {
    IMGUI_CHECKVERSION();
    ui::compat::create_context(fonts_->atlas);
    ImGuiIO& io = ImGui::GetIO();
    // Settings belong into the user's folders, never into the working directory.
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

Gui::~Gui() {
    tower_.reset();
    shots_.reset();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
}

void Gui::prepare_fonts(ui::AppState& state, float density) {
    ImGuiIO& io = ImGui::GetIO();
    const float em = em_for(io.DisplaySize, density, state.settings);
    state.requests.fonts_changed = false;
    if (em != fonts_->em || state.settings.language != fonts_->language || fonts_->fonts.wants_more()) {
        fonts_->fonts.build(*io.Fonts, em, state.settings.language);
        fonts_->em = em;
        fonts_->language = state.settings.language;
        if (uploaded_) ui::compat::renew_font_texture();
        damage_.forget();
        say_missing_fonts(state);
    }
    io.FontDefault = fonts_->fonts.text();
    uploaded_ = true;
}

void Gui::say_missing_fonts(ui::AppState& state) {
    const std::set<std::uint32_t>& missing = fonts_->fonts.without_font();
    if (missing.empty() || missing_fonts_said_) return;
    missing_fonts_said_ = true;
    if (!state.error().empty()) return;
    const words::Message message = figure::missing_font(*missing.begin());
    // Where the Chinese font is missing, English can still be read.
    constexpr std::uint32_t kFirstChinese = 0x2E80;
    const bool chinese = *missing.rbegin() >= kFirstChinese;
    state.show_error(chinese ? words::Message::plain(message.text()) : message);
}

void Gui::build(ui::AppState& state) {
    ImGui_ImplOpenGL3_NewFrame();
    ui::FrameContext context{fonts_->fonts, textures_,
                             [this](ui::AppState& s, const figure::Style& style, int width, int height) {
                                 return render_tower(s, style, width, height);
                             },
                             [this](const ui::TowerFigure& figure) { return shoot_tower(figure); }};
    ui::draw_frame(state, context);
    // What was shown for the first time gets its glyphs before the next frame.
    if (fonts_->fonts.wants_more()) state.requests.fonts_changed = true;
}

void Gui::draw(ui::AppState& state, int framebuffer_width, int framebuffer_height) {
    build(state);
    glViewport(0, 0, framebuffer_width, framebuffer_height);
    clear_to(ImGui::GetStyleColorVec4(ImGuiCol_WindowBg));
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

bool Gui::draw_changes(ui::AppState& state, int framebuffer_width, int framebuffer_height, bool stays) {
    build(state);
    ImDrawData& data = *ImGui::GetDrawData();
    const ImVec4 paper = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
    if (std::memcmp(&paper, &kept_paper_, sizeof paper) != 0) damage_.forget();
    kept_paper_ = paper;
    const auto version = [this](ImTextureID texture) {
        return tower_ && texture == ui::compat::texture_id(tower_texture_) ? tower_pictures_
                                                                           : textures_.version(texture);
    };
    const std::vector<PixelRect> parts =
        damage_.update(data, {framebuffer_width, framebuffer_height}, version);
    if (parts.empty()) {
        ui::compat::serve_textures_without_drawing();
        return false;
    }
    GLint window = 0;
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &window);
    if (!stays && (kept_.width() != framebuffer_width || kept_.height() != framebuffer_height))
        kept_ = gpu::Framebuffer(framebuffer_width, framebuffer_height, 0);
    if (!stays) kept_.bind();
    glViewport(0, 0, framebuffer_width, framebuffer_height);
    for (const PixelRect& part : parts) {
        glEnable(GL_SCISSOR_TEST);
        glScissor(part.left, framebuffer_height - part.bottom, part.right - part.left,
                  part.bottom - part.top);
        clear_to(paper);
        glDisable(GL_SCISSOR_TEST);
        const PartOfFrame only(data, part);
        ImGui_ImplOpenGL3_RenderDrawData(&data);
    }
    if (stays) return true;
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<GLuint>(window));
    glBlitFramebuffer(0, 0, framebuffer_width, framebuffer_height, 0, 0, framebuffer_width,
                      framebuffer_height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(window));
    return true;
}

figure::TowerShot Gui::shoot_tower(const ui::TowerFigure& figure) {
    struct Swapped {
        std::unique_ptr<scene::Renderer>&a, &b;
        ~Swapped() { std::swap(a, b); }
    };
    std::swap(tower_, shots_);
    const Swapped back{tower_, shots_};
    return tower_shot(job_of(figure), *this);
}

ui::TowerPicture Gui::render_tower(ui::AppState& state, const figure::Style& style, int width, int height) {
    ui::TowerPicture picture;
    try {
        scene::View view = ui::tower_view(state);
        view.line = style.em / kBaseEm * ImGui::GetIO().DisplayFramebufferScale.x;
        tower_texture_ = render_scene(state, style, view, width, height);
        picture.texture = ui::compat::texture_id(tower_texture_);
        ++tower_pictures_;
        picture.drawn = true;
        picture.links_shown = tower_->stats().links_shown;
        picture.links_total = tower_->stats().links_total;
        picture.relief_left_out = tower_->stats().relief_left_out;
    } catch (const gpu::GlError& error) {
        picture.reason = error.message();
    }
    return picture;
}

unsigned Gui::render_scene(ui::AppState& state, const figure::Style& style, const scene::View& view,
                           int width, int height) {
    // Shaders are compiled when the view is first looked at, so that start-up stays short.
    if (!tower_) {
        if (!tower_failure_.empty()) throw gpu::GlError(tower_failure_);
        try {
            tower_ = std::make_unique<scene::Renderer>();
        } catch (const gpu::GlError& error) {
            // It would fail in every frame.
            tower_failure_ = error.message();
            throw;
        }
        glyphs_ = ui::tower_glyphs();
    }
    scene::Look look = ui::tower_look(state, style);
    look.glyphs = glyphs_;
    return tower_->render(state.active().evaluation(), view, look, width, height);
}

}  // namespace app
