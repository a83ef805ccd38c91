#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace scene {

/// RGBA, 0..1.
using Rgba = std::array<float, 4>;

/// Pictures of the characters that numbers are written with.
struct Glyphs {
    int width = 0;   ///< of one character in pixels
    int height = 0;  ///< of a line
    std::vector<char32_t> characters;
    std::vector<std::uint8_t> coverage;  ///< characters side by side, rows from the top
    /// A number as it stands in a cell; of its characters at most the first eight are shown.
    std::function<std::u32string(float)> number;
};

/// Colours and ranges that the caller (who owns the theme) hands in, so that the 3-D view agrees with the 2-D
/// one.
struct Look {
    Rgba paper, line, ink, muted, window, winner, output, positive, negative;
    std::vector<Rgba> activation_lut;  ///< 256 colours over [activation_low, activation_high]
    std::vector<Rgba> gradient_lut;    ///< 256 colours over [-gradient_high(map), gradient_high(map)]
    float activation_low = 0, activation_high = 1;
    /// The largest magnitude of each map's gradients, or of several neighbours' together.
    std::vector<float> gradient_highs = {1};
    float gradient_high(std::size_t map) const {
        return gradient_highs[std::min(map, gradient_highs.size() - 1)];
    }
    std::shared_ptr<const Glyphs> glyphs;  ///< none: cells have no numbers
};

}  // namespace scene
