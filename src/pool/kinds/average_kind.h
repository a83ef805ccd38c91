#pragma once

#include "pool/kernels/average.h"
#include "pool/layer.h"

namespace pool::kinds {

/// What all averages share once their windows and divisors are known (SEMANTICS 3): the
/// float32 sum of the valid taps, then the division; every valid tap gets grad_output / D.
class AverageKind : public LayerKind {
 public:
    Reduction reduction(const Params&) const override { return Reduction::average; }
    bool shares_depend_on_values(const Params&) const override { return false; }
    float padding_value() const override { return 0; }
    void forward_region(const Params& params, const Tensor& input, Forward& result,
                        const Region& outputs) const override;
    void backward_region(const Params& params, const Tensor& input, const Forward& result,
                         const Tensor& grad_output, Tensor& grad_input, const Region& inputs) const override;
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& output_cell) const override;
    void spread(const Params& params, const Shape& input, const Cell& output_cell, float grad_output,
                std::vector<Tap>& taps) const override;
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& output_cell) const override;
    /// An addition for each cell but the first of a window, and one division.
    Cost cost(const Params& params, const Shape& input) const override;
    Loops loops(const Params& params) const override {
        const kernels::Divisor by = divisor(params);
        Loops code;
        code.form = Loops::Form::average;
        code.count_pad = by.count_pad;
        if (by.fixed) code.divisor = by.value;
        return code;
    }

 protected:
    virtual kernels::Divisor divisor(const Params& params) const = 0;
};

}  // namespace pool::kinds
