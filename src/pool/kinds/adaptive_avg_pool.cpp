#include "pool/kinds/average_kind.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"

namespace pool::kinds {

namespace {

/// AdaptiveAvgPool2d [native/AdaptiveAveragePooling.cpp].
class AdaptiveAvgPool2d : public AdaptiveKind<AverageKind> {
 public:
    std::string_view name() const override { return "AdaptiveAvgPool2d"; }
    std::string_view source() const override {
        return "PyTorch, aten/src/ATen/native/AdaptiveAveragePooling.cpp";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {output_size_spec()};
        return specs;
    }
    std::string torch_code(const Params& params) const override { return torch_module(*this, params); }

 private:
    kernels::Divisor divisor(const Params&) const override {
        kernels::Divisor by;
        by.twice = true;
        return by;
    }
};

}  // namespace

const LayerKind& adaptive_avg_pool() {
    static const AdaptiveAvgPool2d kind;
    return kind;
}

}  // namespace pool::kinds
