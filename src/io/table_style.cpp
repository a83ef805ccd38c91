#include "io/table_style.h"

#include <algorithm>

namespace io {

namespace {

/// Whether the sign stands outside of quotes in so many of the first lines.
std::size_t lines_with(const std::vector<TableLine>& lines, char sign) {
    constexpr std::size_t kLooked = 100;
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(lines.size(), kLooked); ++i)
        count += cells_of(lines[i].text, sign).size() > 1;
    return count;
}

/// "0,5 1,25": the commas stand inside of numbers, and blanks between them.
bool commas_are_decimal(const std::vector<TableLine>& lines) {
    bool found = false;
    for (const TableLine& line : lines) {
        const std::vector<std::string_view> words = cells_of(line.text, ' ');
        for (const std::string_view word : words) {
            const auto commas = std::ranges::count(word, ',');
            if (commas > 1 || word.starts_with(',') || word.ends_with(',')) return false;
            // "Column 1,Column 2"
            const auto figure = [&](std::size_t at) { return word[at] >= '0' && word[at] <= '9'; };
            if (const std::size_t at = word.find(','); at != word.npos && !(figure(at - 1) && figure(at + 1)))
                return false;
            found = found || (commas == 1 && words.size() > 1);
        }
    }
    return found;
}

}  // namespace

char separator_of(const std::vector<TableLine>& lines) {
    for (const char sign : {'\t', ';', '|', '&'}) {
        // A tab or bar that only some lines have is a blank or a slip.
        const std::size_t count = lines_with(lines, sign);
        if (count > 0 && (sign == ';' || 2 * count >= std::min<std::size_t>(lines.size(), 100))) return sign;
    }
    if (lines_with(lines, ',') > 0) return commas_are_decimal(lines) ? ' ' : ',';
    return ' ';
}

NumberStyle style_of_cells(const std::vector<TableLine>& lines, char separator) {
    bool commas = false;
    bool points = false;
    bool groups = true;
    for (const TableLine& line : lines) {
        if (line.text.find(',') == line.text.npos && line.text.find('.') == line.text.npos) continue;
        for (const std::string_view written : cells_of(line.text, separator)) {
            const std::string_view cell = trimmed(written);
            const bool comma = cell.find(',') != cell.npos;
            if (cell.find_first_of("0123456789") == cell.npos) continue;
            commas = commas || comma;
            points = points || cell.find('.') != cell.npos;
            if (comma && cell_value(cell, {false, true}).kind != CellKind::number) groups = false;
        }
    }
    NumberStyle style;
    // "1,000" alone is a thousand where commas separate too, or where points are decimal.
    style.grouped = commas && groups && (points || separator == ',');
    style.decimal_comma = commas && !style.grouped;
    return style;
}

std::string shown_cell(std::string_view cell) {
    constexpr std::size_t kMost = 24;
    std::string text(trimmed(cell));
    if (text.size() > kMost) {
        std::size_t end = kMost;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        text.resize(end);
    }
    return text;
}

}  // namespace io
