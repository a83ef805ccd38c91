#include "measure/windows.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "measure/compare.h"
#include "pool/trace.h"

namespace measure {

namespace {

constexpr pool::Cell kNone{-1, 0, 0, 0};

const pool::LayerResult& layer_of(const pool::Evaluation& e, std::size_t layer) {
    return e.layers[layer - 1];
}

std::vector<pool::Tap> all_taps(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    const pool::LayerResult& l = layer_of(e, layer);
    return l.kind->taps(l.layer.params, e.map(layer - 1), l.forward, cell);
}

template <class Body>
void for_each_window(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane, Body body) {
    const pool::Shape& s = e.map(layer).shape();
    for (std::int64_t y = 0; y < s.h; ++y)
        for (std::int64_t x = 0; x < s.w; ++x) body(pool::Cell{plane.n, plane.c, y, x});
}

Span span_of(const pool::AxisWindow& window, std::int64_t length) {
    Span span{length, -1};
    for (std::int64_t j = 0; j < window.count; ++j) {
        const std::int64_t at = window.tap(j);
        if (at < 0 || at >= length) continue;
        span.first = std::min(span.first, at);
        span.last = std::max(span.last, at);
    }
    return span;
}

/// Which cells of the plane of map layer − 1 the marked output cells read.
std::vector<char> read_by(const pool::Evaluation& e, std::size_t layer, const std::vector<char>& above,
                          const pool::Cell& plane) {
    const pool::Shape& below = e.map(layer - 1).shape();
    const pool::Shape& s = e.map(layer).shape();
    const pool::Geometry& geometry = layer_of(e, layer).geometry();
    std::vector<char> read(static_cast<std::size_t>(below.plane()), 0);
    for_each_window(e, layer, plane, [&](const pool::Cell& cell) {
        if (!above[static_cast<std::size_t>(cell.y * s.w + cell.x)]) return;
        const pool::AxisWindow h = geometry.rows(cell);
        const pool::AxisWindow w = geometry.columns(cell);
        for (std::int64_t i = 0; i < h.count; ++i) {
            const std::int64_t y = h.tap(i);
            if (y < 0 || y >= below.h) continue;
            for (std::int64_t j = 0; j < w.count; ++j) {
                const std::int64_t x = w.tap(j);
                if (x >= 0 && x < below.w) read[static_cast<std::size_t>(y * below.w + x)] = 1;
            }
        }
    });
    return read;
}

/// Which input cells map `layer` depends on.
std::vector<char> input_read_by(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane) {
    std::vector<char> marks(static_cast<std::size_t>(e.map(layer).shape().plane()), 1);
    for (std::size_t i = layer; i > 0; --i) marks = read_by(e, i, marks, plane);
    return marks;
}

std::int64_t rows_marked(const std::vector<char>& marks, const pool::Shape& s) {
    std::int64_t count = 0;
    for (std::int64_t y = 0; y < s.h; ++y) {
        const auto row = marks.begin() + y * s.w;
        if (std::find(row, row + s.w, 1) != row + s.w) ++count;
    }
    return count;
}

bool minimum(const pool::LayerResult& layer) {
    return layer.kind->reduction(layer.layer.params) == pool::Reduction::select &&
           layer.kind->padding_value() > 0;
}

/// Values as extreme as the most extreme one, or NaN where one is.
std::int64_t count_extremes(const std::vector<float>& values, bool smallest) {
    const auto nan = std::ranges::count_if(values, [](float v) { return std::isnan(v); });
    if (nan > 0 || values.empty()) return nan;
    const float best = smallest ? std::ranges::min(values) : std::ranges::max(values);
    return std::ranges::count(values, best);
}

}  // namespace

std::vector<pool::Tap> read_taps(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    std::vector<pool::Tap> taps = all_taps(e, layer, cell);
    std::erase_if(taps, [](const pool::Tap& tap) { return !tap.valid; });
    return taps;
}

std::int64_t pads(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    return std::ranges::count_if(all_taps(e, layer, cell), [](const pool::Tap& tap) { return !tap.valid; });
}

double divisor(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    const pool::LayerResult& l = layer_of(e, layer);
    if (l.kind->reduction(l.layer.params) != pool::Reduction::average) return 0;
    const std::vector<pool::Tap> taps = read_taps(e, layer, cell);
    // The share is 1/divisor, rounded to float: so is what it is taken from.
    return taps.empty() || taps.front().share == 0 ? 0 : static_cast<double>(1.0F / taps.front().share);
}

Span rows(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    return span_of(layer_of(e, layer).geometry().rows(cell), e.map(layer - 1).shape().h);
}

Span columns(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    return span_of(layer_of(e, layer).geometry().columns(cell), e.map(layer - 1).shape().w);
}

std::int64_t shared(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane) {
    std::int64_t most = 0;
    for (std::int64_t x = 1; x < e.map(layer).shape().w; ++x) {
        const Span left = columns(e, layer, {plane.n, plane.c, 0, x - 1});
        const Span right = columns(e, layer, {plane.n, plane.c, 0, x});
        most =
            std::max(most, Span{std::max(left.first, right.first), std::min(left.last, right.last)}.count());
    }
    return most;
}

std::int64_t unread(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane) {
    const std::vector<char> all(static_cast<std::size_t>(e.map(layer).shape().plane()), 1);
    return std::ranges::count(read_by(e, layer, all, plane), 0);
}

std::int64_t windows_of(const pool::Evaluation& e, std::size_t layer, const pool::Cell& below) {
    // One window in several channels is one place.
    std::set<std::pair<std::int64_t, std::int64_t>> places;
    for (const pool::Cell& window : pool::windows_containing(e, layer - 1, below))
        places.emplace(window.y, window.x);
    return std::ssize(places);
}

Steps stride(const pool::Evaluation& e, std::size_t layer) {
    const pool::Geometry& geometry = layer_of(e, layer).geometry();
    const auto step = [](const pool::AxisGeometry& axis) {
        if (axis.is_sliding()) return axis.stride();
        std::int64_t result = axis.output() > 1 ? axis.window(1).start - axis.window(0).start : 0;
        for (std::int64_t o = 2; o < axis.output(); ++o)
            if (axis.window(o).start - axis.window(o - 1).start != result) result = 0;
        return result;
    };
    if (!geometry.uniform()) return {};
    return {step(geometry.h()), step(geometry.w())};
}

pool::Cell winner(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    const std::int64_t item = layer_of(e, layer).geometry().item(cell.n);
    const std::vector<pool::Tap> taps = read_taps(e, layer, cell);
    const pool::Tap* best = nullptr;
    for (const pool::Tap& tap : taps) {
        if (tap.winner) return {item, tap.c, tap.y, tap.x};
        if (!best || tap.share > best->share) best = &tap;
    }
    const pool::LayerResult& l = layer_of(e, layer);
    if (!best || l.kind->reduction(l.layer.params) == pool::Reduction::select) return kNone;
    return {item, best->c, best->y, best->x};
}

std::int64_t index(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    const pool::LayerResult& l = layer_of(e, layer);
    const pool::Shape& below = e.map(layer - 1).shape();
    const pool::Cell at = winner(e, layer, cell);
    if (at.n < 0) return -1;
    return l.kind->index_rule(l.layer.params)(at.y * below.w + at.x, at.n, at.c, below);
}

std::int64_t tied(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    std::vector<float> values;
    for (const pool::Tap& tap : read_taps(e, layer, cell)) values.push_back(tap.value);
    return count_extremes(values, minimum(layer_of(e, layer)));
}

std::int64_t ties(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane) {
    std::int64_t count = 0;
    for_each_window(e, layer, plane, [&](const pool::Cell& cell) { count += tied(e, layer, cell) > 1; });
    return count;
}

std::int64_t tied_in_all(const pool::Evaluation& e, const pool::Cell& cell) {
    const pool::ReceptiveField field = pool::receptive_field(e, {e.layers.size(), cell});
    std::vector<float> values;
    for (std::int64_t y = field.y0; y < field.y1; ++y)
        for (std::int64_t x = field.x0; x < field.x1; ++x)
            values.push_back(e.map(0).at({cell.n, cell.c, y, x}));
    return count_extremes(values, false);
}

pool::Cell source(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    pool::Cell at = cell;
    for (std::size_t i = layer; i > 0 && at.n >= 0; --i) at = winner(e, i, at);
    return at;
}

pool::Cell busiest(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane) {
    const pool::Shape& below = e.map(layer - 1).shape();
    const pool::LayerResult& l = layer_of(e, layer);
    const bool select = l.kind->reduction(l.layer.params) == pool::Reduction::select;
    std::vector<std::int64_t> count(static_cast<std::size_t>(below.plane()), 0);
    for_each_window(e, layer, plane, [&](const pool::Cell& cell) {
        for (const pool::Tap& tap : read_taps(e, layer, cell))
            if (tap.winner || !select) ++count[static_cast<std::size_t>(tap.y * below.w + tap.x)];
    });
    const auto at = static_cast<std::int64_t>(std::ranges::max_element(count) - count.begin());
    return {l.geometry().item(plane.n), plane.c, at / below.w, at % below.w};
}

Field receptive_field(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell) {
    const pool::ReceptiveField field = pool::receptive_field(e, {layer, cell});
    return {field.y1 - field.y0, field.x1 - field.x0, {field.jump_h, field.jump_w}};
}

std::int64_t dropped_rows(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane) {
    const pool::Shape& input = e.map(0).shape();
    return rows_marked(input_read_by(e, layer - 1, plane), input) -
           rows_marked(input_read_by(e, layer, plane), input);
}

std::int64_t read_cells(const pool::Evaluation& e, const pool::Cell& plane) {
    return std::ranges::count(input_read_by(e, e.layers.size(), plane), 1);
}

}  // namespace measure
