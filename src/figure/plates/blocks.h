#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "figure/plates/grid.h"
#include "figure/plates/table.h"

// What printed figures are put together from: maps with their names, arrows, lines of text.

namespace figure {

/// What a page of a paper has room for, in points: A4 without its margins.
constexpr float kPageHeight = 247 * 72 / 25.4F;

/// One map of a printed figure: what it holds and what stands around it.
struct MapBlock {
    std::size_t map = 0;
    const pool::Tensor* values = nullptr;
    std::int64_t n = 0;
    std::int64_t c = 0;
    bool gradient = false;
    Range range;
    std::string name;                                       ///< above the map, bold
    std::string detail;                                     ///< behind the name, muted
    bool tall_name = false;                                 ///< the detail stands below the name
    std::int64_t top = 0, bottom = 0, left = 0, right = 0;  ///< cells of padding
    float padding = 0;                                      ///< the value in them
    bool hidden = false;                                    ///< a question asks for it: hatched
    std::int64_t shown = -1;                                ///< cells that are known so far; −1: all

    std::int64_t rows() const { return values->shape().h; }
    std::int64_t columns() const { return values->shape().w; }
    std::int64_t all_rows() const { return rows() + top + bottom; }
    std::int64_t all_columns() const { return columns() + left + right; }
};

/// The block of a map of the request's evaluation, without a range.
MapBlock block_of(const FigureRequest& request, const pool::Evaluation& evaluation, std::size_t map,
                  bool gradient);
/// Adds the padding that the layer above this block's map lays around it.
void add_padding(MapBlock& block, const pool::LayerResult& layer, bool backward);
/// One range for these blocks, so that equal colours are equal values.
void share_range(std::span<MapBlock> blocks);

/// The size of a cell by nature: numbers have room in small maps, large ones are about as wide as a column.
float natural_cell(const FigureRequest& request, std::int64_t rows, std::int64_t columns);
/// The room above a map that its name takes; 0 where names are off.
float name_height(const FigureRequest& request, bool tall = false);
/// What a block takes: its map and its name.
Point block_size(const FigureRequest& request, const MapBlock& block, float cell);
/// The largest size of a cell, at most `natural`, at which `width_of(cell)` is no wider than `width` (0: any
/// width). Throws DoesNotFit where no cell is small enough.
float fitted_cell(float natural, float width, const std::function<float(float)>& width_of);
/// The same, and nothing where no cell is small enough.
std::optional<float> fitting_cell(float natural, float width, const std::function<float(float)>& width_of);
/// The first of several layouts in which a cell has at least `enough` of its natural size, or else the one of
/// the largest cells. Throws DoesNotFit of the narrowest.
struct FittedForm {
    std::size_t form = 0;
    float cell = 0;
};
FittedForm fitted_form(float natural, float width, float enough,
                       std::span<const std::function<float(float)>> widths);

/// Draws a block whose left top is at `at` and which may be `width` wide: its name above, its map in the
/// middle, with lines and numbers. Returns where the cells are.
MapArea draw_block(Drawing& drawing, const FigureRequest& request, const MapBlock& block, Point at,
                   float width, float cell);
/// The name of a block alone, in the middle of `width` from `at` on, the height of its first line.
void draw_name(Drawing& drawing, const FigureRequest& request, const MapBlock& block, Point at, float width);
/// The same map alone, its padded left top at `at`.
MapArea draw_map(Drawing& drawing, const FigureRequest& request, const MapBlock& block, Point at, float cell);
/// The colour of a value of that block.
Color color_in(const MapBlock& block, const Style& style, float value);
/// Whether a letter stands in the place of this cell's number.
bool has_letter(const FigureRequest& request, std::size_t map, std::int64_t y, std::int64_t x);
/// The rectangle of a map with its padding.
Rect padded_rect(const MapBlock& block, const MapArea& area);
/// A window of a layer on its input's area, dilation gaps included.
Rect window_on(const MapArea& area, const pool::AxisWindow& h, const pool::AxisWindow& w);

void outline(Drawing& drawing, const Rect& rect, const Pen& pen, float grow = 0);
/// A horizontal or other straight arrow from `a` to `b`, its tip at `b`.
void arrow(Drawing& drawing, const Style& style, Point a, Point b, const Pen& pen);
/// A line of text centred at `at`.
Rect centred(Drawing& drawing, Point at, const std::string& text, Color color, float size, Face face);
/// Covers what the window does not hold, so that the window stands out.
void dim_around(Drawing& drawing, const Style& style, const Rect& all, const Rect& window);
/// How wide a scale is below what is `width` wide; its bar is seen also below a small map.
float legend_width(const FigureRequest& request, float width, Range range);
/// The scale below a figure: from `left` on or centred in `width`.
void legend_below(Drawing& drawing, const FigureRequest& request, float width, Range range, bool gradient);
/// Makes the drawing as large as what is drawn, from (0, 0) on. Throws DoesNotFit where that is wider than
/// the request allows.
void trim(Drawing& drawing, const FigureRequest& request);

/// "4×4"; with channels "3×4×4".
std::string size_text(const pool::Shape& shape);
/// "Input", "Output of L2".
std::string map_label(const FigureRequest& request, const pool::Evaluation& evaluation, std::size_t map,
                      bool gradient);
/// The notation of a layer, broken into lines before its arguments; no line breaks in a word, so that a long
/// word is wider than `width`.
std::vector<std::string> notation_lines(const pool::Layer& layer, float width, Face face, float size);
/// The request's layer, clamped.
std::size_t layer_of(const FigureRequest& request);

}  // namespace figure
