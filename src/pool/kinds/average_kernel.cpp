#include "pool/kinds/average_kernel.h"

#include "pool/kinds/common.h"

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

void average_forward(const Geometry& geometry, const Divisors& divisors, const Tensor& input,
                     Forward& result) {
    const Shape& in = input.shape();
    const Shape out{in.n, in.c, geometry.h.output(), geometry.w.output()};
    reshape(result.output, out);
    const std::vector<Span> rows = spans_of(geometry.h);
    const std::vector<Span> columns = spans_of(geometry.w);
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
                    *y++ = row.count * column.count > 0 ? divisors.divide(sum, oy, ox) : 0.0F;
                }
            }
        }
    }
}

void average_backward(const Geometry& geometry, const Divisors& divisors, const Tensor& grad_output,
                      const Shape& input, Tensor& grad_input) {
    grad_input = Tensor(input);
    const Shape& out = grad_output.shape();
    const std::vector<Span> rows = spans_of(geometry.h);
    const std::vector<Span> columns = spans_of(geometry.w);
    for (std::int64_t n = 0; n < out.n; ++n) {
        for (std::int64_t c = 0; c < out.c; ++c) {
            const float* arriving = grad_output.plane(n, c).data();
            float* gradient = grad_input.plane(n, c).data();
            for (std::int64_t oy = 0; oy < out.h; ++oy) {
                const Span row = rows[static_cast<std::size_t>(oy)];
                for (std::int64_t ox = 0; ox < out.w; ++ox) {
                    const Span column = columns[static_cast<std::size_t>(ox)];
                    const float share = divisors.divide(*arriving++, oy, ox);
                    for (std::int64_t i = row.first; i < row.first + row.count; ++i)
                        for (std::int64_t j = column.first; j < column.first + column.count; ++j)
                            gradient[i * input.w + j] += share;
                }
            }
        }
    }
}

std::vector<Tap> average_taps(const Geometry& geometry, const Divisors& divisors, const Tensor& input,
                              const Cell& cell) {
    std::vector<Tap> taps = window_taps(geometry, input, cell, 0.0F);
    for (Tap& tap : taps) tap.share = tap.valid ? divisors.divide(1.0F, cell.y, cell.x) : 0.0F;
    return taps;
}

}  // namespace pool::kinds
