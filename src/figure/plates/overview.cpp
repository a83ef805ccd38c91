#include <algorithm>
#include <cmath>

#include "figure/plates/lineage.h"
#include "figure/plates/veiled.h"
#include "figure/text.h"

namespace figure {

namespace {

constexpr float kShapeEm = 1.4F;        // the line of shapes below the maps
constexpr float kOverviewTopEm = 0.5F;  // above them
constexpr float kSmallestMapEm = 1.6F;
constexpr float kArrowEm = 5.0F;  // between two maps, where there is room
constexpr float kLeastArrowEm = 1.6F;

struct Slot {
    Rect map;
    float arrow = 0;  ///< room before the map
};

/// Maps side by side, all in places of one size; where there are many, places and arrows become smaller.
std::vector<Slot> slots_of(const pool::Evaluation& evaluation, const Style& style, Point size) {
    const auto count = static_cast<float>(evaluation.map_count());
    const float em = style.em;
    const float high = std::max(size.y - (kShapeEm + kOverviewTopEm) * em, em);
    const float room = size.x - 2 * em;
    const float arrows = count - 1;
    float side = std::min(high, (room - arrows * kLeastArrowEm * em) / count);
    side = std::max(side, std::min(kSmallestMapEm * em, high));
    const float arrow = arrows > 0 ? std::clamp((room - count * side) / arrows, 0.6F * em, kArrowEm * em) : 0;
    float x = (size.x - count * side - arrows * arrow) / 2;
    std::vector<Slot> slots;
    for (std::size_t i = 0; i < evaluation.map_count(); ++i) {
        if (i > 0) x += arrow;
        slots.push_back({{x, kOverviewTopEm * em + (high - side) / 2, side, side}, i > 0 ? arrow : 0});
        x += side;
    }
    return slots;
}

MapArea area_in(const pool::Evaluation& evaluation, const BenchView& view, std::size_t map, bool gradient,
                Rect slot) {
    const pool::Shape& s = evaluation.map(map).shape();
    const float cell = std::min(slot.w / static_cast<float>(s.w), slot.h / static_cast<float>(s.h));
    MapArea area;
    area.map = map;
    area.gradient = gradient;
    area.n = std::clamp<std::int64_t>(view.n, 0, s.n - 1);
    area.c = std::clamp<std::int64_t>(view.c, 0, s.c - 1);
    area.cell = cell;
    area.rows = s.h;
    area.columns = s.w;
    const float w = cell * static_cast<float>(s.w);
    const float h = cell * static_cast<float>(s.h);
    area.rect = {slot.x + (slot.w - w) / 2, slot.y + (slot.h - h) / 2, w, h};
    area.clip = area.rect;
    if (view.veil.hides_shape(map)) hide_size(area, slot);
    return area;
}

/// The way of the winners through all maps, from the origin down to the pixel.
void winner_paths(Drawing& drawing, const BenchView& view, const std::vector<MapArea>& areas,
                  const Style& style) {
    if (view.veil.hides(work::Hidden::lineage)) return;
    const Group group(drawing, "lineage.paths");
    for (const TraceMark& mark : view.marks) {
        const std::vector<pool::MapCell>& path = mark.trace->winner_path;
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            const MapArea& above = areas[path[i].map];
            const MapArea& below = areas[path[i + 1].map];
            if (path[i].cell.c != above.c || path[i + 1].cell.c != below.c) continue;
            const Rect from = below.cell_rect(path[i + 1].cell.y, path[i + 1].cell.x);
            const Rect to = above.cell_rect(path[i].cell.y, path[i].cell.x);
            const Point a{from.right(), from.center().y};
            const Point b{to.x, to.center().y};
            const float bend = (b.x - a.x) * 0.5F;
            drawing.add(Cubic{a,
                              {a.x + bend, a.y},
                              {b.x - bend, b.y},
                              b,
                              style.palette.winner.with_alpha(mark.alpha),
                              1.5F * style.line});
        }
    }
}

void small_picture(Drawing& drawing, const pool::Evaluation& evaluation, const BenchView& view,
                   const Style& style, MapImages& images, const MapArea& area) {
    const bool hidden = area.gradient ? view.veil.hides_gradient(area.map) : view.veil.hides_map(area.map);
    if (hidden || view.veil.hides_shape(area.map)) return draw_veiled_map(drawing, area, style);
    const pool::Tensor& values = area.gradient ? evaluation.gradient(area.map) : evaluation.map(area.map);
    const MapImages::PairRanges ranges =
        images.ranges(evaluation, area.map == 0 ? 0 : area.map - 1, area.gradient, view.veil);
    Image picture =
        images.picture({evaluation.id, area.map, area.gradient, area.n, area.c, -1,
                        area.map == 0 ? ranges.below : ranges.above, style.activations, style.palette.theme},
                       style, values.plane(area.n, area.c), area.rows, area.columns);
    picture.rect = area.rect;
    drawing.add(picture);
}

/// Its picture, its shape below it; the shape is left out where its neighbours have no room beside it.
void small_map(Drawing& drawing, const pool::Evaluation& evaluation, const BenchView& view,
               const Style& style, MapImages& images, const MapArea& area, const Slot& slot, float room,
               bool focused) {
    const Group group(drawing, "map." + std::to_string(area.map));
    small_picture(drawing, evaluation, view, style, images, area);
    // Clear of the cells: a line is as wide as a small cell.
    drawing.add(RectStroke{area.rect.inset(-1.0F), style.palette.line, 1});
    draw_lineages(drawing, view.marks, area, style, view.veil);
    const pool::Shape& shape = evaluation.map(area.map).shape();
    std::string text = std::to_string(shape.h) + "×" + std::to_string(shape.w);
    if (shape.c > 1) text = std::to_string(shape.c) + "×" + text;
    if (view.veil.hides_shape(area.map)) text = kHiddenSize;
    const float size = 0.82F * style.em;
    if (text_width(Face::mono, size, text) > room) return;
    drawing.add(Text{{slot.map.center().x, slot.map.bottom() + 0.68F * style.em},
                     text,
                     focused ? style.palette.ink : style.palette.muted,
                     size,
                     Face::mono,
                     Align::center});
}

void arrow(Drawing& drawing, const pool::Evaluation& evaluation, std::size_t to, const Slot& before,
           const Slot& after, bool current, bool backward, const Style& style) {
    const Group group(drawing, "arrow." + std::to_string(to));
    const Palette& p = style.palette;
    const float em = style.em;
    const float gap = std::min(0.5F * em, 0.2F * after.arrow);
    const float y = after.map.center().y;
    const float x0 = before.map.right() + gap;
    const float x1 = after.map.x - gap;
    const Color ink = current ? (backward ? p.positive : p.window) : p.muted;
    drawing.add(Polyline{{{x0, y}, {x1, y}}, ink, (current ? 2.0F : 1.2F) * style.line});
    const float head = std::min(0.55F * em, 0.6F * (x1 - x0));
    draw_arrow_head(drawing, {backward ? x0 : x1, y}, {backward ? -1.0F : 1.0F, 0}, head, ink);
    const float size = 0.82F * em;
    const std::string name = "L" + std::to_string(evaluation.layers[to - 1].position + 1);
    if (text_width(Face::mono, size, name) > x1 - x0) return;
    const Point at{(x0 + x1) / 2, y - 0.8F * em};
    drawing.add(Text{at, name, current ? p.ink : p.muted, size, Face::mono, Align::center});
}

}  // namespace

