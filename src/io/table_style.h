#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/table_lines.h"
#include "io/table_text.h"

namespace io {

/// The one sign between the cells of a table; ' ' stands for any number of blanks.
char separator_of(const std::vector<TableLine>& lines);
/// How its numbers are written: decided for the table as a whole.
NumberStyle style_of_cells(const std::vector<TableLine>& lines, char separator);
/// A cell as messages show it: without quotes and of at most 24 bytes.
std::string shown_cell(std::string_view cell);

}  // namespace io
