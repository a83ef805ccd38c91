#include "pool/kinds/blur.h"

#include "pool/text.h"

namespace pool::kinds {

std::string BlurSettings::formula(std::int64_t input) const {
    return "\\ceil{\\frac{" + std::to_string(input) + "}{" + std::to_string(stride) +
           "}} = " + std::to_string(output(input));
}

void Blur::check(std::int64_t height, std::int64_t width) const {
    constexpr std::int64_t kLargest = 7;
    if (h.filter < 1 || h.filter > kLargest) throw LayerError("filt_size", {"error.filter", {h.filter}});
    if (h.stride < 1 || w.stride < 1)
        throw LayerError("stride", {"error.at_least_one", {"stride", python_text(Pair{h.stride, w.stride})}});
    const auto fits = [](const BlurSettings& s, std::int64_t n) { return s.after() < n; };
    if (!fits(h, height) || !fits(w, width))
        throw LayerError("filt_size",
                         {"error.filter.mirrors", {h.filter, h.after(), grid_text(height, width)}});
}

Blur read_blur(const LayerKind& kind, const Params& params) {
    const std::int64_t filter = read_integer(kind, params, "filt_size").value_or(1);
    const Size2 stride = read_pair(kind, params, "stride");
    return {{filter, stride.h}, {filter, stride.w}};
}

ParamSpec filter_size_spec() {
    ParamSpec spec{"filt_size", ParamType::integer, std::int64_t{4}};
    spec.min = 1;
    spec.max = 7;
    spec.help = "param.filt_size";
    return spec;
}

ParamSpec blur_stride_spec() {
    ParamSpec spec{"stride", ParamType::pair, Pair{2, 2}};
    spec.min = 1;
    spec.help = "param.stride.filter";
    return spec;
}

BlurAxis::BlurAxis(const BlurSettings& s, std::int64_t input) : input_(input) {
    std::vector<double> row = {1};
    for (std::int64_t i = 1; i < s.filter; ++i) {
        row.push_back(0);
        for (std::size_t j = row.size() - 1; j > 0; --j) row[j] += row[j - 1];
    }
    const double total = static_cast<double>(std::int64_t{1} << (s.filter - 1));
    for (std::int64_t o = 0; o < s.output(input); ++o) {
        std::vector<Weight> weights;
        const std::int64_t start = o * s.stride - s.before();
        const auto mirrored = [&](std::int64_t at) {
            return at < 0 ? -at : at >= input ? 2 * input - 2 - at : at;
        };
        std::int64_t low = input;
        std::int64_t high = -1;
        for (std::int64_t j = 0; j < s.filter; ++j) {
            low = std::min(low, mirrored(start + j));
            high = std::max(high, mirrored(start + j));
        }
        for (std::int64_t at = low; at <= high; ++at) weights.push_back({at, 0});
        for (std::int64_t j = 0; j < s.filter; ++j)
            weights[static_cast<std::size_t>(mirrored(start + j) - low)].weight +=
                row[static_cast<std::size_t>(j)] / total;
        outputs_.push_back(std::move(weights));
    }
}

AxisGeometry BlurAxis::windows() const {
    std::vector<AxisWindow> windows;
    for (const std::vector<Weight>& weights : outputs_)
        windows.push_back({weights.front().at, static_cast<std::int64_t>(weights.size()), 1});
    return AxisGeometry::listed(input_, std::move(windows));
}

}  // namespace pool::kinds
