#include "pool/kinds/roi.h"

#include <cmath>

#include "pool/text.h"

namespace pool::kinds {

namespace {
constexpr double kLargestScale = 1e6;
}

std::vector<Roi> read_rois(const LayerKind& kind, const Params& params, const Shape& input) {
    const Value& value = param(kind, params, "rois");
    const auto* list = std::get_if<NumberList>(&value);
    constexpr std::int64_t kNumbers = 5;
    if (!list || list->shape().size() != 2 || list->shape()[0] < 1 || list->shape()[1] != kNumbers)
        throw LayerError("rois", {"error.rois.list", {python_text(value)}});
    std::vector<Roi> rois;
    for (std::int64_t k = 0; k < list->shape()[0]; ++k) {
        const double* v = list->values().data() + k * kNumbers;
        for (std::int64_t i = 0; i < kNumbers; ++i)
            if (!std::isfinite(v[i]) || std::abs(v[i]) > 1e6)
                throw LayerError("rois", {"error.rois.coordinate", {short_number(v[i])}});
        if (v[0] < 0 || v[0] >= static_cast<double>(input.n) || v[0] != std::floor(v[0]))
            throw LayerError("rois", {"error.rois.item", {k, short_number(v[0]), input.n - 1}});
        rois.push_back({static_cast<std::int64_t>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2]),
                        static_cast<float>(v[3]), static_cast<float>(v[4])});
    }
    return rois;
}

ParamSpec roi_size_spec() {
    ParamSpec spec = output_size_spec();
    spec.none_entries = false;
    spec.start_value = Pair{7, 7};
    spec.help = "param.output_size.region";
    return spec;
}

ParamSpec rois_spec() {
    ParamSpec spec{"rois", ParamType::number_list, {}};
    spec.required = true;
    spec.start_value = NumberList{{2, 5}, {0, 2, 2, 13, 13, 0, 10, 8, 25, 25}};
    spec.help = "param.rois";
    return spec;
}

ParamSpec spatial_scale_spec() {
    ParamSpec spec{"spatial_scale", ParamType::number, 1.0};
    spec.max = 4;
    spec.help = "param.spatial_scale";
    return spec;
}

Shape roi_shape(const LayerKind& kind, const Params& params, const Shape& input) {
    const Shape bins = adaptive_shape(kind, params, input);
    const double scale = read_number(kind, params, "spatial_scale");
    if (!(scale > 0) || scale > kLargestScale)
        throw LayerError("spatial_scale", {"error.spatial_scale", {short_number(scale)}});
    return {static_cast<std::int64_t>(read_rois(kind, params, input).size()), input.c, bins.h, bins.w};
}

}  // namespace pool::kinds
