#include <algorithm>
#include <cmath>
#include <memory>

#include "pool/kinds/linear_kind.h"
#include "pool/kinds/roi.h"
#include "pool/kinds/table.h"

namespace pool::kinds {

namespace {

/// The weights of the cells along one axis of one bin: its samples' linear weights added up.
struct Bin {
    std::int64_t first = 0;
    std::vector<double> weights;
    std::vector<char> read;  ///< whether any sample reads the cell: between samples far apart some are not
};

/// Samples along one side of a bin.
std::int64_t samples_of(float length, std::int64_t output, std::int64_t sampling) {
    return sampling > 0 ? sampling
                        : static_cast<std::int64_t>(std::ceil(length / static_cast<float>(output)));
}

/// One region along one axis. Positions in float32 as in the source, so that the number of samples agrees.
std::vector<Bin> bins_of(float start, float length, std::int64_t input, std::int64_t output,
                         std::int64_t sampling, std::int64_t& samples) {
    const float size = length / static_cast<float>(output);
    samples = samples_of(length, output, sampling);
    std::vector<Bin> bins(static_cast<std::size_t>(output));
    for (std::int64_t i = 0; i < output; ++i) {
        std::vector<std::pair<std::int64_t, double>> parts;
        for (std::int64_t j = 0; j < samples; ++j) {
            float at = start + static_cast<float>(i) * size +
                       (static_cast<float>(j) + 0.5F) * size / static_cast<float>(samples);
            if (at < -1.0F || at > static_cast<float>(input)) continue;
            at = std::max(at, 0.0F);
            const auto low = static_cast<std::int64_t>(at);
            if (low >= input - 1) {
                parts.emplace_back(input - 1, 1.0);
                continue;
            }
            const float beyond = at - static_cast<float>(low);
            parts.emplace_back(low, static_cast<double>(1.0F - beyond));
            parts.emplace_back(low + 1, static_cast<double>(beyond));
        }
        if (parts.empty()) continue;
        const auto [low, high] = std::ranges::minmax_element(parts);
        Bin& bin = bins[static_cast<std::size_t>(i)];
        bin.first = low->first;
        bin.weights.assign(static_cast<std::size_t>(high->first - low->first + 1), 0.0);
        bin.read.assign(bin.weights.size(), 0);
        for (const auto& [at, weight] : parts) {
            bin.weights[static_cast<std::size_t>(at - bin.first)] += weight;
            bin.read[static_cast<std::size_t>(at - bin.first)] = 1;
        }
    }
    return bins;
}

/// All bins of one region.
struct Bins {
    std::vector<Bin> h, w;
    double count = 1;
};
using SharedBins = std::shared_ptr<const std::vector<Bins>>;

class RoITerms : public Terms {
 public:
    explicit RoITerms(SharedBins rois) : rois_(std::move(rois)) {}
    void of(const Cell& cell, std::vector<Term>& terms) const override {
        terms.clear();
        const Bins& bins = (*rois_)[static_cast<std::size_t>(cell.n)];
        const Bin& rows = bins.h[static_cast<std::size_t>(cell.y)];
        const Bin& columns = bins.w[static_cast<std::size_t>(cell.x)];
        for (std::size_t i = 0; i < rows.weights.size(); ++i)
            for (std::size_t j = 0; j < columns.weights.size(); ++j)
                if (rows.read[i] != 0 && columns.read[j] != 0)
                    terms.push_back({cell.c, rows.first + static_cast<std::int64_t>(i),
                                     columns.first + static_cast<std::int64_t>(j),
                                     rows.weights[i] * columns.weights[j] / bins.count});
    }

