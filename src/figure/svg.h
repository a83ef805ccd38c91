#pragma once

#include <string>

#include "figure/drawing.h"

namespace figure {

/// How an SVG file is written.
struct SvgOptions {
    bool text_as_paths = false;    ///< outlines: looks alike everywhere, but cannot be searched or edited
    bool cells_as_pixels = false;  ///< a map is one picture instead of a rectangle for each cell
    std::string title{};           ///< what a reader's window shows
    std::string description{};
};

/// The drawing as SVG 1.1 with attributes that editors and office programs read: text as text, one rectangle
/// a cell (of maps with more than 16384 cells one picture), the drawing's groups with unique ids. `ground`
/// with alpha 0: none. The same drawing gives the same bytes.
std::string write_svg(const Drawing& drawing, Color ground, const SvgOptions& options = {});

}  // namespace figure
