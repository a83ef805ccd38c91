#include "figure/plates/side.h"

#include <algorithm>
#include <cmath>

#include "figure/number.h"
#include "figure/plates/grid.h"
#include "figure/text.h"

namespace figure {

namespace {

using Kind = measure::Relation::Kind;

constexpr float kSideLabelEm = 4.2F;
constexpr float kNumbersEm = 13;
constexpr float kHeadEm = 1.7F;
constexpr float kRowGapEm = 0.8F;
constexpr float kSmallestRowEm = 5;

const pool::Tensor& map_of(const pool::Evaluation& e, std::size_t map, bool gradients) {
    return gradients ? e.gradient(map) : e.map(map);
}

MapArea side_area(const pool::Tensor& values, const SideView& view, std::size_t map, Rect slot) {
    const pool::Shape& s = values.shape();
    MapArea area;
    area.map = map;
    area.gradient = view.gradients;
    area.n = std::clamp<std::int64_t>(view.n, 0, std::max<std::int64_t>(s.n - 1, 0));
    area.c = std::clamp<std::int64_t>(view.c, 0, std::max<std::int64_t>(s.c - 1, 0));
    area.rows = s.h;
    area.columns = s.w;
    const auto h = static_cast<float>(std::max<std::int64_t>(s.h, 1));
    const auto w = static_cast<float>(std::max<std::int64_t>(s.w, 1));
    area.cell = std::min(slot.w / w, slot.h / h);
    area.rect = {slot.x + (slot.w - area.cell * w) / 2, slot.y + (slot.h - area.cell * h) / 2, area.cell * w,
                 area.cell * h};
    area.clip = area.rect;
    return area;
}

/// A picture of one value a pixel.
template <class Paint>
Image picture_of_cells(std::int64_t rows, std::int64_t columns, Paint paint) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = static_cast<int>(columns);
    pixels->height = static_cast<int>(rows);
    pixels->rgba.reserve(static_cast<std::size_t>(rows * columns) * 4);
    std::uint64_t key = 1469598103934665603U;
    for (std::int64_t i = 0; i < rows * columns; ++i) {
        const Color color = paint(static_cast<std::size_t>(i));
        for (const std::uint8_t part : {color.r, color.g, color.b, color.a}) {
            pixels->rgba.push_back(part);
            // FNV-1a: equal pictures have equal names.
            key = (key ^ part) * 1099511628211U;
        }
    }
    key ^= static_cast<std::uint64_t>(columns) * 0x9E3779B97F4A7C15U;
    Image image;
    image.pixels = std::move(pixels);
    image.key = key;
    return image;
}

Range range_of_row(const Lanes& lanes, std::size_t map, bool gradients) {
    const auto a = map_of(*lanes.a, map, gradients).data();
    const auto b = map_of(*lanes.b, map, gradients).data();
    const std::array<std::span<const float>, 2> both = {a, b};
    return gradients ? gradient_range_of(both) : activation_range_of(both);
}

void draw_side_map(Drawing& drawing, const MapArea& area, const pool::Tensor& values, Range range, Rect clip,
                   const Style& style) {
    const auto plane = values.plane(area.n, area.c);
    const Image image = picture_of_cells(area.rows, area.columns, [&](std::size_t i) {
        return area.gradient ? gradient_color(style.palette, range, plane[i])
                             : activation_color(style.palette, style.activations, range, plane[i]);
    });
    drawing.add(PushClip{clip});
    draw_cells(drawing, area, image, style);
    drawing.add(PopClip{});
}

/// B − A in diverging colours; equal cells carry a small mark where there is room.
void draw_difference(Drawing& drawing, const MapArea& at, std::span<const float> a, std::span<const float> b,
                     const Style& style) {
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (const float d = std::abs(b[i] - a[i]); std::isfinite(d)) largest = std::max(largest, d);
    const Range range{-std::max(largest, 1e-30F), std::max(largest, 1e-30F)};
    const Image image = picture_of_cells(at.rows, at.columns, [&](std::size_t i) {
        return measure::identical(a[i], b[i]) ? style.palette.paper
                                              : gradient_color(style.palette, range, b[i] - a[i]);
    });
    draw_cells(drawing, at, image, style);
    drawing.add(RectStroke{at.rect, style.palette.line, style.line});
    if (at.cell < 0.9F * style.em) return;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!measure::identical(a[i], b[i])) continue;
        const auto k = static_cast<std::int64_t>(i);
        const Point c = at.cell_rect(k / at.columns, k % at.columns).center();
        const float half = at.cell * 0.14F;
        for (const float dy : {-half * 0.5F, half * 0.5F})
            drawing.add(
                Polyline{{{c.x - half, c.y + dy}, {c.x + half, c.y + dy}}, style.palette.muted, style.line});
    }
}

