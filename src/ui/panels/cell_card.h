#pragma once

#include <cstdint>
#include <string>

#include "figure/plates/plates.h"
#include "ui/widgets.h"

namespace ui {

/// The card beside a hovered cell: value, index, windows that contain it, formula, gradient. Drawn as a
/// tooltip.
void cell_card(Frame& f, const figure::MapArea& area, const pool::Cell& cell);

/// "[0, 0, 3, 5]": item, channel, row, column.
std::string cell_text(const pool::Cell& cell);

/// The rows or columns [first, end): "3–5", "4" or, where the first lies in the padding, "−1…1".
std::string span_text(std::int64_t first, std::int64_t end);

}  // namespace ui
