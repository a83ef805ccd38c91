#include <algorithm>
#include <cmath>

#include "pool/kinds/table.h"
#include "pool/kinds/weighted_kind.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// SoftPool (Stergiou, Poppe, Kalliatakis 2021), with its true gradient (SEMANTICS 9).
class SoftPool2d : public SlidingKind<WeightedKind> {
 public:
    std::string_view name() const override { return "SoftPool2d"; }
    std::string_view source() const override {
        return "Stergiou, Poppe, Kalliatakis: Refining activation downsampling with SoftPool, 2021";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {kernel_size_spec(), stride_spec(), padding_spec(),
                                                     ceil_mode_spec()};
        return specs;
    }
    Loops loops(const Params&) const override {
        Loops code;
        code.form = Loops::Form::formula;
        code.add = "exp(X) * X";
        code.weigh = "exp(X)";
        code.finish = "total / weight";
        code.share = "exp(X) / V * (1 + X - Y)";
        return code;
    }
    std::string torch_code(const Params& params) const override {
        const std::string arguments = torch_arguments(*this, params);
        return "Function(lambda x: F.avg_pool2d(x.exp() * x, " + arguments + ") / F.avg_pool2d(x.exp(), " +
               arguments + "))";
    }

 protected:
    double reduce(double, std::span<const double> x, double) const override {
        double total = 0;
        double sum = 0;
        const double largest = std::ranges::max(x);
        for (const double v : x) {
            const double e = std::exp(v - largest);
            total += e;
            sum += e * v;
        }
        return sum / total;
    }
    void differentiate(double, std::span<const double> x, double, double y,
                       std::span<double> weights) const override {
        const double largest = std::ranges::max(x);
        double total = 0;
        for (const double v : x) total += std::exp(v - largest);
        for (std::size_t i = 0; i < x.size(); ++i)
            weights[i] = std::exp(x[i] - largest) / total * (1 + x[i] - y);
    }
    Formula write(double, std::span<const double> x, double) const override {
        const double largest = x.empty() ? 0 : std::ranges::max(x);
        double total = 0;
        for (const double v : x) total += std::exp(v - largest);
        const auto term = [&](double v) {
            return short_number(std::exp(v - largest) / total, 3) + "·" + factor_text(v);
        };
        return {"\\sum_{W} \\frac{e^{x}}{\\sum_{W} e^{x}} · x", joined(x, " + ", term)};
    }
};

}  // namespace

const LayerKind& soft_pool() {
    static const SoftPool2d kind;
    return kind;
}

}  // namespace pool::kinds
