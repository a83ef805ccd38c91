#pragma once

#include <algorithm>

#include "figure/drawing.h"

namespace figure {

/// Cell (y, x) of a picture that is drawn as a rectangle for each cell, row by row: it reaches a little under
/// the cells to its right and below, which are drawn after it, so that no reader shows a seam between them.
inline Rect drawn_cell(const Image& image, int y, int x) {
    constexpr float kUnder = 1;  // point; at most half a cell
    const float w = image.rect.w / static_cast<float>(image.pixels->width);
    const float h = image.rect.h / static_cast<float>(image.pixels->height);
    const float right = x + 1 < image.pixels->width ? std::min(kUnder, w / 2) : 0;
    const float below = y + 1 < image.pixels->height ? std::min(kUnder, h / 2) : 0;
    return {image.rect.x + static_cast<float>(x) * w, image.rect.y + static_cast<float>(y) * h, w + right,
            h + below};
}

}  // namespace figure
