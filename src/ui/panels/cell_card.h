#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "figure/plates/plates.h"
#include "ui/widgets.h"

namespace ui {

/// The card beside a hovered cell of a picture at `shown_in`: value, index, windows that contain it, formula,
/// gradient. It waits as a tooltip does, and does not cover the cell; with a place of its own, where keys go
/// from cell to cell, it is there at once.
void cell_card(Frame& f, const figure::MapArea& area, const pool::Cell& cell, figure::Rect shown_in,
               std::optional<figure::Point> place = {});

/// "[0, 0, 3, 5]": item, channel, row, column.
std::string cell_text(const pool::Cell& cell);

/// The rows or columns [first, end): "3–5", "4" or, where the first lies in the padding, "−1…1".
std::string span_text(std::int64_t first, std::int64_t end);

}  // namespace ui