 private:
    SharedBins rois_;
};

/// RoIAlign [torchvision/csrc/ops/cpu/roi_align_kernel.cpp, roi_align_common.h].
class RoIAlign2d : public LinearKind {
 public:
    std::string_view name() const override { return "RoIAlign2d"; }
    bool shares_depend_on_values(const Params&) const override { return false; }
    std::string_view source() const override { return "torchvision, csrc/ops/cpu/roi_align_kernel.cpp"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        const Shape out = roi_shape(*this, params, input);
        const Spans spans(*this, params);
        for (const Roi& roi : read_rois(*this, params, input)) {
            const std::int64_t most =
                std::max(samples_of(spans.length(roi.y1, roi.y2), out.h, spans.sampling),
                         samples_of(spans.length(roi.x1, roi.x2), out.w, spans.sampling));
            if (most > kMostSamples)
                throw LayerError("sampling_ratio", {"error.sampling_ratio", {most, kMostSamples}});
        }
        return out;
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const auto windows = [](const std::vector<Bin>& bins, std::int64_t n) {
            std::vector<AxisWindow> list;
            for (const Bin& bin : bins)
                list.push_back({bin.first, static_cast<std::int64_t>(bin.weights.size()), 1});
            return AxisGeometry::listed(n, std::move(list));
        };
        std::vector<std::int64_t> items;
        std::vector<Axes> planes;
        for (const Roi& roi : read_rois(*this, params, input)) items.push_back(roi.item);
        const SharedBins regions = all_bins(params, input);
        for (const Bins& bins : *regions)
            planes.push_back({windows(bins.h, input.h), windows(bins.w, input.w)});
        return Geometry::of_items(std::move(items), std::move(planes));
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        return "output_size = " +
               std::to_string(axis == 'h' ? output_shape(params, input).h : output_shape(params, input).w);
    }
    std::vector<Box> boxes(const Params& params, const Shape& input) const override {
        // Samples are placed by the centres of cells, boxes by their edges. Clipped to the map.
        const bool aligned = read_bool(*this, params, "aligned");
        const auto scale = static_cast<float>(read_number(*this, params, "spatial_scale"));
        const auto side = [&](float first, float last, std::int64_t length) {
            const float size = last * scale - first * scale;
            const float begin = first * scale + (aligned ? 0.0F : 0.5F);
            const float end = begin + (aligned ? size : std::max(size, 1.0F));
            const auto [low, high] = std::minmax(begin, end);
            const auto most = static_cast<float>(length);
            return std::pair(std::clamp(low, 0.0F, most), std::clamp(high, 0.0F, most));
        };
        std::vector<Box> boxes;
        for (const Roi& roi : read_rois(*this, params, input)) {
            const auto [y0, y1] = side(roi.y1, roi.y2, input.h);
            const auto [x0, x1] = side(roi.x1, roi.x2, input.w);
            boxes.push_back({roi.item, y0, x0, y1, x1});
        }
        return boxes;
    }

 protected:
    std::unique_ptr<Terms> terms(const Params& params, const Tensor& input) const override {
        return std::make_unique<RoITerms>(all_bins(params, input.shape()));
    }

 private:
    static constexpr std::int64_t kMostSamples = 4096;

    /// Where regions begin along an axis, and how long they are.
    struct Spans {
        float scale, offset;
        bool aligned;
        std::int64_t sampling;
        Spans(const RoIAlign2d& kind, const Params& params)
            : scale(static_cast<float>(read_number(kind, params, "spatial_scale"))),
              aligned(read_bool(kind, params, "aligned")),
              sampling(read_integer(kind, params, "sampling_ratio").value_or(-1)) {
            offset = aligned ? 0.5F : 0.0F;
        }
        float start(float first) const { return first * scale - offset; }
        float length(float first, float last) const {
            const float size = start(last) - start(first);
            return aligned ? size : std::max(size, 1.0F);
        }
    };

    /// Those of the last call are kept: who follows a cell through all bins asks again with each of them, and
    /// a bin may have thousands of samples.
    SharedBins all_bins(const Params& params, const Shape& input) const {
        struct Kept {
            Params params;
            Shape input;
            SharedBins bins;
        };
        thread_local Kept kept;
        if (!kept.bins || kept.input != input || kept.params != params)
            kept = {params, input, std::make_shared<const std::vector<Bins>>(made_bins(params, input))};
        return kept.bins;
    }
    std::vector<Bins> made_bins(const Params& params, const Shape& input) const {
        const Shape out = output_shape(params, input);
        const Spans spans(*this, params);
        std::vector<Bins> result;
        for (const Roi& roi : read_rois(*this, params, input)) {
            Bins bins;
            std::int64_t rows = 0;
            std::int64_t columns = 0;
            bins.h = bins_of(spans.start(roi.y1), spans.length(roi.y1, roi.y2), input.h, out.h,
                             spans.sampling, rows);
            bins.w = bins_of(spans.start(roi.x1), spans.length(roi.x1, roi.x2), input.w, out.w,
                             spans.sampling, columns);
            bins.count = static_cast<double>(std::max<std::int64_t>(rows * columns, 1));
            result.push_back(std::move(bins));
        }
        return result;
    }
    static std::vector<ParamSpec> make_specs() {
        ParamSpec sampling{"sampling_ratio", ParamType::integer, std::int64_t{-1}};
        sampling.min = -1;
        sampling.max = 16;
        sampling.help = "param.sampling_ratio";
        ParamSpec aligned{"aligned", ParamType::boolean, false};
        aligned.help = "param.aligned";
        return {roi_size_spec(), spatial_scale_spec(), sampling, aligned, rois_spec()};
    }
};

}  // namespace

const LayerKind& roi_align() {
    static const RoIAlign2d kind;
    return kind;
}

}  // namespace pool::kinds
