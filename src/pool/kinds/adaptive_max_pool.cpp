#include <limits>

#include "pool/kinds/common.h"
#include "pool/kinds/table.h"

namespace pool::kinds {

namespace {

/// AdaptiveMaxPool2d [native/AdaptiveMaxPooling2d.cpp].
class AdaptiveMaxPool2d : public LayerKind {
 public:
    std::string_view name() const override { return "AdaptiveMaxPool2d"; }
    std::string_view summary() const override {
        return "Divides the map into output_size windows and keeps each one's largest value.";
    }
    std::string_view formula() const override { return "y[o] = max of x[⌊o·n/m⌋ … ⌈(o+1)·n/m⌉ − 1]"; }
    std::string_view source() const override {
        return "PyTorch, aten/src/ATen/native/AdaptiveMaxPooling2d.cpp";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {output_size_spec(), return_indices_spec()};
        return specs;
    }
    Reduction reduction() const override { return Reduction::select; }
    float padding_value() const override { return -std::numeric_limits<float>::infinity(); }

    Shape output_shape(const Params& params, const Shape& input) const override {
        return adaptive_shape(*this, params, input);
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Shape out = adaptive_shape(*this, params, input);
        return {AxisGeometry::adaptive(input.h, out.h), AxisGeometry::adaptive(input.w, out.w)};
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        const Shape out = adaptive_shape(*this, params, input);
        return axis == 'h' ? adaptive_formula(input.h, out.h) : adaptive_formula(input.w, out.w);
    }
    void forward(const Params& params, const Tensor& input, Forward& result) const override {
        max_forward(geometry(params, input.shape()), input, result);
    }
    void backward(const Params&, const Tensor& input, const Forward& result, const Tensor& grad_output,
                  Tensor& grad_input) const override {
        scatter_by_index(result, grad_output, input.shape(), grad_input);
    }
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& cell) const override {
        return select_taps(geometry(params, input.shape()), input, result, cell, padding_value());
    }
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& cell) const override {
        return max_formula(taps(params, input, result, cell), result.output.at(cell));
    }
    Cost cost(const Params& params, const Shape& input) const override {
        const Shape out = output_shape(params, input);
        return {0, window_cells(geometry(params, input)) * input.n * input.c - out.size(), out.size() * 4};
    }
};

}  // namespace

const LayerKind& adaptive_max_pool() {
    static const AdaptiveMaxPool2d kind;
    return kind;
}

}  // namespace pool::kinds
