#include "figure/plates/map_images.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <vector>

namespace figure {

namespace {

constexpr std::size_t kMaxPictures = 192;
constexpr std::size_t kMaxEnds = 64;

/// FNV-1a, so that equal pixels have equal keys wherever they were made.
std::uint64_t key_of(const Pixels& pixels) {
    std::uint64_t hash = 14695981039346656037ULL ^ static_cast<std::uint64_t>(pixels.width);
    for (const std::uint8_t byte : pixels.rgba) hash = (hash ^ byte) * 1099511628211ULL;
    return hash;
}

/// Kept pictures are named by their number, because hashing them would take longer than colouring. No two of
/// the process have the same, whoever keeps them: a screen names its textures by it.
std::uint64_t next_key() {
    static std::atomic<std::uint64_t> pictures_made = 0;
    return (std::uint64_t{1} << 63) | ++pictures_made;
}

Color color_of(const MapImages::Wanted& wanted, const Style& style, float value) {
    if (wanted.tone == Tone::trace) return trace_color(style.palette, wanted.range, value);
    if (wanted.tone == Tone::veil) return gradient_veil(style.palette, wanted.range, value);
    const Color plain = wanted.gradient ? gradient_color(style.palette, wanted.range, value)
                                        : activation_color(style.palette, wanted.colors, wanted.range, value);
    return toned(style.palette, wanted.tone, plain);
}

void color(Pixels& pixels, const MapImages::Wanted& wanted, const Style& style, std::span<const float> plane,
           const pool::Region& region) {
    for (std::int64_t y = region.y0; y < region.y1; ++y) {
        const auto row = static_cast<std::size_t>(y * pixels.width + region.x0);
        std::uint8_t* out = pixels.rgba.data() + row * 4;
        for (const float value : plane.subspan(row, static_cast<std::size_t>(region.x1 - region.x0))) {
            const Color c = color_of(wanted, style, value);
            *out++ = c.r;
            *out++ = c.g;
            *out++ = c.b;
            *out++ = c.a;
        }
    }
}

std::shared_ptr<Pixels> make_pixels(const MapImages::Wanted& wanted, const Style& style,
                                    std::span<const float> plane, std::int64_t rows, std::int64_t columns) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = static_cast<int>(columns);
    pixels->height = static_cast<int>(rows);
    pixels->rgba.resize(plane.size() * 4);
    color(*pixels, wanted, style, plane, {0, rows, 0, columns});
    return pixels;
}

}  // namespace

Image MapImages::picture(const Wanted& wanted, const Style& style, std::span<const float> plane,
                         std::int64_t rows, std::int64_t columns) {
    if (!keeps_ || !wanted.id.known()) {
        auto pixels = make_pixels(wanted, style, plane, rows, columns);
        const std::uint64_t key = key_of(*pixels);
        return {{}, std::move(pixels), key};
    }
    const auto found = std::ranges::find(pictures_, wanted, &Picture::wanted);
    if (found != pictures_.end()) {
        pictures_.splice(pictures_.begin(), pictures_, found);
        Picture& kept = pictures_.front();
        if (!kept.stale.empty()) {
            if (kept.pixels.use_count() > 1) kept.pixels = std::make_shared<Pixels>(*kept.pixels);
            color(*kept.pixels, wanted, style, plane, kept.stale);
            kept.key = next_key();
            kept.stale = {};
        }
        return {{}, kept.pixels, kept.key};
    }
    pictures_.push_front({wanted, make_pixels(wanted, style, plane, rows, columns), next_key(), {}});
    if (pictures_.size() > kMaxPictures) pictures_.pop_back();
    return {{}, pictures_.front().pixels, pictures_.front().key};
}

void MapImages::changed(pool::EvaluationId from, pool::EvaluationId to, const pool::Changes& changes,
                        const pool::Evaluation& evaluation) {
    for (std::size_t map = 0; map < evaluation.map_count(); ++map) {
        follow(from, to, map, false, changes.values[map], evaluation.map(map));
        follow(from, to, map, true, changes.gradients[map], evaluation.gradient(map));
    }
}

void MapImages::changed(pool::EvaluationId from, pool::EvaluationId to, const pool::Region& region,
                        const pool::Tensor& values) {
    follow(from, to, 0, false, region, values);
}

