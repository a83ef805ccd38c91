#include "pool/kinds/average_kernel.h"
#include "pool/kinds/common.h"
#include "pool/kinds/table.h"

namespace pool::kinds {

namespace {

/// AdaptiveAvgPool2d [native/AdaptiveAveragePooling.cpp].
class AdaptiveAvgPool2d : public LayerKind {
 public:
    std::string_view name() const override { return "AdaptiveAvgPool2d"; }
    std::string_view summary() const override {
        return "Divides the map into output_size windows and takes each one's mean. 1 is global average "
               "pooling.";
    }
    std::string_view formula() const override { return "y[o] = mean of x[⌊o·n/m⌋ … ⌈(o+1)·n/m⌉ − 1]"; }
    std::string_view source() const override {
        return "PyTorch, aten/src/ATen/native/AdaptiveAveragePooling.cpp";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {output_size_spec()};
        return specs;
    }
    Reduction reduction() const override { return Reduction::average; }
    float padding_value() const override { return 0; }

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
        const Geometry where = geometry(params, input.shape());
        average_forward(where, divisors(where), input, result);
    }
    void backward(const Params& params, const Tensor& input, const Forward&, const Tensor& grad_output,
                  Tensor& grad_input) const override {
        const Geometry where = geometry(params, input.shape());
        average_backward(where, divisors(where), grad_output, input.shape(), grad_input);
    }
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward&,
                          const Cell& cell) const override {
        const Geometry where = geometry(params, input.shape());
        return average_taps(where, divisors(where), input, cell);
    }
    void spread(const Params& params, const Shape& input, const Cell& cell, float grad_output,
                std::vector<Tap>& taps) const override {
        const Geometry where = geometry(params, input);
        const float carried = divisors(where).divide(grad_output, cell.y, cell.x);
        for (Tap& tap : taps) tap.gradient = tap.valid ? carried : 0.0F;
    }
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& cell) const override {
        const Geometry where = geometry(params, input.shape());
        const std::vector<Tap> all = window_taps(where, input, cell, 0);
        return average_formula(all, std::to_string(all.size()), result.output.at(cell));
    }
    Cost cost(const Params& params, const Shape& input) const override {
        const Shape out = output_shape(params, input);
        return {0, window_cells(geometry(params, input)) * input.n * input.c, out.size() * 4};
    }

 private:
    static Divisors divisors(const Geometry& where) {
        Divisors result;
        result.twice = true;
        for (std::int64_t o = 0; o < where.h.output(); ++o)
            result.h.push_back(static_cast<float>(where.h.window(o).count));
        for (std::int64_t o = 0; o < where.w.output(); ++o)
            result.w.push_back(static_cast<float>(where.w.window(o).count));
        return result;
    }
};

}  // namespace

const LayerKind& adaptive_avg_pool() {
    static const AdaptiveAvgPool2d kind;
    return kind;
}

}  // namespace pool::kinds
