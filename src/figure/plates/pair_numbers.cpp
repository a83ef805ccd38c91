#include <algorithm>
#include <array>
#include <string>

#include "figure/number.h"
#include "figure/plates/pair_layout.h"
#include "figure/text.h"

namespace figure {

namespace {

constexpr std::int64_t kMostNumbers = 1600;
constexpr float kCornerCellEm = 3.2F;  // from this size on a gradient's cell has its value in the corner

/// What a cell of a gradient's map shows below the gradient: a trace of the value.
Color trace_of(const PairScene& scene, const MapArea& area, const pool::Cell& cell) {
    if (scene.view.veil.hides_map(area.map)) return scene.palette().paper;
    const Range range = area.map == scene.left.map ? scene.values.below : scene.values.above;
    return trace_color(scene.palette(), range, scene.evaluation.map(area.map).at(cell));
}

/// The colour that a number of the map stands on.
Color ground_of(const PairScene& scene, const MapArea& area, const pool::Cell& cell, float value) {
    const bool left = &area == &scene.left;
    const Range range = left ? scene.ranges.below : scene.ranges.above;
    if (scene.backward)
        return over(trace_of(scene, area, cell), gradient_veil(scene.palette(), range, value));
    const Color plain = activation_color(scene.palette(), scene.style.activations, range, value);
    const bool unread = left && !scene.reads(cell.y, cell.x);
    return toned(scene.palette(), unread ? Tone::unread : Tone::plain, plain);
}

void add_padding_numbers(std::vector<CellNumber>& numbers, const PairScene& scene) {
    if (scene.hides(work::Hidden::padding)) return;
    const MapArea& left = scene.left;
    const CellSpan whole{-scene.pad_top, left.rows + scene.pad_bottom, -scene.pad_left,
                         left.columns + scene.pad_right};
    if (whole.count() > kMostNumbers) return;
    const float value = scene.backward ? 0.0F : scene.result->kind->padding_value();
    const Rect frame = scene.clip_of(scene.left_frame);
    for (std::int64_t y = whole.y0; y < whole.y1; ++y) {
        for (std::int64_t x = whole.x0; x < whole.x1; ++x) {
            const bool inside = y >= 0 && y < left.rows && x >= 0 && x < left.columns;
            const Rect place = left.cell_rect(y, x);
            if (inside || !frame.contains(place.center())) continue;
            numbers.push_back({place, value, scene.palette().muted});
        }
    }
}

/// Points along the lines that are drawn so far.
struct DrawnLines {
    std::vector<Point> routes;
    std::vector<Point> frustum;
};

DrawnLines drawn_lines(const Drawing& drawing) {
    constexpr int kPoints = 64;
    DrawnLines lines;
    std::vector<Point>& points = lines.routes;
    bool inside = false;
    bool frustum = false;
    for (const Primitive& item : drawing.items) {
        if (const auto* group = std::get_if<BeginGroup>(&item)) {
            inside = group->name == "routes" || group->name == "lineage.links";
            frustum = group->name == "frustum";
        }
        const auto* line = std::get_if<Polyline>(&item);
        for (int i = 0; line && (frustum || inside) && i <= kPoints; ++i) {
            const Point a = line->points.front();
            const Point b = line->points.back();
            const float t = static_cast<float>(i) / kPoints;
            (frustum ? lines.frustum : points).push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
        const auto* curve = std::get_if<Cubic>(&item);
        if (!curve || !inside) continue;
        for (int i = 0; i <= kPoints; ++i) {
            const float t = static_cast<float>(i) / kPoints;
            const float u = 1 - t;
            const std::array<float, 4> w = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
            points.push_back(
                {w[0] * curve->p0.x + w[1] * curve->p1.x + w[2] * curve->p2.x + w[3] * curve->p3.x,
                 w[0] * curve->p0.y + w[1] * curve->p1.y + w[2] * curve->p2.y + w[3] * curve->p3.y});
        }
    }
    return lines;
}

/// Where the number of a large cell stands: lower where the corner holds a value.
Rect place_of(const PairScene& scene, const MapArea& area, const pool::Cell& cell) {
    Rect place = area.cell_rect(cell.y, cell.x);
    if (scene.backward && area.cell >= kCornerCellEm * scene.em()) place.y += 0.08F * place.h;
    return place;
}

Rect number_room(const PairScene& scene, const Rect& place, float value) {
    const float size = std::min(scene.style.largest_number * scene.em(), 0.46F * place.w);
    const float w = std::min(text_width(Face::mono, size, number(value, 4)) + 0.6F * size, 0.9F * place.w);
    const float h = std::min(1.5F * size, 0.5F * place.h);
    return {place.center().x - w / 2, place.center().y - h / 2, w, h};
}

/// No line crosses a number: in a cell that a line passes, the number stands on a piece of the cell's own
/// colour, or, where the cell is too small for it and a route, is left out.
bool makes_way(Drawing& drawing, const PairScene& scene, const Rect& place, float value, Color ground,
               const DrawnLines& lines) {
    const bool large = place.w >= kRoutedCellEm * scene.em();
    const Rect room = number_room(scene, place, value);
    const Rect kept = large ? room : place.inset(0.14F * place.w);
    const auto passed = [&](const std::vector<Point>& points) {
        return std::ranges::any_of(points, [&](const Point& p) { return kept.contains(p); });
    };
    const bool routed = passed(lines.routes);
    if (!routed && !passed(lines.frustum)) return false;
    if (routed && !large) return true;
    drawing.add(RectFill{room, ground, 0.2F * room.h});
    return false;
}

/// The value in a cell's corner, above its gradient.
struct Corner {
    std::string text;
    float size;
    Rect room;
};
Corner corner_of(const PairScene& scene, const MapArea& area, const pool::Cell& cell) {
    const float em = scene.em();
    // Larger where nothing but them is known: a question is answered from them.
    const float size = scene.hides_gradient_alone(area.map)
                           ? std::clamp(0.26F * area.cell, 0.75F * em, 1.8F * em)
                           : std::clamp(0.16F * area.cell, 0.75F * em, 1.1F * em);
    const Rect rect = area.cell_rect(cell.y, cell.x);
    std::string text = number(scene.evaluation.map(area.map).at(cell), 3);
    const float wide = text_width(Face::mono, size, text);
    return {
        std::move(text), size, {rect.x + 0.2F * size, rect.y + 0.2F * size, wide + 0.4F * size, 1.2F * size}};
}

bool has_corners(const PairScene& scene, const MapArea& area) {
    const bool alone = scene.hides_gradient_alone(area.map);
    if (!scene.backward || area.cell < (alone ? kNumberCellEm : kCornerCellEm) * scene.em()) return false;
    return alone || !(scene.view.veil.hides_map(area.map) || scene.hides_cells(area.map));
}

bool has_numbers(const PairScene& scene, const MapArea& area) {
    return area.cell >= kNumberCellEm * scene.em() && !scene.hides_cells(area.map) &&
           visible_cells(area).count() <= kMostNumbers;
}

}  // namespace

std::vector<Rect> number_rooms(const PairScene& scene, const MapArea& area, const pool::Cell& cell) {
    std::vector<Rect> rooms;
    if (has_numbers(scene, area)) {
        const bool left = area.map == scene.left.map;
        const float value = (left ? *scene.left_values : scene.right_values()).at(cell);
        rooms.push_back(number_room(scene, place_of(scene, area, cell), value));
    }
    if (has_corners(scene, area)) rooms.push_back(corner_of(scene, area, cell).room);
    return rooms;
}

void draw_map_numbers(Drawing& drawing, const PairScene& scene, const MapArea& area,
                      const pool::Tensor& values, std::int64_t shown) {
    if (!has_numbers(scene, area)) return;
    const CellSpan span = visible_cells(area);
    const DrawnLines lines = drawn_lines(drawing);
    const Group group(drawing, "numbers");
    std::vector<CellNumber> numbers;
    for (std::int64_t y = span.y0; y < span.y1; ++y) {
        for (std::int64_t x = span.x0; x < span.x1; ++x) {
            if (y * area.columns + x >= shown) continue;
            const pool::Cell cell{area.n, area.c, y, x};
            const float value = values.at(cell);
            const Rect place = place_of(scene, area, cell);
            const Color ground = ground_of(scene, area, cell, value);
            if (makes_way(drawing, scene, place, value, ground, lines)) continue;
            numbers.push_back({place, value, ink_on(ground)});
        }
    }
    if (&area == &scene.left) add_padding_numbers(numbers, scene);
    draw_numbers(drawing, numbers, scene.style);
}

void draw_corner_values(Drawing& drawing, const PairScene& scene, const MapArea& area,
                        const pool::Tensor& gradient) {
    if (!has_corners(scene, area)) return;
    const bool alone = scene.hides_gradient_alone(area.map);
    const CellSpan span = visible_cells(area);
    const Group group(drawing, "values");
    for (std::int64_t y = span.y0; y < span.y1; ++y) {
        for (std::int64_t x = span.x0; x < span.x1; ++x) {
            const pool::Cell cell{area.n, area.c, y, x};
            const Corner corner = corner_of(scene, area, cell);
            const Color ground =
                alone ? trace_of(scene, area, cell) : ground_of(scene, area, cell, gradient.at(cell));
            // No line of the veil crosses a number.
            if (alone) drawing.add(RectFill{corner.room, ground, 0.2F * corner.size});
            drawing.add(Text{{corner.room.x + 0.2F * corner.size, corner.room.center().y},
                             corner.text,
                             ink_on(ground),
                             corner.size,
                             Face::mono});
        }
    }
}

}  // namespace figure
