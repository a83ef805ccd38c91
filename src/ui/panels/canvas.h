#pragma once

#include "ui/widgets.h"

namespace ui {

/// The drawing field: left drag draws, right drag erases, Ctrl+click types a value into a cell.
void canvas(Frame& f, float side);
/// The built-in inputs as thumbnails.
void sample_buttons(Frame& f, float width);
/// Asks for a value of one cell of the input map (or of the upstream gradient).
void open_cell_editor(Dialogs& dialogs, const pool::Cell& cell, float value, bool upstream);

}  // namespace ui
