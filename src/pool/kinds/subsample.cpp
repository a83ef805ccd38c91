#include "pool/kinds/common.h"
#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// Plain subsampling: x[::stride, ::stride]. Windows of one cell; the rest is thrown away, which aliases
/// (Zhang 2019).
class Subsample2d : public MaxKind {
 public:
    std::string_view name() const override { return "Subsample2d"; }
    bool shares_depend_on_values(const Params&) const override { return false; }
    std::string_view source() const override { return "x[..., ::stride, ::stride]"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        check_input(*this, input);
        const Size2 stride = read_pair(*this, params, "stride");
        if (stride.h < 1 || stride.w < 1)
            throw LayerError("stride",
                             {"error.at_least_one", {"stride", python_text(Pair{stride.h, stride.w})}});
        return {input.n, input.c, (input.h - 1) / stride.h + 1, (input.w - 1) / stride.w + 1};
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Shape out = output_shape(params, input);
        const Size2 stride = read_pair(*this, params, "stride");
        return {AxisGeometry::sliding(input.h, out.h, 1, stride.h, 0, 0, 1),
                AxisGeometry::sliding(input.w, out.w, 1, stride.w, 0, 0, 1)};
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        const Size2 stride = read_pair(*this, params, "stride");
        return SlidingAxis{1, axis == 'h' ? stride.h : stride.w, 0, 0, 1, false}.formula(
            axis == 'h' ? input.h : input.w);
    }
    Formula explain(const Params&, const Tensor&, const Forward& result, const Cell& cell) const override {
        return {"y = x", "x = " + short_number(result.output.at(cell))};
    }
    Loops loops(const Params&) const override {
        Loops code;
        code.form = Loops::Form::formula;
        code.add = "X";
        code.weigh = "1";
        code.finish = "total";
        code.share = "1";
        return code;
    }
    std::string torch_code(const Params& params) const override {
        const Size2 stride = read_pair(*this, params, "stride");
        return "Function(lambda x: x[..., ::" + std::to_string(stride.h) + ", ::" + std::to_string(stride.w) +
               "])";
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec stride{"stride", ParamType::pair, {}};
        stride.required = true;
        stride.start_value = Pair{2, 2};
        stride.min = 1;
        stride.help = "param.stride.kept";
        return {stride};
    }
};

}  // namespace

const LayerKind& subsample() {
    static const Subsample2d kind;
    return kind;
}

}  // namespace pool::kinds
