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
    p.muted = rgb(0x51575E);
    p.window = rgb(0xE69F00);
    p.winner = rgb(0xD55E00);
    p.output = rgb(0x009E73);
    p.positive = rgb(0x0072B2);
    p.negative = rgb(0xCC79A7);
    p.accent = rgb(0x0072B2);
    p.error = rgb(0xB3261E);
    p.window_text = rgb(0xA35600);
    p.winner_text = rgb(0xBA4400);
    p.output_text = rgb(0x00795A);
    p.positive_text = rgb(0x005A8C);
    p.negative_text = rgb(0x9A4474);
    p.error_text = rgb(0xA8231B);
    p.above_zero = rgb(0x01665E);
    p.below_zero = rgb(0x8C510A);
    return p;
}

Palette make_dark() {
    Palette p;
    p.paper = rgb(0x14171C);
    p.panel = rgb(0x1B1F26);
    p.line = rgb(0x2E343D);
    p.ink = rgb(0xE6E8EB);
    p.muted = rgb(0xA9B1BB);
    p.window = rgb(0xE69F00);
    p.winner = rgb(0xFF7A33);
    p.output = rgb(0x1FC99A);
    p.positive = rgb(0x4FA8E0);
    p.negative = rgb(0xE39AC4);
    p.accent = rgb(0x4FA8E0);
    p.error = rgb(0xFF6B5E);
    p.window_text = rgb(0xF2B33D);
    p.winner_text = rgb(0xFF9A61);
    p.output_text = rgb(0x3EDBB0);
    p.positive_text = rgb(0x86C5EE);
    p.negative_text = rgb(0xEBB0D1);
    p.error_text = rgb(0xFF9D94);
    p.above_zero = rgb(0x5AB4AC);
    p.below_zero = rgb(0xD8A45A);
    p.theme = Theme::dark;
    p.dark = true;
    return p;
}

/// Black and white, with the brightest shade of each meaning.
Palette make_contrast() {
    Palette p;
    p.paper = rgb(0x000000);
    p.panel = rgb(0x000000);
    p.line = rgb(0x8A8A8A);
    p.ink = rgb(0xFFFFFF);
    p.muted = rgb(0xDDDDDD);
    p.window = rgb(0xFFC233);
    p.winner = rgb(0xFF8C4D);
    p.output = rgb(0x3DF0C0);
    p.positive = rgb(0x6CC4FF);
    p.negative = rgb(0xFFB0DC);
    p.accent = rgb(0x6CC4FF);
    p.error = rgb(0xFF8A80);
    p.window_text = rgb(0xFFD15C);
    p.winner_text = rgb(0xFFA673);
    p.output_text = rgb(0x5FF5CE);
    p.positive_text = rgb(0x9BD7FF);
    p.negative_text = rgb(0xFFC4E5);
    p.error_text = rgb(0xFFB3AC);
    p.above_zero = rgb(0x6FE0D6);
    p.below_zero = rgb(0xF5BE6E);
    p.theme = Theme::contrast;
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
    p.window_text = p.winner_text = p.output_text = p.positive_text = p.negative_text = p.error_text = p.ink;
    p.above_zero = rgb(0x404040);
    p.below_zero = rgb(0xA0A0A0);
    p.theme = Theme::print;
    p.print = true;
    return p;
}

}  // namespace

const Palette& palette_of(Theme theme) {
    static const std::array<Palette, 4> palettes = {make_light(), make_dark(), make_contrast(), make_print()};
    return palettes[static_cast<std::size_t>(theme)];
}

Grounds grounds_of(const Palette& p) {
    Grounds g;
    g.field = p.dark ? p.panel : p.paper;
    g.raised = mixed(p.panel, p.ink, p.dark ? 0.08F : 0.03F);
    g.hovered = mixed(g.raised, p.accent, 0.10F);
    g.pressed = mixed(g.raised, p.accent, 0.14F);
    g.selected = mixed(p.panel, p.accent, 0.16F);
    g.selected_hovered = mixed(p.panel, p.accent, 0.19F);
    g.row_hovered = mixed(p.panel, p.ink, p.dark ? 0.09F : 0.06F);
    g.running = mixed(p.paper, p.window, p.print ? 0.12F : p.dark ? 0.22F : 0.36F);
    g.stage = mixed(p.panel, p.window, p.dark ? 0.10F : 0.16F);
    g.stage_done = mixed(p.panel, p.window, p.dark ? 0.22F : 0.30F);
    g.stage_now = mixed(p.panel, p.window, p.dark ? 0.26F : 0.38F);
    g.refused = mixed(p.paper, p.error, 0.12F);
    return g;
}

std::vector<std::pair<std::string, Color>> all_grounds(const Palette& p) {
    const Grounds g = grounds_of(p);
    return {{"paper", p.paper},
            {"panel", p.panel},
            {"field", g.field},
            {"raised", g.raised},
            {"hovered", g.hovered},
            {"pressed", g.pressed},
            {"selected", g.selected},
            {"selected_hovered", g.selected_hovered},
            {"row_hovered", g.row_hovered},
            {"running", g.running},
            {"stage", g.stage},
            {"stage_done", g.stage_done},
            {"stage_now", g.stage_now},
            {"refused", g.refused}};
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
