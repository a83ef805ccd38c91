#include "document/prepare.h"

#include <algorithm>
#include <vector>

#include "document/paper.h"

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

/// Divides by the light on the paper. The pen is thinner than a quarter of the shorter side.
void divide_by_light(std::span<float> plane, const pool::Shape& shape, float rim) {
    constexpr std::int64_t kPens = 4;
    fill_white_rim(plane, shape, rim);
    const std::vector<float> light = light_on_paper(plane, shape, std::min(shape.h, shape.w) / kPens);
    for (std::size_t i = 0; i < plane.size(); ++i)
        if (light[i] > 0) plane[i] = std::min(plane[i] / light[i], 1.0F);
}

void stretch_levels(std::span<float> values, float black, float white) {
    const float width = std::max(white - black, 1e-6F);
    for (float& value : values) value = std::clamp((value - black) / width, 0.0F, 1.0F);
}

/// The ink, with as much around it as MNIST has: a fifth of its longer side.
pool::Tensor around_ink(const pool::Tensor& picture) {
    const pool::Shape& shape = picture.shape();
    pool::Region ink;
    for (std::int64_t c = 0; c < shape.c; ++c)
        ink = ink.with(ink_of(picture.plane(0, c), shape, rim_value(picture, c)));
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
            divide_by_light(picture.plane(0, c), picture.shape(), rim_value(picture, c));
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