void draw_row_numbers(Drawing& drawing, const measure::MapPair& pair, Rect rect, const Style& style,
                      const Strings& strings) {
    const Palette& p = style.palette;
    const float em = style.em;
    const measure::Comparison& c = pair.comparison;
    const float mid = rect.center().y;
    if (!c.same_shape) {
        drawing.add(Text{{rect.x, mid},
                         strings.format("side.sizes", {pair.a.text(false), pair.b.text(false)}),
                         p.error,
                         em * 0.9F,
                         Face::text});
        return;
    }
    // Four lines where there is room, otherwise the number and what it means.
    const bool full = rect.h > 7 * em;
    float y = full ? mid - 2.7F * em : mid - 0.7F * em;
    drawing.add(Text{{rect.x, y}, number(c.relative_difference, 3), p.ink, em * 1.6F, Face::mono});
    if (full) {
        y += 1.4F * em;
        drawing.add(Text{{rect.x, y}, strings("side.relative_difference"), p.muted, em * 0.85F, Face::text});
        y += 1.0F * em;
        const float width = std::min(rect.w, 9 * em);
        const float share = static_cast<float>(std::clamp(c.relative_difference, 0.0, 1.5) / 1.5);
        drawing.add(RectFill{{rect.x, y - em * 0.25F, width, em * 0.5F}, p.line, em * 0.25F});
        if (share > 0)
            drawing.add(RectFill{{rect.x, y - em * 0.25F, std::max(width * share, em * 0.5F), em * 0.5F},
                                 p.positive,
                                 em * 0.25F});
        y += 1.5F * em;
        drawing.add(
            Text{{rect.x, y},
                 strings.format("side.differ_of", {std::to_string(c.differ), std::to_string(c.cells)}),
                 p.ink,
                 em * 0.95F,
                 Face::text});
        y += 1.5F * em;
    } else {
        y += 1.5F * em;
    }
    drawing.add(Text{{rect.x, y},
                     elided(Face::text_bold, em * 0.95F, relation_text(pair, strings), rect.w),
                     relation_color(pair, p),
                     em * 0.95F,
                     Face::text_bold});
}

/// The rows that are shown, as many as fit at a useful size, the chosen one among them.
std::pair<std::size_t, std::size_t> rows_shown(std::size_t count, std::size_t chosen, float height,
                                               float em) {
    const auto fit = std::max<std::size_t>(
        1, static_cast<std::size_t>((height + kRowGapEm * em) / ((kSmallestRowEm + kRowGapEm) * em)));
    if (count <= fit) return {0, count};
    const std::size_t first = std::min(chosen > fit / 2 ? chosen - fit / 2 : 0, count - fit);
    return {first, first + fit};
}

void draw_heads(Drawing& drawing, const std::array<float, 3>& centers, const Style& style,
                const Strings& strings) {
    const std::array<const char*, 3> keys = {"side.a", "side.b", "side.difference"};
    for (std::size_t i = 0; i < keys.size(); ++i)
        drawing.add(Text{{centers[i], style.em * 0.8F},
                         strings(keys[i]),
                         style.palette.ink,
                         style.em * 1.05F,
                         Face::text_bold,
                         Align::center});
}

void ring_cell(Drawing& drawing, const MapArea& area, const pool::Cell& cell, const Style& style) {
    if (cell.y < 0 || cell.x < 0 || cell.y >= area.rows || cell.x >= area.columns) return;
    drawing.add(RectStroke{area.cell_rect(cell.y, cell.x).inset(-1), style.palette.window, 2 * style.line});
}

}  // namespace

std::string relation_text(const measure::MapPair& pair, const Strings& strings) {
    const measure::Relation& r = pair.relation;
    switch (r.kind) {
        case Kind::same:
            return strings(r.exact ? "side.same" : "side.same.rounding");
        case Kind::moved:
            return strings.format("side.moved", {number(static_cast<double>(r.move.dx)),
                                                 number(static_cast<double>(r.move.dy))});
        case Kind::turned:
            return strings.format("side.turned", {std::to_string(90 * r.quarters)});
        case Kind::neither:
            break;
    }
    return strings("side.neither");
}

Color relation_color(const measure::MapPair& pair, const Palette& palette) {
    switch (pair.relation.kind) {
        case Kind::same:
            return palette.output;
        case Kind::moved:
        case Kind::turned:
            return palette.positive;
        case Kind::neither:
            break;
    }
    return palette.winner;
}

