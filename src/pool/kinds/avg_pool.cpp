#include "pool/kinds/average_kind.h"
#include "pool/kinds/common.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"

namespace pool::kinds {

namespace {

/// AvgPool2d [native/AveragePool2d.cpp, native/cpu/AvgPoolKernel.cpp].
class AvgPool2d : public ClippedKind<AverageKind> {
 public:
    std::string_view name() const override { return "AvgPool2d"; }
    std::string_view summary() const override { return "Replaces each window by the mean of its values."; }
    std::string_view formula() const override { return "y[o] = (sum over valid taps t of x[t]) / D"; }
    std::string_view source() const override { return "PyTorch, aten/src/ATen/native/cpu/AvgPoolKernel.cpp"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }

    Shape output_shape(const Params& params, const Shape& input) const override {
        const Shape output = ClippedKind::output_shape(params, input);
        if (read_integer(*this, params, "divisor_override") == 0)
            throw LayerError("divisor_override", "divisor_override is 0, but a sum cannot be divided by 0");
        return output;
    }
    std::string torch_code(const Params& params) const override { return torch_module(*this, params); }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec include{"count_include_pad", ParamType::boolean, true};
        include.help = "Counts padding cells in the divisor.";
        ParamSpec divisor{"divisor_override", ParamType::integer, {}};
        divisor.optional = true;
        divisor.min = -64;
        divisor.help = "Divides every window by this number instead of its cell count.";
        return {kernel_size_spec(), stride_spec(), any_padding_spec(), ceil_mode_spec(), include, divisor,
                rule_spec()};
    }

    kernels::Divisor divisor(const Params& params) const override {
        kernels::Divisor by;
        // ONNX's default is not to count padding, and TensorFlow never does; Caffe always does.
        const Rule rule = read_rule(*this, params);
        by.count_pad =
            rule == Rule::caffe || (rule == Rule::pytorch && read_bool(*this, params, "count_include_pad"));
        if (const auto fixed = read_integer(*this, params, "divisor_override")) {
            by.fixed = true;
            by.value = static_cast<float>(*fixed);
        }
        return by;
    }
};

}  // namespace

const LayerKind& avg_pool() {
    static const AvgPool2d kind;
    return kind;
}

}  // namespace pool::kinds
