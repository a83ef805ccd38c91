#include <algorithm>
#include <cmath>

#include "pool/kinds/table.h"
#include "pool/kinds/weighted_kind.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// Log-sum-exp pooling (Pinheiro and Collobert 2015), the mean inside the logarithm
/// (SEMANTICS 9).
class LogSumExpPool2d : public SlidingKind<WeightedKind> {
 public:
    std::string_view name() const override { return "LogSumExpPool2d"; }
    std::string_view source() const override {
        return "Pinheiro and Collobert: From image-level to pixel-level labeling, 2015";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        const double r = read_number(*this, params, "r");
        if (!(r > 0) || std::isinf(r)) throw LayerError("r", {"error.above_zero", {"r", short_number(r)}});
        return SlidingKind::output_shape(params, input);
    }
    Loops loops(const Params& params) const override {
        const std::string r = python_text(read_number(*this, params, "r"));
        Loops code;
        code.form = Loops::Form::formula;
        code.add = "exp(" + r + " * X)";
        code.weigh = "1";
        code.finish = "log(total / weight) / " + r;
        code.share = "exp(" + r + " * (X - Y)) / V";
        return code;
    }
    std::string torch_code(const Params& params) const override {
        const std::string r = python_text(read_number(*this, params, "r"));
        return "Function(lambda x: F.avg_pool2d((" + r + " * x).exp(), " +
               torch_arguments(*this, params, {"r"}) + ", count_include_pad=False).log() / " + r + ")";
    }

 protected:
    double constant(const Params& params) const override { return read_number(*this, params, "r"); }
    double reduce(double r, std::span<const double> x, double) const override {
        const double largest = std::ranges::max(x);
        // A window of equal infinities is that infinity; the difference would not be a number.
        if (std::isinf(largest)) return largest;
        return largest + std::log(exponentials(x, r, largest) / static_cast<double>(x.size())) / r;
    }
    void differentiate(double r, std::span<const double> x, double, double,
                       std::span<double> weights) const override {
        const double largest = std::ranges::max(x);
        const double total = exponentials(x, r, largest);
        for (std::size_t i = 0; i < x.size(); ++i) weights[i] = std::exp(r * (x[i] - largest)) / total;
    }

    Formula write(double r, std::span<const double> x, double) const override {
        const std::string sharp = short_number(r);
        const std::string sum =
            joined(x, " + ", [&](double v) { return "e^{" + sharp + "·" + factor_text(v) + "}"; });
        return {"\\frac{1}{r} log(\\frac{1}{n} \\sum_{W} e^{r·x})",
                "\\frac{1}{" + sharp + "} log \\frac{" + sum + "}{" + std::to_string(x.size()) + "}"};
    }

 private:
    static double exponentials(std::span<const double> x, double r, double largest) {
        double total = 0;
        for (const double v : x) total += std::exp(r * (v - largest));
        return total;
    }
    static std::vector<ParamSpec> make_specs() {
        ParamSpec r{"r", ParamType::number, 1.0};
        r.min = 0.1;
        r.max = 100;
        r.help = "param.sharpness";
        return {kernel_size_spec(), stride_spec(), padding_spec(), r, ceil_mode_spec()};
    }
};

}  // namespace

const LayerKind& log_sum_exp_pool() {
    static const LogSumExpPool2d kind;
    return kind;
}

}  // namespace pool::kinds
