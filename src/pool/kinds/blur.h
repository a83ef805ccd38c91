#pragma once

#include <vector>

#include "pool/kinds/common.h"

namespace pool::kinds {

/// The filter of blur pooling along one axis (SEMANTICS 8).
struct BlurSettings {
    std::int64_t filter = 4;  ///< 1 to 7: a row of Pascal's triangle
    std::int64_t stride = 2;

    std::int64_t before() const { return (filter - 1) / 2; }
    std::int64_t after() const { return filter / 2; }
    std::int64_t output(std::int64_t input) const { return (input + stride - 1) / stride; }
    std::string formula(std::int64_t input) const;
};

struct Blur {
    BlurSettings h, w;
    /// Throws LayerError where the filter does not fit a map of that size.
    void check(std::int64_t height, std::int64_t width) const;
};
Blur read_blur(const LayerKind& kind, const Params& params);
ParamSpec filter_size_spec();
ParamSpec blur_stride_spec();

/// The input positions and weights of each output. A cell mirrored at the border counts as the cell that it
/// is a picture of, whose weight grows.
class BlurAxis {
 public:
    struct Weight {
        std::int64_t at = 0;
        double weight = 0;
    };
    BlurAxis(const BlurSettings& settings, std::int64_t input);
    const std::vector<Weight>& of(std::int64_t o) const { return outputs_[static_cast<std::size_t>(o)]; }
    AxisGeometry windows() const;

 private:
    std::int64_t input_;
    std::vector<std::vector<Weight>> outputs_;
};

}  // namespace pool::kinds
