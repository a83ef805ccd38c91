#include <algorithm>
#include <array>
#include <string>

#include "document/lane.h"
#include "figure/plates/curves.h"
#include "figure/plates/grid.h"
#include "figure/plates/side.h"
#include "figure/text.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/layout.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/side_parts.h"
#include "ui/side.h"
#include "ui/theme.h"

namespace ui {

namespace {

using document::Transform;

/// Shorter work is done before a bar could be read.
constexpr float kBarAfter = 0.3F;

/// What is swept and what is drawn of it; or costs in their place.
void curve_controls(Frame& f, float width) {
    SideStand& stand = f.app.side().stand;
    action_toggle(f, action("side.costs"));
    if (stand.costs) return;
    ImGui::SameLine();
    f.ui.checkbox("side.kinds", f.t("side.kinds"), f.t("side.kinds.tip"), stand.kinds);
    ImGui::SameLine();
    f.ui.checkbox("side.digits", f.t("side.digits"), f.t("side.digits.tip"), stand.digits);
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float half = (width - gap) / 2;
    const std::array<std::string, 4> measures = {f.t("side.relative_difference"), f.t("side.cosine"),
                                                 f.t("side.differ"), f.t("side.equal_share")};
    int measure = static_cast<int>(stand.measure);
    if (f.ui.combo("side.measure", "", f.t("side.measure.tip"), measure, measures, half))
        stand.measure = static_cast<figure::CurveMeasure>(measure);
    ImGui::SameLine();
    const std::array<std::string, 4> axes = {f.t("side.sweep.shift_x"), f.t("side.sweep.shift_y"),
                                             f.t("side.sweep.angle"), f.t("side.sweep.scale")};
    int axis = static_cast<int>(stand.axis);
    if (f.ui.combo("side.axis", "", f.t("side.axis.tip"), axis, axes, half))
        stand.axis = static_cast<measure::Axis>(axis);
}

double position_on(measure::Axis axis, const Transform& t) {
    switch (axis) {
        case measure::Axis::shift_y:
            return t.dy;
        case measure::Axis::angle:
            return t.angle;
        case measure::Axis::scale:
            return t.scale;
        case measure::Axis::shift_x:
            break;
    }
    return t.dx;
}

/// A bar over `rect` while something is made aside that takes its time.
void progress_bar(Frame& f, figure::Rect rect, bool busy, float progress, float& since) {
    since = busy ? since + ImGui::GetIO().DeltaTime : 0.0F;
    if (since < kBarAfter) return;
    figure::Drawing drawing;
    const float em = f.em();
    const figure::Rect all{0, 0, rect.w, 0.35F * em};
    drawing.add(figure::RectFill{all, f.palette().line, all.h / 2});
    drawing.add(
        figure::RectFill{{0, 0, std::max(all.w * progress, all.h), all.h}, f.palette().accent, all.h / 2});
    draw_at(f, drawing, {rect.x, rect.y});
    f.ui.record("side.busy", f.t("side.busy"));
}

void refused(Frame& f, figure::Rect rect, const words::Message& why) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y + f.em()));
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error_text));
    f.ui.paragraph(f.t(why), rect.w);
    ImGui::PopStyleColor();
    f.ui.record("side.curves.error", f.t(why));
}

/// What a question hides is hatched paper.
void hatch(Frame& f, figure::Rect rect) {
    figure::Drawing drawing;
    figure::draw_hatch(drawing, {0, 0, rect.w, rect.h}, f.style);
    draw_at(f, drawing, {rect.x, rect.y});
}

void curves(Frame& f, figure::Rect rect) {
    Side& side = f.app.side();
    // A curve over shifts tells which of them change nothing.
    if (f.app.veil().hides(work::Hidden::shifts)) return hatch(f, rect);
    if (!side.curves_error().empty()) return refused(f, rect, side.curves_error());
    const measure::Curves* curves = side.curves();
    if (!curves || curves->maps == 0 || curves->values.empty()) return;
    figure::CurvesView view;
    view.series = figure::usual_series(*curves);
    view.measure = side.stand.measure;
    view.current = position_on(curves->axis, f.work.document().other.transform);
    view.spread = side.stand.digits;
    figure::CurvesPlate plate = figure::compose_curves(*curves, view, f.style, f.t, {rect.w, rect.h});
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton("side.curves", ImVec2(std::max(rect.w, 1.0F), std::max(rect.h, 1.0F)));
    f.ui.record("side.curves", f.t("side.curves"));
    f.ui.record("side.plot", f.t("side.curves"), ImVec2(rect.x + plate.plot.x, rect.y + plate.plot.y),
                ImVec2(rect.x + plate.plot.right(), rect.y + plate.plot.bottom()));
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (ImGui::IsItemHovered() || ImGui::IsItemActive())
        view.hover = plate.step_at({mouse.x - rect.x, mouse.y - rect.y});
    if (view.hover) {
        plate = figure::compose_curves(*curves, view, f.style, f.t, {rect.w, rect.h});
        const Transform now = f.work.document().other.transform;
        const Transform there = measure::at(curves->axis, now, curves->values[*view.hover]);
        if (ImGui::IsItemActive() && there != now) edit_transform(f, there, "side.curve");
    }
    draw_at(f, plate.drawing, {rect.x, rect.y});
}

