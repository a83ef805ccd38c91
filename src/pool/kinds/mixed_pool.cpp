#include <cmath>

#include "pool/kinds/common.h"
#include "pool/kinds/linear_kind.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

class MixedTerms : public Terms {
 public:
    MixedTerms(Geometry where, const Tensor& input, double alpha)
        : where_(std::move(where)), input_(input), alpha_(alpha) {}
    void of(const Cell& cell, std::vector<Term>& terms) const override {
        terms.clear();
        std::size_t winner = 0;
        float best = 0;
        for (const Tap& tap : window_taps(where_, input_, cell, 0)) {
            if (!tap.valid) continue;
            if (terms.empty() || tap.value > best || std::isnan(tap.value)) {
                best = tap.value;
                winner = terms.size();
            }
            terms.push_back({tap.c, tap.y, tap.x, 0});
        }
        for (std::size_t i = 0; i < terms.size(); ++i)
            terms[i].weight = (i == winner ? alpha_ : 0.0) + (1 - alpha_) / static_cast<double>(terms.size());
    }

 private:
    Geometry where_;
    const Tensor& input_;
    double alpha_;
};

/// Mixed max-average pooling (Lee, Gallagher, Tu 2016) with its mixing proportion held fixed.
class MixedPool2d : public SlidingKind<LinearKind> {
 public:
    std::string_view name() const override { return "MixedPool2d"; }
    bool shares_depend_on_values(const Params&) const override { return true; }
    std::string_view source() const override {
        return "Lee, Gallagher, Tu: Generalizing pooling functions in convolutional neural networks, 2016";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        const double alpha = read_number(*this, params, "alpha");
        if (!(alpha >= 0 && alpha <= 1)) throw LayerError("alpha", {"error.alpha", {short_number(alpha)}});
        return SlidingKind::output_shape(params, input);
    }

    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& cell) const override {
        const Geometry where = geometry(params, input.shape());
        const double alpha = read_number(*this, params, "alpha");
        std::int64_t count = 0;
        for (const Tap& tap : window_taps(where, input, cell, 0)) count += tap.valid ? 1 : 0;
        const auto listed = [&](const char* separator) {
            return listed_terms(where, input, cell, 0, separator, true);
        };
        return {"y = α·\\max_{W} x + (1 − α)·\\frac{1}{n} \\sum_{W} x",
                short_number(alpha) + "·\\max(" + listed(", ") + ") + " + short_number(1 - alpha) +
                    "·\\frac{" + listed(" + ") + "}{" + std::to_string(count) +
                    "} = " + short_number(result.output.at(cell))};
    }

 protected:
    std::unique_ptr<Terms> terms(const Params& params, const Tensor& input) const override {
        return std::make_unique<MixedTerms>(geometry(params, input.shape()), input,
                                            read_number(*this, params, "alpha"));
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec alpha{"alpha", ParamType::number, 0.5};
        alpha.max = 1;
        alpha.help = "param.alpha";
        return {kernel_size_spec(), stride_spec(), padding_spec(), ceil_mode_spec(), alpha};
    }
};

}  // namespace

const LayerKind& mixed_pool() {
    static const MixedPool2d kind;
    return kind;
}

}  // namespace pool::kinds
