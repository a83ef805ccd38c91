#pragma once

#include <optional>

#include "pool/kernels/traffic.h"
#include "pool/layer.h"
#include "pool/workers.h"

// How the work of one layer is divided among threads.

namespace pool::kinds {

/// Sizes from which on maps are taken to lie in memory, and results are written past the caches: a line that
/// is written whole need not be read first. Measured, with a layer that reads the results after it
/// (bench/pool.sh).
inline kernels::Traffic traffic(std::int64_t input_bytes, std::int64_t output_bytes) {
    return {input_bytes > (8LL << 20), output_bytes > (2LL << 20)};
}
/// The same for gradients, of which a layer below reads all soon.
inline bool gradient_past_caches(std::int64_t bytes) { return bytes > (24LL << 20); }
/// Below so many window cells another thread takes longer to wake than to help.
constexpr std::int64_t kGrain = 1 << 15;

/// The windows of all planes as those of one tall plane, where each row of windows begins where the one above
/// it ends, from plane to plane too: one long run instead of many short ones. Positions inside a plane have
/// no meaning there, numbers of taps have.
inline std::optional<Axes> as_one_plane(const Geometry& where, const Shape& input, const Shape& output) {
    const AxisGeometry& h = where.h();
    const std::int64_t planes = input.n * input.c;
    constexpr std::int64_t kMost = std::int64_t{1} << 30;  // positions inside the kernels have 32 bits
    if (planes < 2 || !where.uniform() || input.size() >= kMost || !h.is_sliding() || h.pad_begin() != 0 ||
        h.dilation() != 1 || h.kernel() != h.stride() || output.h * h.stride() != input.h)
        return std::nullopt;
    return Axes{AxisGeometry::sliding(planes * input.h, planes * output.h, h.kernel(), h.stride(), 0, 0, 1),
                where.w()};
}
inline Shape one_plane(const Shape& shape) { return {1, 1, shape.n * shape.c * shape.h, shape.w}; }

/// Calls body(n, c, y0, y1) for the rows [first, last) of every plane of `shape`, some at the same time;
/// `cost` is about the work of one row in cells. Planes are cut at multiples of `step` rows from `first` on.
template <class Body>
void each_plane_rows(const Shape& shape, std::int64_t first, std::int64_t last, std::int64_t cost,
                     Body&& body, std::int64_t step = 1) {
    if (last <= first) return;
    const std::int64_t steps = (last - first + step - 1) / step;
    const std::int64_t grain = kGrain / std::max<std::int64_t>(cost * step, 1) + 1;
    parallel_for(shape.n * shape.c * steps, grain, [&](std::int64_t begin, std::int64_t end) {
        while (begin < end) {
            const std::int64_t plane = begin / steps;
            const std::int64_t from = begin - plane * steps;
            const std::int64_t to = std::min(steps, end - plane * steps);
            body(plane / shape.c, plane % shape.c, first + from * step, std::min(first + to * step, last));
            begin += to - from;
        }
    });
}
/// Where the rows of gradients are cut: windows that lie side by side stay whole.
inline std::int64_t gradient_step(const Geometry& where) {
    return where.uniform() && where.h().is_sliding() ? where.h().stride() : 1;
}

/// Calls body(n, c) for every plane, some at the same time; `cost` is about the work of one plane in cells.
template <class Body>
void each_plane(const Shape& shape, std::int64_t cost, Body&& body) {
    each_plane_rows(shape, 0, 1, cost,
                    [&](std::int64_t n, std::int64_t c, std::int64_t, std::int64_t) { body(n, c); });
}

}  // namespace pool::kinds
