#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/table_lines.h"

namespace io {

/// Rows of a table that a console has printed, without what it prints around the values.
struct PrintedRows {
    std::vector<std::string> rows;
    std::vector<std::size_t> numbers;  ///< of the lines in which they begin
    std::int64_t slices = 1;           ///< of an array with three axes, one after the other
    bool numbered = false;             ///< the rows had numbers before them
    bool joined = false;               ///< columns stood in blocks below each other
};

/// R's matrices ("[,1] [,2]" above, "[1,]" before each row) and vectors ("[1] 1 2 3"), and the blocks in
/// which R, MATLAB, Octave and Torch 7 print what is wider than a line ("Columns 1 through 8"). nullopt: it
/// is something else.
std::optional<PrintedRows> printed_rows(const std::vector<TableLine>& lines);

}  // namespace io
