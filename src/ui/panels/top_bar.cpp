#include <span>
#include <string>
#include <vector>

#include "figure/text.h"
#include "ui/app_state.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/panels.h"
#include "ui/popover.h"
#include "ui/school.h"
#include "ui/theme.h"
#include "ui/views.h"

namespace ui {

namespace {

/// An arrow that turns back (−1) or on (+1), drawn, because fonts differ in these glyphs.
void turn_button(Frame& f, const char* id, float way) {
    const Action& a = action(id);
    const float side = ImGui::GetFrameHeight();
    const bool enabled = a.enabled(f.app);
    if (f.ui.button(a.id, "", tooltip(a, f.t), enabled, side)) run(f.app, id);
    f.app.widgets.back().label = label(a, f.t);
    const figure::Rect rect = item_rect();
    const figure::Point c = rect.center();
    const float r = 0.24F * side;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ink = im_color(enabled ? f.palette().ink : f.palette().muted.with_alpha(0.6F));
    constexpr float kPi = 3.14159265F;
    const float from = way < 0 ? -kPi : 0.0F;
    list.PathArcTo(ImVec2(c.x, c.y + 0.3F * r), r, from, from + way * -1.0F * 1.1F * kPi, 16);
    compat::stroke_path(&list, ink, 0.11F * f.em());
    const float x = c.x + way * r;
    list.AddTriangleFilled(ImVec2(x - 0.5F * r, c.y + 0.1F * r), ImVec2(x + 0.5F * r, c.y + 0.1F * r),
                           ImVec2(x, c.y + 0.9F * r), ink);
}

std::vector<std::string_view> view_actions() {
    std::vector<std::string_view> ids;
    for (const View* view : views()) ids.push_back(view->action);
    return ids;
}

float tabs_width(Frame& f) { return segments_width(f, view_actions(), f.em()); }

/// The views as one control of several parts.
float view_tabs(Frame& f, float middle, float y) {
    const float width = tabs_width(f);
    ImGui::SetCursorPos(ImVec2(middle - width / 2, y));
    action_segments(f, view_actions(), f.em());
    return middle + width / 2;
}

/// What is being taught, or how to begin. Returns where it ends.
void lesson_chip(Frame& f, float right) {
    const School& school = *f.app.school;
    std::string text = f.t("lessons");
    if (school.runner) {
        const lesson::Lesson& lesson = school.runner->lesson();
        text = lesson.id + " · " + lesson.title.in(f.settings.language);
    } else if (school.challenge) {
        text = school.challenge->challenge().title.in(f.settings.language);
    }
    const float pad = 2 * ImGui::GetStyle().FramePadding.x + f.em();
    const float room = right - ImGui::GetCursorPosX() - pad;
    if (room < 3 * f.em()) return;
    text = figure::elided(figure::Face::text, f.em(), text, room);
    const float wide = ImGui::CalcTextSize(text.c_str()).x + pad;
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, ImGui::GetFrameHeight() / 2);
    const Action& lessons = action("lessons");
    const bool pressed = f.ui.toggle(lessons.id, text, tooltip(lessons, f.t), school.runs(), true, wide);
    f.app.lessons_button = item_rect();
    ImGui::PopStyleVar();
    if (pressed) run(f.app, lessons.id);
}

void title(Frame& f, float right) {
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
    const document::History& history = f.app.active().history();
    std::string name =
        f.app.active().path().empty() ? f.t("document.untitled") : f.app.active().path().filename().string();
    if (history.unsaved()) name += " •";
    if (const std::string& input = f.work.document().input.base.name; !input.empty())
        name = input + " – " + name;
    ImGui::AlignTextToFramePadding();
    // A long name makes way for the lessons.
    const float room = right - ImGui::GetCursorPosX() - 7 * f.em();
    if (room > 3 * f.em()) {
        f.ui.muted(figure::elided(figure::Face::text, f.em(), name, std::min(room, 16 * f.em())), false);
        ImGui::SameLine();
    }
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 0.5F * f.em());
    lesson_chip(f, right);
}

}  // namespace

void top_bar(Frame& f) {
    const ImVec2 window = ImGui::GetWindowSize();
    const float y = (window.y - ImGui::GetFrameHeight()) / 2;
    ImGui::SetCursorPosY(y);
    title(f, window.x / 2 - tabs_width(f) / 2 - 0.6F * f.em());
    const float taken = view_tabs(f, window.x / 2, y) + f.em();
    // Where they do not fit beside the views, the first ones are left to the menu.
    std::vector<const char*> right = {"present", "file.figure", "file.open", "undo", "redo", "language"};
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float side = ImGui::GetFrameHeight();
    const auto turns = [](std::string_view id) { return id == "undo" || id == "redo"; };
    const auto width = [&] {
        float total = side;
        for (const char* id : right) total += gap + (turns(id) ? side : action_width(f, action(id)));
        return total;
    };
    while (!right.empty() && window.x - width() - ImGui::GetStyle().WindowPadding.x < taken)
        right.erase(right.begin());
    ImGui::SetCursorPos(ImVec2(window.x - width() - ImGui::GetStyle().WindowPadding.x, y));
    for (const char* id : right) {
        const Action& a = action(id);
        if (turns(id)) {
            turn_button(f, id, std::string_view(id) == "undo" ? -1.0F : 1.0F);
        } else {
            action_button(f, a);
        }
        ImGui::SameLine();
    }
    if (f.ui.button("menu", "…", f.t("menu.tip"), true, side))
        toggle_popover(f.app, Popover::Kind::menu, item_rect());
    f.app.widgets.back().label = f.t("menu");
}

}  // namespace ui
