#include "pool/kernels/max.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "pool/kernels/max_paths.h"
#include "pool/kernels/runs.h"

namespace pool::kernels {

namespace {

constexpr float kLowest = -std::numeric_limits<float>::infinity();

template <bool kLast>
bool beats(float value, float best) {
    return (kLast ? value >= best : value > best) || std::isnan(value);
}

template <bool kLast>
void scalar_rows(const Runs& rows, const Runs& columns, std::int64_t width, std::int64_t out_width,
                 float sign, const float* x, float* y, std::int64_t* indices, const Region& outputs) {
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
            y[oy * out_width + ox] = sign * best;
            if (indices) indices[oy * out_width + ox] = index;
        }
    }
}

bool is_sliding(const AxisGeometry& axis, std::int64_t kernel, std::int64_t stride, std::int64_t padding) {
    return axis.is_sliding() && axis.kernel() == kernel && axis.stride() == stride && axis.dilation() == 1 &&
           axis.pad_begin() == padding;
}

bool is_2x2(const Axes& axes) { return is_sliding(axes.h, 2, 2, 0) && is_sliding(axes.w, 2, 2, 0); }
bool is_3x3(const Axes& axes) { return is_sliding(axes.h, 3, 2, 1) && is_sliding(axes.w, 3, 2, 1); }

/// Positions inside the vector kernels have 32 bits.
bool is_large(const Axes& axes) { return axes.h.input() * axes.w.input() >= (std::int64_t{1} << 30); }

/// The windows of `outputs` that lie wholly inside the map; kernel 2, stride 2, no padding.
Region inside(const Axes& axes, const Region& outputs) {
    const auto last = [](const AxisGeometry& axis, std::int64_t o1) {
        return std::min(o1, axis.input() / 2);
    };
    return {outputs.y0, std::max(outputs.y0, last(axes.h, outputs.y1)), outputs.x0,
            std::max(outputs.x0, last(axes.w, outputs.x1))};
}

}  // namespace

void max_scalar(const Axes& axes, bool minimum, Winner winner, const float* x, float* y,
                std::int64_t* indices, const Region& outputs) {
    static thread_local Runs rows;
    static thread_local Runs columns;
    rows.assign(axes.h, outputs.y0, outputs.y1);
    columns.assign(axes.w, outputs.x0, outputs.x1);
    const float sign = minimum ? -1.0F : 1.0F;
    const auto run = winner == Winner::last ? scalar_rows<true> : scalar_rows<false>;
    run(rows, columns, axes.w.input(), axes.w.output(), sign, x, y, indices, outputs);
}

void max_sliding(const Axes& axes, bool minimum, const float* x, float* y, std::int64_t* indices,
                 const Region& outputs, bool stream) {
    if (outputs.empty()) return;
    const auto plain = [&](const Region& part) {
        if (!part.empty()) max_scalar(axes, minimum, Winner::first, x, y, indices, part);
    };
    if (is_large(axes) || !axes.h.is_sliding() || !axes.w.is_sliding()) return plain(outputs);
    if (is_2x2(axes)) {
        const Region whole = inside(axes, outputs);
        if (!whole.empty() &&
            !max_2x2(axes.w.input(), minimum, x, y, indices, axes.w.output(), whole, stream))
            return plain(outputs);
        plain({outputs.y0, outputs.y1, whole.x1, outputs.x1});
        plain({whole.y1, outputs.y1, outputs.x0, whole.x1});
        return;
    }
    const bool all_columns = outputs.x0 == 0 && outputs.x1 == axes.w.output();
    if (is_3x3(axes) && all_columns && 2 * axes.h.output() <= axes.h.input() + 1 &&
        max_3x3(axes, minimum, x, y, indices, outputs.y0, outputs.y1))
        return;
    if (!max_general(axes, minimum, x, y, indices, outputs, stream)) plain(outputs);
}

void max_backward(const Axes& axes, const float* grad_output, const std::int64_t* indices, float* grad_input,
                  const Region& inputs, bool stream) {
    if (inputs.empty()) return;
    const std::int64_t width = axes.w.input();
    const AxisGeometry::Range tall = axes.h.outputs_touching(inputs.y0, inputs.y1);
    const AxisGeometry::Range wide = axes.w.outputs_touching(inputs.x0, inputs.x1);
    const bool all_columns = inputs.x0 == 0 && inputs.x1 == width;
    std::int64_t done = inputs.y0;
    std::int64_t first_row = tall.first;
    if (all_columns && !is_large(axes)) {
        if (is_3x3(axes) && 2 * axes.h.output() <= axes.h.input() + 1 &&
            max_3x3_backward(axes, grad_output, indices, grad_input, inputs.y0, inputs.y1))
            return;
        const std::int64_t rows = std::min({tall.last, inputs.y1 / 2, axes.h.input() / 2});
        if (is_2x2(axes) && 2 * axes.w.output() <= width && inputs.y0 % 2 == 0 && rows > tall.first &&
            max_2x2_backward(width, grad_output, indices, grad_input, axes.w.output(), tall.first, rows,
                             stream)) {
            first_row = rows;
            done = 2 * rows;
        }
    }
    for (std::int64_t y = done; y < inputs.y1; ++y)
        std::fill(grad_input + y * width + inputs.x0, grad_input + y * width + inputs.x1, 0.0F);
    const std::int64_t first = done * width;
    const std::int64_t last = inputs.y1 * width;
    for (std::int64_t oy = first_row; oy < tall.last; ++oy) {
        for (std::int64_t ox = wide.first; ox < wide.last; ++ox) {
            const std::int64_t i = oy * axes.w.output() + ox;
            const std::int64_t at = indices[i];
            if (at < first || at >= last) continue;
            if (!all_columns && !inputs.contains(at / width, at % width)) continue;
            grad_input[at] += grad_output[i];
        }
    }
}

}  // namespace pool::kernels
