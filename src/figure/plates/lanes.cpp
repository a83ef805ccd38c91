#include "figure/plates/lanes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "figure/number.h"
#include "figure/plates/grid.h"

namespace figure {

namespace {

using Kind = measure::Relation::Kind;

/// How much of the full colour the smallest difference has.
constexpr float kLeastTint = 0.16F;
/// Equal cells are marked from this size on, in ems.
constexpr float kMarkedCellEm = 0.9F;

/// A picture of one value a pixel, named by its pixels.
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

/// The least and the greatest finite value of both lanes at each map; zeros where there is none.
std::vector<std::array<float, 2>> ends_of(const Lanes& lanes, bool gradients) {
    std::vector<std::array<float, 2>> all;
    const std::size_t count = std::min(lanes.a->map_count(), lanes.b->map_count());
    for (std::size_t map = 0; map < count; ++map) {
        std::optional<std::array<float, 2>> ends;
        for (const pool::Evaluation* lane : {lanes.a, lanes.b})
            for (const float value : map_of(*lane, map, gradients).data())
                if (std::isfinite(value))
                    ends = ends ? std::array{std::min((*ends)[0], value), std::max((*ends)[1], value)}
                                : std::array{value, value};
        all.push_back(ends.value_or(std::array{0.0F, 0.0F}));
    }
    return all;
}

/// One range for all rows, so that equal colours are equal values from layer to layer; a map that would be
/// faint in it has its own.
Range row_range(const std::vector<std::array<float, 2>>& ends, std::size_t map, bool gradients) {
    const auto range = [gradients](std::span<const std::span<const float>> maps) {
        return gradients ? gradient_range_of(maps) : activation_range_of(maps);
    };
    const std::vector<std::span<const float>> maps(ends.begin(), ends.end());
    const Range own = range(std::span(maps).subspan(map, 1));
    const Range all = range(maps);
    const auto largest = [](Range r) { return std::max(std::abs(r.low), std::abs(r.high)); };
    const bool parted = !gradients && own.diverges() != all.diverges();
    return parted || is_faint(largest(own), largest(all)) ? own : all;
}

/// Two short lines, "=", in the middle of a cell.
void equals_sign(Drawing& drawing, Point c, float half, Color color, float width) {
    for (const float dy : {-half * 0.5F, half * 0.5F})
        drawing.add(Polyline{{{c.x - half, c.y + dy}, {c.x + half, c.y + dy}}, color, width});
}

bool all_identical(std::span<const float> a, std::span<const float> b) {
    return std::ranges::equal(a, b, measure::identical);
}

}  // namespace

const pool::Tensor& map_of(const pool::Evaluation& evaluation, std::size_t map, bool gradient) {
    return gradient ? evaluation.gradient(map) : evaluation.map(map);
}

MapArea lane_area(const pool::Tensor& values, const LanePlane& plane, std::size_t map, Rect slot) {
    const pool::Shape& s = values.shape();
    MapArea area;
    area.map = map;
    area.gradient = plane.gradients;
    area.n = std::clamp<std::int64_t>(plane.n, 0, std::max<std::int64_t>(s.n - 1, 0));
    area.c = std::clamp<std::int64_t>(plane.c, 0, std::max<std::int64_t>(s.c - 1, 0));
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

LaneImages::Row LaneImages::row(const Lanes& lanes, std::size_t map, const LanePlane& plane,
                                const Style& style) {
    if (rows_.size() <= map) rows_.resize(map + 1);
    Kept& kept = rows_[map];
    const Key key{lanes.a->id, lanes.b->id, plane, style.palette.theme, style.activations};
    if (kept.made && kept.key == key && key.a.known() && key.b.known()) return kept.row;
    kept.key = key;
    kept.made = true;
    const pool::Tensor& a = map_of(*lanes.a, map, plane.gradients);
    const pool::Tensor& b = map_of(*lanes.b, map, plane.gradients);
    Row& row = kept.row;
    if (!(ends_key_ == key) || !key.a.known() || !key.b.known()) {
        ends_ = ends_of(lanes, plane.gradients);
        ends_key_ = key;
    }
    row.range = row_range(ends_, map, plane.gradients);
    const auto picture = [&](const pool::Evaluation& lane, const pool::Tensor& values) {
        const MapArea at = lane_area(values, plane, map, {0, 0, 1, 1});
        return maps_.picture({lane.id, map, plane.gradients, at.n, at.c, -1, row.range, style.activations,
                              style.palette.theme, Tone::plain},
                             style, values.plane(at.n, at.c), at.rows, at.columns);
    };
    row.a = picture(*lanes.a, a);
    row.b = picture(*lanes.b, b);
    row.difference = {};
    row.largest = 0;
    if (a.shape() != b.shape()) return row;
    const MapArea at = lane_area(a, plane, map, {0, 0, 1, 1});
    const auto of_a = a.plane(at.n, at.c);
    const auto of_b = b.plane(at.n, at.c);
    for (std::size_t i = 0; i < of_a.size(); ++i)
        if (const float d = std::abs(of_b[i] - of_a[i]); std::isfinite(d))
            row.largest = std::max(row.largest, d);
    row.difference = picture_of_cells(at.rows, at.columns, [&](std::size_t i) {
        return difference_color(style.palette, row.largest, of_a[i], of_b[i]);
    });
    return row;
}

Color difference_color(const Palette& palette, float largest, float a, float b) {
    if (measure::identical(a, b)) return palette.paper;
    const float d = b - a;
    if (std::isnan(d)) return palette.error;
    const float part = largest > 0 ? std::min(std::abs(d) / largest, 1.0F) : 1.0F;
    const float t = kLeastTint + (1 - kLeastTint) * part;
    return diverging(palette, d < 0 ? -t : t);
}

void draw_equal(Drawing& drawing, const Rect& rect, const Style& style) {
    const Color color = style.palette.output;
    const float side = std::min(rect.w, rect.h);
    drawing.add(RectStroke{rect, color, 2.5F * style.line});
    equals_sign(drawing, rect.center(), 0.22F * side, color, std::max(0.06F * side, 2 * style.line));
}

void draw_difference(Drawing& drawing, const MapArea& at, Image picture, std::span<const float> a,
                     std::span<const float> b, const Style& style) {
    const Group group(drawing, "difference." + std::to_string(at.map));
    const Palette& p = style.palette;
    draw_cells(drawing, at, std::move(picture), style);
    if (all_identical(a, b)) return draw_equal(drawing, at.rect, style);
    drawing.add(RectStroke{at.rect, p.line, style.line});
    if (at.cell < kMarkedCellEm * style.em) return;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto k = static_cast<std::int64_t>(i);
        if (measure::identical(a[i], b[i]))
            equals_sign(drawing, at.cell_rect(k / at.columns, k % at.columns).center(), at.cell * 0.14F,
                        p.muted, style.line);
    }
}

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
    if (pair.relation.kind == Kind::same) return palette.output;
    return pair.relation.kind == Kind::neither ? palette.winner : palette.positive;
}

