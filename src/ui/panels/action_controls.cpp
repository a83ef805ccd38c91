#include "ui/panels/action_controls.h"

namespace ui {

void action_button(Frame& f, const Action& action) {
    if (f.ui.button(action.id, label(action, f.t), tooltip(action, f.t), action.enabled(f.app)))
        run(f.app, action.id);
}

void action_toggle(Frame& f, const Action& action, float width) {
    const bool on = action.selected && action.selected(f.app);
    if (f.ui.toggle(action.id, label(action, f.t), tooltip(action, f.t), on, action.enabled(f.app), width))
        run(f.app, action.id);
}

float action_width(Frame& f, const Action& action) {
    const std::string text = label(action, f.t);
    return ImGui::CalcTextSize(text.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
}

void action_segments(Frame& f, std::span<const std::string_view> ids, float more) {
    const ImVec2 begin = ImGui::GetCursorPos();
    float x = begin.x;
    for (const std::string_view id : ids) {
        const Action& one = action(id);
        const float width = action_width(f, one) + more;
        ImGui::SetCursorPos(ImVec2(x, begin.y));
        action_toggle(f, one, width);
        x += width - 1;  // their frames lie on each other
    }
}

float segments_width(Frame& f, std::span<const std::string_view> ids, float more) {
    float width = 1;
    for (const std::string_view id : ids) width += action_width(f, action(id)) + more - 1;
    return width;
}

}  // namespace ui
