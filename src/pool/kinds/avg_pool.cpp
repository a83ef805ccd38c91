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
        const std::int64_t output = axis.output(input);
        const std::int64_t end = input + axis.padding;
        if ((output - 1) * axis.stride - axis.padding + axis.kernel <= end)
            return AxisGeometry::sliding(input, output, axis.kernel, axis.stride, axis.padding, axis.padding,
                                         1);
        std::vector<AxisWindow> windows;
        for (std::int64_t o = 0; o < output; ++o) {
            const std::int64_t start = o * axis.stride - axis.padding;
            windows.push_back({start, std::min(start + axis.kernel, end) - start, 1});
        }
        AxisGeometry listed = AxisGeometry::listed(input, std::move(windows));
        listed.show_padding(axis.padding, axis.padding);
        return listed;
    }

    Divisors divisors(const Params& params, const Geometry& where) const override {
        Divisors result;
        if (const auto fixed = read_integer(*this, params, "divisor_override")) {
            result.fixed = static_cast<float>(*fixed);
            return result;
        }
        const bool include = read_bool(*this, params, "count_include_pad");
        const auto lengths = [&](const AxisGeometry& axis, std::vector<float>& out) {
            for (std::int64_t o = 0; o < axis.output(); ++o)
                out.push_back(static_cast<float>(include ? axis.window(o).count : axis.valid(o).count()));
        };
        lengths(where.h, result.h);
        lengths(where.w, result.w);
        return result;
    }
};

}  // namespace

const LayerKind& avg_pool() {
    static const AvgPool2d kind;
    return kind;
}

}  // namespace pool::kinds
