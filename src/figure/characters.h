#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "figure/drawing.h"

namespace figure {

/// Characters of one width side by side, as coverage from 0 to 255, rows from the top.
struct CharacterStrip {
    int width = 0;   ///< of one character in pixels
    int height = 0;  ///< of a line
    std::vector<std::uint8_t> coverage;
};
/// `face` should be monospaced; `height` in pixels.
CharacterStrip draw_characters(Face face, std::u32string_view characters, int height);

}  // namespace figure
