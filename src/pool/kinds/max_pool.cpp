#include <limits>

#include "pool/kinds/common.h"
#include "pool/kinds/table.h"

namespace pool::kinds {

namespace {

/// MaxPool2d [native/DilatedMaxPool2d.cpp, native/cpu/MaxPoolKernel.cpp].
class MaxPool2d : public LayerKind {
 public:
    std::string_view name() const override { return "MaxPool2d"; }
    std::string_view summary() const override { return "Keeps the largest value of each window."; }
    std::string_view formula() const override { return "y[o] = max over valid taps t of x[t]"; }
    std::string_view source() const override { return "PyTorch, aten/src/ATen/native/cpu/MaxPoolKernel.cpp"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {kernel_size_spec(),    stride_spec(),
                                                     padding_spec(),        dilation_spec(),
                                                     return_indices_spec(), ceil_mode_spec()};
        return specs;
    }
    Reduction reduction() const override { return Reduction::select; }
    float padding_value() const override { return -std::numeric_limits<float>::infinity(); }

    Shape output_shape(const Params& params, const Shape& input) const override {
        return sliding_shape(*this, params, input);
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        return sliding_geometry(*this, params, input);
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        return read_sliding(*this, params).axis(axis).formula(axis == 'h' ? input.h : input.w);
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
        const Shape output = output_shape(params, input);
        const Size2 kernel = read_pair(*this, params, "kernel_size");
        return {0, output.size() * (kernel.h * kernel.w - 1), output.size() * 4};
    }
};

}  // namespace

const LayerKind& max_pool() {
    static const MaxPool2d kind;
    return kind;
}

}  // namespace pool::kinds
