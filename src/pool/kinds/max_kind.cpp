#include "pool/kinds/max_kind.h"

#include <cmath>
#include <limits>

#include "pool/kinds/common.h"
#include "pool/text.h"

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

float MaxKind::padding_value() const { return -std::numeric_limits<float>::infinity(); }

void MaxKind::forward(const Params& params, const Tensor& input, Forward& result) const {
    const Geometry where = geometry(params, input.shape());
    const Shape& in = input.shape();
    const Shape out{in.n, in.c, where.h.output(), where.w.output()};
    reshape(result.output, out);
    reshape(result.indices, out);
    const std::vector<AxisRun> rows = runs_of(where.h);
    const std::vector<AxisRun> columns = runs_of(where.w);
    for (std::int64_t n = 0; n < in.n; ++n) {
        for (std::int64_t c = 0; c < in.c; ++c)
            max_plane(rows, columns, in.w, input.plane(n, c).data(), result.output.plane(n, c).data(),
                      result.indices.plane(n, c).data());
    }
}

void MaxKind::backward(const Params&, const Tensor& input, const Forward& result, const Tensor& grad_output,
                       Tensor& grad_input) const {
    grad_input = Tensor(input.shape());
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

std::vector<Tap> MaxKind::taps(const Params& params, const Tensor& input, const Forward& result,
                               const Cell& cell) const {
    std::vector<Tap> taps = window_taps(geometry(params, input.shape()), input, cell, padding_value());
    const std::int64_t index = result.indices.at(cell);
    for (Tap& tap : taps) {
        tap.winner = tap.valid && tap.y * input.shape().w + tap.x == index;
        tap.share = tap.winner ? 1.0F : 0.0F;
    }
    return taps;
}

void MaxKind::spread(const Params&, const Shape&, const Cell&, float grad_output,
                     std::vector<Tap>& taps) const {
    for (Tap& tap : taps) tap.gradient = tap.winner ? grad_output : 0.0F;
}

Formula MaxKind::explain(const Params& params, const Tensor& input, const Forward& result,
                         const Cell& cell) const {
    const std::vector<Tap> all = taps(params, input, result, cell);
    return {"y = max over the window of x",
            "max(" + listed_terms(all, ", ") + ") = " + short_number(result.output.at(cell))};
}

Cost MaxKind::cost(const Params& params, const Shape& input) const {
    const Shape out = output_shape(params, input);
    return {0, window_cells(geometry(params, input)) * input.n * input.c - out.size(), out.size() * 4};
}

}  // namespace pool::kinds
