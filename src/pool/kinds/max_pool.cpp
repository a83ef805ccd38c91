#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"

namespace pool::kinds {

namespace {

/// MaxPool2d [native/DilatedMaxPool2d.cpp, native/cpu/MaxPoolKernel.cpp].
class MaxPool2d : public SlidingKind<MaxKind> {
 public:
    std::string_view name() const override { return "MaxPool2d"; }
    std::string_view summary() const override { return "Keeps the largest value of each window."; }
    std::string_view formula() const override { return "y[o] = max over valid taps t of x[t]"; }
    std::string_view source() const override { return "PyTorch, aten/src/ATen/native/cpu/MaxPoolKernel.cpp"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {
            kernel_size_spec(),    stride_spec(),    any_padding_spec(), dilation_spec(),
            return_indices_spec(), ceil_mode_spec(), ties_spec(),        rule_spec()};
        return specs;
    }
    bool gives_indices() const override { return true; }
    Indices published_indices(const Params& params, const Shape& input,
                              const Forward& result) const override {
        const Rule rule = read_rule(*this, params);
        Indices positions = result.indices.positions();
        if (rule == Rule::onnx) return flat_in_tensor(std::move(positions), input, false);
        return rule == Rule::tensorflow ? flat_with_channels(std::move(positions), input.c) : positions;
    }
    std::string torch_code(const Params& params) const override { return torch_module(*this, params); }

 protected:
    Ties ties(const Params& params) const override { return read_ties(*this, params); }
};

}  // namespace

const LayerKind& max_pool() {
    static const MaxPool2d kind;
    return kind;
}

}  // namespace pool::kinds
