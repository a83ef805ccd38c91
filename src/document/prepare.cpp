#include "document/prepare.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace document {

namespace {

pool::Tensor one_channel(const pool::Tensor& map, std::int64_t channel) {
    const pool::Shape& shape = map.shape();
    pool::Tensor result({shape.n, 1, shape.h, shape.w});
    for (std::int64_t n = 0; n < shape.n; ++n)
        std::ranges::copy(map.plane(n, std::clamp<std::int64_t>(channel, 0, shape.c - 1)),
                          result.plane(n, 0).begin());
    return result;
}

pool::Tensor in_grey(const pool::Tensor& picture) {
    const pool::Shape& shape = picture.shape();
    if (shape.c != 3) return picture;
    pool::Tensor grey({shape.n, 1, shape.h, shape.w});
    const auto r = picture.plane(0, 0);
    const auto g = picture.plane(0, 1);
    const auto b = picture.plane(0, 2);
    // Luminance of ITU-R BT.709.
    for (std::size_t i = 0; i < r.size(); ++i)
        grey.data()[i] = 0.2126F * r[i] + 0.7152F * g[i] + 0.0722F * b[i];
    return grey;
}

/// The light on the paper, in blocks: the lightest value of each, smoothed over its neighbours.
struct Light {
    std::int64_t rows = 0, columns = 0;
    std::vector<float> values;
    float at(std::int64_t y, std::int64_t x) const {
        return values[static_cast<std::size_t>(std::clamp<std::int64_t>(y, 0, rows - 1) * columns +
                                               std::clamp<std::int64_t>(x, 0, columns - 1))];
    }
};

Light light_of(std::span<const float> plane, const pool::Shape& shape) {
    // Blocks wider than a stroke of the pen, so that each holds paper too.
    constexpr std::int64_t kBlocks = 8;
    Light light{std::min(kBlocks, shape.h), std::min(kBlocks, shape.w), {}};
    Light lightest = light;
    lightest.values.assign(static_cast<std::size_t>(light.rows * light.columns), 0.0F);
    for (std::int64_t y = 0; y < shape.h; ++y) {
        for (std::int64_t x = 0; x < shape.w; ++x) {
            const std::int64_t block = y * light.rows / shape.h * light.columns + x * light.columns / shape.w;
            float& value = lightest.values[static_cast<std::size_t>(block)];
            value = std::max(value, plane[static_cast<std::size_t>(y * shape.w + x)]);
        }
    }
    for (std::int64_t y = 0; y < light.rows; ++y) {
        for (std::int64_t x = 0; x < light.columns; ++x) {
            float sum = 0;
            for (std::int64_t i = -1; i <= 1; ++i)
                for (std::int64_t j = -1; j <= 1; ++j) sum += lightest.at(y + i, x + j);
            light.values.push_back(sum / 9);
        }
    }
    return light;
}

/// Divides by the light, which is interpolated between the centres of its blocks.
void divide_by_light(std::span<float> plane, const pool::Shape& shape) {
    const Light light = light_of(plane, shape);
    for (std::int64_t y = 0; y < shape.h; ++y) {
        const float v =
            (static_cast<float>(y) + 0.5F) * static_cast<float>(light.rows) / static_cast<float>(shape.h) -
            0.5F;
        const auto top = static_cast<std::int64_t>(std::floor(v));
        for (std::int64_t x = 0; x < shape.w; ++x) {
            const float u = (static_cast<float>(x) + 0.5F) * static_cast<float>(light.columns) /
                                static_cast<float>(shape.w) -
                            0.5F;
            const auto left = static_cast<std::int64_t>(std::floor(u));
            const float a = u - static_cast<float>(left);
            const float b = v - static_cast<float>(top);
            const float here = (1 - b) * ((1 - a) * light.at(top, left) + a * light.at(top, left + 1)) +
                               b * ((1 - a) * light.at(top + 1, left) + a * light.at(top + 1, left + 1));
            float& value = plane[static_cast<std::size_t>(y * shape.w + x)];
            value = here > 0 ? std::min(value / here, 1.0F) : value;
        }
    }
}

void stretch_levels(std::span<float> values, float black, float white) {
    const float width = std::max(white - black, 1e-6F);
    for (float& value : values) value = std::clamp((value - black) / width, 0.0F, 1.0F);
}

/// The cells that differ from the rim, with as much around them as MNIST has: a fifth of the ink's longer
/// side.
pool::Tensor around_ink(const pool::Tensor& picture) {
    const pool::Shape& shape = picture.shape();
    constexpr float kInk = 0.25F;
    pool::Region ink;
    for (std::int64_t c = 0; c < shape.c; ++c) {
        const float rim = rim_value(picture, c);
        for (std::int64_t y = 0; y < shape.h; ++y)
            for (std::int64_t x = 0; x < shape.w; ++x)
                if (std::abs(picture.at({0, c, y, x}) - rim) > kInk) ink = ink.with({y, y + 1, x, x + 1});
    }
    if (ink.empty()) return picture;
    const std::int64_t margin = std::max(ink.y1 - ink.y0, ink.x1 - ink.x0) / 5;
    ink = {std::max<std::int64_t>(ink.y0 - margin, 0), std::min(ink.y1 + margin, shape.h),
           std::max<std::int64_t>(ink.x0 - margin, 0), std::min(ink.x1 + margin, shape.w)};
    pool::Tensor result({1, shape.c, ink.y1 - ink.y0, ink.x1 - ink.x0});
    for (std::int64_t c = 0; c < shape.c; ++c)
        for (std::int64_t y = ink.y0; y < ink.y1; ++y)
            for (std::int64_t x = ink.x0; x < ink.x1; ++x)
                result.at({0, c, y - ink.y0, x - ink.x0}) = picture.at({0, c, y, x});
    return result;
}

}  // namespace

