#include "ui/draw_frame.h"

#include <algorithm>

#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/export_sheet.h"
#include "ui/file_tasks.h"
#include "ui/layout.h"
#include "ui/panels/panels.h"
#include "ui/popover.h"
#include "ui/school.h"
#include "ui/theme.h"
#include "ui/views.h"

namespace ui {

namespace {

/// A filled region of the window that holds one panel. Its padding is not that of what opens over it.
template <class Body>
void region(Frame& f, const char* name, figure::Rect rect, figure::Color background, bool scrolls,
            Body&& body, ImVec2 padding = ImGui::GetStyle().WindowPadding) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    ImGui::PushStyleColor(ImGuiCol_ChildBg, im_vec(background));
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, 0.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 0.0F);
    const ImGuiWindowFlags flags =
        scrolls ? ImGuiWindowFlags_None : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    compat::begin_padded_child(name, ImVec2(rect.w, rect.h), flags);
    ImGui::PopStyleVar(3);
    ImGui::PopStyleColor();
    body(f);
    ImGui::EndChild();
}

void line(const figure::Palette& palette, float x0, float y0, float x1, float y1) {
    ImGui::GetWindowDrawList()->AddLine(ImVec2(x0, y0), ImVec2(x1, y1), im_color(palette.line));
}

/// A draggable edge in the gap between two regions. Returns the pixels it was dragged along x, or along y
/// where it lies flat.
float splitter(Frame& f, const std::string& id, figure::Rect rect, bool flat = false) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton(id.c_str(), ImVec2(std::max(rect.w, 1.0F), std::max(rect.h, 1.0F)));
    f.ui.record(id, f.t("panel.resize"));
    const bool active = ImGui::IsItemActive();
    if (active || ImGui::IsItemHovered()) {
        ImGui::SetMouseCursor(flat ? ImGuiMouseCursor_ResizeNS : ImGuiMouseCursor_ResizeEW);
        const figure::Point c = rect.center();
        ImGui::GetWindowDrawList()->AddLine(flat ? ImVec2(rect.x, c.y) : ImVec2(c.x, rect.y),
                                            flat ? ImVec2(rect.right(), c.y) : ImVec2(c.x, rect.bottom()),
                                            im_color(f.palette().accent), active ? 3.0F : 2.0F);
    }
    if (!active) return 0;
    return flat ? ImGui::GetIO().MouseDelta.y : ImGui::GetIO().MouseDelta.x;
}

/// "<" or ">" in the middle of the rectangle.
void chevron(Frame& f, figure::Rect rect, float way, figure::Color ink) {
    const float s = f.em() * 0.24F;
    const figure::Point c = rect.center();
    const ImVec2 points[3] = {ImVec2(c.x - way * s * 0.5F, c.y - s), ImVec2(c.x + way * s * 0.5F, c.y),
                              ImVec2(c.x - way * s * 0.5F, c.y + s)};
    compat::add_polyline(ImGui::GetWindowDrawList(), points, 3, im_color(ink), false, 0.12F * f.em());
}

/// Text that is read with the head turned to the right.
void turned_text(const std::string& text, figure::Point middle, figure::Color ink) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const int first = list.VtxBuffer.Size;
    // Written in the middle of the window, where none of it is cut off, and turned to its place.
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const ImVec2 from(display.x / 2, display.y / 2);
    list.AddText(ImVec2(from.x - size.x / 2, from.y - size.y / 2), im_color(ink), text.c_str());
    for (int i = first; i < list.VtxBuffer.Size; ++i) {
        ImVec2& p = list.VtxBuffer[i].pos;
        p = ImVec2(middle.x + (p.y - from.y), middle.y - (p.x - from.x));
    }
}

