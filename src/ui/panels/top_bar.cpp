#include <span>
#include <string>
#include <vector>

#include "ui/panels/action_controls.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"
#include "ui/views.h"

namespace ui {

namespace {

float width_of(Frame& f, std::span<const Action* const> all) {
    float width = -ImGui::GetStyle().ItemSpacing.x;
    for (const Action* one : all) width += action_width(f, *one) + ImGui::GetStyle().ItemSpacing.x;
    return width;
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

    std::vector<const Action*> looks;
    for (const View* view : views()) looks.push_back(&action(view->action));
    const float middle = (window.x - width_of(f, looks)) / 2;
    ImGui::SetCursorPos(ImVec2(middle, y));
    for (const Action* look : looks) {
        if (look != looks.front()) ImGui::SameLine();
        action_toggle(f, *look);
    }

    // Where they do not fit beside the views, the first ones are left to their keys and to the palette.
    std::vector<const Action*> right;
    for (const char* id :
         {"palette", "undo", "redo", "file.open", "file.save", "file.figure", "language", "theme", "help"})
        right.push_back(&action(id));
    const float taken = middle + width_of(f, looks) + f.em();
    while (right.size() > 1 && window.x - width_of(f, right) - ImGui::GetStyle().WindowPadding.x < taken)
        right.erase(right.begin());
    ImGui::SetCursorPos(ImVec2(window.x - width_of(f, right) - ImGui::GetStyle().WindowPadding.x, y));
    for (const Action* one : right) {
        if (one != right.front()) ImGui::SameLine();
        action_button(f, *one);
    }
}

}  // namespace ui
