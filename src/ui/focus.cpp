#include "ui/focus.h"

#include <algorithm>
#include <vector>

#include "ui/app_state.h"
#include "ui/imgui_compat.h"
#include "ui/popover.h"

namespace ui {

namespace {

/// To the next (+1) or previous (−1) control of the newest frame.
void move_focus(AppState& app, int way) {
    Focus& focus = app.dialogs.focus;
    const std::vector<std::string>& ring = focus.stops;
    if (ring.empty()) return;
    const auto count = static_cast<std::ptrdiff_t>(ring.size());
    const auto now = std::ranges::find(ring, focus.id);
    std::ptrdiff_t next = way > 0 ? 0 : count - 1;
    if (now != ring.end()) next = (now - ring.begin() + way + count) % count;
    focus.id = ring[static_cast<std::size_t>(next)];
    focus.shown = true;
    focus.moved = true;
    // A field that is being typed into is left.
    ImGui::SetWindowFocus(nullptr);
}

bool list_key(Focus& focus, Key key) {
    if (focus.rows == 0) return false;
    if (key == Key::down) focus.row = (focus.row + 1) % focus.rows;
    if (key == Key::up) focus.row = (focus.row + focus.rows - 1) % focus.rows;
    focus.row_moved = key == Key::down || key == Key::up;
    if (key == Key::enter || key == Key::space) focus.accepted = true;
    if (key == Key::escape) focus.closed = true;
    return true;
}

}  // namespace

bool control_key(AppState& app, const KeyPress& press, bool typing) {
    Focus& focus = app.dialogs.focus;
    if (press.ctrl || press.alt) return false;
    if (focus.list) return list_key(focus, press.key);
    // Out of a field of the popover too.
    if (press.key == Key::escape && app.dialogs.popover.kind != Popover::Kind::none) {
        close_popover(app);
        return true;
    }
    if (press.key == Key::tab) {
        move_focus(app, press.shift ? -1 : 1);
        return true;
    }
    if (press.shift) return false;
    if (!focus.shown && popover_key(app, press.key)) return true;
    if (typing || !focus.shown) return false;
    switch (press.key) {
        case Key::space:
        case Key::enter:
            focus.pressed = true;
            return true;
        case Key::left:
            focus.turned = -1;
            return true;
        case Key::right:
            focus.turned = 1;
            return true;
        case Key::up:
        case Key::down:
            move_focus(app, press.key == Key::down ? 1 : -1);
            return true;
        default:
            return false;
    }
}

}  // namespace ui
