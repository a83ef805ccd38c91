#include "pool/kinds/average_kind.h"

#include "pool/kinds/common.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// Calls body(first, count) with the valid cells of one output index. Averages have no dilation.
struct Span {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

std::vector<Span> spans_of(const AxisGeometry& axis) {
    std::vector<Span> spans(static_cast<std::size_t>(axis.output()));
    for (std::int64_t o = 0; o < axis.output(); ++o) {
        const AxisGeometry::ValidTaps valid = axis.valid(o);
        spans[static_cast<std::size_t>(o)] = {axis.window(o).tap(valid.first), valid.count()};
    }
    return spans;
}

}  // namespace

void AverageKind::forward(const Params& params, const Tensor& input, Forward& result) const {
    const Geometry where = geometry(params, input.shape());
    const Divisors by = divisors(params, where);
    const Shape& in = input.shape();
    const Shape out{in.n, in.c, where.h.output(), where.w.output()};
    reshape(result.output, out);
    const std::vector<Span> rows = spans_of(where.h);
    const std::vector<Span> columns = spans_of(where.w);
    for (std::int64_t n = 0; n < in.n; ++n) {
        for (std::int64_t c = 0; c < in.c; ++c) {
            const float* x = input.plane(n, c).data();
            float* y = result.output.plane(n, c).data();
            for (std::int64_t oy = 0; oy < out.h; ++oy) {
                const Span row = rows[static_cast<std::size_t>(oy)];
                for (std::int64_t ox = 0; ox < out.w; ++ox) {
                    const Span column = columns[static_cast<std::size_t>(ox)];
                    float sum = 0;
                    for (std::int64_t i = row.first; i < row.first + row.count; ++i)
                        for (std::int64_t j = column.first; j < column.first + column.count; ++j)
                            sum += x[i * in.w + j];
                    *y++ = row.count * column.count > 0 ? by.divide(sum, oy, ox) : 0.0F;
                }
            }
        }
    }
}

void AverageKind::backward(const Params& params, const Tensor& x, const Forward&, const Tensor& grad_output,
                           Tensor& grad_input) const {
    const Shape& input = x.shape();
    const Geometry where = geometry(params, input);
    const Divisors by = divisors(params, where);
    grad_input = Tensor(input);
    const Shape& out = grad_output.shape();
    const std::vector<Span> rows = spans_of(where.h);
    const std::vector<Span> columns = spans_of(where.w);
    for (std::int64_t n = 0; n < out.n; ++n) {
        for (std::int64_t c = 0; c < out.c; ++c) {
            const float* arriving = grad_output.plane(n, c).data();
            float* gradient = grad_input.plane(n, c).data();
            for (std::int64_t oy = 0; oy < out.h; ++oy) {
                const Span row = rows[static_cast<std::size_t>(oy)];
                for (std::int64_t ox = 0; ox < out.w; ++ox) {
                    const Span column = columns[static_cast<std::size_t>(ox)];
                    const float share = by.divide(*arriving++, oy, ox);
                    for (std::int64_t i = row.first; i < row.first + row.count; ++i)
                        for (std::int64_t j = column.first; j < column.first + column.count; ++j)
                            gradient[i * input.w + j] += share;
                }
            }
        }
    }
}

std::vector<Tap> AverageKind::taps(const Params& params, const Tensor& input, const Forward&,
                                   const Cell& cell) const {
    const Geometry where = geometry(params, input.shape());
    const Divisors by = divisors(params, where);
    std::vector<Tap> taps = window_taps(where, input, cell, padding_value());
    for (Tap& tap : taps) tap.share = tap.valid ? by.divide(1.0F, cell.y, cell.x) : 0.0F;
    return taps;
}

void AverageKind::spread(const Params& params, const Shape& input, const Cell& cell, float grad_output,
                         std::vector<Tap>& taps) const {
    const float carried = divisors(params, geometry(params, input)).divide(grad_output, cell.y, cell.x);
    for (Tap& tap : taps) tap.gradient = tap.valid ? carried : 0.0F;
}

Formula AverageKind::explain(const Params& params, const Tensor& input, const Forward& result,
                             const Cell& cell) const {
    const Geometry where = geometry(params, input.shape());
    std::vector<Tap> all = window_taps(where, input, cell, padding_value());
    std::erase_if(all, [](const Tap& tap) { return !tap.valid; });
    const std::string divisor = short_number(divisors(params, where).product(cell.y, cell.x));
    return {"y = (sum over the window of x) / D",
            "(" + listed_terms(all, " + ") + ") / " + divisor + " = " + short_number(result.output.at(cell))};
}

Cost AverageKind::cost(const Params& params, const Shape& input) const {
    const Shape out = output_shape(params, input);
    return {0, window_cells(geometry(params, input)) * input.n * input.c, out.size() * 4};
}

}  // namespace pool::kinds
