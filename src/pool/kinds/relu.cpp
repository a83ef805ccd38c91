#include <cmath>

#include "pool/kinds/common.h"
#include "pool/kinds/planes.h"
#include "pool/kinds/table.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// ReLU [native/cpu/Activation.cpp]: the gradient passes where the input is above 0; NaN stays NaN.
class ReLU : public LayerKind {
 public:
    std::string_view name() const override { return "ReLU"; }
    std::string_view source() const override { return "PyTorch, torch.nn.functional.relu"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Reduction reduction(const Params&) const override { return Reduction::weighted; }
    bool shares_depend_on_values(const Params&) const override { return true; }
    float padding_value() const override { return 0; }
    Shape output_shape(const Params&, const Shape& input) const override {
        check_input(*this, input);
        return input;
    }
    Geometry geometry(const Params&, const Shape& input) const override {
        return {AxisGeometry::sliding(input.h, input.h, 1, 1, 0, 0, 1),
                AxisGeometry::sliding(input.w, input.w, 1, 1, 0, 0, 1)};
    }
    std::string size_formula(const Params&, const Shape& input, char axis) const override {
        return std::to_string(axis == 'h' ? input.h : input.w);
    }
    void forward_region(const Params&, const Tensor& input, Forward& result,
                        const Region& outputs) const override {
        each_plane_rows(input.shape(), outputs.y0, outputs.y1, input.shape().w,
                        [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
                            const float* x = input.plane(n, c).data();
                            float* y = result.output.plane(n, c).data();
                            for (std::int64_t r = y0; r < y1; ++r)
                                for (std::int64_t i = r * input.shape().w + outputs.x0;
                                     i < r * input.shape().w + outputs.x1; ++i)
                                    y[i] = x[i] < 0 ? 0.0F : x[i];
                        });
    }
    void backward_region(const Params&, const Tensor& input, const Forward&, const Tensor& grad_output,
                         Tensor& grad_input, const Region& inputs) const override {
        each_plane_rows(input.shape(), inputs.y0, inputs.y1, input.shape().w,
                        [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
                            const float* x = input.plane(n, c).data();
                            const float* arriving = grad_output.plane(n, c).data();
                            float* gradient = grad_input.plane(n, c).data();
                            for (std::int64_t r = y0; r < y1; ++r)
                                for (std::int64_t i = r * input.shape().w + inputs.x0;
                                     i < r * input.shape().w + inputs.x1; ++i)
                                    gradient[i] = x[i] <= 0 ? 0.0F : 0.0F + arriving[i];
                        });
    }
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward&,
                          const Cell& cell) const override {
        std::vector<Tap> taps = window_taps(geometry(params, input.shape()), input, cell, 0);
        for (Tap& tap : taps) tap.share = tap.value <= 0 ? 0.0F : 1.0F;
        return taps;
    }
    void spread(const Params&, const Shape&, const Cell&, float grad_output,
                std::vector<Tap>& taps) const override {
        for (Tap& tap : taps) tap.gradient = tap.share > 0 ? grad_output : 0.0F;
    }
    Formula explain(const Params&, const Tensor& input, const Forward& result,
                    const Cell& cell) const override {
        return {"y = max(x, 0)",
                "max(" + short_number(input.at(cell)) + ", 0) = " + short_number(result.output.at(cell))};
    }
    Cost cost(const Params&, const Shape& input) const override {
        return {0, input.size(), input.size() * 4};
    }
    Loops loops(const Params&) const override {
        Loops code;
        code.form = Loops::Form::formula;
        code.add = "fmax(X, 0)";
        code.weigh = "1";
        code.finish = "total";
        code.share = "(X > 0)";
        return code;
    }
    std::string torch_code(const Params&) const override { return "nn.ReLU()"; }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec inplace{"inplace", ParamType::boolean, false};
        inplace.help = "param.inplace";
        return {inplace};
    }
};

}  // namespace

const LayerKind& relu() {
    static const ReLU kind;
    return kind;
}

}  // namespace pool::kinds