/// What folds a panel, in the middle of its edge; a folded panel's whole handle opens it.
void fold_button(Frame& f, const char* id, const char* action_id, figure::Rect rect, bool shown, bool left,
                 const std::string& names) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    const bool pressed = ImGui::InvisibleButton(id, ImVec2(std::max(rect.w, 1.0F), std::max(rect.h, 1.0F)));
    f.ui.record(id, label(action(action_id), f.t));
    const bool hovered = ImGui::IsItemHovered();
    f.ui.tooltip(tooltip(action(action_id), f.t));
    const figure::Palette& p = f.palette();
    if (hovered || !shown)
        ImGui::GetWindowDrawList()->AddRectFilled(
            ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()),
            im_color(hovered ? figure::grounds_of(p).hovered : p.panel));
    const figure::Rect sign = shown ? rect : figure::Rect{rect.x, rect.y, rect.w, 2.4F * f.em()};
    chevron(f, sign, shown == left ? -1.0F : 1.0F, hovered ? p.ink : p.muted);
    if (!shown && !names.empty()) turned_text(names, rect.center(), p.muted);
    if (pressed) run(f.app, action_id);
}

/// The input on top, the notation below, and between them the stack, which alone scrolls.
void left_column(Frame& f) {
    input_panel(f);
    ImGui::Dummy(ImVec2(0, f.em() * 0.1F));
    ImGui::Separator();
    stack_panel(f);
}

void center_column(Frame& f) {
    const float top = ImGui::GetCursorPosY();
    message_bar(f);
    f.app.layout.messages = ImGui::GetCursorPosY() - top;
    const float card = lesson_card_height(f);
    if (card == 0) return shown_view(f.app).panel(f);
    // The lesson stands beside the picture.
    const float room = std::max(ImGui::GetContentRegionAvail().y - card, 1.0F);
    ImGui::BeginChild("view", ImVec2(0, room), false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    shown_view(f.app).panel(f);
    ImGui::EndChild();
    lesson_card(f);
}

/// Edges, handles and the dividing lines.
void grips(Frame& f, const WindowLayout& layout) {
    Settings& settings = f.app.settings;
    const figure::Palette& p = f.palette();
    const float em = f.em();
    const float tab = 3 * em;
    const auto grip = [&](figure::Rect rect, bool shown, bool left, float& width_em) {
        const std::string name = left ? "panel.left" : "panel.right";
        if (!shown) {
            fold_button(f, (name + ".fold").c_str(), name.c_str(), rect, false, left,
                        f.t(left ? "panel.left.names" : "panel.right.names"));
            line(p, left ? rect.right() : rect.x, rect.y, left ? rect.right() : rect.x, rect.bottom());
            return;
        }
        line(p, rect.center().x, rect.y, rect.center().x, rect.bottom());
        const figure::Rect middle{rect.x, rect.center().y - tab / 2, rect.w, tab};
        float by = splitter(f, name + ".resize", {rect.x, rect.y, rect.w, middle.y - rect.y});
        by += splitter(f, name + ".resize.low",
                       {rect.x, middle.bottom(), rect.w, rect.bottom() - middle.bottom()});
        width_em = std::clamp(width_em + (left ? by : -by) / em, kLeastPanelEm, kMostPanelEm);
        fold_button(f, (name + ".fold").c_str(), name.c_str(), middle, true, left, {});
    };
    grip(layout.left_grip, layout.left_shown, true, settings.left_em);
    grip(layout.right_grip, layout.right_shown, false, settings.right_em);
    if (!layout.code_shown) return;
    const figure::Rect& code = layout.code_grip;
    const float by = splitter(f, "panel.code.resize", code, !layout.code_beside);
    if (layout.code_beside) {
        line(p, code.center().x, code.y, code.center().x, code.bottom());
        settings.code_em = std::clamp(settings.code_em - by / em, kLeastPanelEm, 2 * kMostPanelEm);
    } else {
        line(p, code.x, code.center().y, code.right(), code.center().y);
        settings.code_part =
            std::clamp(settings.code_part - by / (layout.center.h + layout.code.h), 0.15F, 0.7F);
    }
}

void regions(Frame& f, const WindowLayout& layout) {
    const figure::Palette& p = f.palette();
    if (layout.top.h > 0) region(f, "top", layout.top, p.panel, false, top_bar);
    if (layout.left_shown) region(f, "left", layout.left, p.panel, false, left_column);
    if (layout.right_shown) region(f, "right", layout.right, p.panel, true, right_panel);
    region(f, "center", layout.center, p.paper, false, center_column, ImVec2(0, 0.3F * f.em()));
    if (layout.code_shown) region(f, "code", layout.code, p.panel, false, code_panel);
    if (layout.bottom.h > 0)
        region(f, "timeline", layout.bottom, p.panel, false,
               f.app.settings.presenting ? presenting_strip : timeline_panel);
}

void whole_window(Frame& f) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const Settings& settings = f.app.settings;
    f.app.layout =
        lay_out_window({size.x, size.y, f.em(), settings.presenting, settings.show_left, settings.show_right,
                        settings.show_code && !f.app.active().evaluation().layers.empty(), settings.left_em,
                        settings.right_em, settings.code_em, settings.code_part, shown_view(f.app).whole});
    const WindowLayout layout = f.app.layout;
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::Begin("poolscope", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse |
                     ImGuiWindowFlags_NoNavInputs);
    ImGui::PopStyleVar();
    // What lies between panels is panel too.
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(0, 0), size, im_color(f.palette().panel));
    regions(f, layout);
    if (!settings.presenting && !shown_view(f.app).whole) grips(f, layout);
    line(f.palette(), 0, layout.top.bottom(), size.x, layout.top.bottom());
    line(f.palette(), 0, layout.bottom.y, size.x, layout.bottom.y);
    ImGui::End();
}

}  // namespace

