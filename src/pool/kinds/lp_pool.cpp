#include <cmath>

#include "pool/kinds/power.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// LPPool2d [torch/nn/functional.py lp_pool2d]: without absolute values, and with the full kernel's size as
/// the factor of a window that hangs over the edge (SEMANTICS 5).
class LPPool2d : public SlidingKind<PowerKind> {
 public:
    std::string_view name() const override { return "LPPool2d"; }
    std::string_view source() const override { return "PyTorch, torch/nn/functional.py, lp_pool2d"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        const double p = read_number(*this, params, "norm_type");
        if (!(p > 0) || std::isinf(p)) throw LayerError("norm_type", {"error.norm_type", {short_number(p)}});
        return SlidingKind::output_shape(params, input);
    }
    Loops loops(const Params& params) const override {
        if (read_rule(*this, params) != Rule::pytorch) return {};
        const std::string p = python_text(read_number(*this, params, "norm_type"));
        Loops code;
        code.form = Loops::Form::formula;
        code.add = "pow(X, " + p + ")";
        code.weigh = "1";
        // A window that hangs over the edge counts as if it were whole.
        code.finish = "pow(total * kh * kw / weight, 1.0 / " + p + ")";
        code.share = "(Y != 0) * pow(Y + (Y == 0), 1 - " + p + ") * pow(X, " + p + " - 1) * kh * kw / V";
        return code;
    }
    std::string torch_code(const Params& params) const override { return torch_module(*this, params); }

 protected:
    /// The other frameworks take absolute values and do not scale.
    double constant(const Params& params) const override {
        const double p = read_number(*this, params, "norm_type");
        return read_rule(*this, params) == Rule::pytorch ? p : -p;
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec norm{"norm_type", ParamType::number, {}};
        norm.required = true;
        norm.start_value = 2.0;
        norm.min = 1;
        norm.max = 16;
        norm.help = "param.norm_type";
        return {norm, kernel_size_spec(), stride_spec(), ceil_mode_spec(), rule_spec()};
    }
};

}  // namespace

const LayerKind& lp_pool() {
    static const LPPool2d kind;
    return kind;
}

}  // namespace pool::kinds
