#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "pool/layer.h"

namespace pool::kinds {

/// One input cell and its weight in an output cell.
struct Term {
    std::int64_t c = 0;
    std::int64_t y = 0;
    std::int64_t x = 0;
    double weight = 0;
};

/// One summand of a written sum.
struct Product {
    double weight = 0;
    double value = 0;
};
/// "0.25·3 − 0.5·(−1) + … (n = 16)": at most nine of them.
std::string written_sum(std::span<const Product> products);

/// The weighted sums that a LinearKind takes, for one set of parameters and one input.
class Terms {
 public:
    virtual ~Terms() = default;
    /// Replaces `terms` by those of one output cell: cells inside the input, no cell twice, in scan order
    /// (channels outermost).
    virtual void of(const Cell& output_cell, std::vector<Term>& terms) const = 0;
    /// What is added to every cell of an output channel: a convolution's bias.
    virtual double constant(std::int64_t channel) const {
        (void)channel;
        return 0;
    }
};

/// Kinds whose output is a sum of input cells with weights: y = sum of w·x, and w·grad_output goes back.
/// The weights may depend on where the maxima are (MaxBlurPool2d, MixedPool2d), as PyTorch differentiates
/// them.
class LinearKind : public LayerKind {
 public:
    Reduction reduction(const Params&) const override { return Reduction::sum; }
    float padding_value() const override { return 0; }
    void forward_region(const Params& params, const Tensor& input, Forward& result,
                        const Region& outputs) const override;
    void backward_region(const Params& params, const Tensor& input, const Forward& result,
                         const Tensor& grad_output, Tensor& grad_input, const Region& inputs) const override;
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& output_cell) const override;
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& output_cell) const override;
    /// A multiplication and an addition for each cell of a window.
    Cost cost(const Params& params, const Shape& input) const override;

 protected:
    /// `input` outlives the result.
    virtual std::unique_ptr<Terms> terms(const Params& params, const Tensor& input) const = 0;
};

}  // namespace pool::kinds
