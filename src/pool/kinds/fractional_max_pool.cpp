#include <cmath>

#include "pool/kinds/common.h"
#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// Starts of the windows along one axis. All in float32 with truncation, as PyTorch computes them: in double
/// a start moves by one here and there.
AxisGeometry random_axis(std::int64_t input, std::int64_t output, std::int64_t kernel, float sample) {
    std::vector<AxisWindow> windows;
    const float alpha =
        output > 1 ? static_cast<float>(input - kernel) / static_cast<float>(output - 1) : 0.0F;
    const auto truncated = [](float v) { return static_cast<std::int64_t>(v); };
    for (std::int64_t o = 0; o + 1 < output; ++o) {
        const float moved = (static_cast<float>(o) + sample) * alpha;
        const float base = sample * alpha;
        windows.push_back({truncated(moved) - truncated(base), kernel, 1});
    }
    windows.push_back({input - kernel, kernel, 1});
    return AxisGeometry::listed(input, std::move(windows));
}

/// FractionalMaxPool2d [native/FractionalMaxPool2d.cpp; Graham 2014].
class FractionalMaxPool2d : public MaxKind {
 public:
    std::string_view name() const override { return "FractionalMaxPool2d"; }
    std::string_view source() const override {
        return "PyTorch, aten/src/ATen/native/FractionalMaxPool2d.cpp; Graham: Fractional max-pooling, 2014";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        check_input(*this, input);
        const Size2 kernel = read_pair(*this, params, "kernel_size");
        if (kernel.h < 1 || kernel.w < 1)
            throw LayerError("kernel_size",
                             {"error.at_least_one", {"kernel_size", python_text(Pair{kernel.h, kernel.w})}});
        const Size2 size = wanted_size(params, input);
        if (size.h + kernel.h - 1 > input.h || size.w + kernel.w - 1 > input.w)
            throw LayerError(
                "output_size",
                {"error.fractional.input",
                 {python_text(Pair{size.h, size.w}), python_text(Pair{kernel.h, kernel.w}),
                  grid_text(size.h + kernel.h - 1, size.w + kernel.w - 1), grid_text(input.h, input.w)}});
        if (const auto* samples = std::get_if<NumberList>(&param(*this, params, "_random_samples"))) {
            if (samples->shape() != std::vector<std::int64_t>{input.n, input.c, 2})
                throw LayerError("_random_samples", {"error.fractional.samples", {input.c, input.n}});
            for (const double u : samples->values())
                if (!(u >= 0 && u < 1))
                    throw LayerError("_random_samples", {"error.fractional.sample", {short_number(u)}});
        }
        return {input.n, input.c, size.h, size.w};
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Shape out = output_shape(params, input);
        const Size2 kernel = read_pair(*this, params, "kernel_size");
        std::vector<Axes> planes;
        for (std::int64_t n = 0; n < input.n; ++n) {
            for (std::int64_t c = 0; c < input.c; ++c) {
                const auto [width, height] = samples(params, input, n, c);
                planes.push_back({random_axis(input.h, out.h, kernel.h, height),
                                  random_axis(input.w, out.w, kernel.w, width)});
            }
        }
        return Geometry::of_planes(input.c, std::move(planes));
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        const Shape out = output_shape(params, input);
        const std::int64_t size = axis == 'h' ? out.h : out.w;
        const auto* ratio = std::get_if<NumberList>(&param(*this, params, "output_ratio"));
        if (!ratio) return "output_size = " + std::to_string(size);
        return "\\floor{" + std::to_string(axis == 'h' ? input.h : input.w) + " · " +
               short_number(axis == 'h' ? ratio->values().front() : ratio->values().back()) +
               "} = " + std::to_string(size);
    }

