#include <gtest/gtest.h>

#include "figure/style.h"
#include "vision.h"

// Every text can be read on everything that it may stand on, and every meaning can be told from the others,
// also by those who do not see red or green.

namespace {

using namespace figure;
using vision::Sight;

constexpr float kLeast = 4.5F;  // WCAG 2, AA
constexpr std::array kThemes = {Theme::light, Theme::dark, Theme::contrast};

/// Inks that have a meaning; sentences and results are written in them.
std::vector<std::pair<std::string, Color>> coloured_inks(const Palette& p) {
    return {{"window", p.window_text},     {"winner", p.winner_text},     {"output", p.output_text},
            {"positive", p.positive_text}, {"negative", p.negative_text}, {"error", p.error_text}};
}

TEST(Palette, EveryInkIsReadOnEveryGround) {
    for (const Theme theme : kThemes) {
        const Palette& p = palette_of(theme);
        for (const auto& [name, ground] : all_grounds(p)) {
            EXPECT_GE(contrast(p.ink, ground), kLeast) << static_cast<int>(theme) << " on " << name;
            EXPECT_GE(contrast(p.muted, ground), kLeast) << static_cast<int>(theme) << " on " << name;
        }
        const Grounds g = grounds_of(p);
        for (const auto& [name, ink] : coloured_inks(p))
            for (const Color ground : {p.paper, p.panel, g.field})
                EXPECT_GE(contrast(ink, ground), kLeast) << static_cast<int>(theme) << ": " << name;
        EXPECT_GE(contrast(p.error_text, g.refused), kLeast);
    }
}

TEST(Palette, TheContrastThemeHasSevenToOne) {
    const Palette& p = palette_of(Theme::contrast);
    EXPECT_GE(contrast(p.muted, p.paper), 7);
    for (const auto& [name, ink] : coloured_inks(p)) EXPECT_GE(contrast(ink, p.paper), 7) << name;
    EXPECT_GE(contrast(p.line, p.paper), 3);
}

TEST(Palette, NumbersAreReadInCellsOfEveryColourAndTone) {
    for (const Theme theme : kThemes) {
        const Palette& p = palette_of(theme);
        for (const Tone tone : {Tone::plain, Tone::unread, Tone::ghost}) {
            for (int i = -255; i <= 255; ++i) {
                const float t = static_cast<float>(i) / 255;
                for (const Color cell :
                     {sequential(Sequential::viridis, t), sequential(Sequential::grey, t), diverging(p, t),
                      activation_color(p, Sequential::viridis, {-1, 1}, t)}) {
                    const Color ground = toned(p, tone, cell);
                    EXPECT_GE(contrast(ink_on(ground), ground), kLeast);
                    const Color under =
                        over(trace_color(p, {0, 1}, std::abs(t)), gradient_veil(p, {-1, 1}, t));
                    EXPECT_GE(contrast(ink_on(under), under), kLeast);
                }
            }
        }
    }
    for (int r = 0; r < 256; r += 5) {
        const Color any{static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(255 - r), 90, 255};
        EXPECT_GE(contrast(ink_on(any), any), kLeast);
        EXPECT_EQ(ink_on(any).r == 0 || ink_on(any).r == 255, true) << "black or white";
    }
}

TEST(Palette, MarksStandOutFromThePaperAndFromEachOther) {
    for (const Theme theme : kThemes) {
        const Palette& p = palette_of(theme);
        const std::vector<std::pair<const char*, Color>> marks = {{"window", p.window},
                                                                  {"winner", p.winner},
                                                                  {"output", p.output},
                                                                  {"positive", p.positive},
                                                                  {"negative", p.negative}};
        for (const Sight sight : {Sight::full, Sight::protanopia, Sight::deuteranopia}) {
            for (std::size_t i = 0; i < marks.size(); ++i) {
                const Color one = vision::seen(marks[i].second, sight);
                EXPECT_GE(vision::distance(one, vision::seen(p.paper, sight)), 25) << marks[i].first;
                for (std::size_t k = i + 1; k < marks.size(); ++k)
                    EXPECT_GE(vision::distance(one, vision::seen(marks[k].second, sight)), 9)
                        << static_cast<int>(theme) << ", sight " << static_cast<int>(sight) << ": "
                        << marks[i].first << " and " << marks[k].first;
            }
            EXPECT_GE(vision::distance(vision::seen(p.above_zero, sight), vision::seen(p.below_zero, sight)),
                      25);
        }
    }
}

TEST(Palette, TheSimulationLosesRedAgainstGreenAndKeepsGrey) {
    const Color red{200, 60, 60, 255};
    const Color green{90, 110, 50, 255};
    EXPECT_LT(
        vision::distance(vision::seen(red, Sight::deuteranopia), vision::seen(green, Sight::deuteranopia)),
        vision::distance(red, green) / 2);
    for (const Sight sight : {Sight::protanopia, Sight::deuteranopia})
        EXPECT_LT(vision::distance(vision::seen({128, 128, 128, 255}, sight), {128, 128, 128, 255}), 1);
}

TEST(Colour, WhatIsNotReadTurnsGreyAndNeverPaper) {
    for (const Theme theme : kThemes) {
        const Palette& p = palette_of(theme);
        for (int i = 0; i <= 255; ++i) {
            const Color c = sequential(Sequential::viridis, static_cast<float>(i) / 255);
            const Color unread = toned(p, Tone::unread, c);
            const auto colourful = [](Color x) {
                return std::max({x.r, x.g, x.b}) - std::min({x.r, x.g, x.b});
            };
            EXPECT_LE(colourful(unread), 0.31F * static_cast<float>(colourful(c)) + 2);
            EXPECT_GE(vision::distance(unread, p.paper), 15);
        }
        // Lighter stays lighter: a picture keeps its shape, also as a ghost.
        for (const Tone tone : {Tone::unread, Tone::ghost}) {
            const Color low = toned(p, tone, sequential(Sequential::viridis, 0));
            const Color high = toned(p, tone, sequential(Sequential::viridis, 1));
            EXPECT_GE(high.g - low.g, 40);
        }
    }
    EXPECT_EQ(toned(light_palette(), Tone::plain, {1, 2, 3, 255}), (Color{1, 2, 3, 255}));
}

TEST(Colour, SignedMapsPartAtZeroWhichIsPaper) {
    const Palette& p = light_palette();
    const std::vector<float> mixed_values = {-1, 0, 4};
    const std::vector<std::span<const float>> maps = {mixed_values};
    const Range range = activation_range_of(maps);
    EXPECT_EQ(range, (Range{-4, 4}));
    EXPECT_EQ(activation_color(p, Sequential::viridis, range, 0), p.paper);
    EXPECT_EQ(activation_color(p, Sequential::viridis, range, 4), p.above_zero);
    EXPECT_EQ(activation_color(p, Sequential::viridis, range, -4), p.below_zero);
    const std::vector<float> positive_values = {0, 2};
    const std::vector<std::span<const float>> positive = {positive_values};
    EXPECT_EQ(activation_range_of(positive), (Range{0, 2}));
}

TEST(Colour, GradientsOfOneSignHaveOneSide) {
    const std::vector<float> positive_values = {0, 0.5F, 2};
    const std::vector<float> negative_values = {0, -3};
    const std::vector<std::span<const float>> positive = {positive_values};
    const std::vector<std::span<const float>> negative = {negative_values};
    const std::vector<std::span<const float>> both = {positive_values, negative_values};
    EXPECT_EQ(gradient_range_of(positive), (Range{0, 2}));
    EXPECT_EQ(gradient_range_of(negative), (Range{-3, 0}));
    EXPECT_EQ(gradient_range_of(both), (Range{-3, 3}));
    EXPECT_EQ(gradient_range_of({}), (Range{0, 1}));
    const Palette& p = light_palette();
    EXPECT_EQ(gradient_color(p, {-3, 0}, -3), p.negative);
    EXPECT_EQ(gradient_color(p, {0, 2}, 0), p.paper);
    EXPECT_LT(vision::distance(over(p.paper, gradient_veil(p, {0, 2}, 1)), gradient_color(p, {0, 2}, 1)), 1);
}

}  // namespace
