#include "pool/kinds/common.h"
#include "pool/kinds/max_kind.h"
#include "pool/kinds/table.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// Spatial pyramid pooling (He, Zhang, Ren, Sun 2014): levels of m×m maxima, one after the other in a row.
/// Each level is adaptive max pooling, which always has m×m windows (the paper's kernel and stride do not).
class SpatialPyramidPool2d : public MaxKind {
 public:
    std::string_view name() const override { return "SpatialPyramidPool2d"; }
    std::string_view source() const override {
        return "He, Zhang, Ren, Sun: Spatial pyramid pooling in deep convolutional networks for visual "
               "recognition, 2014";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        check_input(*this, input);
        std::int64_t bins = 0;
        for (const std::int64_t m : levels(params)) bins += m * m;
        return {input.n, input.c, 1, bins};
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        std::vector<AxisWindow> rows;
        std::vector<AxisWindow> columns;
        for (const std::int64_t m : levels(params)) {
            const AxisGeometry h = AxisGeometry::adaptive(input.h, m);
            const AxisGeometry w = AxisGeometry::adaptive(input.w, m);
            for (std::int64_t y = 0; y < m; ++y) {
                for (std::int64_t x = 0; x < m; ++x) {
                    rows.push_back(h.window(y));
                    columns.push_back(w.window(x));
                }
            }
        }
        return Geometry::of_columns(AxisGeometry::listed(input.h, std::move(rows)),
                                    AxisGeometry::listed(input.w, std::move(columns)));
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        if (axis == 'h') return "1";
        std::string text;
        for (const std::int64_t m : levels(params))
            text += (text.empty() ? "" : " + ") + std::to_string(m) + "²";
        return text + " = " + std::to_string(output_shape(params, input).w);
    }

 private:
    std::vector<std::int64_t> levels(const Params& params) const {
        const Value& value = param(*this, params, "levels");
        const auto* list = std::get_if<NumberList>(&value);
        std::vector<std::int64_t> result;
        for (const double m : list ? list->values() : std::vector<double>{}) {
            constexpr double kMost = 256;
            if (!(m >= 1 && m <= kMost) || m != static_cast<double>(static_cast<std::int64_t>(m)))
                throw LayerError("levels", {"error.levels.whole", {short_number(m)}});
            result.push_back(static_cast<std::int64_t>(m));
        }
        if (result.empty() || list->shape().size() > 1)
            throw LayerError("levels", {"error.levels.list", {python_text(value)}});
        return result;
    }
    static std::vector<ParamSpec> make_specs() {
        ParamSpec levels{"levels", ParamType::number_list, NumberList{{3}, {1, 2, 4}}};
        levels.help = "param.levels";
        return {levels};
    }
};

}  // namespace

const LayerKind& spatial_pyramid_pool() {
    static const SpatialPyramidPool2d kind;
    return kind;
}

}  // namespace pool::kinds