    /// Where this plane's windows begin comes first: it is what the random numbers decide.
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& cell) const override {
        const Formula maximum = MaxKind::explain(params, input, result, cell);
        const auto [width, height] = samples(params, input.shape(), cell.n, cell.c);
        const Geometry where = geometry(params, input.shape());
        const Axes& axes = where.axes(cell.n, cell.c);
        return {maximum.symbols + ", s_{o} = \\floor{(o + u)·α} − \\floor{u·α}",
                starts(axes.h, "h", height) + "; " + starts(axes.w, "w", width) + "; " + maximum.numbers};
    }

 private:
    /// "u_{w} = 0.9, α = 2.5: s = 0, 2, 5".
    static std::string starts(const AxisGeometry& axis, const std::string& name, float u) {
        constexpr std::int64_t kMostStarts = 8;
        std::string text = "u_{" + name + "} = " + short_number(u);
        if (axis.output() > 1)
            text += ", α = " + short_number(static_cast<double>(axis.input() - axis.window(0).count) /
                                            static_cast<double>(axis.output() - 1));
        text += ": s = ";
        for (std::int64_t o = 0; o < std::min(axis.output(), kMostStarts); ++o)
            text += (o > 0 ? ", " : "") + std::to_string(axis.window(o).start);
        return axis.output() > kMostStarts ? text + ", …" : text;
    }
    static std::vector<ParamSpec> make_specs() {
        ParamSpec size = output_size_spec();
        size.required = false;
        size.start_value = {};
        size.optional = true;
        size.none_entries = false;
        size.excludes = "output_ratio";
        size.help = "param.output_size.or_ratio";
        ParamSpec ratio{"output_ratio", ParamType::number_list, {}};
        ratio.optional = true;
        ratio.scalar = true;
        ratio.excludes = "output_size";
        ratio.help = "param.output_ratio";
        ratio.start_value = NumberList{{}, {0.7}};
        ParamSpec samples{"_random_samples", ParamType::number_list, {}};
        samples.optional = true;
        samples.help = "param.random_samples";
        return {kernel_size_spec(), size, ratio, return_indices_spec(), samples, seed_spec()};
    }

    Size2 wanted_size(const Params& params, const Shape& input) const {
        const bool by_size = !std::holds_alternative<std::monostate>(param(*this, params, "output_size"));
        const auto* ratio = std::get_if<NumberList>(&param(*this, params, "output_ratio"));
        if (by_size && ratio)
            throw LayerError("output_ratio", {"error.both_given", {"output_size", "output_ratio"}});
        if (by_size) {
            const Size2 size = read_pair(*this, params, "output_size");
            if (size.h < 1 || size.w < 1)
                throw LayerError("output_size",
                                 {"error.at_least_one", {"output_size", python_text(Pair{size.h, size.w})}});
            return size;
        }
        if (!ratio) throw LayerError("output_size", {"error.neither_given", {"output_size", "output_ratio"}});
        const bool fits =
            ratio->values().size() <= 2 && ratio->shape().size() <= 1 && !ratio->values().empty();
        const double h = fits ? ratio->values().front() : 0;
        const double w = fits ? ratio->values().back() : 0;
        if (!(h > 0 && h < 1 && w > 0 && w < 1))
            throw LayerError("output_ratio", {"error.fractional.ratio", {python_text(*ratio)}});
        const Size2 size{static_cast<std::int64_t>(static_cast<double>(input.h) * h),
                         static_cast<std::int64_t>(static_cast<double>(input.w) * w)};
        if (size.h < 1 || size.w < 1)
            throw LayerError("output_ratio", {"error.fractional.nothing", {grid_text(input.h, input.w)}});
        return size;
    }

    /// The samples for width and height of one plane.
    std::pair<float, float> samples(const Params& params, const Shape& input, std::int64_t n,
                                    std::int64_t c) const {
        if (const auto* given = std::get_if<NumberList>(&param(*this, params, "_random_samples"))) {
            const auto at = static_cast<std::size_t>(2 * (n * input.c + c));
            return {static_cast<float>(given->values()[at]), static_cast<float>(given->values()[at + 1])};
        }
        const std::int64_t seed = read_integer(*this, params, "seed").value_or(0);
        return {random_unit(seed, {n, c, 0, 0}), random_unit(seed, {n, c, 0, 1})};
    }
};

}  // namespace

const LayerKind& fractional_max_pool() {
    static const FractionalMaxPool2d kind;
    return kind;
}

}  // namespace pool::kinds
