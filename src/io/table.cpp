#include "io/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "io/brackets.h"
#include "io/files.h"
#include "io/table_text.h"

namespace io {

namespace {

struct Line {
    std::string_view text;
    std::size_t number = 0;
};

/// Where a comment begins. What a spreadsheet writes in place of a value is none.
std::size_t comment_in(std::string_view line) {
    constexpr std::array<std::string_view, 9> kFaults = {"#N/A",   "#REF!",  "#VALUE!", "#DIV/0!", "#NUM!",
                                                         "#NAME?", "#NULL!", "#SPILL!", "#CALC!"};
    for (std::size_t at = line.find('#'); at != line.npos; at = line.find('#', at + 1)) {
        const std::string_view rest = line.substr(at);
        if (std::ranges::none_of(kFaults, [&](std::string_view fault) { return rest.starts_with(fault); }))
            return at;
    }
    return line.npos;
}

/// The lines that hold cells: without comments and blank ones.
std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        std::string_view line = text.substr(at, end - at);
        ++number;
        at = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
        const bool quoted = line.find('"') != line.npos;
        if (const std::size_t comment = comment_in(line); comment != line.npos && (!quoted || comment == 0))
            line = line.substr(0, comment);
        const std::string_view bare = trimmed(line);
        if (bare.empty() && line.find_first_not_of(" \r\f\v\x1A") == line.npos) continue;
        if (bare.starts_with("%") || bare.starts_with("//") || bare == "\x1A") continue;
        lines.push_back({line, number});
    }
    return lines;
}

/// A separator; ' ' stands for any number of blanks.
std::vector<std::string_view> cells_of(std::string_view line, char separator) {
    std::vector<std::string_view> cells;
    if (separator == ' ') {
        for (std::size_t at = 0;;) {
            const std::size_t begin = line.find_first_not_of(" \t", at);
            if (begin == line.npos) return cells;
            at = std::min(line.find_first_of(" \t", begin), line.size());
            cells.push_back(line.substr(begin, at - begin));
        }
    }
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t at = 0; at <= line.size(); ++at) {
        if (at < line.size() && line[at] == '"') quoted = !quoted;
        if (at < line.size() && (line[at] != separator || quoted)) continue;
        cells.push_back(line.substr(begin, at - begin));
        begin = at + 1;
    }
    return cells;
}

/// Whether the sign stands outside of quotes in so many of the first lines.
std::size_t lines_with(const std::vector<Line>& lines, char sign) {
    constexpr std::size_t kLooked = 100;
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(lines.size(), kLooked); ++i)
        count += cells_of(lines[i].text, sign).size() > 1;
    return count;
}

/// "0,5 1,25": the commas stand inside of numbers, and blanks between them.
bool commas_are_decimal(const std::vector<Line>& lines) {
    bool found = false;
    for (const Line& line : lines) {
        const std::vector<std::string_view> words = cells_of(line.text, ' ');
        for (const std::string_view word : words) {
            const auto commas = std::ranges::count(word, ',');
            if (commas > 1 || word.starts_with(',') || word.ends_with(',')) return false;
            found = found || (commas == 1 && words.size() > 1);
        }
    }
    return found;
}

char separator_of(const std::vector<Line>& lines) {
    for (const char sign : {'\t', ';', '|'}) {
        // A tab or bar that only some lines have is a blank or a slip.
        const std::size_t count = lines_with(lines, sign);
        if (count > 0 && (sign == ';' || 2 * count >= std::min<std::size_t>(lines.size(), 100))) return sign;
    }
    if (lines_with(lines, ',') > 0) return commas_are_decimal(lines) ? ' ' : ',';
    return ' ';
}

