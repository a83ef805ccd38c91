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
    std::string_view source() const override { return "PyTorch, aten/src/ATen/native/cpu/AvgPoolKernel.cpp"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }

    /// PyTorch and Caffe count padding; ONNX's default is not to, and TensorFlow never does.
    const Value& default_value(const Params& params, const ParamSpec& spec) const override {
        static const Value kOnlyReal = false;
        if (!spec.by_rule) return spec.default_value;
        const Rule rule = read_rule(*this, params);
        return rule == Rule::onnx || rule == Rule::tensorflow ? kOnlyReal : spec.default_value;
    }

    Shape output_shape(const Params& params, const Shape& input) const override {
        const Shape output = ClippedKind::output_shape(params, input);
        if (read_integer(*this, params, "divisor_override") == 0)
            throw LayerError("divisor_override", {"error.divisor"});
        const bool include = read_bool(*this, params, "count_include_pad");
        const Rule rule = read_rule(*this, params);
        if (rule == Rule::tensorflow && include)
            throw LayerError("count_include_pad", {"error.count_pad.tensorflow"});
        if (rule == Rule::caffe && !include) throw LayerError("count_include_pad", {"error.count_pad.caffe"});
        return output;
    }
    std::string torch_code(const Params& params) const override { return torch_module(*this, params); }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec include{"count_include_pad", ParamType::boolean, true};
        include.help = "param.count_include_pad";
        include.by_rule = true;
        ParamSpec divisor{"divisor_override", ParamType::integer, {}};
        divisor.optional = true;
        divisor.min = -64;
        divisor.help = "param.divisor_override";
        return {kernel_size_spec(), stride_spec(), any_padding_spec(), ceil_mode_spec(), include, divisor,
                rule_spec()};
    }

    kernels::Divisor divisor(const Params& params) const override {
        kernels::Divisor by;
        by.count_pad = read_bool(*this, params, "count_include_pad");
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
