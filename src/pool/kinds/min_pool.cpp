#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"
#include "pool/kinds/windowed_kind.h"

namespace pool::kinds {

namespace {

/// Minimum pooling: -maxpool(-x), padding +inf (SEMANTICS 9).
class MinPool2d : public SlidingKind<MaxKind> {
 public:
    std::string_view name() const override { return "MinPool2d"; }
    std::string_view source() const override { return "-MaxPool2d(-x)"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {kernel_size_spec(), stride_spec(), padding_spec(),
                                                     dilation_spec(), ceil_mode_spec()};
        return specs;
    }
    std::string torch_code(const Params& params) const override {
        return "Function(lambda x: -F.max_pool2d(-x, " + torch_arguments(*this, params) + "))";
    }

 protected:
    bool minimum() const override { return true; }
};

}  // namespace

const LayerKind& min_pool() {
    static const MinPool2d kind;
    return kind;
}

}  // namespace pool::kinds
