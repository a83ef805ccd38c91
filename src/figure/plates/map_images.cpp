#include "figure/plates/map_images.h"

#include <algorithm>
#include <array>

namespace figure {

namespace {

constexpr std::size_t kMaxPictures = 192;
constexpr std::size_t kMaxRanges = 64;

/// FNV-1a, so that equal pixels have equal keys wherever they were made.
std::uint64_t key_of(const Pixels& pixels) {
    std::uint64_t hash = 14695981039346656037ULL ^ static_cast<std::uint64_t>(pixels.width);
    for (const std::uint8_t byte : pixels.rgba) hash = (hash ^ byte) * 1099511628211ULL;
    return hash;
}

Image make_picture(const MapImages::Wanted& wanted, const Style& style, std::span<const float> plane,
                   std::int64_t rows, std::int64_t columns) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = static_cast<int>(columns);
    pixels->height = static_cast<int>(rows);
    pixels->rgba.resize(plane.size() * 4);
    std::uint8_t* out = pixels->rgba.data();
    for (const float value : plane) {
        const Color c = wanted.gradient ? gradient_color(style.palette, wanted.range, value)
                                        : activation_color(style.palette, wanted.colors, wanted.range, value);
        *out++ = c.r;
        *out++ = c.g;
        *out++ = c.b;
        *out++ = c.a;
    }
    const std::uint64_t key = key_of(*pixels);
    return {{}, std::move(pixels), key};
}

}  // namespace

Image MapImages::picture(const Wanted& wanted, const Style& style, std::span<const float> plane,
                         std::int64_t rows, std::int64_t columns) {
    if (wanted.revision == 0) return make_picture(wanted, style, plane, rows, columns);
    const auto found = std::ranges::find(pictures_, wanted, &Picture::wanted);
    if (found != pictures_.end()) {
        pictures_.splice(pictures_.begin(), pictures_, found);
        return pictures_.front().image;
    }
    pictures_.push_front({wanted, make_picture(wanted, style, plane, rows, columns)});
    if (pictures_.size() > kMaxPictures) pictures_.pop_back();
    return pictures_.front().image;
}

std::shared_ptr<const pool::Tensor> MapImages::partial_gradient(const pool::Evaluation& evaluation,
                                                                std::uint64_t revision, std::size_t layer,
                                                                std::int64_t windows) {
    if (revision != 0 && partial_.revision == revision && partial_.layer == layer &&
        partial_.windows == windows)
        return partial_.gradient;
    const pool::LayerResult& result = evaluation.layers[layer];
    pool::Tensor sent = evaluation.gradient(layer + 1);
    const pool::Shape& shape = sent.shape();
    for (std::int64_t n = 0; n < shape.n; ++n) {
        for (std::int64_t c = 0; c < shape.c; ++c) {
            const auto plane = sent.plane(n, c);
            std::fill(plane.begin() + static_cast<std::ptrdiff_t>(std::min(windows, shape.plane())),
                      plane.end(), 0.0F);
        }
    }
    auto gradient = std::make_shared<pool::Tensor>();
    result.kind->backward(result.layer.params, evaluation.map(layer), result.forward, sent, *gradient);
    partial_ = {revision, layer, windows, gradient};
    return gradient;
}

Range MapImages::range(std::uint64_t revision, std::size_t layer, bool gradient,
                       const pool::Evaluation& evaluation) {
    const auto same = [&](const KnownRange& known) {
        return known.revision == revision && known.layer == layer && known.gradient == gradient;
    };
    const auto found = std::ranges::find_if(ranges_, same);
    if (revision != 0 && found != ranges_.end()) return found->range;
    const std::size_t last = evaluation.map_count() - 1;
    // One range for input and output, so that equal colours are equal values.
    const std::array<std::size_t, 2> maps = {std::min(layer, last), std::min(layer + 1, last)};
    const auto values = [&](std::size_t i) {
        return gradient ? evaluation.gradient(maps[i]).data() : evaluation.map(maps[i]).data();
    };
    const std::array<std::span<const float>, 2> both = {values(0), values(1)};
    const Range range = gradient ? symmetric_range_of(both) : range_of(both);
    ranges_.push_front({revision, layer, gradient, range});
    if (ranges_.size() > kMaxRanges) ranges_.pop_back();
    return range;
}

}  // namespace figure
