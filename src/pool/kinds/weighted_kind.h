#pragma once

#include <span>

#include "pool/layer.h"

namespace pool::kinds {

/// Kinds whose output is a smooth function of one window's valid values. The function and its derivative are
/// written once, in double precision; forward, backward, taps and shares follow from them.
class WeightedKind : public LayerKind {
 public:
    Reduction reduction() const override { return Reduction::weighted; }
    float padding_value() const override { return 0; }
    void forward(const Params& params, const Tensor& input, Forward& result) const override;
    void backward(const Params& params, const Tensor& input, const Forward& result, const Tensor& grad_output,
                  Tensor& grad_input) const override;
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& output_cell) const override;
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& output_cell) const override;
    Cost cost(const Params& params, const Shape& input) const override;

 protected:
    /// The output of a window with these valid values, in scan order; `size` is the number of all its taps.
    virtual double reduce(const Params& params, std::span<const double> values, double size) const = 0;
    /// ∂output/∂value of each of them, into `weights`.
    virtual void differentiate(const Params& params, std::span<const double> values, double size,
                               double output, std::span<double> weights) const = 0;
};

}  // namespace pool::kinds
