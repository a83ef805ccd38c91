#include "pool/kernels/average.h"

#include <algorithm>

#include "pool/kernels/average_paths.h"
#include "pool/kernels/runs.h"
#include "pool/kernels/window_forms.h"

namespace pool::kernels {

namespace {

/// How many windows of two cells at stride 2 lie wholly inside the axis.
std::int64_t whole_windows(const AxisGeometry& axis) { return std::min(axis.output(), axis.input() / 2); }

/// Adds the shares of windows of any kind, one window after the other.
void backward_scalar(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                     const Region& inputs) {
    static thread_local Runs rows;
    static thread_local Runs columns;
    const std::int64_t width = axes.w.input();
    for (std::int64_t y = inputs.y0; y < inputs.y1; ++y)
        std::fill(grad_input + y * width + inputs.x0, grad_input + y * width + inputs.x1, 0.0F);
    const AxisGeometry::Range tall = axes.h.outputs_touching(inputs.y0, inputs.y1);
    const AxisGeometry::Range wide = axes.w.outputs_touching(inputs.x0, inputs.x1);
    rows.assign(axes.h, tall.first, tall.last);
    columns.assign(axes.w, wide.first, wide.last);
    for (std::int64_t oy = tall.first; oy < tall.last; ++oy) {
        for (std::int64_t ox = wide.first; ox < wide.last; ++ox) {
            const float share = by.divide(grad_output[oy * axes.w.output() + ox], axes, oy, ox);
            const Run row = rows[oy];
            const Run column = columns[ox];
            for (std::int64_t i = 0; i < row.count; ++i) {
                const std::int64_t y = row.first + i * row.step;
                for (std::int64_t j = 0; j < column.count; ++j) {
                    const std::int64_t x = column.first + j * column.step;
                    if (inputs.contains(y, x)) grad_input[y * width + x] += share;
                }
            }
        }
    }
}

}  // namespace

void average_scalar(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs) {
    static thread_local Runs rows;
    static thread_local Runs columns;
    rows.assign(axes.h, outputs.y0, outputs.y1);
    columns.assign(axes.w, outputs.x0, outputs.x1);
    const std::int64_t width = axes.w.input();
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const Run row = rows[oy];
        for (std::int64_t ox = outputs.x0; ox < outputs.x1; ++ox) {
            const Run column = columns[ox];
            float sum = 0;
            for (std::int64_t i = 0; i < row.count; ++i)
                for (std::int64_t j = 0; j < column.count; ++j)
                    sum += x[(row.first + i * row.step) * width + column.first + j * column.step];
            y[oy * axes.w.output() + ox] = row.count * column.count > 0 ? by.divide(sum, axes, oy, ox) : 0.0F;
        }
    }
}

void average_adaptive(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs) {
    static thread_local std::vector<float> line;
    const std::int64_t width = axes.w.input();
    line.resize(static_cast<std::size_t>(width));
    const AxisGeometry::Range columns = axes.w.inputs_of(outputs.x0, outputs.x1);
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const AxisWindow rows = axes.h.window(oy);
        float* const sums = line.data();
        std::copy(x + rows.start * width + columns.first, x + rows.start * width + columns.last,
                  sums + columns.first);
        for (std::int64_t r = rows.start + 1; r < rows.end(); ++r) {
            const float* row = x + r * width;
            for (std::int64_t i = columns.first; i < columns.last; ++i) sums[i] += row[i];
        }
        for (std::int64_t ox = outputs.x0; ox < outputs.x1; ++ox) {
            const AxisWindow w = axes.w.window(ox);
            float sum = 0;
            for (std::int64_t i = w.start; i < w.end(); ++i) sum += sums[i];
            y[oy * axes.w.output() + ox] = by.divide(sum, axes, oy, ox);
        }
    }
}

void average_sliding(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs,
                     const Traffic& traffic) {
    if (outputs.empty()) return;
    if (!axes.h.is_sliding() || !axes.w.is_sliding() || by.twice)
        return average_scalar(axes, by, x, y, outputs);
    if (!is_2x2(axes)) {
        if (is_3x3(axes) && average_3x3(axes, by, x, y, outputs)) return;
        if (!average_general(axes, by, x, y, outputs, traffic.past_caches))
            average_scalar(axes, by, x, y, outputs);
        return;
    }
    const Region whole{outputs.y0, std::max(outputs.y0, std::min(outputs.y1, whole_windows(axes.h))),
                       outputs.x0, std::max(outputs.x0, std::min(outputs.x1, whole_windows(axes.w)))};
    const float divisor = by.fixed ? by.value : 4.0F;
    if (!whole.empty() && !average_2x2(x, axes.w.input(), y, axes.w.output(), whole, divisor, traffic))
        return average_scalar(axes, by, x, y, outputs);
    const Region right{outputs.y0, outputs.y1, whole.x1, outputs.x1};
    const Region bottom{whole.y1, outputs.y1, outputs.x0, whole.x1};
    for (const Region& edge : {right, bottom})
        if (!edge.empty()) average_scalar(axes, by, x, y, edge);
}

void average_backward(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                      const Region& inputs, bool stream) {
    if (inputs.empty()) return;
    const AxisGeometry& h = axes.h;
    const AxisGeometry& w = axes.w;
    if (!h.is_sliding() || !w.is_sliding() || by.twice || h.dilation() > 1 || w.dilation() > 1)
        return backward_scalar(axes, by, grad_output, grad_input, inputs);
    Region rest = inputs;
    if (is_2x2(axes) && 2 * w.output() <= w.input() && inputs.x0 == 0 && inputs.x1 == w.input() &&
        inputs.y0 % 2 == 0) {
        // Windows do not overlap: all rows of cells under whole windows are written at once.
        const std::int64_t y0 = inputs.y0 / 2;
        const std::int64_t y1 = std::max(y0, std::min(whole_windows(h), inputs.y1 / 2));
        if (average_2x2_backward(grad_output, grad_input, w.input(), w.output(), y0, y1,
                                 by.fixed ? by.value : 4.0F, stream))
            rest.y0 = std::max(inputs.y0, 2 * y1);
        if (rest.empty()) return;
    }
    const bool all_columns = inputs.x0 == 0 && inputs.x1 == w.input();
    if (all_columns && is_3x3(axes) &&
        average_3x3_backward(axes, by, grad_output, grad_input, rest.y0, rest.y1))
        return;
    const std::int64_t overlap = (h.kernel() / h.stride()) * (w.kernel() / w.stride());
    constexpr std::int64_t kMany = 64;  // over a cell; with more, adding one by one is too slow
    const bool by_rows = h.stride() == 1 && w.stride() == 1 && overlap > kMany;
    const auto run = by_rows ? average_sliding_sum : average_gather;
    if (!run(axes, by, grad_output, grad_input, rest))
        backward_scalar(axes, by, grad_output, grad_input, rest);
}

}  // namespace pool::kernels
