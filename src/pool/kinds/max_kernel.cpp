#include <cmath>
#include <limits>

#include "pool/kinds/common.h"

namespace pool::kinds {

namespace {

/// Valid taps of every output index along one axis, as positions.
struct AxisRun {
    std::int64_t first = 0;  ///< position of the first valid tap
    std::int64_t count = 0;
    std::int64_t step = 1;
};

std::vector<AxisRun> runs_of(const AxisGeometry& axis) {
    std::vector<AxisRun> runs(static_cast<std::size_t>(axis.output()));
    for (std::int64_t o = 0; o < axis.output(); ++o) {
        const AxisWindow window = axis.window(o);
        const AxisGeometry::ValidTaps valid = axis.valid(o);
        runs[static_cast<std::size_t>(o)] = {window.tap(valid.first), valid.count(), window.dilation};
    }
    return runs;
}

void max_plane(const std::vector<AxisRun>& rows, const std::vector<AxisRun>& columns, std::int64_t width,
               const float* x, float* y, std::int64_t* indices) {
    for (const AxisRun& row : rows) {
        for (const AxisRun& column : columns) {
            float best = -std::numeric_limits<float>::infinity();
            const bool any = row.count > 0 && column.count > 0;
            std::int64_t index = any ? row.first * width + column.first : -1;
            for (std::int64_t i = 0; i < row.count; ++i) {
                const std::int64_t line = (row.first + i * row.step) * width + column.first;
                for (std::int64_t j = 0; j < column.count; ++j) {
                    const std::int64_t at = line + j * column.step;
                    const float value = x[at];
                    if (value > best || std::isnan(value)) {
                        best = value;
                        index = at;
                    }
                }
            }
            *y++ = best;
            *indices++ = index;
        }
    }
}

}  // namespace

void max_forward(const Geometry& geometry, const Tensor& input, Forward& result) {
    const Shape& in = input.shape();
    const Shape out{in.n, in.c, geometry.h.output(), geometry.w.output()};
    reshape(result.output, out);
    reshape(result.indices, out);
    const std::vector<AxisRun> rows = runs_of(geometry.h);
    const std::vector<AxisRun> columns = runs_of(geometry.w);
    for (std::int64_t n = 0; n < in.n; ++n) {
        for (std::int64_t c = 0; c < in.c; ++c)
            max_plane(rows, columns, in.w, input.plane(n, c).data(), result.output.plane(n, c).data(),
                      result.indices.plane(n, c).data());
    }
}

void scatter_by_index(const Forward& result, const Tensor& grad_output, const Shape& input,
                      Tensor& grad_input) {
    grad_input = Tensor(input);
    const Shape& out = grad_output.shape();
    for (std::int64_t n = 0; n < out.n; ++n) {
        for (std::int64_t c = 0; c < out.c; ++c) {
            const auto indices = result.indices.plane(n, c);
            const auto arriving = grad_output.plane(n, c);
            const auto gradient = grad_input.plane(n, c);
            for (std::size_t i = 0; i < indices.size(); ++i)
                if (indices[i] >= 0) gradient[static_cast<std::size_t>(indices[i])] += arriving[i];
        }
    }
}

std::vector<Tap> select_taps(const Geometry& geometry, const Tensor& input, const Forward& result,
                             const Cell& cell, float padding) {
    std::vector<Tap> taps = window_taps(geometry, input, cell, padding);
    const std::int64_t index = result.indices.at(cell);
    for (Tap& tap : taps) {
        tap.winner = tap.valid && tap.y * input.shape().w + tap.x == index;
        tap.share = tap.winner ? 1.0F : 0.0F;
    }
    return taps;
}

}  // namespace pool::kinds
