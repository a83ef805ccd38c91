#include <algorithm>

#include "pool/kinds/average_kind.h"
#include "pool/kinds/common.h"
#include "pool/kinds/table.h"

namespace pool::kinds {

namespace {

/// AvgPool2d [native/AveragePool2d.cpp, native/cpu/AvgPoolKernel.cpp].
class AvgPool2d : public AverageKind {
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
        const Shape output = sliding_shape(*this, params, input);
        if (read_integer(*this, params, "divisor_override") == 0)
            throw LayerError("divisor_override", "divisor_override is 0, but a sum cannot be divided by 0");
        return output;
    }
    /// The part of a window beyond the right padding does not exist: its taps are left out, and so the
    /// divisor counts what is left [pooling-semantics section 3].
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Sliding s = read_sliding(*this, params);
        return {clipped(s.h, input.h), clipped(s.w, input.w)};
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        return read_sliding(*this, params).axis(axis).formula(axis == 'h' ? input.h : input.w);
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec include{"count_include_pad", ParamType::boolean, true};
        include.help = "Counts padding cells in the divisor.";
        ParamSpec divisor{"divisor_override", ParamType::integer, {}};
        divisor.optional = true;
        divisor.min = -64;
        divisor.help = "Divides every window by this number instead of its cell count.";
        return {kernel_size_spec(), stride_spec(), padding_spec(), ceil_mode_spec(), include, divisor};
    }

    static AxisGeometry clipped(const SlidingAxis& axis, std::int64_t input) {
        AxisGeometry windows = AxisGeometry::sliding(input, axis.output(input), axis.kernel, axis.stride,
                                                     axis.padding, axis.padding, 1);
        windows.clip_end(input + axis.padding);
        return windows;
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
