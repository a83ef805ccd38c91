#pragma once

#include "ui/widgets.h"

namespace ui {

/// The drawing field: left drag draws, right drag erases, Ctrl+click types a value into a cell.
void canvas(Frame& f, float side);
/// The built-in inputs as thumbnails: as many as one row holds and a button for all of them, or all.
void sample_row(Frame& f, float width);
void sample_grid(Frame& f, float width);
/// A point of a stroke in fractions of the input map; `first` begins a new one.
void draw_stroke(Frame& f, figure::Point at, bool first, bool erase);
/// The brush's rim in the place of the pointer.
void brush_pointer(ImVec2 at, float radius);
/// Asks for a value of one cell of the input map (or of the upstream gradient).
void open_cell_editor(Dialogs& dialogs, const pool::Cell& cell, float value, bool upstream);

}  // namespace ui
