#include "lesson/vary.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "document/raster.h"
#include "document/samples.h"

namespace lesson {

namespace {

/// Up to, but not including, `count`. The library's distributions differ from machine to machine.
std::uint32_t draw(std::mt19937& random, std::uint32_t count) {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(random()) * count) >> 32U);
}

std::shared_ptr<const pool::Tensor> redrawn(const pool::Tensor& values, std::mt19937& random) {
    constexpr float kLeastSpread = 3;
    float low = 0;
    float high = kLeastSpread;
    for (const float v : values.data()) {
        if (!std::isfinite(v)) continue;
        low = std::min(low, v);
        high = std::max(high, v);
    }
    const auto first = static_cast<std::int32_t>(std::floor(low));
    const auto count = static_cast<std::uint32_t>(std::ceil(high) - std::floor(low)) + 1;
    auto result = std::make_shared<pool::Tensor>(values.shape());
    for (float& v : result->data())
        v = static_cast<float>(first + static_cast<std::int32_t>(draw(random, count)));
    return result;
}

bool is_array(const document::Input& input) {
    return input.base.values && !input.base.picture && input.strokes.empty();
}

/// One of the ten digits on the same canvas.
document::Input digit(const document::Input& like, std::uint32_t which) {
    document::Input input = like;
    input.edits.clear();
    input.strokes = document::find_sample("digit." + std::to_string(which))->input.strokes;
    return input;
}

}  // namespace

std::optional<document::Document> varied(const document::Document& document, std::uint32_t seed) {
    constexpr std::int64_t kMostCells = 1024;
    constexpr std::uint32_t kDigits = 10;
    if (document.other.input) return std::nullopt;
    std::mt19937 random(seed);
    document::Document result = document;
    if (is_array(document.input)) {
        if (document.input.base.values->shape().size() > kMostCells) return std::nullopt;
        result.input.base.values = redrawn(*document.input.base.values, random);
        result.input.edits.clear();
    } else if (!document.input.base.values) {
        result.input = digit(document.input, draw(random, kDigits));
    } else {
        return std::nullopt;
    }
    if (document.upstream.values) result.upstream.values = redrawn(*document.upstream.values, random);
    return result;
}

document::Document other_input(const document::Document& document, int which) {
    document::Document result = document;
    if (!is_array(document.input) && !document.input.base.values) {
        result.input = digit(document.input, which == 0 ? 8 : 1);
        return result;
    }
    auto values = std::make_shared<pool::Tensor>(document::raster(document.input));
    if (which == 0)
        std::ranges::reverse(values->data());
    else
        for (float& v : values->data()) v = 1 - v;
    result.input.edits.clear();
    result.input.strokes.clear();
    result.input.base = {};
    result.input.base.values = std::move(values);
    return result;
}

}  // namespace lesson
