#pragma once

#include "pool/layer.h"

namespace pool::kinds {

/// To which of several equal maxima the gradient goes. PyTorch: the first.
enum class Ties { first, last, split, all };

/// What all maximum poolings share once their windows are known (SEMANTICS 2): the first
/// strict maximum in scan order wins, or the last NaN; padding is -inf and never wins; the gradient goes to
/// the winner alone.
class MaxKind : public LayerKind {
 public:
    Reduction reduction(const Params&) const override { return Reduction::select; }
    bool has_indices(const Params&) const override { return true; }
    bool shares_depend_on_values(const Params&) const override { return true; }
    float padding_value() const override;
    std::optional<TapGrid> tap_grid(const Params& params, const Shape& input) const override;
    void forward_region(const Params& params, const Tensor& input, Forward& result,
                        const Region& outputs) const override;
    void backward_region(const Params& params, const Tensor& input, const Forward& result,
                         const Tensor& grad_output, Tensor& grad_input, const Region& inputs) const override;
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& output_cell) const override;
    /// A loser gets 0 even of a gradient that is not a number.
    void spread(const Params& params, const Shape& input, const Cell& output_cell, float grad_output,
                std::vector<Tap>& taps) const override;
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& output_cell) const override;
    /// One comparison less than a window has cells.
    Cost cost(const Params& params, const Shape& input) const override;
    Loops loops(const Params& params) const override {
        Loops code;
        if (ties(params) == Ties::first) code.form = Loops::Form::select;
        code.minimum = minimum();
        return code;
    }

 protected:
    virtual bool minimum() const { return false; }
    virtual Ties ties(const Params&) const { return Ties::first; }
};

/// The extension `ties` for teaching, and its value.
ParamSpec ties_spec();
Ties read_ties(const LayerKind& kind, const Params& params);

}  // namespace pool::kinds
