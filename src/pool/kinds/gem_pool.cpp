#include <algorithm>
#include <cmath>

#include "pool/kinds/table.h"
#include "pool/kinds/weighted_kind.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

constexpr double kSmallest = 1e-6;  // values below count as this, as in the authors' code

/// Generalised-mean pooling (Radenovic, Tolias, Chum 2019), p held fixed (SEMANTICS 9).
class GeMPool2d : public AdaptiveKind<WeightedKind> {
 public:
    std::string_view name() const override { return "GeMPool2d"; }
    std::string_view source() const override {
        return "Radenovic, Tolias, Chum: Fine-tuning CNN image retrieval with no human annotation, 2019";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        const double p = read_number(*this, params, "p");
        if (!(p > 0) || std::isinf(p)) throw LayerError("p", {"error.above_zero", {"p", short_number(p)}});
        return AdaptiveKind::output_shape(params, input);
    }
    Loops loops(const Params& params) const override {
        const std::string p = python_text(read_number(*this, params, "p"));
        Loops code;
        code.form = Loops::Form::formula;
        code.add = "pow(fmax(X, 1e-6), " + p + ")";
        code.weigh = "1";
        code.finish = "pow(total / weight, 1.0 / " + p + ")";
        code.share = "(X >= 1e-6) * pow(fmax(X, 1e-6), " + p + " - 1) * pow(Y, 1 - " + p + ") / V";
        return code;
    }
    std::string torch_code(const Params& params) const override {
        const std::string p = python_text(read_number(*this, params, "p"));
        return "Function(lambda x: F.adaptive_avg_pool2d(x.clamp(min=1e-6).pow(" + p + "), " +
               python_text(param(*this, params, "output_size")) + ").pow(1 / " + p + "))";
    }

 protected:
    double constant(const Params& params) const override { return read_number(*this, params, "p"); }
    double reduce(double p, std::span<const double> x, double) const override {
        double sum = 0;
        for (const double v : x) sum += std::pow(std::isnan(v) ? v : std::max(v, kSmallest), p);
        return std::pow(sum / static_cast<double>(x.size()), 1 / p);
    }
    void differentiate(double p, std::span<const double> x, double, double y,
                       std::span<double> weights) const override {
        for (std::size_t i = 0; i < x.size(); ++i)
            weights[i] = x[i] < kSmallest
                             ? 0.0
                             : std::pow(x[i], p - 1) * std::pow(y, 1 - p) / static_cast<double>(x.size());
    }

    Formula write(double p, std::span<const double> x, double) const override {
        const std::string power = short_number(p);
        const std::string sum = joined(x, " + ", [&](double v) {
            return (v < kSmallest ? std::string("ε") : factor_text(v)) + "^{" + power + "}";
        });
        return {"\\sqrt[p]{\\frac{1}{n} \\sum_{W} \\max(x, ε)^{p}}",
                "\\sqrt[" + power + "]{\\frac{" + sum + "}{" + std::to_string(x.size()) + "}}"};
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec size = output_size_spec();
        size.required = false;
        size.start_value = {};
        size.default_value = Pair{1, 1};
        ParamSpec p{"p", ParamType::number, 3.0};
        p.min = 1;
        p.max = 32;
        p.help = "param.power.mean";
        return {p, size};
    }
};

}  // namespace

const LayerKind& gem_pool() {
    static const GeMPool2d kind;
    return kind;
}

}  // namespace pool::kinds
