#include "figure/colormap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "figure/style.h"

namespace figure {

namespace {

/// 33 evenly spaced colours of viridis (Smith, van der Walt and Firing 2015, CC0); between them the map is
/// linear to within 2/255.
constexpr std::array<std::uint32_t, 33> kViridis = {
    0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453681, 0x424086, 0x3F4989, 0x3B528B,
    0x375A8D, 0x33638D, 0x2F6A8E, 0x2C728E, 0x297A8E, 0x26818E, 0x23898E, 0x21908C, 0x1F988B,
    0x1F9F88, 0x21A685, 0x28AE80, 0x31B57B, 0x3EBC74, 0x4CC26C, 0x5DC963, 0x6ECE58, 0x82D34C,
    0x96D83F, 0xABDC32, 0xC0DF24, 0xD5E21A, 0xEAE51A, 0xFDE725};

float channel(std::uint32_t hex, unsigned shift) { return static_cast<float>(hex >> shift & 255U); }

std::uint8_t byte(float value) { return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F) + 0.5F); }

/// Relative luminance of WCAG 2.
float luminance(Color c) {
    const auto linear = [](std::uint8_t v) {
        const float s = static_cast<float>(v) / 255.0F;
        return s <= 0.04045F ? s / 12.92F : std::pow((s + 0.055F) / 1.055F, 2.4F);
    };
    return 0.2126F * linear(c.r) + 0.7152F * linear(c.g) + 0.0722F * linear(c.b);
}

/// The grey that looks as light (Rec. 601's luma).
Color grey_of(Color c) {
    const std::uint8_t v = byte(0.299F * static_cast<float>(c.r) + 0.587F * static_cast<float>(c.g) +
                                0.114F * static_cast<float>(c.b));
    return {v, v, v, c.a};
}

constexpr Color kGrey{128, 128, 128, 255};
constexpr Color kBlack{0, 0, 0, 255};
constexpr Color kWhite{255, 255, 255, 255};

/// A screen shows 256 steps of a channel: as many colours are enough, and a table is fast.
constexpr std::size_t kSteps = 256;

Color viridis(float t) {
    const float at = t * static_cast<float>(kViridis.size() - 1);
    const std::size_t i = std::min(static_cast<std::size_t>(at), kViridis.size() - 2);
    const float f = at - static_cast<float>(i);
    const auto between = [&](unsigned shift) {
        return byte(channel(kViridis[i], shift) * (1 - f) + channel(kViridis[i + 1], shift) * f);
    };
    return {between(16), between(8), between(0), 255};
}

std::array<Color, kSteps> table_of(Color (*map)(float)) {
    std::array<Color, kSteps> table;
    for (std::size_t i = 0; i < kSteps; ++i)
        table[i] = map(static_cast<float>(i) / static_cast<float>(kSteps - 1));
    return table;
}

}  // namespace

Range range_of(std::span<const std::span<const float>> maps) {
    Range range{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};
    for (const std::span<const float> map : maps) {
        for (const float value : map) {
            if (!std::isfinite(value)) continue;
            range.low = std::min(range.low, value);
            range.high = std::max(range.high, value);
        }
    }
    if (range.low > range.high) return {0, 1};
    // A flat map of zeros or positive values starts at zero, so that a blank canvas looks blank.
    if (range.low == range.high) {
        if (range.low > 0) return {0, range.high};
        return {range.low, range.low == 0 ? 1.0F : 0.0F};
    }
    return range;
}

float largest_magnitude(std::span<const float> map) {
    float largest = 0;
    for (const float value : map)
        if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    return largest;
}

bool is_faint(float a, float b) {
    constexpr float kTimes = 12;
    const auto [small, large] = std::minmax(a, b);
    return small > 0 && small * kTimes < large;
}

Range activation_range_of(std::span<const std::span<const float>> maps) {
    const Range range = range_of(maps);
    return range.diverges() ? Range{-range.reach(), range.reach()} : range;
}

Range gradient_range_of(std::span<const std::span<const float>> maps) {
    float low = 0;
    float high = 0;
    for (const std::span<const float> map : maps) {
        for (const float value : map) {
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (low < 0 && high > 0) high = std::max(high, -low), low = -high;
    if (low == 0 && high == 0) high = 1;
    return {low, high};
}

Color sequential(Sequential map, float t) {
    static const std::array<Color, kSteps> kTable = table_of(viridis);
    t = std::clamp(t, 0.0F, 1.0F);
    if (map == Sequential::viridis) return kTable[static_cast<std::size_t>(t * (kSteps - 1) + 0.5F)];
    constexpr float kDarkestPrint = 105;
    const std::uint8_t v = byte(map == Sequential::print ? 255 + (kDarkestPrint - 255) * t : 255 * t);
    return {v, v, v, 255};
}

Color mixed(Color a, Color b, float t) {
    const auto one = [t](std::uint8_t p, std::uint8_t q) {
        return byte(static_cast<float>(p) + (static_cast<float>(q) - static_cast<float>(p)) * t);
    };
    return {one(a.r, b.r), one(a.g, b.g), one(a.b, b.b), one(a.a, b.a)};
}

Color over(Color ground, Color above) {
    Color opaque = above;
    opaque.a = ground.a;
    return mixed(ground, opaque, static_cast<float>(above.a) / 255.0F);
}

Color diverging(const Palette& palette, float t) {
    t = std::clamp(t, -1.0F, 1.0F);
    return mixed(palette.paper, t < 0 ? palette.negative : palette.positive, std::abs(t));
}

Color activation_color(const Palette& palette, Sequential map, Range range, float value) {
    if (std::isnan(value)) return palette.error;
    value = std::clamp(value, range.low, range.high);
    if (!range.diverges()) return sequential(map, (value - range.low) / (range.high - range.low));
    const float t = value / range.reach();
    return mixed(palette.paper, t < 0 ? palette.below_zero : palette.above_zero, std::abs(t));
}

Color gradient_color(const Palette& palette, Range range, float value) {
    if (std::isnan(value)) return palette.error;
    return diverging(palette, std::clamp(value, range.low, range.high) / range.reach());
}

Color trace_color(const Palette& palette, Range range, float value) {
    constexpr float kMost = 0.15F;
    if (std::isnan(value)) return palette.error;
    value = std::clamp(value, range.low, range.high);
    const float t =
        range.diverges() ? std::abs(value) / range.reach() : (value - range.low) / (range.high - range.low);
    return mixed(palette.paper, palette.ink, kMost * t);
}

Color gradient_veil(const Palette& palette, Range range, float value) {
    if (std::isnan(value)) return palette.error;
    const float t = std::clamp(value, range.low, range.high) / range.reach();
    return (t < 0 ? palette.negative : palette.positive).with_alpha(std::abs(t));
}

Color toned(const Palette& palette, Tone tone, Color color) {
    constexpr float kLess = 0.6F;
    constexpr float kGreyed = 0.25F;
    constexpr float kGhost = 0.27F;
    switch (tone) {
        case Tone::unread:
            return mixed(mixed(color, grey_of(color), kLess), kGrey, kGreyed);
        case Tone::ghost:
            return mixed(palette.paper, grey_of(color), kGhost);
        case Tone::plain:
        case Tone::trace:
        case Tone::veil:
            break;
    }
    return color;
}

float contrast(Color a, Color b) {
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05F) / (dark + 0.05F);
}

Color ink_on(Color background) {
    return contrast(kBlack, background) >= contrast(kWhite, background) ? kBlack : kWhite;
}

}  // namespace figure
