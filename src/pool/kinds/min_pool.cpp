#include <limits>

#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// Minimum pooling: -maxpool(-x), padding +inf (pooling-semantics section 9).
class MinPool2d : public SlidingKind<MaxKind> {
 public:
    std::string_view name() const override { return "MinPool2d"; }
    std::string_view summary() const override { return "Keeps the smallest value of each window."; }
    std::string_view formula() const override { return "y[o] = min over valid taps t of x[t]"; }
    std::string_view source() const override { return "-MaxPool2d(-x)"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {kernel_size_spec(), stride_spec(), padding_spec(),
                                                     dilation_spec(), ceil_mode_spec()};
        return specs;
    }
    float padding_value() const override { return std::numeric_limits<float>::infinity(); }

    void forward(const Params& params, const Tensor& input, Forward& result) const override {
        Tensor negated = input;
        for (float& v : negated.data()) v = -v;
        MaxKind::forward(params, negated, result);
        for (float& v : result.output.data()) v = -v;
    }
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& cell) const override {
        const std::vector<Tap> all = taps(params, input, result, cell);
        return {"y = min over the window of x",
                "min(" + listed_terms(all, ", ") + ") = " + short_number(result.output.at(cell))};
    }
};

}  // namespace

const LayerKind& min_pool() {
    static const MinPool2d kind;
    return kind;
}

}  // namespace pool::kinds
