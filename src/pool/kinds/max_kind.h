#pragma once

#include "pool/layer.h"

namespace pool::kinds {

/// What all maximum poolings share once their windows are known (pooling-semantics section 2): the first
/// strict maximum in scan order wins, or the last NaN; padding is -inf and never wins; the gradient goes to
/// the winner alone.
class MaxKind : public LayerKind {
 public:
    Reduction reduction() const override { return Reduction::select; }
    float padding_value() const override;
    void forward(const Params& params, const Tensor& input, Forward& result) const override;
    void backward(const Params& params, const Tensor& input, const Forward& result, const Tensor& grad_output,
                  Tensor& grad_input) const override;
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& output_cell) const override;
    /// The winner gets all of it; a loser gets 0 even of a gradient that is not a number.
    void spread(const Params& params, const Shape& input, const Cell& output_cell, float grad_output,
                std::vector<Tap>& taps) const override;
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& output_cell) const override;
    /// One comparison less than a window has cells.
    Cost cost(const Params& params, const Shape& input) const override;
};

}  // namespace pool::kinds