void draw_frame(AppState& app, FrameContext& context) {
    const figure::Style style = style_of(app.settings, context.fonts.em());
    apply_theme(style.palette, context.fonts.em());
    ImGui::NewFrame();
    app.advance(std::min(ImGui::GetIO().DeltaTime, 0.1F));
    run_keys(app);
    app.widgets.clear();
    const figure::Strings strings(app.settings.language);
    Focus& focus = app.dialogs.focus;
    Tips& tips = app.dialogs.tips;
    // What has just opened beside a control is not covered by the control's own tooltip.
    const Popover& popover = app.dialogs.popover;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool opened = popover.kind != Popover::Kind::none && popover.anchor.contains({mouse.x, mouse.y});
    const bool playing = app.active().walk().playing();
    const ImVec2 way = ImGui::GetIO().MouseDelta;
    if (way.x != 0 || way.y != 0) tips.hushed = false;
    // Nor does a tooltip of what lies behind it cover a popover.
    tips.silent = playing || opened || tips.hushed || popover.kind != Popover::Kind::none;
    tips.seen = false;
    tips.waited += ImGui::GetIO().DeltaTime;
    focus.list = false;
    focus.stops.clear();
    Widgets widgets(app.widgets, context.fonts, focus, tips);
    Frame f{app,     app.active(),  app.settings, app.dialogs, app.tower,        app.caches,
            widgets, context.fonts, strings,      style,       context.textures, context.tower};
    whole_window(f);
    const auto behind = static_cast<std::ptrdiff_t>(focus.stops.size());
    tips.silent = playing || opened || tips.hushed;
    file_dialog(f);
    data_chooser(f);
    close_question(f);
    if (app.dialogs.exporting) app.dialogs.exporting->shoot_tower = context.shoot_tower;
    export_sheet(f);
    worksheet_sheet(f);
    cell_editor(f);
    help_sheet(f);
    command_palette(f);
    popovers(f);
    // Tab stays in what lies over the window; a lesson's card comes first.
    if (std::ssize(focus.stops) > behind)
        focus.stops.erase(focus.stops.begin(), focus.stops.begin() + behind);
    else if (app.school->runs())
        std::stable_partition(focus.stops.begin(), focus.stops.end(),
                              [](const std::string& id) { return id.starts_with("lesson."); });
    overlay(f);
    toast(f);
    focus.moved = focus.pressed = false;
    focus.turned = 0;
    // A control that is gone gives the keys back.
    if (std::ranges::find(focus.stops, focus.id) == focus.stops.end()) focus.shown = false;
    if (!tips.seen) tips.hovered.clear();
    ImGui::Render();
    app.apply_edits();
    if (ImGui::IsMouseReleased(0) || ImGui::IsMouseReleased(1)) app.active().seal();
    ++app.frame;
}

}  // namespace ui
