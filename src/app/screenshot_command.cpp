#include <string>
#include <vector>

#include "app/commands.h"
#include "app/gui.h"
#include "app/offscreen.h"
#include "gpu/framebuffer.h"
#include "io/readers.h"

namespace app {

namespace {

/// Frames until sizes that depend on the frame before have settled.
constexpr int kSettle = 3;
constexpr int kEased = 40;
constexpr float kFrameSeconds = 1.0F / 60.0F;

std::vector<unsigned char> pixels_of_framebuffer(int width, int height) {
    const auto row = static_cast<std::size_t>(width) * 4;
    std::vector<unsigned char> upward(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, upward.data());
    std::vector<unsigned char> downward;
    downward.reserve(upward.size());
    for (int y = height - 1; y >= 0; --y) {
        const auto begin = upward.begin() + static_cast<std::ptrdiff_t>(row * static_cast<std::size_t>(y));
        downward.insert(downward.end(), begin, begin + static_cast<std::ptrdiff_t>(row));
    }
    // The window is opaque whatever blending left in the alpha channel.
    for (std::size_t i = 3; i < downward.size(); i += 4) downward[i] = 255;
    return downward;
}

}  // namespace

int run_screenshot(const ScreenshotOptions& options) {
    ui::AppState state(options.document);
    state.settings.dark = options.dark;
    state.settings.language = options.language;
    state.settings.presenting = options.presenting;
    state.settings.text_scale = options.text_scale;
    state.settings.view = options.view == ViewOption::tower ? ui::MainView::tower : ui::MainView::bench;
    if (options.cursor.whole) state.set_play_mode(ui::PlayMode::layer);
    state.set_cursor(options.cursor);
    for (const pool::MapCell& pin : options.pins) state.toggle_pin(pin);
    if (!options.help_page.empty()) {
        state.dialogs.help = true;
        state.dialogs.help_kind = options.help_page;
    }
    state.settings.show_code = !options.code.empty();
    if (options.code == "pytorch") state.code.language = lesson::CodeLanguage::pytorch;
    if (options.code == "cpp") state.code.language = lesson::CodeLanguage::cpp;
    if (options.card && !state.evaluation().layers.empty()) {
        state.dialogs.card = state.evaluation().layers[state.cursor().layer].position;
        state.dialogs.card_open = true;
    }

    const OffscreenContext context;
    Gui gui;
    gpu::Framebuffer target(options.width, options.height, 0);
    target.bind();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(options.width), static_cast<float>(options.height));
    // What eases in under the pointer is seen when it is there.
    const int frames = options.pointer ? kEased : kSettle;
    for (int i = 0; i < frames; ++i) {
        if (options.pointer) ui::compat::feed_mouse_position(options.pointer->first, options.pointer->second);
        io.DeltaTime = kFrameSeconds;
        gui.prepare_fonts(state, 1);
        target.bind();
        gui.draw(state, options.width, options.height);
    }
    io::write_png(options.out, options.width, options.height,
                  pixels_of_framebuffer(options.width, options.height));
    return 0;
}

}  // namespace app
