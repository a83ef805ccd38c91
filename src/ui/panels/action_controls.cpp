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

}  // namespace ui
