#pragma once

#include "ui/export_sheet.h"
#include "ui/widgets.h"

namespace ui {

/// The sheet's left column: what is drawn, how large, in which format and how it looks.
void export_controls(Frame& f, ExportSheet& sheet);
/// The file's name with what is wrong about it.
void export_path_row(Frame& f, ExportSheet& sheet);

}  // namespace ui