/// Where B stands, if that is a whole shift and nothing else.
std::optional<measure::Move> shift_of(const Transform& t) {
    const auto dx = static_cast<std::int64_t>(t.dx);
    const auto dy = static_cast<std::int64_t>(t.dy);
    const Transform whole{static_cast<double>(dx), static_cast<double>(dy), 0, 1, 0};
    if (t != whole) return std::nullopt;
    return measure::Move{dy, dx};
}

/// The period of the map as it was measured.
std::string period_text(Frame& f, const measure::ShiftStudy& study) {
    const auto steps = [&](std::int64_t period) {
        return period == 0 ? f.t("side.period.none") : std::to_string(period);
    };
    const std::string name = study.map == 0 ? f.t("side.input") : "L" + std::to_string(study.map);
    const std::string text = f.t.format("side.period", {name, steps(study.period_x), steps(study.period_y)});
    // Curves and shifts are of A alone; a B that is something else is not in them.
    const document::Document& document = f.work.document();
    const bool other = document.other.input.has_value() || document::other_stack(document);
    return other ? text + " · " + f.t("side.curves.of_a") : text;
}

void shift_map(Frame& f, figure::Rect rect) {
    const measure::ShiftStudy* study = f.app.side().shifts();
    if (!study) return;
    if (f.app.veil().hides(work::Hidden::shifts)) return hatch(f, rect);
    const Transform t = f.work.document().other.transform;
    figure::Drawing drawing;
    const float foot = 1.6F * f.em();
    const figure::ShiftGrid grid = figure::draw_shifts(drawing, {0, 0, rect.w, rect.h - foot}, study->shifts,
                                                       study->map, shift_of(t), f.style, f.t);
    const std::string period = period_text(f, *study);
    const float size = 0.85F * f.em();
    drawing.add(figure::Text{{0, rect.h - foot / 2},
                             figure::elided(figure::Face::text, size, period, rect.w),
                             f.palette().muted,
                             size,
                             figure::Face::text});
    ImGui::SetCursorScreenPos(ImVec2(rect.x + grid.grid.x, rect.y + grid.grid.y));
    ImGui::InvisibleButton("side.shifts", ImVec2(std::max(grid.grid.w, 1.0F), std::max(grid.grid.h, 1.0F)));
    f.ui.record("side.shifts", period);
    const bool active = ImGui::IsItemActive();
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    draw_at(f, drawing, {rect.x, rect.y});
    if (!active) return;
    if (const auto move = grid.move_at({mouse.x - rect.x, mouse.y - rect.y})) {
        Transform to = t;
        to.dx = static_cast<double>(move->dx);
        to.dy = static_cast<double>(move->dy);
        if (to != t) edit_transform(f, to, "side.shift");
    }
}

}  // namespace

void side_curves(Frame& f, figure::Rect rect) {
    Side& side = f.app.side();
    const float em = f.em();
    float top = 0;
    if (!f.settings.presenting) {
        ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
        ImGui::BeginGroup();
        curve_controls(f, rect.w);
        ImGui::EndGroup();
        top = ImGui::GetItemRectSize().y + 0.3F * em;
    }
    if (side.stand.costs) {
        const figure::Rect table{rect.x, rect.y + top, rect.w, rect.h - top};
        if (f.app.veil().hides(work::Hidden::cost)) return hatch(f, table);
        draw_at(f, figure::compose_costs(f.work.evaluation(), f.style, f.t, {table.w, table.h}),
                {table.x, table.y});
        f.ui.record("side.costs.table", f.t("cost.title"), ImVec2(table.x, table.y),
                    ImVec2(table.right(), table.bottom()));
        return;
    }
    const auto [plot, shifts] = lay_out_curves({rect.x, rect.y + top, rect.w, rect.h - top}, em);
    curves(f, plot);
    progress_bar(f, plot, side.curves_busy(), side.curves_progress(), side.stand.curves_wait);
    if (shifts.w <= 0) return;
    shift_map(f, shifts);
    progress_bar(f, shifts, side.shifts_busy(), side.shifts_progress(), side.stand.shifts_wait);
}

}  // namespace ui
