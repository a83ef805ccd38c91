#include <algorithm>
#include <cmath>

#include "figure/plates/lineage.h"
#include "figure/text.h"
#include "pool/notation.h"

namespace figure {

namespace {

constexpr float kStripCaptionEm = 1.3F;
constexpr float kSmallestMap = 22;
constexpr std::size_t kFewestBytes = 8;  // of a shortened name: "Avg…" could be any average

struct Slot {
    Rect map;
    float arrow = 0;  ///< room before the map
};

/// Maps side by side, sized with the square root of their side, so that a pooled map looks smaller but stays
/// visible.
std::vector<Slot> slots_of(const pool::Evaluation& evaluation, const Style& style, Point size) {
    const std::size_t count = evaluation.map_count();
    const float em = style.em;
    const float height = size.y - 2 * kStripCaptionEm * em - 1.2F * em;
    std::vector<float> sides;
    float largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const pool::Shape& s = evaluation.map(i).shape();
        sides.push_back(std::sqrt(static_cast<float>(std::max(s.h, s.w))));
        largest = std::max(largest, sides.back());
    }
    float arrow_wanted = 6 * em;
    for (const pool::LayerResult& layer : evaluation.layers)
        arrow_wanted =
            std::max(arrow_wanted, text_width(Face::mono, 0.8F * em, pool::notation(layer.layer)) + 4 * em);
    arrow_wanted = std::min(arrow_wanted, 25 * em);
    float total = 0;
    for (float& side : sides) {
        side = std::max(kSmallestMap, height * side / largest);
        total += side;
    }
    const float room = size.x - 2 * em;
    const float arrows = static_cast<float>(count - 1);
    float arrow = arrow_wanted;
    if (count > 1) arrow = std::clamp((room - total) / arrows, 2.2F * em, arrow_wanted);
    const float scale = std::min(1.0F, (room - arrow * arrows) / total);
    float x = std::max(em, (size.x - (total * scale + arrow * arrows)) / 2);
    std::vector<Slot> slots;
    for (std::size_t i = 0; i < count; ++i) {
        const float side = sides[i] * scale;
        if (i > 0) x += arrow;
        slots.push_back(
            {{x, kStripCaptionEm * em + 0.6F * em + (height - side) / 2, side, side}, i > 0 ? arrow : 0});
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
    return area;
}

/// The way of the winners through all maps, from the origin down to the pixel.
void winner_paths(Drawing& drawing, const BenchView& view, const std::vector<MapArea>& areas,
                  const Style& style) {
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

}  // namespace

Plate compose_overview(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                       const Strings& strings, Point size) {
    Plate plate;
    plate.drawing.size = size;
    Drawing& drawing = plate.drawing;
    const Palette& p = style.palette;
    const bool backward = view.cursor.phase == pool::Phase::backward;
    MapImages unkept(false);
    MapImages& images = view.images ? *view.images : unkept;
    const std::vector<Slot> slots = slots_of(evaluation, style, size);
    const float small = 0.86F * style.em;
    // Captions are centred on their map, but kept on the canvas. Returns the place of the words.
    const auto caption = [&](float center, float y, const std::string& text, Color color, Face face) {
        const float half = text_width(face, small, text) / 2 + 0.2F * style.em;
        const float x = std::clamp(center, std::min(half, size.x / 2), std::max(size.x - half, size.x / 2));
        drawing.add(Text{{x, y}, text, color, small, face, Align::center});
        return Rect{x - half, y - 0.6F * style.em, 2 * half, 1.2F * style.em};
    };
    std::vector<Rect> names;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const Group group(drawing, "map." + std::to_string(i));
        const MapArea area = area_in(evaluation, view, i, backward, slots[i].map);
        const pool::Tensor& values = backward ? evaluation.gradient(i) : evaluation.map(i);
        const MapImages::PairRanges ranges = images.ranges(evaluation, i == 0 ? 0 : i - 1, backward);
        MapImages::Wanted wanted{
            evaluation.id,     i,     backward, area.n, area.c, -1, i == 0 ? ranges.below : ranges.above,
            style.activations, p.dark};
        Image picture = images.picture(wanted, style, values.plane(area.n, area.c), area.rows, area.columns);
        picture.rect = area.rect;
        drawing.add(picture);
        const bool focused =
            !evaluation.layers.empty() && (i == view.cursor.layer || i == view.cursor.layer + 1);
        drawing.add(RectStroke{area.rect.inset(-0.5F), p.line, 1});
        for (const TraceMark& mark : view.marks) draw_lineage(drawing, mark, area, style);
        const Rect& slot = slots[i].map;
        const float room =
            slot.w + slots[i].arrow * 0.5F + (i + 1 < slots.size() ? slots[i + 1].arrow * 0.5F : 0.0F);
        const pool::Shape& shape = evaluation.map(i).shape();
        const std::string name =
            i == 0 ? strings("figure.input")
                   : strings.format("figure.output", {std::to_string(evaluation.layers[i - 1].position + 1)});
        const float top = slot.y - 0.75F * style.em;
        const Face face = focused ? Face::text_bold : Face::text;
        names.push_back(
            caption(slot.center().x, top, elided(face, small, name, room), focused ? p.ink : p.muted, face));
        std::string text = shape.text(shape.n > 1);
        if (shape.c > 1) text += "  c" + std::to_string(area.c);
        caption(slot.center().x, slot.bottom() + 0.8F * style.em, elided(Face::mono, small, text, room),
                p.muted, Face::mono);
        plate.areas.push_back(area);
    }
    winner_paths(drawing, view, plate.areas, style);
    for (std::size_t i = 1; i < slots.size(); ++i) {
        const Group group(drawing, "arrow." + std::to_string(i));
        const float y = size.y / 2;
        const float gap = 0.7F * style.em;
        const float x0 = slots[i - 1].map.right() + gap;
        const float x1 = slots[i].map.x - gap;
        const bool current = view.cursor.layer + 1 == i;
        const Color ink = current ? (backward ? p.positive : p.window) : p.muted;
        drawing.add(Polyline{{{x0, y}, {x1, y}}, ink, (current ? 2.0F : 1.2F) * style.line});
        const float head = 0.55F * style.em;
        if (backward) {
            draw_arrow_head(drawing, {x0, y}, {-1, 0}, head, ink);
        } else {
            draw_arrow_head(drawing, {x1, y}, {1, 0}, head, ink);
        }
        const std::string text = pool::notation(evaluation.layers[i - 1].layer);
        // Between the names of its maps, where these lie as low as the words: beside a small map.
        const float height = y - 0.85F * style.em;
        const float low = height - 0.6F * style.em;
        const float left = names[i - 1].bottom() > low ? std::max(x0, names[i - 1].right()) : x0;
        const float right = names[i].bottom() > low ? std::min(x1, names[i].x) : x1;
        std::string shown = elided(Face::mono, small * 0.92F, text, right - left);
        if (shown != text && shown.size() < kFewestBytes)
            shown = "L" + std::to_string(evaluation.layers[i - 1].position + 1);
        const Point middle{(left + right) / 2, height};
        const float room = text_width(Face::mono, small * 0.92F, shown) + 0.4F * style.em;
        // Paths of lineages pass behind the words.
        if (!view.marks.empty())
            drawing.add(RectFill{{middle.x - room / 2, middle.y - 0.6F * style.em, room, 1.2F * style.em},
                                 p.paper.with_alpha(0.85F),
                                 0.2F * style.em});
        drawing.add(Text{middle, shown, current ? p.ink : p.muted, small * 0.92F, Face::mono, Align::center});
    }
    return plate;
}

}  // namespace figure
