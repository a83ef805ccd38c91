#include <cmath>

#include "pool/kinds/average_kind.h"
#include "pool/kinds/max_kind.h"
#include "pool/kinds/power.h"
#include "pool/kinds/table.h"
#include "pool/kinds/weighted_kind.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

// ONNX's pooling operators by ONNX's names and rules (onnx/docs/Operators.md; SEMANTICS 2 to
// 5).

namespace pool::kinds {

namespace {

constexpr std::string_view kSource = "ONNX, docs/Operators.md";

ParamSpec pair_spec(std::string_view name, Value start, std::string_view help) {
    ParamSpec spec{name, ParamType::pair, std::move(start)};
    spec.min = 1;
    spec.help = help;
    return spec;
}

ParamSpec flag_spec(std::string_view name, std::string_view help) {
    ParamSpec spec{name, ParamType::integer, std::int64_t{0}};
    spec.max = 1;
    spec.help = help;
    return spec;
}

std::vector<ParamSpec> window_specs() {
    ParamSpec kernel = kernel_size_spec();
    kernel.name = "kernel_shape";
    ParamSpec pads{"pads", ParamType::padding, Pair{0, 0}};
    pads.max = 32;
    pads.help = "param.pads";
    ParamSpec auto_pad{"auto_pad", ParamType::choice, std::string("NOTSET")};
    auto_pad.choices = {"NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"};
    auto_pad.help = "param.auto_pad";
    return {kernel,
            pair_spec("strides", Pair{1, 1}, "param.strides"),
            pads,
            pair_spec("dilations", Pair{1, 1}, "param.dilation"),
            flag_spec("ceil_mode", "param.ceil_mode.flag"),
            auto_pad};
}

void check_flag(const LayerKind& kind, const Params& params, const char* name) {
    const std::int64_t value = read_integer(kind, params, name).value_or(0);
    if (value != 0 && value != 1) throw LayerError(name, {"error.flag", {name, value}});
}

/// Windows as ONNX's attributes say.
template <class Base>
class OnnxKind : public Base {
 public:
    bool keywords_only() const override { return true; }
    std::string_view source() const override { return kSource; }
    Shape output_shape(const Params& params, const Shape& input) const override {
        check_flag(*this, params, "ceil_mode");
        return Base::output_shape(params, input);
    }

 protected:
    Sliding sliding(const Params& params, const Shape& input) const override {
        return read_onnx(*this, params, input);
    }
};

class OnnxMaxPool : public OnnxKind<SlidingKind<MaxKind>> {
 public:
    std::string_view name() const override { return "ONNX.MaxPool"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        check_flag(*this, params, "storage_order");
        return OnnxKind::output_shape(params, input);
    }
    IndexRule index_rule(const Params& params) const override {
        return {IndexRule::Form::tensor, read_integer(*this, params, "storage_order") == 1};
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        std::vector<ParamSpec> specs = window_specs();
        specs.push_back(flag_spec("storage_order", "param.storage_order"));
        return specs;
    }
};

class OnnxAveragePool : public OnnxKind<ClippedKind<AverageKind>> {
 public:
    std::string_view name() const override { return "ONNX.AveragePool"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        check_flag(*this, params, "count_include_pad");
        return OnnxKind::output_shape(params, input);
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        std::vector<ParamSpec> specs = window_specs();
        specs.push_back(flag_spec("count_include_pad", "param.count_include_pad.flag"));
        return specs;
    }
    kernels::Divisor divisor(const Params& params) const override {
        kernels::Divisor by;
        by.count_pad = read_integer(*this, params, "count_include_pad") == 1;
        return by;
    }
};

class OnnxLpPool : public OnnxKind<SlidingKind<PowerKind>> {
 public:
    std::string_view name() const override { return "ONNX.LpPool"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        const std::int64_t p = read_integer(*this, params, "p").value_or(2);
        if (p < 1) throw LayerError("p", {"error.at_least_one", {"p", p}});
        return OnnxKind::output_shape(params, input);
    }

 protected:
    double constant(const Params& params) const override {
        return -static_cast<double>(read_integer(*this, params, "p").value_or(2));
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        std::vector<ParamSpec> specs = window_specs();
        ParamSpec p{"p", ParamType::integer, std::int64_t{2}};
        p.min = 1;
        p.max = 16;
        p.help = "param.power.length";
        specs.push_back(p);
        return specs;
    }
};

/// The whole map is one window.
template <class Base>
class GlobalKind : public Base {
 public:
    std::string_view source() const override { return kSource; }
    std::span<const ParamSpec> params() const override { return {}; }
    Shape output_shape(const Params&, const Shape& input) const override {
        check_input(*this, input);
        return {input.n, input.c, 1, 1};
    }
    Geometry geometry(const Params&, const Shape& input) const override {
        return {AxisGeometry::adaptive(input.h, 1), AxisGeometry::adaptive(input.w, 1)};
    }
    std::string size_formula(const Params&, const Shape&, char) const override { return "1"; }
};

class OnnxGlobalMaxPool : public GlobalKind<MaxKind> {
 public:
    std::string_view name() const override { return "ONNX.GlobalMaxPool"; }
    IndexRule index_rule(const Params&) const override { return {IndexRule::Form::tensor}; }
};

class OnnxGlobalAveragePool : public GlobalKind<AverageKind> {
 public:
    std::string_view name() const override { return "ONNX.GlobalAveragePool"; }

 private:
    kernels::Divisor divisor(const Params&) const override {
        kernels::Divisor by;
        by.twice = true;
        return by;
    }
};

}  // namespace

const LayerKind& onnx_max_pool() {
    static const OnnxMaxPool kind;
    return kind;
}
const LayerKind& onnx_average_pool() {
    static const OnnxAveragePool kind;
    return kind;
}
const LayerKind& onnx_lp_pool() {
    static const OnnxLpPool kind;
    return kind;
}
const LayerKind& onnx_global_max_pool() {
    static const OnnxGlobalMaxPool kind;
    return kind;
}
const LayerKind& onnx_global_average_pool() {
    static const OnnxGlobalAveragePool kind;
    return kind;
}

}  // namespace pool::kinds
