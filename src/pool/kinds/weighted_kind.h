#pragma once

#include <span>

#include "pool/layer.h"

namespace pool::kinds {

/// Kinds whose output is a smooth function of one window's valid values. The function and its derivative are
/// written once, in double precision; forward, backward, taps and shares follow from them.
class WeightedKind : public LayerKind {
 public:
    Reduction reduction(const Params&) const override { return Reduction::weighted; }
    bool shares_depend_on_values(const Params&) const override { return true; }
    float padding_value() const override { return 0; }
    void forward_region(const Params& params, const Tensor& input, Forward& result,
                        const Region& outputs) const override;
    void backward_region(const Params& params, const Tensor& input, const Forward& result,
                         const Tensor& grad_output, Tensor& grad_input, const Region& inputs) const override;
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& output_cell) const override;
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& output_cell) const override;
    Cost cost(const Params& params, const Shape& input) const override;

 protected:
    /// The right side of the formula, in symbols and with the numbers of a window.
    virtual Formula write(double constant, std::span<const double> values, double size) const;
    /// The kind's parameter (p, r), handed to the functions below.
    virtual double constant(const Params&) const { return 0; }
    /// The output of a window with these valid values, in scan order; `size` is the number of all its taps.
    virtual double reduce(double constant, std::span<const double> values, double size) const = 0;
    /// ∂output/∂value of each of them, into `weights`.
    virtual void differentiate(double constant, std::span<const double> values, double size, double output,
                               std::span<double> weights) const = 0;
};

}  // namespace pool::kinds
