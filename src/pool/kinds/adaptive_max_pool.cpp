#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"

namespace pool::kinds {

namespace {

/// AdaptiveMaxPool2d [native/AdaptiveMaxPooling2d.cpp].
class AdaptiveMaxPool2d : public AdaptiveKind<MaxKind> {
 public:
    std::string_view name() const override { return "AdaptiveMaxPool2d"; }
    std::string_view source() const override {
        return "PyTorch, aten/src/ATen/native/AdaptiveMaxPooling2d.cpp";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {output_size_spec(), return_indices_spec()};
        return specs;
    }
    std::string torch_code(const Params& params) const override { return torch_module(*this, params); }
};

}  // namespace

const LayerKind& adaptive_max_pool() {
    static const AdaptiveMaxPool2d kind;
    return kind;
}

}  // namespace pool::kinds
