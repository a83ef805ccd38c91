#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "figure/drawing.h"

// How a person without one kind of cones sees a colour (Machado, Oliveira and Fernandes 2009, full strength).

namespace vision {

enum class Sight { full, protanopia, deuteranopia };

using Three = std::array<float, 3>;

inline Three linear(figure::Color c) {
    const auto one = [](std::uint8_t v) {
        const float s = static_cast<float>(v) / 255.0F;
        return s <= 0.04045F ? s / 12.92F : std::pow((s + 0.055F) / 1.055F, 2.4F);
    };
    return {one(c.r), one(c.g), one(c.b)};
}

inline std::uint8_t encoded(float v) {
    v = std::clamp(v, 0.0F, 1.0F);
    const float s = v <= 0.0031308F ? 12.92F * v : 1.055F * std::pow(v, 1 / 2.4F) - 0.055F;
    return static_cast<std::uint8_t>(s * 255 + 0.5F);
}

inline figure::Color seen(figure::Color c, Sight sight) {
    if (sight == Sight::full) return c;
    constexpr std::array<Three, 3> kProtan = {{{0.152286F, 1.052583F, -0.204868F},
                                               {0.114503F, 0.786281F, 0.099216F},
                                               {-0.003882F, -0.048116F, 1.051998F}}};
    constexpr std::array<Three, 3> kDeutan = {{{0.367322F, 0.860646F, -0.227968F},
                                               {0.280085F, 0.672501F, 0.047413F},
                                               {-0.011820F, 0.042940F, 0.968881F}}};
    const std::array<Three, 3>& rows = sight == Sight::protanopia ? kProtan : kDeutan;
    const Three from = linear(c);
    Three to{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 3; ++k) to[i] += rows[i][k] * from[k];
    return {encoded(to[0]), encoded(to[1]), encoded(to[2]), c.a};
}

/// Distance of two colours in CIE Lab (1976): about 2 can just be told apart side by side.
inline float distance(figure::Color a, figure::Color b) {
    const auto lab = [](figure::Color c) -> Three {
        const Three l = linear(c);
        const auto f = [](float t) { return t > 0.008856F ? std::cbrt(t) : 7.787F * t + 16.0F / 116.0F; };
        const float x = f((0.4124F * l[0] + 0.3576F * l[1] + 0.1805F * l[2]) / 0.9505F);
        const float y = f(0.2126F * l[0] + 0.7152F * l[1] + 0.0722F * l[2]);
        const float z = f((0.0193F * l[0] + 0.1192F * l[1] + 0.9505F * l[2]) / 1.089F);
        return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    };
    const Three p = lab(a);
    const Three q = lab(b);
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

}  // namespace vision
