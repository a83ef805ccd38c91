#pragma once

#include <span>
#include <string>
#include <vector>

#include "figure/drawing.h"
#include "figure/style.h"

namespace figure {

/// A letter and the cell that it names.
struct LetterPlace {
    std::string text;
    Rect cell;
    Color fill;                    ///< the cell's colour
    std::vector<Point> outline{};  ///< of the cell; none: the rectangle
};
/// Letters on their cells where these have room; otherwise each beside its outlined cell, on paper, within
/// `room`. Throws words::Error where one has no room at all.
void draw_letters(Drawing& drawing, std::span<const LetterPlace> letters, const Rect& room,
                  const Style& style);
}  // namespace figure