std::shared_ptr<const pool::Tensor> prepared_picture(const Input& input) {
    const bool levels = input.black != 0 || input.white != 1;
    const bool plain = input.channel < 0 && !input.grey && !input.even_light && !levels && !input.invert &&
                       !input.crop_to_ink;
    if (plain) return input.base.values;
    pool::Tensor picture = input.channel >= 0 ? one_channel(*input.base.values, input.channel)
                           : input.grey       ? in_grey(*input.base.values)
                                              : *input.base.values;
    if (input.even_light)
        for (std::int64_t c = 0; c < picture.shape().c; ++c)
            divide_by_light(picture.plane(0, c), picture.shape());
    if (levels) stretch_levels(picture.data(), input.black, input.white);
    if (input.invert)
        for (float& value : picture.data()) value = 1 - value;
    if (input.crop_to_ink) picture = around_ink(picture);
    return std::make_shared<const pool::Tensor>(std::move(picture));
}

std::shared_ptr<const pool::Tensor> prepared_array(const Input& input) {
    if (input.channel < 0) return input.base.values;
    return std::make_shared<const pool::Tensor>(one_channel(*input.base.values, input.channel));
}

float rim_value(const pool::Tensor& picture, std::int64_t channel) {
    const pool::Shape& shape = picture.shape();
    const auto plane = picture.plane(0, channel);
    std::vector<float> rim;
    for (std::int64_t y = 0; y < shape.h; ++y) {
        const bool whole = y == 0 || y == shape.h - 1;
        for (std::int64_t x = 0; x < shape.w; x += whole || shape.w == 1 ? 1 : shape.w - 1)
            rim.push_back(plane[static_cast<std::size_t>(y * shape.w + x)]);
    }
    const auto middle = rim.begin() + static_cast<std::ptrdiff_t>(rim.size() / 2);
    std::ranges::nth_element(rim, middle);
    return *middle;
}

bool has_light_rim(const Input& input) {
    constexpr float kLight = 0.5F;
    if (!input.base.values || !input.base.picture || input.invert) return false;
    const pool::Tensor& picture = *input.base.values;
    if (picture.shape().h < 2 || picture.shape().w < 2) return false;
    float sum = 0;
    for (std::int64_t c = 0; c < picture.shape().c; ++c) sum += rim_value(picture, c);
    return sum / static_cast<float>(picture.shape().c) > kLight;
}

void fit_canvas(Input& input) {
    if (!input.base.values || !input.base.picture) return;
    const pool::Shape& shape = input.base.values->shape();
    const bool small = shape.h <= kMaxCanvas && shape.w <= kMaxCanvas;
    constexpr int kUsual = 28;
    input.height = small ? static_cast<int>(shape.h) : kUsual;
    input.width = small ? static_cast<int>(shape.w) : kUsual;
}

}  // namespace document
