#include <array>
#include <cmath>
#include <random>

#include "pool/kinds/common.h"
#include "pool/kinds/linear_kind.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

struct NamedKernel {
    std::string_view name;
    std::array<double, 9> weights;
    double divisor;
};
constexpr std::array<NamedKernel, 8> kKernels = {{{"identity", {0, 0, 0, 0, 1, 0, 0, 0, 0}, 1},
                                                  {"box", {1, 1, 1, 1, 1, 1, 1, 1, 1}, 9},
                                                  {"gaussian", {1, 2, 1, 2, 4, 2, 1, 2, 1}, 16},
                                                  {"sobel_x", {-1, 0, 1, -2, 0, 2, -1, 0, 1}, 1},
                                                  {"sobel_y", {-1, -2, -1, 0, 0, 0, 1, 2, 1}, 1},
                                                  {"laplacian", {0, 1, 0, 1, -4, 1, 0, 1, 0}, 1},
                                                  {"sharpen", {0, -1, 0, -1, 5, -1, 0, -1, 0}, 1},
                                                  {"emboss", {-2, -1, 0, -1, 1, 1, 0, 1, 2}, 1}}};

/// Weights in the order output channel, input channel, row, column. With one kernel for all (`shared`), every
/// channel is filtered alone; otherwise an output channel sees the `inputs` channels of its group.
struct Weights {
    std::int64_t outputs = 1, inputs = 1, groups = 1, h = 3, w = 3;
    bool shared = true;
    std::vector<double> values;
    std::vector<double> bias;  ///< one for each output channel; empty: none

    /// Every channel of the output sees the channel of its own number alone.
    bool depthwise() const { return inputs == 1 && groups == outputs; }
    AxisGeometry::Range channels(std::int64_t output) const {
        if (shared) return {output, output + 1};
        const std::int64_t group = output / (outputs / groups);
        return {group * inputs, (group + 1) * inputs};
    }
};

/// As torch.manual_seed(seed) and then nn.Conv2d make them: uniform in ±1/√fan_in
/// [torch/nn/modules/conv.py, reset_parameters], float32 of 24 bits from MT19937
/// [ATen/core/TransformationHelper.h, uniform_real].
void draw_like_pytorch(Weights& weights, std::int64_t seed, bool bias) {
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    const std::int64_t fan_in = weights.inputs * weights.h * weights.w;
    const auto bound = static_cast<float>(1 / std::sqrt(static_cast<double>(fan_in)));
    const auto draw = [&] {
        const auto unit = static_cast<float>(random() & 0xFFFFFFU) * 0x1p-24F;
        return static_cast<double>(unit * (bound + bound) - bound);
    };
    weights.values.resize(static_cast<std::size_t>(weights.outputs * fan_in));
    for (double& value : weights.values) value = draw();
    if (!bias) return;
    weights.bias.resize(static_cast<std::size_t>(weights.outputs));
    for (double& value : weights.bias) value = draw();
}

class ConvTerms : public Terms {
 public:
    ConvTerms(Geometry where, Weights weights, const Shape& input)
        : where_(std::move(where)), weights_(std::move(weights)), input_(input) {}
    void of(const Cell& cell, std::vector<Term>& terms) const override {
        terms.clear();
        const AxisWindow rows = where_.rows(cell);
        const AxisWindow columns = where_.columns(cell);
        const AxisGeometry::Range channels = weights_.channels(cell.c);
        for (std::int64_t c = channels.first; c < channels.last; ++c) {
            const std::int64_t filter = weights_.shared ? 0 : cell.c * weights_.inputs + c - channels.first;
            for (std::int64_t i = 0; i < rows.count; ++i) {
                const std::int64_t y = rows.tap(i);
                if (y < 0 || y >= input_.h) continue;
                for (std::int64_t j = 0; j < columns.count; ++j) {
                    const std::int64_t x = columns.tap(j);
                    if (x < 0 || x >= input_.w) continue;
                    const auto at = static_cast<std::size_t>((filter * weights_.h + i) * weights_.w + j);
                    terms.push_back({c, y, x, weights_.values[at]});
                }
            }
        }
    }
    double constant(std::int64_t channel) const override {
        return weights_.bias.empty() ? 0 : weights_.bias[static_cast<std::size_t>(channel)];
    }

 private:
    Geometry where_;
    Weights weights_;
    Shape input_;
};

