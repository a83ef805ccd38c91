#include <array>
#include <vector>

#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

bool action_button(Frame& f, const char* id) {
    const Action& a = action(id);
    const bool pressed = f.ui.button(a.id, label(a, f.t), tooltip(a, f.t), a.enabled(f.app));
    if (pressed) run(f.app, id);
    return pressed;
}

void action_toggle(Frame& f, const char* id, bool on) {
    const Action& a = action(id);
    if (f.ui.toggle(a.id, label(a, f.t), tooltip(a, f.t), on, a.enabled(f.app))) run(f.app, id);
}

float width_of(Frame& f, std::span<const char* const> ids) {
    const ImGuiStyle& style = ImGui::GetStyle();
    float width = 0;
    for (const char* id : ids) {
        const std::string text = label(action(id), f.t);
        width += ImGui::CalcTextSize(text.c_str()).x + 2 * style.FramePadding.x + style.ItemSpacing.x;
    }
    return width - style.ItemSpacing.x;
}

void title(Frame& f) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float side = ImGui::GetFrameHeight();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    // The mark: a 2×2 window with its winner, and the cell that it becomes.
    const float cell = side * 0.36F;
    const figure::Palette& p = f.palette();
    const float top = at.y + side / 2 - cell;
    for (int i = 0; i < 4; ++i) {
        const ImVec2 low(at.x + static_cast<float>(i % 2) * cell, top + static_cast<float>(i / 2) * cell);
        const figure::Color fill = i == 1 ? p.winner : mixed(p.panel, p.window, 0.45F);
        list.AddRectFilled(ImVec2(low.x + 1, low.y + 1), ImVec2(low.x + cell - 1, low.y + cell - 1),
                           im_color(fill), 2);
    }
    ImGui::SetCursorScreenPos(ImVec2(at.x + cell * 2 + f.em() * 0.5F, at.y));
    ImGui::AlignTextToFramePadding();
    f.ui.heading("Poolscope");
    ImGui::SameLine();
    const document::History& history = f.work.history();
    std::string name = f.work.path().empty() ? f.t("document.untitled") : f.work.path().filename().string();
    if (history.unsaved()) name += " •";
    ImGui::AlignTextToFramePadding();
    f.ui.muted(name);
}

}  // namespace

void top_bar(Frame& f) {
    const ImVec2 window = ImGui::GetWindowSize();
    const float y = (window.y - ImGui::GetFrameHeight()) / 2;
    ImGui::SetCursorPosY(y);
    title(f);

    const std::array<const char*, 2> views = {"view.bench", "view.tower"};
    const float middle = (window.x - width_of(f, views)) / 2;
    ImGui::SetCursorPos(ImVec2(middle, y));
    action_toggle(f, "view.bench", f.settings.view == MainView::bench);
    ImGui::SameLine();
    action_toggle(f, "view.tower", f.settings.view == MainView::tower);

    // Where they do not fit beside the views, the first ones are left to their keys and to the palette.
    std::vector<const char*> right = {"palette",     "undo",     "redo",  "file.open", "file.save",
                                      "file.figure", "language", "theme", "help"};
    const float taken = middle + width_of(f, views) + f.em();
    while (right.size() > 1 && window.x - width_of(f, right) - ImGui::GetStyle().WindowPadding.x < taken)
        right.erase(right.begin());
    ImGui::SetCursorPos(ImVec2(window.x - width_of(f, right) - ImGui::GetStyle().WindowPadding.x, y));
    bool first = true;
    for (const char* id : right) {
        if (!first) ImGui::SameLine();
        first = false;
        action_button(f, id);
    }
}

}  // namespace ui
