#include "figure/plates/side.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "figure/plates/blocks.h"
#include "figure/plates/grid.h"
#include "figure/plates/side_numbers.h"
#include "figure/text.h"

namespace figure {

namespace {

constexpr float kSideLabelEm = 4.2F;
constexpr float kNumbersEm = 14;
constexpr float kHeadEm = 1.8F;
constexpr float kRowGapEm = 0.55F;
constexpr float kSmallestRowEm = 3.2F;
constexpr float kColumnGapEm = 1.4F;
constexpr float kLeastMapEm = 2.4F;

/// Where rows and columns stand.
struct SideLayout {
    std::size_t first = 0, last = 0;  ///< rows that are shown
    float top = 0, row = 0, side = 0, gap = 0, column_gap = 0, label = 0;
    float column(int i) const { return label + static_cast<float>(i) * (side + column_gap); }
    float y(std::size_t i) const { return top + static_cast<float>(i - first) * (row + gap); }
};

/// As many rows as fit at a useful size, the chosen one among them.
std::pair<std::size_t, std::size_t> rows_shown(std::size_t count, std::size_t chosen, float height,
                                               float em) {
    const auto fit = std::max<std::size_t>(
        1, static_cast<std::size_t>((height + kRowGapEm * em) / ((kSmallestRowEm + kRowGapEm) * em)));
    if (count <= fit) return {0, count};
    const std::size_t first = std::min(chosen > fit / 2 ? chosen - fit / 2 : 0, count - fit);
    return {first, first + fit};
}

SideLayout lay_out_side(std::size_t count, std::size_t chosen, Point size, float em) {
    SideLayout layout;
    layout.top = kHeadEm * em;
    layout.gap = kRowGapEm * em;
    layout.column_gap = kColumnGapEm * em;
    layout.label = kSideLabelEm * em;
    std::tie(layout.first, layout.last) = rows_shown(count, chosen, size.y - layout.top, em);
    const auto rows = static_cast<float>(std::max<std::size_t>(layout.last - layout.first, 1));
    layout.row = std::max((size.y - layout.top - layout.gap * (rows - 1)) / rows, em);
    const float room = size.x - layout.label - kNumbersEm * em - 3 * layout.column_gap;
    layout.side = std::max(std::min(layout.row, room / 3), em);
    // Rows that are not as high as they might be stand together.
    layout.row = std::min(layout.row, layout.side + 3 * em);
    return layout;
}

/// Above three columns of that width and gap; a long name gives way to a short one.
void draw_heads(Drawing& drawing, const std::array<float, 3>& centers, float room, const SideView& view,
                const Style& style, const Strings& strings) {
    std::array<const char*, 3> keys = {view.blink ? "side.b" : "side.a", "side.b", "side.difference"};
    if (text_width(Face::text_bold, style.em * 1.15F, strings(keys[2])) > room)
        keys[2] = "side.difference.short";
    for (std::size_t i = 0; i < keys.size(); ++i)
        drawing.add(Text{{centers[i], style.em * 0.8F},
                         strings(keys[i]),
                         view.blink && i == 0 ? style.palette.window_text : style.palette.ink,
                         style.em * 1.15F,
                         Face::text_bold,
                         Align::center});
}

void ring_cell(Drawing& drawing, const MapArea& area, const pool::Cell& cell, const Style& style) {
    if (cell.y < 0 || cell.x < 0 || cell.y >= area.rows || cell.x >= area.columns) return;
    draw_ring(drawing, area.cell_rect(cell.y, cell.x).inset(-1), style.palette.window, 2 * style.line, 0);
}

void draw_row_label(Drawing& drawing, std::size_t map, const pool::Shape& shape, float right, float mid,
                    bool chosen, const Style& style, const Strings& strings) {
    const float em = style.em;
    const Palette& p = style.palette;
    drawing.add(Text{{right, mid - 0.7F * em},
                     map == 0 ? strings("side.input") : "L" + std::to_string(map),
                     chosen ? p.ink : p.muted,
                     em * (chosen ? 1.1F : 1.0F),
                     Face::text_bold,
                     Align::right});
    drawing.add(Text{{right, mid + 0.7F * em},
                     std::to_string(shape.h) + "\u00D7" + std::to_string(shape.w),
                     p.muted,
                     em * 0.8F,
                     Face::mono,
                     Align::right});
}

bool hides_a(const SideView& view, std::size_t map) {
    return view.plane.gradients ? view.veil.hides_gradient(map) : view.veil.hides_map(map);
}

bool hides_b(const SideView& view, std::size_t map) {
    return view.plane.gradients ? view.veil.hides_gradient(map) : view.veil.hides_map_b(map);
}

void draw_or_hide(Drawing& drawing, const MapArea& area, const Image& picture, bool hidden,
                  const Style& style) {
    if (hidden) return draw_hatch(drawing, area.rect, style);
    draw_cells(drawing, area, picture, style);
}

/// A's picture, with B over it where it blinks or right of the line.
void draw_lane_a(Drawing& drawing, const MapArea& area, const MapArea& over, const LaneImages::Row& row,
                 const SideView& view, const Style& style) {
    const bool hidden = hides_b(view, area.map);
    if (view.blink) return draw_or_hide(drawing, over, row.b, hidden, style);
    draw_or_hide(drawing, area, row.a, hides_a(view, area.map), style);
    if (view.swipe >= 1) return;
    Rect right = over.rect;
    right.x += right.w * view.swipe;
    right.w *= 1 - view.swipe;
    drawing.add(PushClip{right});
    draw_or_hide(drawing, over, row.b, hidden, style);
    drawing.add(PopClip{});
}

/// One map in three places: A, B and their difference.
SidePlate::Row draw_maps_of_row(Drawing& drawing, const Lanes& lanes, std::size_t map,
                                const std::array<Rect, 3>& slots, const SideView& view, LaneImages& images,
                                const Style& style) {
    const pool::Tensor& a = map_of(*lanes.a, map, view.plane.gradients);
    const pool::Tensor& b = map_of(*lanes.b, map, view.plane.gradients);
    SidePlate::Row shown;
    shown.map = map;
    shown.a = lane_area(a, view.plane, map, slots[0]);
    shown.b = lane_area(b, view.plane, map, slots[1]);
    const LaneImages::Row row = images.row(lanes, map, view.plane, style);
    draw_lane_a(drawing, shown.a, lane_area(b, view.plane, map, slots[0]), row, view, style);
    draw_or_hide(drawing, shown.b, row.b, hides_b(view, map), style);
    const MapArea difference = lane_area(a, view.plane, map, slots[2]);
    shown.difference = difference.rect;
    const bool comparable = a.shape() == b.shape();
    if (hides_comparison(view, map))
        draw_hatch(drawing, difference.rect, style);
    else if (comparable)
        draw_difference(drawing, difference, row.difference, a.plane(shown.a.n, shown.a.c),
                        b.plane(shown.b.n, shown.b.c), style);
    if (view.pointed && view.pointed->map == map) {
        for (const MapArea& area : {shown.a, shown.b}) ring_cell(drawing, area, view.pointed->cell, style);
        if (comparable) ring_cell(drawing, difference, view.pointed->cell, style);
    }
    return shown;
}

}  // namespace

bool hides_comparison(const SideView& view, std::size_t map) {
    return view.veil.hides(work::Hidden::difference) || hides_a(view, map) || hides_b(view, map);
}

float side_width(std::size_t rows, float height, const Style& style) {
    const float em = style.em;
    const auto [first, last] = rows_shown(rows, 0, height - kHeadEm * em, em);
    const auto count = static_cast<float>(std::max<std::size_t>(last - first, 1));
    const float row = (height - kHeadEm * em - kRowGapEm * em * (count - 1)) / count;
    return (kSideLabelEm + kNumbersEm + 3 * kColumnGapEm) * em + 3 * row;
}

float least_side_width(const Style& style) {
    return (kSideLabelEm + kNumbersEm + 3 * kColumnGapEm + 3 * kLeastMapEm) * style.em;
}

SidePlate compose_side(const Lanes& lanes, const SideView& view, const Style& style, const Strings& strings,
                       Point size) {
    SidePlate plate;
    Drawing& drawing = plate.drawing;
    drawing.size = size;
    const float em = style.em;
    const auto& pairs = lanes.pairs(view.plane.gradients);
    const SideLayout layout = lay_out_side(pairs.size(), view.chosen, size, em);
    LaneImages own(false);
    LaneImages& images = view.images ? *view.images : own;
    const float half = layout.side / 2;
    draw_heads(drawing, {layout.column(0) + half, layout.column(1) + half, layout.column(2) + half},
               layout.side + layout.column_gap, view, style, strings);
    for (std::size_t i = layout.first; i < layout.last; ++i) {
        const Group group(drawing, "row." + std::to_string(pairs[i].map));
        const float y = layout.y(i) + (layout.row - std::min(layout.side, layout.row)) / 2;
        const auto slot = [&](int k) { return Rect{layout.column(k), y, layout.side, layout.side}; };
        const bool chosen = i == view.chosen;
        const Rect whole{0, y - layout.gap / 2, size.x, layout.side + layout.gap};
        // The row that the sentence speaks of.
        if (chosen && !style.palette.print)
            drawing.add(RectFill{{0, y, 0.3F * em, layout.side}, style.palette.window, 0.15F * em});
        SidePlate::Row shown =
            draw_maps_of_row(drawing, lanes, pairs[i].map, {slot(0), slot(1), slot(2)}, view, images, style);
        shown.whole = whole;
        draw_row_label(drawing, pairs[i].map, pairs[i].a, layout.label - 0.8F * em, y + half, chosen, style,
                       strings);
        const float numbers = layout.column(3);
        if (!hides_comparison(view, pairs[i].map))
            draw_row_numbers(drawing, pairs[i], {numbers, y, size.x - numbers, layout.side}, style, strings);
        plate.rows.push_back(shown);
    }
    return plate;
}

namespace {

/// The cursor's window and its winner on the map that it reads, or the output cell on the map that it makes.
void draw_cursor(Drawing& drawing, const pool::Evaluation& lane, const MapArea& area,
                 const pool::Cursor& cursor, const Style& style) {
    if (cursor.layer >= lane.layers.size()) return;
    const pool::Cell output = pool::output_cell(lane, cursor, area.n, area.c);
    const float width = kMarkLine * style.line;
    if (area.map == cursor.layer + 1) {
        if (output.y >= area.rows || output.x >= area.columns) return;
        draw_ring(drawing, area.cell_rect(output.y, output.x), style.palette.output, 1.3F * width, 0);
        return;
    }
    if (area.map != cursor.layer) return;
    const pool::Geometry& windows = lane.layers[cursor.layer].geometry();
    draw_ring(drawing, window_on(area, windows.rows(output), windows.columns(output)), style.palette.window,
              1.3F * width, 0);
    for (const pool::Tap& tap : pool::shown_taps(lane, cursor.layer, output))
        if (tap.winner && tap.valid)
            draw_ring(drawing, area.cell_rect(tap.y, tap.x).inset(width / 2), style.palette.winner, width,
                      0.1F * style.em);
}

void collect_numbers(std::vector<CellNumber>& numbers, const MapArea& area, std::span<const float> values,
                     Range range, const Style& style) {
    for (std::int64_t y = 0; y < area.rows; ++y) {
        for (std::int64_t x = 0; x < area.columns; ++x) {
            const float value = values[static_cast<std::size_t>(y * area.columns + x)];
            const Color ground = area.gradient
                                     ? gradient_color(style.palette, range, value)
                                     : activation_color(style.palette, style.activations, range, value);
            numbers.push_back({area.cell_rect(y, x), value, ink_on(ground)});
        }
    }
}

/// Numbers in both lanes, with as many digits in one as in the other, or in neither.
void draw_lane_numbers(Drawing& drawing, const Lanes& lanes, const SidePlate::Row& shown, Range range,
                       const Style& style) {
    if (std::min(shown.a.cell, shown.b.cell) < kNumberCellEm * style.em) return;
    std::vector<CellNumber> numbers;
    for (const auto& [lane, area] : {std::pair{lanes.a, &shown.a}, std::pair{lanes.b, &shown.b}}) {
        const pool::Tensor& values = map_of(*lane, area->map, area->gradient);
        collect_numbers(numbers, *area, values.plane(area->n, area->c), range, style);
    }
    draw_numbers(drawing, numbers, style);
}

}  // namespace

SidePlate compose_side_large(const Lanes& lanes, const SideView& view, const Style& style,
                             const Strings& strings, Point size) {
    SidePlate plate;
    Drawing& drawing = plate.drawing;
    drawing.size = size;
    const float em = style.em;
    const auto& pairs = lanes.pairs(view.plane.gradients);
    if (pairs.empty()) return plate;
    const measure::MapPair& pair = pairs[std::min(view.chosen, pairs.size() - 1)];
    LaneImages own(false);
    LaneImages& images = view.images ? *view.images : own;
    const float top = 2.6F * em;
    const float foot = 4.4F * em;
    const float gap = 2 * em;
    const float side = std::max(std::min((size.x - 2 * gap) / 3, size.y - top - foot), em);
    const float left = (size.x - 3 * side - 2 * gap) / 2;
    const auto slot = [&](int k) {
        return Rect{left + static_cast<float>(k) * (side + gap), top, side, side};
    };
    draw_heads(drawing, {slot(0).center().x, slot(1).center().x, slot(2).center().x}, side + gap, view, style,
               strings);
    const std::string name = pair.map == 0 ? strings("side.input") : "L" + std::to_string(pair.map);
    drawing.add(Text{{left, 0.8F * em}, name, style.palette.ink, 1.15F * em, Face::text_bold});
    SidePlate::Row shown =
        draw_maps_of_row(drawing, lanes, pair.map, {slot(0), slot(1), slot(2)}, view, images, style);
    shown.whole = {0, 0, size.x, size.y};
    const LaneImages::Row row = images.row(lanes, pair.map, view.plane, style);
    const bool hidden = hides_comparison(view, pair.map);
    if (view.swipe >= 1 && !view.blink && !hidden) draw_lane_numbers(drawing, lanes, shown, row.range, style);
    if (view.cursor && !view.cursor->whole && !hidden) {
        const Group group(drawing, "window");
        draw_cursor(drawing, *lanes.a, shown.a, *view.cursor, style);
        draw_cursor(drawing, *lanes.b, shown.b, *view.cursor, style);
    }
    if (hidden) {
        plate.rows.push_back(shown);
        return plate;
    }
    const float legend = std::min(side, 14 * em);
    for (const int k : {0, 1})
        draw_legend(drawing, {slot(k).center().x - legend / 2, top + side + 1.1F * em}, legend, row.range,
                    view.plane.gradients, style);
    if (row.largest > 0)
        draw_legend(drawing, {slot(2).center().x - legend / 2, top + side + 1.1F * em}, legend,
                    {-row.largest, row.largest}, true, style);
    draw_number_line(drawing, pair, {left, top + side + 1.9F * em, 3 * side + 2 * gap, foot - 1.9F * em},
                     style, strings);
    plate.rows.push_back(shown);
    return plate;
}

}  // namespace figure
