#include "app/gui.h"

#include <algorithm>
#include <cmath>

#include <imgui_impl_opengl3.h>

#include "ui/theme.h"

namespace app {

namespace {

/// Range of all activations and the largest gradient, so that colours agree with the bench.
figure::Range activation_range(const pool::Evaluation& evaluation) {
    std::vector<std::span<const float>> maps;
    for (std::size_t i = 0; i < evaluation.map_count(); ++i) maps.push_back(evaluation.map(i).data());
    return figure::range_of(maps);
}

float gradient_range(const pool::Evaluation& evaluation) {
    std::vector<std::span<const float>> maps;
    for (std::size_t i = 0; i < evaluation.map_count(); ++i) maps.push_back(evaluation.gradient(i).data());
    return figure::symmetric_range_of(maps).high;
}

}  // namespace

Gui::Gui() {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    // Settings belong into the user's folders, never into the working directory.
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

Gui::~Gui() {
    tower_.reset();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
}

namespace {

/// Text grows with the window, half as fast, so that a large screen is read from further away.
float growth(ImVec2 window) {
    if (window.x <= 0 || window.y <= 0) return 1;
    return std::clamp(std::sqrt(std::min(window.x / 1280, window.y / 800)), 1.0F, 1.6F);
}

}  // namespace

void Gui::prepare_fonts(ui::AppState& state, float density) {
    const float em = std::round(kBaseEm * std::max(density, growth(ImGui::GetIO().DisplaySize)) *
                                state.settings.text_scale * (state.settings.presenting ? 1.5F : 1.0F));
    state.requests.fonts_changed = false;
    if (em == made_em_ && state.settings.language == made_language_) return;
    fonts_.build(em, state.settings.language);
    if (made_em_ > 0) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    made_em_ = em;
    made_language_ = state.settings.language;
}

void Gui::draw(ui::AppState& state, int framebuffer_width, int framebuffer_height) {
    ImGui_ImplOpenGL3_NewFrame();
    ui::FrameContext context{
        fonts_, textures_, [this](const ui::AppState& s, const figure::Style& style, int width, int height) {
            return render_tower(s, style, width, height);
        }};
    ui::draw_frame(state, context);
    glViewport(0, 0, framebuffer_width, framebuffer_height);
    const ImVec4 paper = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
    glClearColor(paper.x, paper.y, paper.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

ImTextureID Gui::render_tower(const ui::AppState& state, const figure::Style& style, int width, int height) {
    // Shaders are compiled when the view is first looked at, so that start-up stays short.
    if (!tower_) tower_ = std::make_unique<scene::Renderer>();
    const pool::Evaluation& evaluation = state.evaluation();
    scene::View view;
    view.cursor = state.shown_cursor();
    view.n = state.n;
    view.c = state.c;
    view.camera = state.camera;
    view.time = state.time;
    if (state.hovered_lineage()) view.lineage = &state.hovered_lineage()->trace;
    if (!state.pinned().empty() && !state.hovered()) view.lineage = &state.pinned().back().trace;
    const scene::Look look = ui::scene_look(style, activation_range(evaluation), gradient_range(evaluation));
    return ui::compat::texture_id(tower_->render(evaluation, state.revision(), view, look, width, height));
}

}  // namespace app
