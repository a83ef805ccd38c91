#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/data_set.h"

namespace io {

/// A table of numbers as text.
struct Table {
    Numbers numbers;                  ///< rows×columns, or what brackets say: [[0, 1], [2, 3]]
    std::vector<std::string> header;  ///< the words above the columns; empty: none
    std::int64_t blocks = 1;          ///< of rows with blank lines between them: the first of three axes
};

/// Reads CSV and its like: one separator (tab, semicolon, bar, comma or blanks) and one decimal sign for the
/// whole text; quotes, empty cells (NaN), a header of words, comments (#), pandas's column of row numbers,
/// any line ends, UTF-8 and UTF-16; also brackets as NumPy, PyTorch, MATLAB and JSON print them. `name`
/// stands in messages. Throws FileError that names the line and the cell.
Table read_table(std::string_view bytes, const std::string& name);
/// Whether these bytes are text that begins like a table.
bool looks_like_table(std::string_view bytes);

}  // namespace io
