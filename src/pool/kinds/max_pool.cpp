#include "pool/kinds/common.h"
#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"

namespace pool::kinds {

namespace {

/// MaxPool2d [native/DilatedMaxPool2d.cpp, native/cpu/MaxPoolKernel.cpp].
class MaxPool2d : public MaxKind {
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

    Shape output_shape(const Params& params, const Shape& input) const override {
        return sliding_shape(*this, params, input);
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        return sliding_geometry(*this, params, input);
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        return read_sliding(*this, params).axis(axis).formula(axis == 'h' ? input.h : input.w);
    }
};

}  // namespace

const LayerKind& max_pool() {
    static const MaxPool2d kind;
    return kind;
}

}  // namespace pool::kinds
