#include "pool/kernels/max.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

}  // namespace pool::kernels
