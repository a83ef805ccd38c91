#pragma once

#include <vector>

#include "pool/layer.h"

namespace pool::kinds {

/// The divisor of every window. A row and a column part multiply (kh·kw of a window), unless `fixed` is set.
struct Divisors {
    std::vector<float> h;  ///< one for each output row
    std::vector<float> w;  ///< one for each output column
    std::optional<float> fixed;
    /// PyTorch's adaptive average divides by kh, then by kw; the plain one divides once by the product.
    bool twice = false;

    float product(std::int64_t oy, std::int64_t ox) const {
        return fixed ? *fixed : h[static_cast<std::size_t>(oy)] * w[static_cast<std::size_t>(ox)];
    }
    float divide(float sum, std::int64_t oy, std::int64_t ox) const {
        if (twice) return sum / h[static_cast<std::size_t>(oy)] / w[static_cast<std::size_t>(ox)];
        return sum / product(oy, ox);
    }
};

/// Plain float32 sum of the valid taps in row-major order, then the division (pooling-semantics section 3).
void average_forward(const Geometry& geometry, const Divisors& divisors, const Tensor& input,
                     Forward& result);
/// Every valid tap gets grad_output / D, output cells in row-major order.
void average_backward(const Geometry& geometry, const Divisors& divisors, const Tensor& grad_output,
                      const Shape& input, Tensor& grad_input);
/// Taps whose share is 1 / D.
std::vector<Tap> average_taps(const Geometry& geometry, const Divisors& divisors, const Tensor& input,
                              const Cell& cell);

}  // namespace pool::kinds
