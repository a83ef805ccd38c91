#include <algorithm>
#include <cmath>
#include <limits>

#include "pool/kinds/max_kind.h"
#include "pool/kinds/roi.h"
#include "pool/kinds/table.h"

namespace pool::kinds {

namespace {

/// RoIPool [torchvision/csrc/ops/cpu/roi_pool_kernel.cpp].
class RoIPool2d : public MaxKind {
 public:
    std::string_view name() const override { return "RoIPool2d"; }
    std::string_view source() const override { return "torchvision, csrc/ops/cpu/roi_pool_kernel.cpp"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {roi_size_spec(), spatial_scale_spec(), rois_spec()};
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        return roi_shape(*this, params, input);
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Shape out = output_shape(params, input);
        const auto scale = static_cast<float>(read_number(*this, params, "spatial_scale"));
        std::vector<std::int64_t> items;
        std::vector<Axes> planes;
        for (const Roi& roi : read_rois(*this, params, input)) {
            items.push_back(roi.item);
            planes.push_back({bins(roi.y1 * scale, roi.y2 * scale, input.h, out.h),
                              bins(roi.x1 * scale, roi.x2 * scale, input.w, out.w)});
        }
        return Geometry::of_items(std::move(items), std::move(planes));
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        return "output_size = " +
               std::to_string(axis == 'h' ? output_shape(params, input).h : output_shape(params, input).w);
    }
    std::vector<Box> boxes(const Params& params, const Shape& input) const override {
        // From the windows: in float32 the last of them may end one cell after the region.
        const Geometry where = geometry(params, input);
        const auto side = [](const AxisGeometry& axis) {
            return std::pair(static_cast<float>(axis.window(0).start),
                             static_cast<float>(axis.window(axis.output() - 1).end()));
        };
        std::vector<Box> boxes;
        for (std::int64_t n = 0; n < output_shape(params, input).n; ++n) {
            const auto [y0, y1] = side(where.axes(n, 0).h);
            const auto [x0, x1] = side(where.axes(n, 0).w);
            boxes.push_back({where.item(n), y0, x0, y1, x1});
        }
        return boxes;
    }

    /// Not the rule of the other maxima: an empty window gives 0, and NaN never wins.
    void forward_region(const Params& params, const Tensor& input, Forward& result,
                        const Region& outputs) const override {
        const Geometry where = geometry(params, input.shape());
        each_cell(result.output.shape(), outputs, [&](const Cell& cell) {
            const AxisWindow rows = where.rows(cell);
            const AxisWindow columns = where.columns(cell);
            float best = rows.count * columns.count > 0 ? -std::numeric_limits<float>::max() : 0.0F;
            std::int64_t index = -1;
            for (std::int64_t y = rows.start; y < rows.end(); ++y) {
                for (std::int64_t x = columns.start; x < columns.end(); ++x) {
                    const float value = input.at({where.item(cell.n), cell.c, y, x});
                    if (!(value > best)) continue;
                    best = value;
                    index = y * input.shape().w + x;
                }
            }
            result.output.at(cell) = best;
            if (!result.indices.empty()) result.indices.set(cell, index);
        });
    }

 private:
    /// The bins of one axis, clipped to the map; bin sizes in float32 as in the source.
    static AxisGeometry bins(float first, float last, std::int64_t input, std::int64_t output) {
        const auto start = static_cast<std::int64_t>(std::round(first));
        const auto end = static_cast<std::int64_t>(std::round(last));
        const std::int64_t length = std::max<std::int64_t>(end - start + 1, 1);
        const float size = static_cast<float>(length) / static_cast<float>(output);
        std::vector<AxisWindow> windows;
        for (std::int64_t i = 0; i < output; ++i) {
            const auto low = static_cast<std::int64_t>(std::floor(static_cast<float>(i) * size)) + start;
            const auto high = static_cast<std::int64_t>(std::ceil(static_cast<float>(i + 1) * size)) + start;
            const std::int64_t from = std::clamp<std::int64_t>(low, 0, input);
            windows.push_back(
                {from, std::max<std::int64_t>(std::clamp<std::int64_t>(high, 0, input) - from, 0), 1});
        }
        return AxisGeometry::listed(input, std::move(windows));
    }
};

}  // namespace

const LayerKind& roi_pool() {
    static const RoIPool2d kind;
    return kind;
}

}  // namespace pool::kinds