/// Conv2d (cross-correlation, as in PyTorch): a named 3×3 kernel, the user's own weights, or PyTorch's own
/// form with weights and bias as PyTorch draws them.
class Conv2d : public SlidingKind<LinearKind> {
 public:
    std::string_view name() const override { return "Conv2d"; }
    bool shares_depend_on_values(const Params&) const override { return false; }
    std::string_view source() const override { return "PyTorch, torch.nn.functional.conv2d"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        const Weights w = form(params);
        Shape out = SlidingKind::output_shape(params, input);
        const char* name = params.find("in_channels") ? "in_channels" : "weight";
        if (!w.shared && w.inputs * w.groups != input.c)
            throw LayerError(name, {"error.weight.channels", {name, w.inputs * w.groups, input.c}});
        if (!w.shared) out.c = w.outputs;
        return out;
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Weights w = form(params);
        Geometry where = SlidingKind::geometry(params, input);
        return w.shared || w.depthwise() ? where : std::move(where).mixing(input.c, w.outputs);
    }
    Cost cost(const Params& params, const Shape& input) const override {
        const Weights w = form(params);
        Cost result = LinearKind::cost(params, input);
        const bool bias = read_integer(*this, params, "in_channels") && read_bool(*this, params, "bias");
        result.parameters = w.outputs * w.inputs * w.h * w.w + (bias ? w.outputs : 0);
        if (!w.depthwise()) result.operations /= w.groups;
        if (bias) result.operations += result.output_bytes / 4;
        return result;
    }
    std::string torch_code(const Params& params) const override {
        const Weights w = weights(params);
        if (read_integer(*this, params, "in_channels")) return drawn_code(params, w);
        std::string values;
        for (const double value : w.values) values += (values.empty() ? "" : ", ") + python_text(value);
        const std::string size = std::to_string(w.h) + ", " + std::to_string(w.w) + ")";
        const std::string filters = std::to_string(w.outputs) + ", " + std::to_string(w.inputs) + ", " + size;
        std::string code = "Function(lambda x: F.conv2d(x, torch.tensor([" + values +
                           "], dtype=torch.float32).reshape(" + filters;
        if (w.shared) code += ".expand(x.shape[1], 1, " + size;
        for (const char* name : {"stride", "padding", "dilation"}) {
            const Size2 pair = read_pair(*this, params, name);
            code += ", " + std::string(name) + "=(" + std::to_string(pair.h) + ", " + std::to_string(pair.w) +
                    ")";
        }
        // One kernel for all: every channel is filtered alone.
        return code + (w.shared ? ", groups=x.shape[1]))" : "))");
    }

 protected:
    Sliding sliding(const Params& params, const Shape&) const override {
        const Weights w = form(params);
        const Size2 stride = read_pair(*this, params, "stride");
        const Size2 padding = read_pair(*this, params, "padding");
        const Size2 dilation = read_pair(*this, params, "dilation");
        Sliding s;
        s.h = {w.h, stride.h, padding.h, padding.h, dilation.h, false};
        s.w = {w.w, stride.w, padding.w, padding.w, dilation.w, false};
        // Unlike pooling, a convolution may be padded by more than half its kernel.
        s.rule = Rule::onnx;
        return s;
    }
    std::unique_ptr<Terms> terms(const Params& params, const Tensor& input) const override {
        return std::make_unique<ConvTerms>(geometry(params, input.shape()), weights(params), input.shape());
    }

