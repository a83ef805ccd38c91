#include <algorithm>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/gui.h"
#include "app/offscreen.h"
#include "app/start_lesson.h"
#include "app/tower_shot.h"
#include "gpu/framebuffer.h"
#include "io/readers.h"
#include "pool/notation.h"
#include "ui/app_state.h"
#include "ui/file_tasks.h"
#include "ui/popover.h"
#include "ui/school.h"
#include "ui/side.h"
#include "ui/stack_edits.h"
#include "ui/tower_view.h"

namespace app {

namespace {

/// Frames until sizes that depend on the frame before have settled.
constexpr int kSettle = 5;
constexpr int kEased = 40;
constexpr float kFrameSeconds = 1.0F / 60.0F;

std::vector<unsigned char> pixels_of_framebuffer(int width, int height) {
    std::vector<unsigned char> upward(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, upward.data());
    return turned_over(upward, width, height);
}

std::vector<unsigned char> whole_window(ui::AppState& state, Gui& gui, const ScreenshotOptions& options) {
    gpu::Framebuffer target(options.width, options.height, 0);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(options.width), static_cast<float>(options.height));
    // What eases in under the pointer is seen when it is there.
    const int frames = options.pointer ? kEased : kSettle;
    // What is made aside is seen when it is there.
    for (int i = 0; i < frames || state.side().busy(); ++i) {
        if (options.pointer) ui::compat::feed_mouse_position(options.pointer->first, options.pointer->second);
        io.DeltaTime = kFrameSeconds;
        // The flow is where it is asked for, however many frames were needed.
        state.active().walk().set_time(options.tower.time - kFrameSeconds);
        gui.prepare_fonts(state, 1);
        target.bind();
        gui.draw(state, options.width, options.height);
        if (i == 0 && options.tower.distance) state.tower.camera.distance = *options.tower.distance;
    }
    std::vector<unsigned char> pixels = pixels_of_framebuffer(options.width, options.height);
    // The window is opaque whatever blending left in the alpha channel.
    for (std::size_t i = 3; i < pixels.size(); i += 4) pixels[i] = 255;
    return pixels;
}

}  // namespace

int run_screenshot(const ScreenshotOptions& options) {
    ui::AppState state(options.document);
    state.settings.theme = options.theme;
    state.settings.language = options.language;
    state.settings.presenting = options.presenting;
    state.settings.text_scale = options.text_scale;
    state.settings.view = options.view;
    state.side().stand.row = options.row;
    state.side().stand.large = options.large;
    state.side().stand.costs = options.costs;
    if (options.cursor && options.cursor->whole) state.active().walk().set_mode(work::PlayMode::layer);
    if (options.cursor) state.active().walk().set_cursor(*options.cursor);
    for (const pool::MapCell& pin : options.pins) state.active().selection().toggle_pin(pin);
    if (!options.edit.empty()) {
        ui::NotationField& field = state.dialogs.notation;
        field.text = options.edit;
        field.error = ui::set_notation(state, options.edit);
        field.shown_for = pool::notation(state.active().document().stack);
    }
    if (!options.lesson.empty()) start_lesson(state, options.lesson);
    if (!options.help_page.empty()) {
        state.dialogs.help = true;
        state.dialogs.help_kind = options.help_page;
    }
    state.settings.show_code = !options.code.empty();
    if (options.code == "pytorch") state.code_language = listing::CodeLanguage::pytorch;
    if (options.code == "cpp") state.code_language = listing::CodeLanguage::cpp;
    if (options.card && !state.active().evaluation().layers.empty()) {
        state.dialogs.card = state.active().evaluation().layers[state.active().cursor().layer].position;
        const auto place = static_cast<float>(*state.dialogs.card);
        ui::toggle_popover(state, ui::Popover::Kind::card, {0, 230 + 56 * place, 224, 49},
                           *state.dialogs.card);
    }

    set_up_tower(state.tower, options.tower);

    const OffscreenContext context;
    Gui gui;
    // Lines of a large picture are as wide in print as those of a small one.
    constexpr float kOrdinaryHeight = 1000;
    const float line = std::max(1.0F, static_cast<float>(options.height) / kOrdinaryHeight);
    io::write_png(options.out, options.width, options.height,
                  options.tower.bare ? bare_tower(state, gui, ui::style_of(state.settings, kBaseEm),
                                                  options.tower, options.width, options.height, line)
                                     : whole_window(state, gui, options));
    return 0;
}

}  // namespace app
