#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace io {

/// A line of a table that holds cells, with its number in the file.
struct TableLine {
    std::string_view text;
    std::size_t number = 0;
};

struct TableLines {
    std::vector<TableLine> lines;
    TableLine unclosed;  ///< the first line with a quotation mark that is never closed; number 0: none
};

/// The lines that hold cells: without comments, blank ones, the rules that a database or Markdown draws
/// between rows, and what pandas and databases count below a table. A name above a column may go on in the
/// next line inside of its quotation marks.
TableLines lines_of(std::string_view text);

/// The cells of a line, a separator inside of quotation marks left alone; ' ' stands for any number of
/// blanks.
std::vector<std::string_view> cells_of(std::string_view line, char separator);

/// How many blocks of as many lines stand there, two at least, with blank lines or comments between them; 1:
/// the lines go on without a gap, or the blocks differ.
std::int64_t blocks_of(const std::vector<TableLine>& lines);

/// LaTeX's "1 & 2 \\" with a row on each line, without \begin, \end and \hline; nullopt: it is no LaTeX.
std::optional<std::string> without_latex(std::string_view text);

}  // namespace io
