#include "pool/kinds/blur.h"
#include "pool/kinds/linear_kind.h"
#include "pool/kinds/table.h"

namespace pool::kinds {

namespace {

class BlurTerms : public Terms {
 public:
    BlurTerms(BlurAxis h, BlurAxis w) : h_(std::move(h)), w_(std::move(w)) {}
    void of(const Cell& cell, std::vector<Term>& terms) const override {
        terms.clear();
        for (const BlurAxis::Weight& row : h_.of(cell.y))
            for (const BlurAxis::Weight& column : w_.of(cell.x))
                terms.push_back({cell.c, row.at, column.at, row.weight * column.weight});
    }

 private:
    BlurAxis h_;
    BlurAxis w_;
};

/// BlurPool (Zhang 2019): a binomial filter, then subsampling; the border is mirrored.
class BlurPool2d : public LinearKind {
 public:
    std::string_view name() const override { return "BlurPool2d"; }
    bool shares_depend_on_values(const Params&) const override { return false; }
    std::string_view source() const override {
        return "Zhang: Making convolutional networks shift-invariant again, 2019; adobe/antialiased-cnns";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {filter_size_spec(), blur_stride_spec()};
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        check_input(*this, input);
        const Blur blur = read_blur(*this, params);
        blur.check(input.h, input.w);
        return {input.n, input.c, blur.h.output(input.h), blur.w.output(input.w)};
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Blur blur = read_blur(*this, params);
        return {BlurAxis(blur.h, input.h).windows(), BlurAxis(blur.w, input.w).windows()};
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        const Blur blur = read_blur(*this, params);
        return axis == 'h' ? blur.h.formula(input.h) : blur.w.formula(input.w);
    }

 protected:
    std::unique_ptr<Terms> terms(const Params& params, const Tensor& input) const override {
        const Blur blur = read_blur(*this, params);
        return std::make_unique<BlurTerms>(BlurAxis(blur.h, input.shape().h),
                                           BlurAxis(blur.w, input.shape().w));
    }
};

}  // namespace

const LayerKind& blur_pool() {
    static const BlurPool2d kind;
    return kind;
}

}  // namespace pool::kinds