void MapImages::follow(pool::EvaluationId from, pool::EvaluationId to, std::size_t map, bool gradient,
                       const pool::Region& region, const pool::Tensor& values) {
    for (Picture& picture : pictures_) {
        Wanted& wanted = picture.wanted;
        if (wanted.id != from || wanted.map != map || wanted.gradient != gradient || wanted.until >= 0)
            continue;
        wanted.id = to;
        picture.stale = picture.stale.with(region);
    }
    for (auto ends = ends_.begin(); ends != ends_.end();) {
        const auto now = ends++;
        if (now->id != from || now->map != map || now->gradient != gradient) continue;
        const auto touched = [&](const pool::Cell& cell) { return region.contains(cell.y, cell.x); };
        if (!region.empty() && (now->none || touched(now->low_at) || touched(now->high_at))) {
            ends_.erase(now);
            continue;
        }
        now->id = to;
        stretch(*now, values, region);
    }
}

void MapImages::stretch(Ends& ends, const pool::Tensor& values, const pool::Region& region) {
    const pool::Shape& shape = values.shape();
    for (std::int64_t n = 0; n < shape.n; ++n) {
        for (std::int64_t c = 0; c < shape.c; ++c) {
            const auto plane = values.plane(n, c);
            for (std::int64_t y = region.y0; y < region.y1; ++y) {
                for (std::int64_t x = region.x0; x < region.x1; ++x) {
                    const float value = plane[static_cast<std::size_t>(y * shape.w + x)];
                    if (!std::isfinite(value)) continue;
                    if (ends.none || value < ends.low) ends.low = value, ends.low_at = {n, c, y, x};
                    if (ends.none || value > ends.high) ends.high = value, ends.high_at = {n, c, y, x};
                    ends.none = false;
                }
            }
        }
    }
}

const MapImages::Ends& MapImages::ends_of(pool::EvaluationId id, std::size_t map, bool gradient,
                                          const pool::Tensor& values) {
    const auto same = [&](const Ends& known) {
        return id.known() && known.id == id && known.map == map && known.gradient == gradient;
    };
    const auto found = std::ranges::find_if(ends_, same);
    if (found != ends_.end()) return *found;
    Ends ends{id, map, gradient, 0, 0, {}, {}, true};
    stretch(ends, values, pool::Region::whole(values.shape()));
    ends_.push_front(ends);
    if (ends_.size() > kMaxEnds) ends_.pop_back();
    return ends_.front();
}

MapImages::PairRanges MapImages::ranges(const pool::Evaluation& evaluation, std::size_t layer, bool gradient,
                                        const work::Veil& veil) {
    const std::size_t last = evaluation.map_count() - 1;
    const auto hidden = [&](std::size_t map) {
        return veil.hides_shape(map) || (gradient ? veil.hides_gradient(map) : veil.hides_map(map));
    };
    const auto ends = [&](std::size_t map) {
        map = std::min(map, last);
        if (hidden(map)) return std::vector<float>();
        return ends_of(evaluation.id, map, gradient,
                       gradient ? evaluation.gradient(map) : evaluation.map(map))
            .values();
    };
    const std::vector<float> below = ends(layer), above = ends(layer + 1);
    const std::array<std::span<const float>, 2> both = {below, above};
    const auto range = [&](std::span<const std::span<const float>> maps) {
        return gradient ? gradient_range_of(maps) : activation_range_of(maps);
    };
    const Range one = range(std::span(both).first(1));
    const Range other = range(std::span(both).last(1));
    const bool alone = hidden(std::min(layer, last)) || hidden(std::min(layer + 1, last));
    const bool parted = gradient ? false : one.diverges() != other.diverges();
    const bool faint =
        (gradient || one.diverges()) && is_faint(largest_magnitude(below), largest_magnitude(above));
    if (!alone && (parted || faint)) return {one, other};
    const Range shared = range(both);
    return {shared, shared};
}

Range MapImages::range_of_map(pool::EvaluationId id, std::size_t map, bool gradient,
                              const pool::Tensor& values) {
    const std::vector<float> ends = ends_of(id, map, gradient, values).values();
    const std::array<std::span<const float>, 1> one = {ends};
    return gradient ? gradient_range_of(one) : activation_range_of(one);
}

std::shared_ptr<const pool::Tensor> MapImages::partial_gradient(const pool::Evaluation& evaluation,
                                                                std::size_t layer, std::int64_t windows) {
    if (evaluation.id.known() && partial_.id == evaluation.id && partial_.layer == layer &&
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
    partial_ = {evaluation.id, layer, windows, gradient};
    return gradient;
}

}  // namespace figure