std::string side_sentence(const measure::MapPair& pair, const Strings& strings) {
    const measure::Comparison& c = pair.comparison;
    const std::string name = pair.map == 0
                                 ? strings("side.sentence.input")
                                 : strings.format("side.sentence.layer", {std::to_string(pair.map)});
    if (!c.same_shape)
        return strings.format("side.sentence.sizes", {name, pair.a.text(false), pair.b.text(false)});
    const std::string differ = std::to_string(c.differ);
    const std::string cells = std::to_string(c.cells);
    const measure::Relation& r = pair.relation;
    switch (r.kind) {
        case Kind::same:
            return strings.format(r.exact ? "side.sentence.same" : "side.sentence.rounding", {name, cells});
        case Kind::moved:
            return strings.format("side.sentence.moved",
                                  {name, number(static_cast<double>(r.move.dx)),
                                   number(static_cast<double>(r.move.dy)), differ, cells});
        case Kind::turned:
            return strings.format("side.sentence.turned",
                                  {name, std::to_string(90 * r.quarters), differ, cells});
        case Kind::neither:
            break;
    }
    return strings.format("side.sentence.neither", {name, differ, cells, number(c.relative_difference, 3)});
}

SidePlate compose_side(const Lanes& lanes, const SideView& view, const Style& style, const Strings& strings,
                       Point size) {
    SidePlate plate;
    Drawing& drawing = plate.drawing;
    drawing.size = size;
    const float em = style.em;
    const auto& pairs = view.gradients ? lanes.numbers->gradients : lanes.numbers->maps;
    const float top = kHeadEm * em;
    const auto [first, last] = rows_shown(pairs.size(), view.chosen, size.y - top, em);
    const auto count = static_cast<float>(last - first);
    const float gap = kRowGapEm * em;
    const float row = (size.y - top - gap * (count - 1)) / std::max(count, 1.0F);
    const float column_gap = 1.4F * em;
    const float side =
        std::max(std::min(row, (size.x - kSideLabelEm * em - kNumbersEm * em - 3 * column_gap) / 3), em);
    const auto column = [&](int i) {
        return kSideLabelEm * em + static_cast<float>(i) * (side + column_gap);
    };
    draw_heads(drawing, {column(0) + side / 2, column(1) + side / 2, column(2) + side / 2}, style, strings);
    for (std::size_t i = first; i < last; ++i) {
        const Group group(drawing, "row." + std::to_string(i));
        const std::size_t map = pairs[i].map;
        const float y = top + static_cast<float>(i - first) * (row + gap) + (row - std::min(side, row)) / 2;
        const pool::Tensor& a = map_of(*lanes.a, map, view.gradients);
        const pool::Tensor& b = map_of(*lanes.b, map, view.gradients);
        SidePlate::Row shown;
        shown.map = map;
        shown.whole = {0, y, size.x, side};
        shown.a = side_area(a, view, map, {column(0), y, side, side});
        shown.b = side_area(b, view, map, {column(1), y, side, side});
        const Range range = range_of_row(lanes, map, view.gradients);
        draw_side_map(drawing, shown.a, a, range, shown.a.rect, style);
        draw_side_map(drawing, shown.b, b, range, shown.b.rect, style);
        const MapArea over = side_area(b, view, map, {column(0), y, side, side});
        if (view.blink) draw_side_map(drawing, over, b, range, over.rect, style);
        if (view.swipe && !view.blink) {
            Rect right = over.rect;
            right.x += right.w * *view.swipe;
            right.w *= 1 - *view.swipe;
            draw_side_map(drawing, over, b, range, right, style);
            drawing.add(Polyline{
                {{right.x, right.y}, {right.x, right.bottom()}}, style.palette.window, 2 * style.line});
        }
        const MapArea difference = side_area(a, view, map, {column(2), y, side, side});
        shown.difference = difference.rect;
        if (a.shape() == b.shape())
            draw_difference(drawing, difference, a.plane(shown.a.n, shown.a.c), b.plane(shown.b.n, shown.b.c),
                            style);
        if (view.pointed && view.pointed->map == map) {
            ring_cell(drawing, shown.a, view.pointed->cell, style);
            ring_cell(drawing, shown.b, view.pointed->cell, style);
            if (a.shape() == b.shape()) ring_cell(drawing, difference, view.pointed->cell, style);
        }
        const bool chosen = i == view.chosen;
        const Color ink = chosen ? style.palette.ink : style.palette.muted;
        const float labels = column(0) - 0.8F * em;
        drawing.add(Text{{labels, y + side / 2 - 0.7F * em},
                         map == 0 ? strings("side.input") : "L" + std::to_string(map),
                         ink,
                         em,
                         Face::text_bold,
                         Align::right});
        drawing.add(Text{{labels, y + side / 2 + 0.7F * em},
                         pool::Shape{1, 1, a.shape().h, a.shape().w}.text(false),
                         style.palette.muted,
                         em * 0.8F,
                         Face::mono,
                         Align::right});
        draw_row_numbers(drawing, pairs[i],
                         {column(2) + side + column_gap, y, size.x - column(2) - side - column_gap, side},
                         style, strings);
        plate.rows.push_back(shown);
    }
    return plate;
}

}  // namespace figure
