#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"

namespace pool::kinds {

namespace {

/// MaxPool2d [native/DilatedMaxPool2d.cpp, native/cpu/MaxPoolKernel.cpp].
class MaxPool2d : public SlidingKind<MaxKind> {
 public:
    std::string_view name() const override { return "MaxPool2d"; }
    std::string_view source() const override { return "PyTorch, aten/src/ATen/native/cpu/MaxPoolKernel.cpp"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {
            kernel_size_spec(),    stride_spec(),    any_padding_spec(), dilation_spec(),
            return_indices_spec(), ceil_mode_spec(), ties_spec(),        rule_spec()};
        return specs;
    }
    bool gives_indices() const override { return true; }
    IndexRule index_rule(const Params& params) const override {
        const Rule rule = read_rule(*this, params);
        if (rule == Rule::onnx) return {IndexRule::Form::tensor};
        return {rule == Rule::tensorflow ? IndexRule::Form::channels : IndexRule::Form::plane};
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
