#include "figure/style.h"

namespace figure {

namespace {

constexpr Color rgb(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16U), static_cast<std::uint8_t>(hex >> 8U & 255U),
            static_cast<std::uint8_t>(hex & 255U), 255};
}

Palette make_light() {
    Palette p;
    p.paper = rgb(0xFBFAF7);
    p.panel = rgb(0xF1EFEA);
    p.line = rgb(0xD8D4CB);
    p.ink = rgb(0x1F2328);
    p.muted = rgb(0x6B7178);
    p.window = rgb(0xE69F00);
    p.winner = rgb(0xD55E00);
    p.output = rgb(0x009E73);
    p.positive = rgb(0x0072B2);
    p.negative = rgb(0xCC79A7);
    p.accent = rgb(0x0072B2);
    p.error = rgb(0xB3261E);
    return p;
}

Palette make_dark() {
    Palette p;
    p.paper = rgb(0x14171C);
    p.panel = rgb(0x1B1F26);
    p.line = rgb(0x2E343D);
    p.ink = rgb(0xE6E8EB);
    p.muted = rgb(0x9AA3AE);
    p.window = rgb(0xE69F00);
    p.winner = rgb(0xFF7A33);
    p.output = rgb(0x1FC99A);
    p.positive = rgb(0x4FA8E0);
    p.negative = rgb(0xE39AC4);
    p.accent = rgb(0x4FA8E0);
    p.error = rgb(0xFF6B5E);
    p.dark = true;
    return p;
}

Palette make_print() {
    Palette p;
    p.paper = rgb(0xFFFFFF);
    p.panel = rgb(0xF2F2F2);
    p.line = rgb(0xB0B0B0);
    p.ink = rgb(0x000000);
    p.muted = rgb(0x505050);
    p.window = rgb(0x000000);
    p.winner = rgb(0x000000);
    p.output = rgb(0x000000);
    p.positive = rgb(0x606060);
    p.negative = rgb(0x606060);
    p.accent = rgb(0x000000);
    p.error = rgb(0x303030);
    p.print = true;
    return p;
}

}  // namespace

const Palette& light_palette() {
    static const Palette palette = make_light();
    return palette;
}

const Palette& dark_palette() {
    static const Palette palette = make_dark();
    return palette;
}

const Palette& print_palette() {
    static const Palette palette = make_print();
    return palette;
}

Pen pen(const Style& style, Meaning meaning) {
    const Palette& p = style.palette;
    const float unit = style.line;
    const float em = style.em;
    const auto dashed = [&](float length) { return p.print ? length * em : 0.0F; };
    switch (meaning) {
        case Meaning::window:
            return {p.window, 2 * unit, 0};
        case Meaning::winner:
            return {p.winner, (p.print ? 3.6F : 2.6F) * unit, 0};
        case Meaning::output:
            return {p.output, 2.4F * unit, dashed(0.4F)};
        case Meaning::padding:
            return {p.muted, unit, 0.3F * em};
        case Meaning::positive:
            return {p.print ? p.ink : p.positive, 1.6F * unit, 0};
        case Meaning::negative:
            return {p.print ? p.ink : p.negative, 1.6F * unit, dashed(0.3F)};
        case Meaning::quiet:
            break;
    }
    return {p.muted, unit, 0};
}

}  // namespace figure