 private:
    /// How many weights there are and where, without their values.
    Weights form(const Params& params) const {
        const auto* own = std::get_if<NumberList>(&param(*this, params, "weight"));
        const auto in_channels = read_integer(*this, params, "in_channels");
        const char* given = params.find("kernel") ? "kernel" : nullptr;
        if (given && (own || in_channels)) exclude(given, own ? "weight" : "in_channels");
        if (own && in_channels) exclude("weight", "in_channels");
        if (in_channels) return drawn_form(params, *in_channels);
        return own ? own_form(*own) : Weights{};
    }
    [[noreturn]] static void exclude(const char* one, const char* other) {
        throw LayerError(one, {"error.both_given", {one, other}});
    }
    static Weights own_form(const NumberList& own) {
        const std::vector<std::int64_t>& shape = own.shape();
        const bool full = shape.size() == 4;
        if ((!full && shape.size() != 2) || own.values().empty())
            throw LayerError("weight", {"error.weight.levels", {shape.size()}});
        Weights result;
        result.shared = !full;
        if (full) {
            result.outputs = shape[0];
            result.inputs = shape[1];
        }
        result.h = shape[shape.size() - 2];
        result.w = shape.back();
        return result;
    }
    Weights drawn_form(const Params& params, std::int64_t in_channels) const {
        constexpr std::int64_t kMost = std::int64_t{1} << 20;
        const std::int64_t outputs = read_integer(*this, params, "out_channels").value_or(1);
        const std::int64_t groups = read_integer(*this, params, "groups").value_or(1);
        const Size2 kernel = read_pair(*this, params, "kernel_size", {3, 3});
        const auto check = [](const char* which, std::int64_t value) {
            if (value < 1 || value > kMost)
                throw LayerError(which, {"error.from_one", {which, value, kMost}});
        };
        check("in_channels", in_channels);
        check("out_channels", outputs);
        check("groups", groups);
        check("kernel_size", kernel.h);
        check("kernel_size", kernel.w);
        if (in_channels % groups != 0 || outputs % groups != 0)
            throw LayerError("groups", {"error.groups", {groups, in_channels, outputs}});
        Weights result;
        result.shared = false;
        result.outputs = outputs;
        result.inputs = in_channels / groups;
        result.groups = groups;
        result.h = kernel.h;
        result.w = kernel.w;
        // Every factor is at most kMost: their product, in two steps, stays within 64 bits.
        const bool small = outputs * result.inputs <= kMost && kernel.h * kernel.w <= kMost &&
                           outputs * result.inputs * kernel.h * kernel.w <= kMost;
        if (!small) throw LayerError("out_channels", {"error.weight.many", {kMost}});
        return result;
    }
    Weights weights(const Params& params) const {
        Weights result = form(params);
        if (const auto* own = std::get_if<NumberList>(&param(*this, params, "weight"))) {
            result.values = own->values();
        } else if (!result.shared) {
            draw_like_pytorch(result, read_integer(*this, params, "seed").value_or(0),
                              read_bool(*this, params, "bias"));
        } else {
            const std::string& name = std::get<std::string>(param(*this, params, "kernel"));
            for (const NamedKernel& kernel : kKernels)
                if (kernel.name == name)
                    for (const double v : kernel.weights) result.values.push_back(v / kernel.divisor);
        }
        return result;
    }
    std::string drawn_code(const Params& params, const Weights& w) const {
        std::string code = "(torch.manual_seed(" +
                           std::to_string(read_integer(*this, params, "seed").value_or(0)) + "), nn.Conv2d(" +
                           std::to_string(w.inputs * w.groups) + ", " + std::to_string(w.outputs) + ", (" +
                           std::to_string(w.h) + ", " + std::to_string(w.w) + ")";
        for (const char* name : {"stride", "padding", "dilation", "groups", "bias"})
            if (const Value* value = params.find(name))
                code += ", " + std::string(name) + "=" + python_text(*value);
        return code + "))[1]";
    }
    static std::vector<ParamSpec> make_specs() {
        ParamSpec kernel{"kernel", ParamType::choice, std::string("identity")};
        for (const NamedKernel& named : kKernels) kernel.choices.push_back(named.name);
        kernel.start_value = std::string("sobel_x");
        kernel.excludes = "weight";
        kernel.help = "param.kernel";
        ParamSpec stride = stride_spec();
        stride.optional = false;
        stride.default_value = Pair{1, 1};
        stride.help = "param.stride.kernel";
        ParamSpec padding = padding_spec();
        padding.help = "param.padding.zeros";
        ParamSpec weight{"weight", ParamType::number_list, {}};
        weight.optional = true;
        weight.excludes = "kernel";
        weight.help = "param.weight";
        return with_drawn_specs({kernel, stride, padding, dilation_spec(), weight});
    }
    /// PyTorch's own form; the notation names its parameters, so that "Conv2d('box')" stays short.
    static std::vector<ParamSpec> with_drawn_specs(std::vector<ParamSpec> specs) {
        constexpr double kMostChannels = 512;
        ParamSpec inputs{"in_channels", ParamType::integer, {}};
        inputs.optional = true;
        inputs.min = 1;
        inputs.max = kMostChannels;
        inputs.excludes = "kernel";
        inputs.help = "param.in_channels";
        ParamSpec outputs{"out_channels", ParamType::integer, {}};
        outputs.optional = true;
        outputs.min = 1;
        outputs.max = kMostChannels;
        outputs.help = "param.out_channels";
        ParamSpec size{"kernel_size", ParamType::pair, {}};
        size.optional = true;
        size.min = 1;
        size.help = "param.kernel_size.drawn";
        ParamSpec groups{"groups", ParamType::integer, std::int64_t{1}};
        groups.min = 1;
        groups.max = kMostChannels;
        groups.help = "param.groups";
        ParamSpec bias{"bias", ParamType::boolean, true};
        bias.help = "param.bias";
        specs.insert(specs.end(), {inputs, outputs, size, groups, bias, seed_spec()});
        return specs;
    }
};

}  // namespace

const LayerKind& conv() {
    static const Conv2d kind;
    return kind;
}

}  // namespace pool::kinds
