#include "pool/kernels/max.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "pool/kernels/max_paths.h"
#include "pool/kernels/runs.h"
#include "pool/kernels/window_forms.h"

namespace pool::kernels {

namespace {

constexpr float kLowest = -std::numeric_limits<float>::infinity();

template <bool kLast>
bool beats(float value, float best) {
    return (kLast ? value >= best : value > best) || std::isnan(value);
}

/// Calls put(oy, ox, value, position) for each of `outputs`.
template <bool kLast, class Put>
void scalar_rows(const Runs& rows, const Runs& columns, std::int64_t width, float sign, const float* x,
                 const Region& outputs, Put&& put) {
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const Run row = rows[oy];
        for (std::int64_t ox = outputs.x0; ox < outputs.x1; ++ox) {
            const Run column = columns[ox];
            float best = kLowest;
            const bool any = row.count > 0 && column.count > 0;
            std::int64_t index = any ? row.first * width + column.first : -1;
            for (std::int64_t i = 0; i < row.count; ++i) {
                const std::int64_t line = (row.first + i * row.step) * width + column.first;
                for (std::int64_t j = 0; j < column.count; ++j) {
                    const std::int64_t at = line + j * column.step;
                    const float value = sign * x[at];
                    if (beats<kLast>(value, best)) {
                        best = value;
                        index = at;
                    }
                }
            }
            put(oy, ox, sign * best, index);
        }
    }
}

/// The vector kernels count positions in 32 bits.
bool is_large(const Axes& axes) { return axes.h.input() * axes.w.input() >= (std::int64_t{1} << 30); }

/// The windows of `outputs` that lie wholly inside the map; kernel 2, stride 2, no padding.
Region inside(const Axes& axes, const Region& outputs) {
    const auto last = [](const AxisGeometry& axis, std::int64_t o1) {
        return std::min(o1, axis.input() / 2);
    };
    return {outputs.y0, std::max(outputs.y0, last(axes.h, outputs.y1)), outputs.x0,
            std::max(outputs.x0, last(axes.w, outputs.x1))};
}

/// One window after the other, for windows and winners of any kind.
void backward_plain(const Axes& axes, const float* grad_output, const ConstWinnerPlane& winners,
                    float* grad_input, const Region& inputs) {
    if (inputs.empty()) return;
    const std::int64_t width = axes.w.input();
    for (std::int64_t y = inputs.y0; y < inputs.y1; ++y)
        std::fill(grad_input + y * width + inputs.x0, grad_input + y * width + inputs.x1, 0.0F);
    const bool all_columns = inputs.x0 == 0 && inputs.x1 == width;
    const std::int64_t first = inputs.y0 * width;
    const std::int64_t last = inputs.y1 * width;
    const auto add = [&](std::int64_t at, float arriving) {
        if (at < first || at >= last) return;
        if (!all_columns && !inputs.contains(at / width, at % width)) return;
        grad_input[at] += arriving;
    };
    const TapGrid grid = winners.taps ? *TapGrid::of(axes) : TapGrid();
    std::array<std::int64_t, TapGrid::kNone> offsets;
    for (std::int64_t tap = 0; tap < grid.taps(); ++tap)
        offsets[static_cast<std::size_t>(tap)] = grid.offset(tap);
    const AxisGeometry::Range tall = axes.h.outputs_touching(inputs.y0, inputs.y1);
    const AxisGeometry::Range wide = axes.w.outputs_touching(inputs.x0, inputs.x1);
    for (std::int64_t oy = tall.first; oy < tall.last; ++oy) {
        for (std::int64_t ox = wide.first; ox < wide.last; ++ox) {
            const std::int64_t o = oy * axes.w.output() + ox;
            if (winners.positions) {
                add(winners.positions[o], grad_output[o]);
            } else if (winners.taps[o] != TapGrid::kNone) {
                add(grid.start(oy, ox) + offsets[winners.taps[o]], grad_output[o]);
            }
        }
    }
}

}  // namespace