NumberStyle style_of_cells(const std::vector<Line>& lines, char separator) {
    bool commas = false;
    bool points = false;
    bool groups = true;
    for (const Line& line : lines) {
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

class Reader {
 public:
    Reader(std::vector<Line> lines, const std::string& name) : lines_(std::move(lines)), name_(name) {}

    Table read() {
        if (lines_.empty()) throw FileError({"error.table.none", {name_}});
        find_separator();
        style_ = style_of_cells(lines_, separator_);
        check_decimal_signs();
        find_header();
        find_columns();
        find_row_numbers();
        for (const Line& line : lines_) read_line(line);
        return finish();
    }

 private:
    void find_separator() {
        const std::string_view first = trimmed(lines_[0].text);
        if (first.starts_with("sep=") && first.size() == 5) {
            separator_ = first[4];
            lines_.erase(lines_.begin());
            if (lines_.empty()) throw FileError({"error.table.none", {name_}});
        } else {
            separator_ = separator_of(lines_);
        }
    }

    /// Beside decimal commas a point alone could be either: "1.000" is one or a thousand.
    void check_decimal_signs() const {
        if (!style_.decimal_comma) return;
        for (const Line& line : lines_)
            for (const std::string_view written : cells_of(line.text, separator_)) {
                const std::string_view cell = trimmed(written);
                const bool number = !cell.empty() && cell.find_first_not_of("+-.0123456789") == cell.npos;
                if (number && std::ranges::count(cell, '.') == 1)
                    throw FileError(
                        {"error.table.line",
                         {name_, line.number, words::Message("error.table.signs", {shown_cell(cell)})}});
            }
    }

    /// Words above numbers.
    void find_header() {
        const std::vector<std::string_view> cells = cells_of(lines_[0].text, separator_);
        bool word = false;
        std::size_t numbers = 0;
        for (const std::string_view cell : cells) {
            const CellKind kind = cell_value(cell, style_).kind;
            word = word || kind == CellKind::word;
            numbers += kind == CellKind::number;
        }
        // pandas: an empty cell above the row numbers, and names or numbers from 0 on above the columns.
        const bool row_numbers = cells.size() > 1 && trimmed(cells[0]).empty() && numbered(cells, 1);
        if (lines_.size() < 2 || !((word && (numbers == 0 || numbered(cells, 1))) || row_numbers)) return;
        if (row_numbers && !counts_rows()) return;
        for (const std::string_view cell : cells) table_.header.emplace_back(trimmed(cell));
        lines_.erase(lines_.begin());
        note({"table.header"});
    }
    /// "…,0,1,2" from cell `first` on.
    bool numbered(const std::vector<std::string_view>& cells, std::size_t first) const {
        for (std::size_t i = first; i < cells.size(); ++i) {
            const CellValue value = cell_value(cells[i], style_);
            if (value.kind != CellKind::number || value.value != static_cast<float>(i - first)) return false;
        }
        return cells.size() > first;
    }
    /// Whether the first column of the lines below the first one counts 0, 1, 2, …
    bool counts_rows() const {
        for (std::size_t i = 1; i < lines_.size(); ++i) {
            const std::vector<std::string_view> cells = cells_of(lines_[i].text, separator_);
            const CellValue value = cells.empty() ? CellValue{} : cell_value(cells[0], style_);
            if (cells.size() < 2 || value.kind != CellKind::number ||
                value.value != static_cast<float>(i - 1))
                return false;
        }
        return lines_.size() > 1;
    }

    /// The number of cells that most lines have, without empty ones that end every line.
    void find_columns() {
        std::map<std::size_t, std::size_t> lengths;
        std::size_t trailing = separator_ == ' ' ? 0 : 1000;
        for (const Line& line : lines_) {
            const std::vector<std::string_view> cells = cells_of(line.text, separator_);
            ++lengths[cells.size()];
            std::size_t empty = 0;
            while (empty + 1 < cells.size() && trimmed(cells[cells.size() - 1 - empty]).empty()) ++empty;
            trailing = std::min(trailing, empty);
        }
        // Of two lengths that are as frequent, that of the first line.
        const std::size_t first = cells_of(lines_[0].text, separator_).size();
        const auto usual = std::ranges::max_element(lengths, {}, [&](const auto& entry) {
            return 2 * entry.second + (entry.first == first ? 1 : 0);
        });
        trailing_ = trailing;
        columns_ = usual->first;
        for (const Line& line : lines_) {
            const std::size_t cells = cells_of(line.text, separator_).size();
            if (cells == columns_) continue;
            throw FileError({"error.table.ragged",
                             {name_, line.number, cells - trailing_, usual->second, lines_.size(),
                              columns_ - trailing_}});
        }
        columns_ -= trailing_;
    }

    /// The column that pandas writes before the values, where a header has nothing above it.
    void find_row_numbers() {
        if (table_.header.empty() || !table_.header[0].empty() || columns_ < 2) return;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const CellValue value = cell_value(cells_of(lines_[i].text, separator_)[0], style_);
            if (value.kind != CellKind::number || value.value != static_cast<float>(i)) return;
        }
        first_ = 1;
        table_.header.erase(table_.header.begin());
        note({"table.row_numbers"});
    }

    void read_line(const Line& line) {
        const std::vector<std::string_view> cells = cells_of(line.text, separator_);
        for (std::size_t i = first_; i < columns_; ++i) {
            const CellValue value = cell_value(cells[i], style_);
            if (value.kind == CellKind::word) refuse_word(line, i, shown_cell(cells[i]));
            if (value.kind == CellKind::too_large)
                throw FileError({"error.table.beyond", {name_, line.number, i + 1, shown_cell(cells[i])}});
            if (value.kind == CellKind::empty && empty_++ == 0) first_empty_ = {line.number, i + 1};
            table_.numbers.rounded = table_.numbers.rounded || value.rounded;
            table_.numbers.values.push_back(value.value);
        }
        if (static_cast<std::int64_t>(table_.numbers.values.size()) > kMaxValues)
            throw FileError({"error.table.many", {name_, kMaxValues}});
    }
    [[noreturn]] void refuse_word(const Line& line, std::size_t cell, const std::string& word) const {
        const bool usual = separator_ == ',' && !style_.decimal_comma;
        if (usual) throw FileError({"error.table.number", {name_, line.number, cell + 1, word}});
        throw FileError(
            {"error.table.number_separator", {name_, line.number, cell + 1, word, separator_name()}});
    }
    words::Argument separator_name() const {
        if (separator_ == '\t') return words::Message("table.tab");
        if (separator_ == ' ') return words::Message("table.blanks");
        return std::string("\"") + separator_ + "\"";
    }

    void note(words::Message text) { table_.numbers.notes.push_back(std::move(text)); }
    Table finish() {
        const auto columns = static_cast<std::int64_t>(columns_ - first_);
        if (columns == 0 || empty_ == table_.numbers.values.size())
            throw FileError({"error.table.none", {name_}});
        table_.numbers.shape = {static_cast<std::int64_t>(lines_.size()), columns};
        if (style_.decimal_comma)
            note({"table.separator_comma", {separator_name()}});
        else if (separator_ != ',')
            note({"table.separator", {separator_name()}});
        if (style_.grouped) note({"table.grouped"});
        if (empty_ > 0) note({"table.empty", {empty_, first_empty_.first, first_empty_.second}});
        return std::move(table_);
    }

    std::vector<Line> lines_;
    const std::string& name_;
    char separator_ = ',';
    NumberStyle style_;
    std::size_t columns_ = 0;
    std::size_t trailing_ = 0;
    std::size_t first_ = 0;
    std::size_t empty_ = 0;
    std::pair<std::size_t, std::size_t> first_empty_;  ///< line and cell
    Table table_;
};

}  // namespace

