#include "pool/kernels/average.h"

#include <algorithm>

#include "pool/kernels/runs.h"

namespace pool::kernels {

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

}  // namespace pool::kernels
