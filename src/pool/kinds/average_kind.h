#pragma once

#include <optional>
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

/// What all averages share once their windows and divisors are known (pooling-semantics section 3): a plain
/// float32 sum of the valid taps in row-major order, then the division; every valid tap gets grad_output / D.
class AverageKind : public LayerKind {
 public:
    Reduction reduction() const override { return Reduction::average; }
    float padding_value() const override { return 0; }
    void forward(const Params& params, const Tensor& input, Forward& result) const override;
    void backward(const Params& params, const Tensor& input, const Forward& result, const Tensor& grad_output,
                  Tensor& grad_input) const override;
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& output_cell) const override;
    void spread(const Params& params, const Shape& input, const Cell& output_cell, float grad_output,
                std::vector<Tap>& taps) const override;
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& output_cell) const override;
    /// An addition for each cell but the first of a window, and one division.
    Cost cost(const Params& params, const Shape& input) const override;

 protected:
    virtual Divisors divisors(const Params& params, const Geometry& where) const = 0;
};

}  // namespace pool::kinds
