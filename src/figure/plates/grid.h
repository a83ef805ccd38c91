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

/// Draws the map's picture.
void draw_picture(Drawing& drawing, const MapArea& area, Image picture);
/// The lines between cells, where these are large enough.
void draw_lines(Drawing& drawing, const MapArea& area, const Style& style);

/// Both.
void draw_cells(Drawing& drawing, const MapArea& area, Image picture, const Style& style);

/// Widths of the marks on a map, in `Style::line`.
constexpr float kMarkLine = 2.2F;
/// A mark's outline between two dark hairlines, so that it is seen on every colour.
void draw_ring(Drawing& drawing, const Rect& rect, Color color, float width, float radius);
/// Oblique lines on paper: what stands here is not known yet.
void draw_hatch(Drawing& drawing, const Rect& rect, const Style& style);

/// A cell with its number, for one uniform text size over a whole map.
struct CellNumber {
    Rect cell;
    float value = 0;
    Color ink;
};
/// A number with as many of `most` digits as its own room takes, at least `least`: what is long in one cell
/// costs no digit in another.
std::string number_within(double value, int least, int most, float size, float room);
/// Writes the numbers, all in one size, each with as many digits (at most 4) as fit, and in full where that
/// can be read; none where not even one digit fits.
/// `large`: how many times larger they must come out than elsewhere before a digit is given up.
void draw_numbers(Drawing& drawing, std::span<const CellNumber> numbers, const Style& style, float large = 1);

/// A colour bar with the numbers at its ends, `width` wide, its left middle at `at`. `veiled`: hatched paper
/// in the numbers' places.
void draw_legend(Drawing& drawing, Point at, float width, Range range, bool gradient, const Style& style,
                 bool veiled = false);

/// An arrow head whose tip is at `tip`, pointing along (dx, dy).
void draw_arrow_head(Drawing& drawing, Point tip, Point direction, float size, Color color);

}  // namespace figure
