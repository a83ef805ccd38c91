#include <array>

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
/// channel is filtered alone.
struct Weights {
    std::int64_t outputs = 1, inputs = 1, h = 3, w = 3;
    bool shared = true;
    std::vector<double> values;
};

class ConvTerms : public Terms {
 public:
    ConvTerms(Geometry where, Weights weights, const Shape& input)
        : where_(std::move(where)), weights_(std::move(weights)), input_(input) {}
    void of(const Cell& cell, std::vector<Term>& terms) const override {
        terms.clear();
        const AxisWindow rows = where_.rows(cell);
        const AxisWindow columns = where_.columns(cell);
        const AxisGeometry::Range channels = where_.channels(cell.c);
        for (std::int64_t c = channels.first; c < channels.last; ++c) {
            const std::int64_t filter = weights_.shared ? 0 : cell.c * weights_.inputs + c;
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

 private:
    Geometry where_;
    Weights weights_;
    Shape input_;
};

/// Conv2d without bias (cross-correlation, as in PyTorch): a named 3×3 kernel or the user's own weights.
class Conv2d : public SlidingKind<LinearKind> {
 public:
    std::string_view name() const override { return "Conv2d"; }
    std::string_view summary() const override {
        return "Multiplies each window with a kernel and adds: smooths, finds edges, sharpens.";
    }
    std::string_view formula() const override { return "y[o] = sum over taps of w[i, j]·x"; }
    std::string_view source() const override { return "PyTorch, torch.nn.functional.conv2d"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        Shape out = SlidingKind::output_shape(params, input);
        const Weights w = weights(params);
        if (!w.shared && w.inputs != input.c)
            throw LayerError("weight", "weight is for " + std::to_string(w.inputs) +
                                           " input channels, but the input has " + std::to_string(input.c));
        if (!w.shared) out.c = w.outputs;
        return out;
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Weights w = weights(params);
        Geometry where = SlidingKind::geometry(params, input);
        return w.shared ? where : std::move(where).mixing(w.inputs, w.outputs);
    }
    Cost cost(const Params& params, const Shape& input) const override {
        Cost result = LinearKind::cost(params, input);
        result.parameters = static_cast<std::int64_t>(weights(params).values.size());
        return result;
    }
    std::string torch_code(const Params& params) const override {
        const Weights w = weights(params);
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
        const Weights w = weights(params);
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
    Weights weights(const Params& params) const {
        const std::string& name = std::get<std::string>(param(*this, params, "kernel"));
        Weights result;
        if (const auto* own = std::get_if<NumberList>(&param(*this, params, "weight"))) {
            if (params.find("kernel"))
                throw LayerError("kernel", "kernel and weight are both given, but only one may be");
            const std::vector<std::int64_t>& shape = own->shape;
            const bool full = shape.size() == 4;
            if ((!full && shape.size() != 2) || own->values.empty())
                throw LayerError(
                    "weight",
                    "weight has " + std::to_string(shape.size()) +
                        " levels, but [[…row…], …] or [outputs][inputs][rows][columns] was expected");
            result.shared = !full;
            if (full) {
                result.outputs = shape[0];
                result.inputs = shape[1];
            }
            result.h = shape[shape.size() - 2];
            result.w = shape.back();
            result.values = own->values;
            return result;
        }
        for (const NamedKernel& kernel : kKernels) {
            if (kernel.name != name) continue;
            for (const double v : kernel.weights) result.values.push_back(v / kernel.divisor);
        }
        return result;
    }
    static std::vector<ParamSpec> make_specs() {
        ParamSpec kernel{"kernel", ParamType::choice, std::string("identity")};
        for (const NamedKernel& named : kKernels) kernel.choices.push_back(named.name);
        kernel.start_value = std::string("sobel_x");
        kernel.excludes = "weight";
        kernel.help = "A named 3×3 kernel. Every channel is filtered with it.";
        ParamSpec stride = stride_spec();
        stride.optional = false;
        stride.default_value = Pair{1, 1};
        stride.help = "How far the kernel moves from one output cell to the next.";
        ParamSpec padding = padding_spec();
        padding.help = "Cells of value 0 added on every side.";
        ParamSpec weight{"weight", ParamType::number_list, {}};
        weight.optional = true;
        weight.excludes = "kernel";
        weight.help = "Your own kernel: [[…row…], …] for every channel, or [outputs][inputs][rows][columns].";
        return {kernel, stride, padding, dilation_spec(), weight};
    }
};

}  // namespace

const LayerKind& conv() {
    static const Conv2d kind;
    return kind;
}

}  // namespace pool::kinds