Plate compose_overview(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                       const Strings&, Point size) {
    Plate plate;
    plate.drawing.size = size;
    Drawing& drawing = plate.drawing;
    const bool backward = view.cursor.phase == pool::Phase::backward;
    MapImages unkept(false);
    MapImages& images = view.images ? *view.images : unkept;
    const std::vector<Slot> slots = slots_of(evaluation, style, size);
    const std::size_t layer = view.cursor.layer;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const MapArea area = area_in(evaluation, view, i, backward, slots[i].map);
        const bool focused = !evaluation.layers.empty() && (i == layer || i == layer + 1);
        const float beside = i + 1 < slots.size() ? slots[i + 1].arrow : slots[i].arrow;
        small_map(drawing, evaluation, view, style, images, area, slots[i],
                  slots[i].map.w + std::min(beside, i > 0 ? slots[i].arrow : beside) - 0.4F * style.em,
                  focused);
        plate.areas.push_back(area);
    }
    winner_paths(drawing, view, plate.areas, style);
    for (std::size_t i = 1; i < slots.size(); ++i)
        arrow(drawing, evaluation, i, slots[i - 1], slots[i], layer + 1 == i, backward, style);
    if (!evaluation.layers.empty() && layer + 1 < slots.size()) {
        const Group group(drawing, "focus");
        const float y = size.y - 0.15F * style.em;
        const Color ink = backward ? style.palette.positive : style.palette.window;
        drawing.add(
            Polyline{{{slots[layer].map.x, y}, {slots[layer + 1].map.right(), y}}, ink, 2 * style.line});
    }
    return plate;
}

}  // namespace figure
