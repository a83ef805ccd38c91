#include "io/printed.h"

#include <algorithm>

#include "io/table_text.h"

namespace io {

namespace {

/// Length of "[12,]" or, with another ending, "[12]" at the beginning; 0: there is none.
std::size_t label_length(std::string_view bare, std::string_view ending) {
    if (!bare.starts_with('[')) return 0;
    const std::size_t end = bare.find_first_not_of("0123456789", 1);
    if (end == bare.npos || end == 1 || !bare.substr(end).starts_with(ending)) return 0;
    return end + ending.size();
}

/// "Columns 1 through 8:", "Column 9"
bool begins_block(std::string_view bare) {
    constexpr std::string_view kFigures = "0123456789";
    const std::size_t after = bare.starts_with("Columns ")  ? 8
                              : bare.starts_with("Column ") ? 7
                                                            : bare.size();
    std::string_view rest = bare.substr(after);
    const std::size_t end = std::min(rest.find_first_not_of(kFigures), rest.size());
    if (end == 0) return false;
    rest.remove_prefix(end);
    for (const std::string_view word : {" through ", " to ", " and "})
        if (rest.starts_with(word)) {
            rest.remove_prefix(word.size());
            rest.remove_prefix(std::min(rest.find_first_not_of(kFigures), rest.size()));
        }
    return rest.empty() || rest == ":";
}

/// Rows as they come in blocks of columns.
class Blocks {
 public:
    void begin_block() {
        result_.joined = result_.joined || result_.rows.size() > first_;
        row_ = first_;
    }
    void begin_slice() {
        if (result_.rows.size() > first_) ++result_.slices;
        first_ = row_ = result_.rows.size();
    }
    void add(std::string_view cells, std::size_t line) {
        if (row_ == result_.rows.size()) {
            result_.rows.emplace_back();
            result_.numbers.push_back(line);
        }
        result_.rows[row_] += " ";
        result_.rows[row_++] += cells;
    }
    PrintedRows take() { return std::move(result_); }

 private:
    PrintedRows result_;
    std::size_t first_ = 0;  ///< row of the slice
    std::size_t row_ = 0;    ///< that comes next
};

PrintedRows numbered_rows(const std::vector<TableLine>& lines) {
    Blocks blocks;
    for (const TableLine& line : lines) {
        const std::string_view bare = trimmed(line.text);
        if (const std::size_t label = label_length(bare, ",]"); label > 0)
            blocks.add(bare.substr(label), line.number);
        else if (bare.starts_with(", ,"))
            blocks.begin_slice();
        else
            blocks.begin_block();
    }
    PrintedRows result = blocks.take();
    result.numbered = true;
    return result;
}

PrintedRows vector_row(const std::vector<TableLine>& lines) {
    PrintedRows result;
    result.rows.emplace_back();
    result.numbers.push_back(lines[0].number);
    result.numbered = true;
    for (const TableLine& line : lines) {
        const std::string_view bare = trimmed(line.text);
        result.rows[0] += " ";
        result.rows[0] += bare.substr(label_length(bare, "]"));
    }
    return result;
}

PrintedRows blocks_of_columns(const std::vector<TableLine>& lines) {
    Blocks blocks;
    bool begun = false;
    for (const TableLine& line : lines) {
        const bool begins = begins_block(trimmed(line.text));
        if (begins) blocks.begin_block();
        // "A =" stands above the first block.
        if (begun && !begins) blocks.add(line.text, line.number);
        begun = begun || begins;
    }
    return blocks.take();
}

}  // namespace

std::optional<PrintedRows> printed_rows(const std::vector<TableLine>& lines) {
    const auto all = [&](const auto& holds) { return !lines.empty() && std::ranges::all_of(lines, holds); };
    const auto any = [&](const auto& holds) { return std::ranges::any_of(lines, holds); };
    const auto row = [](const TableLine& line) {
        const std::string_view bare = trimmed(line.text);
        const std::size_t label = label_length(bare, ",]");
        return label > 0 && label < bare.size() && bare[label] == ' ';
    };
    const auto values = [](const TableLine& line) {
        const std::string_view bare = trimmed(line.text);
        const std::size_t label = label_length(bare, "]");
        return label > 0 && label < bare.size() && bare.find_first_of("[],", label) == bare.npos;
    };
    if (any(row)) return numbered_rows(lines);
    if (all(values)) return vector_row(lines);
    if (any([](const TableLine& line) { return begins_block(trimmed(line.text)); }))
        return blocks_of_columns(lines);
    return std::nullopt;
}

}  // namespace io
