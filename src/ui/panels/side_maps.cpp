#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/drawlist_painter.h"
#include "ui/panels/side_parts.h"
#include "ui/side.h"
#include "ui/side_actions.h"
#include "ui/theme.h"

namespace ui {

namespace {

using document::Transform;
using Drag = SideStand::Drag;

constexpr double kDegrees = 180 / 3.14159265358979323846;
constexpr double kScaleStep = 0.05;
constexpr double kLeastScale = 0.05;
constexpr double kMostScale = 20;

/// Where the handles of B's input are.
figure::Point turn_handle(const figure::Rect& b) { return {b.right(), b.y}; }
figure::Point scale_handle(const figure::Rect& b) { return {b.right(), b.bottom()}; }

float line_of(const figure::Rect& a, float swipe) { return a.x + a.w * swipe; }

float distance(figure::Point a, figure::Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// What a press at `p` begins to drag.
Drag part_at(const figure::SidePlate& plate, figure::Point p, const SideStand& stand, float em) {
    for (const figure::SidePlate::Row& row : plate.rows) {
        if (row.map == 0 && distance(p, turn_handle(row.b.rect)) < 0.9F * em) return Drag::turn;
        if (row.map == 0 && distance(p, scale_handle(row.b.rect)) < 0.9F * em) return Drag::scale;
        if (row.b.rect.contains(p)) return Drag::move;
        const figure::Rect& a = row.a.rect;
        if (p.y >= a.y && p.y < a.bottom() && std::abs(p.x - line_of(a, stand.swipe)) < 0.7F * em)
            return Drag::swipe;
    }
    return Drag::none;
}

const figure::SidePlate::Row* row_at(const figure::SidePlate& plate, figure::Point p) {
    for (const figure::SidePlate::Row& row : plate.rows)
        if (row.whole.contains(p)) return &row;
    return nullptr;
}

/// The transform when what was pressed at `from` has been dragged to `to`; `cells`: columns of the input.
Transform dragged(const SideStand& stand, const figure::Rect& b, float cells, figure::Point to) {
    Transform t = stand.dragged_from;
    const figure::Point from = stand.drag_begin;
    const figure::Point c = b.center();
    if (stand.drag == Drag::move) {
        const float cell = b.w / std::max(cells, 1.0F);
        t.dx += static_cast<double>(std::round((to.x - from.x) / cell));
        t.dy += static_cast<double>(std::round((to.y - from.y) / cell));
    } else if (stand.drag == Drag::turn) {
        const double before =
            std::atan2(static_cast<double>(from.y - c.y), static_cast<double>(from.x - c.x));
        const double now = std::atan2(static_cast<double>(to.y - c.y), static_cast<double>(to.x - c.x));
        t.angle = std::remainder(t.angle - std::round((now - before) * kDegrees), 360);
        // A quarter turn is exact on cells: near it the ring catches.
        const double quarter = 90 * std::round(t.angle / 90);
        if (quarter != 0 && std::abs(t.angle - quarter) < 2) t.angle = std::remainder(quarter, 360);
    } else {
        const double before = static_cast<double>(std::max(distance(from, c), 1.0F));
        const double wanted = t.scale * static_cast<double>(distance(to, c)) / before;
        t.scale = std::clamp(std::round(wanted / kScaleStep) * kScaleStep, kLeastScale, kMostScale);
    }
    return t;
}

void begin_drag(Frame& f, const figure::SidePlate& plate, figure::Point mouse) {
    SideStand& stand = f.app.side().stand;
    stand.drag = part_at(plate, mouse, stand, f.em());
    stand.dragged_from = f.work.document().other.transform;
    stand.drag_begin = mouse;
    const figure::SidePlate::Row* row = row_at(plate, mouse);
    if (row && stand.drag != Drag::swipe) choose_row(f.app, static_cast<std::int64_t>(row->map));
    if (row && stand.drag == Drag::none && ImGui::IsMouseDoubleClicked(0)) run(f.app, "side.large");
}

void go_on_dragging(Frame& f, const figure::SidePlate& plate, figure::Point mouse) {
    SideStand& stand = f.app.side().stand;
    if (stand.drag == Drag::none || plate.rows.empty()) return;
    // Rows may have been scrolled; any of them will do, as all show the same input.
    const auto found = std::ranges::find(plate.rows, stand.row, &figure::SidePlate::Row::map);
    const figure::SidePlate::Row& row = found == plate.rows.end() ? plate.rows.front() : *found;
    if (stand.drag == Drag::swipe) {
        stand.swipe = std::clamp((mouse.x - row.a.rect.x) / row.a.rect.w, 0.0F, 1.0F);
        return;
    }
    const auto cells = static_cast<float>(f.work.evaluation().input->shape().w);
    const Transform to = dragged(stand, row.b.rect, cells, mouse);
    if (to != f.work.document().other.transform) edit_transform(f, to, "side.drag");
}

void show_pointer(Drag part) {
    if (part == Drag::move) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    if (part == Drag::turn) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (part == Drag::scale) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNWSE);
    if (part == Drag::swipe) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
}

/// The ring that turns, the corner that scales, the line that swipes.
figure::Drawing handles_of(Frame& f, const figure::SidePlate& plate) {
    const SideStand& stand = f.app.side().stand;
    const figure::Palette& p = f.palette();
    figure::Drawing drawing;
    const float em = f.em();
    for (const figure::SidePlate::Row& row : plate.rows) {
        const figure::Rect& a = row.a.rect;
        const figure::Rect& b = row.b.rect;
        const float x = line_of(a, stand.swipe);
        if (stand.swipe < 1)
            drawing.add(figure::Polyline{{{x, a.y}, {x, a.bottom()}}, p.window, 3 * f.style.line});
        if (&row == &plate.rows.front()) {
            const figure::Rect grip{x - 0.3F * em, a.center().y - 0.8F * em, 0.6F * em, 1.6F * em};
            drawing.add(figure::RectFill{grip, p.window, 0.3F * em});
        }
        if (stand.focus) drawing.add(figure::RectStroke{b.inset(-3), p.accent, 3 * f.style.line});
        if (row.map != 0) continue;
        drawing.add(figure::Circle{turn_handle(b), 0.5F * em, p.paper, p.window, 2.5F * f.style.line});
        const figure::Point corner = scale_handle(b);
        drawing.add(figure::RectFill{
            {corner.x - 0.4F * em, corner.y - 0.4F * em, 0.8F * em, 0.8F * em}, p.window, 0.15F * em});
    }
    return drawing;
}

/// Every picture as something that tests and assistive tools find.
void record_maps(Frame& f, const figure::SidePlate& plate, figure::Rect at) {
    const auto record = [&](const char* name, std::size_t map, const figure::Rect& rect) {
        const std::string id = "side." + std::string(name) + "." + std::to_string(map);
        f.ui.record(id, id, ImVec2(at.x + rect.x, at.y + rect.y),
                    ImVec2(at.x + rect.right(), at.y + rect.bottom()));
    };
    for (const figure::SidePlate::Row& row : plate.rows) {
        record("a", row.map, row.a.rect);
        record("b", row.map, row.b.rect);
        record("difference", row.map, row.difference);
    }
}

std::optional<pool::MapCell> cell_under(const figure::SidePlate& plate, figure::Point mouse) {
    for (const figure::SidePlate::Row& row : plate.rows) {
        figure::MapArea difference = row.a;
        difference.rect = difference.clip = row.difference;
        for (const figure::MapArea& area : {row.a, row.b, difference})
            if (const auto cell = area.cell_at(mouse)) return pool::MapCell{row.map, *cell};
    }
    return std::nullopt;
}

}  // namespace

figure::SideView side_view(Frame& f, bool blink) {
    Side& side = f.app.side();
    figure::SideView view;
    view.plane = {f.work.cursor().phase == pool::Phase::backward, f.work.selection().item(),
                  f.work.selection().channel()};
    view.chosen = side.stand.row;
    view.blink = blink;
    view.swipe = side.stand.swipe;
    view.pointed = f.work.selection().hovered();
    view.images = &side.images;
    view.cursor = f.work.cursor();
    view.veil = f.app.veil();
    return view;
}

void side_maps(Frame& f, figure::Rect rect, bool blink) {
    Side& side = f.app.side();
    const figure::SideView view = side_view(f, blink);
    const figure::Lanes lanes{&f.work.evaluation(), &side.b(), &side.pairs()};
    const auto compose = side.stand.large ? figure::compose_side_large : figure::compose_side;
    const figure::SidePlate plate = compose(lanes, view, f.style, f.t, {rect.w, rect.h});
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton("side.maps", ImVec2(std::max(rect.w, 1.0F), std::max(rect.h, 1.0F)));
    f.ui.record("side.maps", f.t("side.maps"));
    const ImVec2 at = ImGui::GetIO().MousePos;
    const figure::Point mouse{at.x - rect.x, at.y - rect.y};
    const bool hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemActivated()) begin_drag(f, plate, mouse);
    if (ImGui::IsItemActive()) {
        go_on_dragging(f, plate, mouse);
    } else {
        side.stand.drag = Drag::none;
    }
    if (hovered)
        show_pointer(side.stand.drag == Drag::none ? part_at(plate, mouse, side.stand, f.em())
                                                   : side.stand.drag);
    draw_at(f, plate.drawing, {rect.x, rect.y});
    draw_at(f, handles_of(f, plate), {rect.x, rect.y});
    record_maps(f, plate, rect);
    f.work.selection().hover(hovered ? cell_under(plate, mouse) : std::nullopt);
}

void draw_at(Frame& f, const figure::Drawing& drawing, figure::Point at) {
    DrawListPainter painter(*ImGui::GetWindowDrawList(), ImVec2(at.x, at.y), f.fonts, f.textures);
    figure::replay(drawing, painter);
}

void edit_transform(Frame& f, const Transform& transform, const std::string& merge) {
    f.work.edit([transform](document::Document& d) { d.other.transform = transform; }, merge);
}

}  // namespace ui