Color relation_ink(const measure::MapPair& pair, const Palette& palette) {
    if (pair.relation.kind == Kind::same) return palette.output_text;
    return pair.relation.kind == Kind::neither ? palette.winner_text : palette.positive_text;
}

void draw_relation(Drawing& drawing, Point center, float side, const measure::MapPair& pair,
                   const Style& style) {
    const Color color = relation_color(pair, style.palette);
    const float half = 0.36F * side;
    const float width = 0.14F * side;
    if (pair.relation.kind == Kind::moved || pair.relation.kind == Kind::turned) {
        const measure::Move& move = pair.relation.move;
        Point way{static_cast<float>(move.dx), static_cast<float>(move.dy)};
        if (pair.relation.kind == Kind::turned) way = {0, -1};
        const float length = std::max(std::hypot(way.x, way.y), 1e-6F);
        way = {way.x / length, way.y / length};
        const Point tip{center.x + way.x * half, center.y + way.y * half};
        drawing.add(Polyline{{{center.x - way.x * half, center.y - way.y * half},
                              {tip.x - way.x * half * 0.6F, tip.y - way.y * half * 0.6F}},
                             color,
                             width});
        draw_arrow_head(drawing, tip, way, 0.5F * side, color);
        return;
    }
    equals_sign(drawing, center, half, color, width);
    if (pair.relation.kind == Kind::neither)
        drawing.add(
            Polyline{{{center.x - half * 0.6F, center.y + half}, {center.x + half * 0.6F, center.y - half}},
                     color,
                     width});
}

std::string side_sentence(const measure::MapPair& pair, bool gradient, const Strings& strings) {
    const measure::Comparison& c = pair.comparison;
    const std::string layer = std::to_string(pair.map);
    const std::string name =
        pair.map == 0 ? strings(gradient ? "side.sentence.input.gradient" : "side.sentence.input")
                      : strings.format(gradient ? "side.sentence.gradient" : "side.sentence.layer", {layer});
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
    return strings.format("side.sentence.neither", {name, differ, cells});
}

}  // namespace figure