Table read_table(std::string_view bytes, const std::string& name) {
    const std::optional<std::string> text = table_text(bytes);
    if (!text) throw FileError({"error.table.text", {name}});
    if (begins_with_brackets(*text)) return {read_brackets(*text, name), {}};
    return Reader(lines_of(*text), name).read();
}

bool looks_like_table(std::string_view bytes) {
    constexpr std::size_t kLooked = 4096;
    const std::optional<std::string> text = table_text(bytes.substr(0, kLooked));
    if (!text) return false;
    if (begins_with_brackets(*text)) return true;
    // The last line may be cut off.
    std::vector<Line> lines = lines_of(
        std::string_view(*text).substr(0, bytes.size() > kLooked ? text->find_last_of("\r\n") : text->npos));
    if (lines.empty()) return false;
    const std::size_t probe = std::min<std::size_t>(lines.size() - 1, 1);
    const char separator = separator_of(lines);
    const auto cells = cells_of(lines[probe].text, separator);
    const NumberStyle style = style_of_cells(lines, separator);
    const auto numbers = std::ranges::count_if(
        cells, [&](std::string_view cell) { return cell_value(cell, style).kind == CellKind::number; });
    return 2 * static_cast<std::size_t>(numbers) >= cells.size() && numbers > 0;
}

}  // namespace io
