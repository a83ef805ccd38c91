#include "figure/plates/pair_layout.h"

#include <algorithm>
#include <cmath>

namespace figure {

namespace {

constexpr float kCaptionEm = 2.0F;
constexpr float kSumsEm = 8.0F;  // the arriving gradient and four sums
constexpr float kGapEm = 2.4F;
constexpr float kMarginEm = 0.8F;
constexpr float kLargestCellEm = 6.0F;
constexpr float kCaptionRoomEm = 12.0F;
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
    const pool::Geometry& geometry = scene.result->geometry();
    const auto before = [](const pool::AxisGeometry& axis) {
        return std::max<std::int64_t>(axis.pad_begin(), -axis.window(0).start);
    };
    const auto after = [](const pool::AxisGeometry& axis) {
        return std::max<std::int64_t>(axis.pad_end(), axis.window(axis.output() - 1).end() - axis.input());
    };
    scene.pad_top = std::max<std::int64_t>(0, before(geometry.h()));
    scene.pad_left = std::max<std::int64_t>(0, before(geometry.w()));
    scene.pad_bottom = std::max<std::int64_t>(0, after(geometry.h()));
    scene.pad_right = std::max<std::int64_t>(0, after(geometry.w()));
}

void place_all(PairScene& scene) {
    const float em = scene.em();
    const float top = kCaptionEm * em;
    const float height = std::max(scene.size.y - top - kLegendEm * em, 4 * em);
    const float lens_wanted = 4.4F * em * static_cast<float>(std::max<std::int64_t>(scene.w.count, 1)) + em;
    const float lens_w = std::clamp(std::min(0.3F * scene.size.x, lens_wanted), 9.0F * em, 22.0F * em);
    const float gap = std::min(kGapEm * em, 0.04F * scene.size.x);
    const float side = std::max((scene.size.x - lens_w - 2 * gap - 2 * kMarginEm * em) / 2, 4 * em);
    const std::int64_t rows = scene.left.rows + scene.pad_top + scene.pad_bottom;
    const std::int64_t columns = scene.left.columns + scene.pad_left + scene.pad_right;
    const auto fit = [&](std::int64_t r, std::int64_t c) {
        return std::min({side / static_cast<float>(c), height / static_cast<float>(r), kLargestCellEm * em});
    };
    const float left_cell = fit(rows, columns);
    float right_cell = fit(scene.right.rows, scene.right.columns);
    if (scene.view.same_cell_size) right_cell = std::min(right_cell, left_cell);
    const Point left_size{left_cell * static_cast<float>(columns), left_cell * static_cast<float>(rows)};
    const Point right_size{right_cell * static_cast<float>(scene.right.columns),
                           right_cell * static_cast<float>(scene.right.rows)};
    // A map of a single cell is narrower than its caption.
    const float right_slot = std::max(right_size.x, std::min(kCaptionRoomEm * em, side));
    const float total = left_size.x + right_slot + lens_w + 2 * gap;
    const float x = (scene.size.x - total) / 2;
    scene.left_frame = {x, top + (height - left_size.y) / 2, left_size.x, left_size.y};
    const float lens_x = x + left_size.x + gap;
    scene.right_frame = {lens_x + lens_w + gap + (right_slot - right_size.x) / 2,
                         top + (height - right_size.y) / 2, right_size.x, right_size.y};
    place(scene.left, scene.left_frame, left_cell, scene.pad_top, scene.pad_left, rows, columns,
          scene.view.below);
    place(scene.right, scene.right_frame, right_cell, 0, 0, scene.right.rows, scene.right.columns,
          scene.view.above);
    const auto kh = static_cast<float>(std::max<std::int64_t>(scene.h.count, 1));
    const auto kw = static_cast<float>(std::max<std::int64_t>(scene.w.count, 1));
    scene.lens_cell = std::min({lens_w / kw, height * 0.5F / kh, 4.2F * em});
    const float lw = scene.lens_cell * kw;
    const float lh = scene.lens_cell * kh;
    // Backward, sums stand below the lens: it moves up for them as far as its title allows.
    const float centred = top + (height - lh) / 2 - 0.6F * em;
    const float raised = std::max(top + em, top + height - lh - kSumsEm * em);
    scene.lens = {lens_x + (lens_w - lw) / 2, scene.backward ? std::min(centred, raised) : centred, lw, lh};
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

Rect PairScene::window_rect() const {
    const Rect first = left.cell_rect(h.start, w.start);
    return {first.x, first.y, left.cell * static_cast<float>(w.end() - w.start),
            left.cell * static_cast<float>(h.end() - h.start)};
}

float PairScene::quiet() const {
    // A pin stays while the walk goes on, so that it quietens less than the cell that is pointed at.
    float quietened = 0;
    for (const TraceMark& mark : view.marks)
        quietened = std::max(quietened, mark.alpha * (mark.number > 0 ? 0.4F : 0.8F));
    return 1 - quietened;
}

Color PairScene::color_of(float value, float below) const {
    const auto mix = [&](float lower, float upper) { return upper + (lower - upper) * below; };
    const Range range{mix(ranges.below.low, ranges.above.low), mix(ranges.below.high, ranges.above.high)};
    return backward ? gradient_color(style.palette, range, value)
                    : activation_color(style.palette, style.activations, range, value);
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
    scene.output = pool::output_cell(evaluation, view.cursor, view.n, view.c);
    scene.cursor = view.cursor;
    scene.cursor.layer = scene.layer;
    scene.moments.emplace(evaluation, scene.cursor, scene.output);
    const pool::LayerResult& result = *scene.result;
    const pool::Tensor& input = evaluation.map(scene.layer);
    scene.taps = pool::shown_taps(evaluation, scene.layer, scene.output);
    scene.listed = pool::tap_count(result, scene.output) <= pool::kMostTaps;
    scene.h = result.geometry().rows(scene.output);
    scene.w = result.geometry().columns(scene.output);
    scene.ranges = images.ranges(evaluation, scene.layer, scene.backward);
    const std::int64_t all = result.forward.output.shape().plane();
    scene.windows_done = scene.whole() ? all : view.cursor.window + (scene.resting() ? 1 : 0);
    scene.left = area_of(scene.layer, scene.backward, input.shape(), view);
    scene.left.n = result.geometry().item(scene.output.n);
    scene.right = area_of(scene.layer + 1, scene.backward, result.forward.output.shape(), view);
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
    } else if (scene.windows_done < all && input.shape().size() <= kPartialValues) {
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