void max_scalar(const Axes& axes, bool minimum, Winner winner, const float* x, float* y,
                const WinnerPlane& winners, const Region& outputs) {
    static thread_local Runs rows;
    static thread_local Runs columns;
    rows.assign(axes.h, outputs.y0, outputs.y1);
    columns.assign(axes.w, outputs.x0, outputs.x1);
    const float sign = minimum ? -1.0F : 1.0F;
    const std::int64_t out_width = axes.w.output();
    const TapGrid grid = winners.taps ? *TapGrid::of(axes) : TapGrid();
    const auto put = [&](std::int64_t oy, std::int64_t ox, float value, std::int64_t position) {
        const std::int64_t o = oy * out_width + ox;
        y[o] = value;
        if (winners.taps) winners.taps[o] = grid.tap(oy, ox, position);
        if (winners.positions) winners.positions[o] = position;
    };
    if (winner == Winner::last) {
        scalar_rows<true>(rows, columns, axes.w.input(), sign, x, outputs, put);
    } else {
        scalar_rows<false>(rows, columns, axes.w.input(), sign, x, outputs, put);
    }
}

void max_sliding(const Axes& axes, bool minimum, const float* x, float* y, const WinnerPlane& winners,
                 const Region& outputs, const Traffic& traffic) {
    if (outputs.empty()) return;
    const auto plain = [&](const Region& part) {
        if (!part.empty()) max_scalar(axes, minimum, Winner::first, x, y, winners, part);
    };
    if (is_large(axes) || !axes.h.is_sliding() || !axes.w.is_sliding()) return plain(outputs);
    if (!winners.positions && is_2x2(axes)) {
        const Region whole = inside(axes, outputs);
        if (!whole.empty() &&
            !max_2x2(axes.w.input(), minimum, x, y, winners.taps, axes.w.output(), whole, traffic))
            return plain(outputs);
        plain({outputs.y0, outputs.y1, whole.x1, outputs.x1});
        plain({whole.y1, outputs.y1, outputs.x0, whole.x1});
        return;
    }
    const bool all_columns = outputs.x0 == 0 && outputs.x1 == axes.w.output();
    if (!winners.positions && is_3x3(axes) && all_columns &&
        max_3x3(axes, minimum, x, y, winners.taps, outputs.y0, outputs.y1))
        return;
    if (!max_general(axes, minimum, x, y, winners, outputs, traffic.past_caches)) plain(outputs);
}

void max_backward(const Axes& axes, const float* grad_output, const ConstWinnerPlane& winners,
                  float* grad_input, const Region& inputs, bool stream) {
    const std::int64_t width = axes.w.input();
    const bool all_columns = inputs.x0 == 0 && inputs.x1 == width;
    const auto plain = [&](std::int64_t y0, std::int64_t y1) {
        backward_plain(axes, grad_output, winners, grad_input, {y0, y1, inputs.x0, inputs.x1});
    };
    if (inputs.empty() || !all_columns || !winners.taps || is_large(axes)) return plain(inputs.y0, inputs.y1);
    if (is_3x3(axes) && max_3x3_backward(axes, grad_output, winners.taps, grad_input, inputs.y0, inputs.y1))
        return;
    // Windows whose two rows both lie in `inputs`.
    const std::int64_t first = (inputs.y0 + 1) / 2;
    const std::int64_t last = std::min({axes.h.output(), inputs.y1 / 2, axes.h.input() / 2});
    if (is_2x2(axes) && 2 * axes.w.output() <= width && first < last &&
        max_2x2_backward(width, grad_output, winners.taps, grad_input, axes.w.output(), first, last,
                         stream)) {
        plain(inputs.y0, 2 * first);
        plain(2 * last, inputs.y1);
        return;
    }
    plain(inputs.y0, inputs.y1);
}

}  // namespace pool::kernels
