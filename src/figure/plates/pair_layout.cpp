#include "figure/plates/pair_layout.h"

#include <algorithm>
#include <cmath>

namespace figure {

namespace {

constexpr float kCaptionEm = 2.0F;
constexpr float kLensPart = 0.22F;  // of the width: the column of the lens
constexpr float kGapEm = 1.7F;      // between the lens and the maps, where text is not large
constexpr float kGapPart = 0.11F;   // of the lens's column, at most
constexpr float kMarginEm = 0.8F;
constexpr float kLargestCellEm = 14.0F;
constexpr float kLeastSideEm = 11.0F;  // for a smaller map the quieter lines below it give way
constexpr float kSaidLine = 1.4F;
constexpr float kLongestSaidEm = 46;  // width of a long sentence, in its own ems

/// How the room of a pair is shared out.
struct PairRoom {
    float side = 0;         ///< of a square map
    float lens = 0;         ///< width of the lens's column
    float said_size = 0;    ///< of the sentence's text
    std::size_t lines = 1;  ///< of the sentence
    float said = 0;         ///< height of all that stands below the maps
    bool more = true;       ///< the quieter sentence
    bool legend = true;
};

PairRoom room_of(Point size, float em, bool presenting, bool said) {
    PairRoom room;
    const float margin = presenting ? 0.01F * size.x : kMarginEm * em;
    room.lens = kLensPart * size.x;
    const float wide = (size.x - 2 * margin - room.lens) / 2;
    room.said_size = (presenting ? 1.8F : 1.4F) * em;
    room.lines = size.x < kLongestSaidEm * room.said_size ? 2 : 1;
    room.legend = said && !presenting;
    if (!said) {
        room.lines = 0;
        room.more = false;
    }
    const auto settle = [&] {
        room.said = kSaidLine * room.said_size * static_cast<float>(room.lines) +
                    (room.more ? kSaidLine * em : 0.0F) + (room.legend ? 1.5F * em : 0.0F) + 0.8F * em;
        const float high = size.y - kCaptionEm * em - room.said;
        room.side = std::max(std::min(wide, high), 3 * em);
        return high >= std::min(wide, kLeastSideEm * em);
    };
    if (settle()) return room;
    room.more = false;
    if (settle()) return room;
    room.said_size = 1.1F * em;
    if (settle()) return room;
    room.lines = std::min<std::size_t>(room.lines, 1);
    settle();
    return room;
}

/// Up to this many values the gradient is shown adding up window by window.
constexpr std::int64_t kPartialValues = 65536;

MapArea area_of(std::size_t map, bool gradient, const pool::Shape& shape, const BenchView& view) {
    MapArea area;
    area.map = map;
    area.gradient = gradient;
    area.n = std::clamp<std::int64_t>(view.n, 0, shape.n - 1);
    area.c = std::clamp<std::int64_t>(view.c, 0, shape.c - 1);
    area.rows = shape.h;
    area.columns = shape.w;
    return area;
}

/// Puts a map of rows × columns cells (padding included) into its frame, zoomed and moved as the view asks.
void place(MapArea& area, Rect frame, float fitted_cell, std::int64_t pad_top, std::int64_t pad_left,
           std::int64_t rows, std::int64_t columns, const MapView& view) {
    area.clip = frame;
    area.cell = fitted_cell * std::max(view.zoom, 1.0F);
    const float w = area.cell * static_cast<float>(columns);
    const float h = area.cell * static_cast<float>(rows);
    const auto origin = [](float start, float room, float length, float center) {
        if (length <= room) return start + (room - length) / 2;
        return std::clamp(start + room / 2 - center * length, start + room - length, start);
    };
    const float x = origin(frame.x, frame.w, w, view.center_x);
    const float y = origin(frame.y, frame.h, h, view.center_y);
    area.rect = {x + area.cell * static_cast<float>(pad_left), y + area.cell * static_cast<float>(pad_top),
                 area.cell * static_cast<float>(area.columns), area.cell * static_cast<float>(area.rows)};
}

void find_padding(PairScene& scene) {
    if (scene.hides_window()) return;
    const pool::Geometry& geometry = scene.result->geometry();
    const auto before = [](const pool::AxisGeometry& axis) {
        return std::max<std::int64_t>(axis.pad_begin(), -axis.window(0).start);
    };
    const auto after = [&](const pool::AxisGeometry& axis) {
        if (scene.hides_size(scene.layer + 1)) return axis.pad_end();
        return std::max<std::int64_t>(axis.pad_end(), axis.window(axis.output() - 1).end() - axis.input());
    };
    scene.pad_top = std::max<std::int64_t>(0, before(geometry.h()));
    scene.pad_left = std::max<std::int64_t>(0, before(geometry.w()));
    scene.pad_bottom = std::max<std::int64_t>(0, after(geometry.h()));
    scene.pad_right = std::max<std::int64_t>(0, after(geometry.w()));
}

/// The lens lies in the middle; backward it makes room above it for a sum.
void place_lens(PairScene& scene, float left, float width, float top, float height) {
    const float em = scene.em();
    const auto kh = static_cast<float>(std::max<std::int64_t>(scene.h.count, 1));
    const auto kw = static_cast<float>(std::max<std::int64_t>(scene.w.count, 1));
    const float free = width - 2 * std::min(kGapEm * em, kGapPart * width);
    const float high = (scene.backward ? 0.5F : 0.62F) * height;
    scene.lens_cell = std::max(std::min({free / kw, high / kh, kLargestCellEm * em}), 1.0F);
    const float w = scene.lens_cell * kw;
    const float h = scene.lens_cell * kh;
    const float middle = scene.backward ? top + height - h / 2 - 0.12F * height : top + height / 2;
    scene.lens = {left + (width - w) / 2, middle - h / 2, w, h};
}

void place_all(PairScene& scene) {
    const float em = scene.em();
    const PairRoom room = room_of(scene.size, em, scene.style.presenting, scene.view.said);
    const std::int64_t rows = scene.left.rows + scene.pad_top + scene.pad_bottom;
    const std::int64_t columns = scene.left.columns + scene.pad_left + scene.pad_right;
    const auto fit = [&](std::int64_t r, std::int64_t c) {
        return std::min(
            {room.side / static_cast<float>(c), room.side / static_cast<float>(r), kLargestCellEm * em});
    };
    const float left_cell = fit(rows, columns);
    float right_cell = fit(scene.right.rows, scene.right.columns);
    if (scene.view.same_cell_size && !scene.hides_size(scene.layer + 1))
        right_cell = std::min(right_cell, left_cell);
    if (scene.hides_size(scene.layer + 1)) right_cell = room.side;
    const Point left_size{left_cell * static_cast<float>(columns), left_cell * static_cast<float>(rows)};
    const Point right_size{right_cell * static_cast<float>(scene.right.columns),
                           right_cell * static_cast<float>(scene.right.rows)};
    const float used = kCaptionEm * em + room.side + room.said;
    const float top = kCaptionEm * em + std::max((scene.size.y - used) / 2, 0.0F);
    const float x = (scene.size.x - 2 * room.side - room.lens) / 2;
    const auto in_slot = [&](float slot, Point map) {
        return Rect{slot + (room.side - map.x) / 2, top + (room.side - map.y) / 2, map.x, map.y};
    };
    scene.left_frame = in_slot(x, left_size);
    scene.right_frame = in_slot(x + room.side + room.lens, right_size);
    place(scene.left, scene.left_frame, left_cell, scene.pad_top, scene.pad_left, rows, columns,
          scene.view.below);
    place(scene.right, scene.right_frame, right_cell, 0, 0, scene.right.rows, scene.right.columns,
          scene.view.above);
    place_lens(scene, x + room.side, room.lens, top, room.side);
    scene.said = {0, top + room.side + 0.5F * em, scene.size.x, room.said - 0.5F * em};
    scene.said_size = room.said_size;
    scene.said_lines = room.lines;
    scene.more_shown = room.more;
    scene.legend_shown = room.legend;
}

/// Where a lesson hides what becomes of the window, the cells are gathered and nothing comes after; where it
/// hides the size of the output, every window stands where the first one does.
void hold_back(PairScene& scene) {
    if (scene.hides_result() && !scene.whole())
        scene.cursor.stage = scene.resting() ? 1 : std::min(scene.stage(), 1.0F);
    if (scene.hides_size(scene.layer + 1)) scene.cursor.window = 0;
}

/// Nothing of a hidden window is left, not even its size.
void veil_window(PairScene& scene) {
    if (scene.hides_window()) scene.h = scene.w = {0, 2, 1};
    // Of a large window the winner alone is listed.
    if (scene.hides_window() || (scene.hides_result() && !scene.listed)) scene.taps.clear();
}

}  // namespace

Rect PairScene::lens_rect(std::size_t tap) const {
    const auto columns = static_cast<std::size_t>(std::max<std::int64_t>(w.count, 1));
    if (!listed) {
        // The winner alone, where it lies in the window.
        const pool::Tap& winner = taps[tap];
        tap = static_cast<std::size_t>((winner.y - h.start) / h.dilation) * columns +
              static_cast<std::size_t>((winner.x - w.start) / w.dilation);
    }
    return {lens.x + static_cast<float>(tap % columns) * lens_cell,
            lens.y + static_cast<float>(tap / columns) * lens_cell, lens_cell, lens_cell};
}

bool PairScene::reads(std::int64_t y, std::int64_t x) const {
    const auto on = [](const pool::AxisWindow& axis, std::int64_t i) {
        return i >= axis.start && i < axis.end() && (i - axis.start) % axis.dilation == 0;
    };
    return whole() || hides_window() || (on(h, y) && on(w, x));
}

Rect PairScene::window_rect() const {
    const Rect first = left.cell_rect(h.start, w.start);
    return {first.x, first.y, left.cell * static_cast<float>(w.end() - w.start),
            left.cell * static_cast<float>(h.end() - h.start)};
}

bool PairScene::hides_cells(std::size_t map) const {
    return hides_size(map) || (backward ? view.veil.hides_gradient(map) : view.veil.hides_map(map));
}

bool PairScene::hides_gradient_alone(std::size_t map) const {
    return backward && hides_cells(map) && !hides_size(map) && !view.veil.hides_map(map);
}

bool PairScene::hides_result() const {
    return hides(backward ? work::Hidden::routes : work::Hidden::winner) || hides_cells(layer) ||
           hides_cells(layer + 1);
}

float PairScene::quiet() const {
    // A pin stays while the walk goes on, so that it quietens less than the cell that is pointed at.
    float quietened = 0;
    for (const TraceMark& mark : view.marks)
        quietened = std::max(quietened, mark.alpha * (mark.number > 0 ? 0.4F : 0.8F));
    return 1 - quietened;
}

Color PairScene::color_of(float value, float below) const {
    const auto in = [&](Range range) {
        return backward ? gradient_color(style.palette, range, value)
                        : activation_color(style.palette, style.activations, range, value);
    };
    // Scales of one kind go over into each other, so that a value that changes with them keeps its colour.
    if (ranges.below.diverges() != ranges.above.diverges())
        return mixed(in(ranges.above), in(ranges.below), below);
    const auto mix = [&](float lower, float upper) { return upper + (lower - upper) * below; };
    return in({mix(ranges.below.low, ranges.above.low), mix(ranges.below.high, ranges.above.high)});
}

float pair_map_side(Point size, float em, bool presenting) {
    return room_of(size, em, presenting, true).side;
}

PairScene lay_out_pair(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                       const Strings& strings, MapImages& images, Point size) {
    PairScene scene{evaluation, view, style, strings, images, size};
    scene.layer = std::min(view.cursor.layer, evaluation.layers.size() - 1);
    scene.result = &evaluation.layers[scene.layer];
    scene.backward = view.cursor.phase == pool::Phase::backward;
    const pool::Reduction reduction = scene.result->kind->reduction(scene.result->layer.params);
    scene.select = reduction == pool::Reduction::select;
    scene.sum = reduction == pool::Reduction::sum;
    scene.cursor = view.cursor;
    scene.cursor.layer = scene.layer;
    hold_back(scene);
    scene.output = pool::output_cell(evaluation, scene.cursor, view.n, view.c);
    scene.moments.emplace(evaluation, scene.cursor, scene.output);
    const pool::LayerResult& result = *scene.result;
    const pool::Tensor& input = evaluation.map(scene.layer);
    scene.taps = pool::shown_taps(evaluation, scene.layer, scene.output);
    scene.listed = pool::tap_count(result, scene.output) <= pool::kMostTaps;
    scene.h = result.geometry().rows(scene.output);
    scene.w = result.geometry().columns(scene.output);
    veil_window(scene);
    scene.ranges = images.ranges(evaluation, scene.layer, scene.backward, view.veil);
    scene.values = images.ranges(evaluation, scene.layer, false, view.veil);
    const std::int64_t all = result.forward.output.shape().plane();
    scene.windows_done = scene.whole() ? all : scene.cursor.window + (scene.resting() ? 1 : 0);
    scene.left = area_of(scene.layer, scene.backward, input.shape(), view);
    scene.left.n = result.geometry().item(scene.output.n);
    scene.right = area_of(scene.layer + 1, scene.backward, result.forward.output.shape(), view);
    for (MapArea* area : {&scene.left, &scene.right})
        if (scene.hides_size(area->map)) area->rows = area->columns = 1;
    const pool::AxisGeometry::Range channels = result.geometry().channels(scene.output.c);
    scene.channels = channels.last - channels.first;
    if (scene.channels > 1)
        std::erase_if(scene.taps, [&](const pool::Tap& tap) { return tap.c != scene.left.c; });
    // Not owned: the evaluation outlives the composition.
    const auto borrowed = [](const pool::Tensor& tensor) {
        return std::shared_ptr<const pool::Tensor>(std::shared_ptr<void>(), &tensor);
    };
    if (!scene.backward) {
        scene.left_values = borrowed(input);
    } else if (scene.windows_done < all && !scene.hides_cells(scene.layer) &&
               input.shape().size() <= kPartialValues) {
        scene.left_values = images.partial_gradient(evaluation, scene.layer, scene.windows_done);
    } else {
        scene.windows_done = all;
        scene.left_values = borrowed(evaluation.gradient(scene.layer));
    }
    find_padding(scene);
    place_all(scene);
    return scene;
}

}  // namespace figure
