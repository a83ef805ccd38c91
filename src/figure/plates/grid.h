#pragma once

#include <span>
#include <string>
#include <vector>

#include "figure/plates/map_images.h"
#include "figure/plates/plates.h"

// One map: its picture, the thin lines between cells, the numbers in them.

namespace figure {

/// The range of cells that can be seen: rows [y0, y1), columns [x0, x1).
struct CellSpan {
    std::int64_t y0 = 0, y1 = 0, x0 = 0, x1 = 0;
    std::int64_t count() const {
        return std::max<std::int64_t>(0, y1 - y0) * std::max<std::int64_t>(0, x1 - x0);
    }
};
CellSpan visible_cells(const MapArea& area);

/// Numbers of cells are shown from this size on, in ems.
constexpr float kNumberCellEm = 1.6F;

/// Draws the picture and, where cells are large enough, the lines between them.
void draw_cells(Drawing& drawing, const MapArea& area, Image picture, const Style& style);

/// A cell with its number, for one uniform text size over a whole map.
struct CellNumber {
    Rect cell;
    float value = 0;
    Color ink;
};
/// Writes the numbers, all in one size, with as many digits (at most 4) as fit; none where even two do not
/// fit.
void draw_numbers(Drawing& drawing, std::span<const CellNumber> numbers, const Style& style);

/// A colour bar with the numbers at its ends, `width` wide, its left middle at `at`.
void draw_legend(Drawing& drawing, Point at, float width, Range range, bool gradient, const Style& style);

/// An arrow head whose tip is at `tip`, pointing along (dx, dy).
void draw_arrow_head(Drawing& drawing, Point tip, Point direction, float size, Color color);

}  // namespace figure
