#include "io/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "io/brackets.h"
#include "io/files.h"
#include "io/printed.h"
#include "io/table_lines.h"
#include "io/table_style.h"
#include "io/table_text.h"

namespace io {

namespace {

class Reader {
 public:
    Reader(std::vector<TableLine> lines, const std::string& name) : lines_(std::move(lines)), name_(name) {}

    Table read() {
        if (lines_.empty()) throw FileError({"error.table.none", {name_}});
        find_separator();
        drop_bars();
        style_ = style_of_cells(lines_, separator_);
        check_decimal_signs();
        check_shortened();
        find_header();
        const std::int64_t blocks = blocks_of(lines_);
        find_columns();
        if (!find_word_labels()) find_row_labels();
        find_word_labels();
        table_.blocks = blocks;
        for (const TableLine& line : lines_) read_line(line);
        return finish();
    }
    /// The same, where blank lines part tables of one size.
    Table read_blocks() {
        Table table = read();
        std::vector<std::int64_t>& shape = table.numbers.shape;
        const bool items = !table.numbers.labels.empty() || shape[1] == 64 || shape[1] == 65 ||
                           shape[1] == 784 || shape[1] == 785;
        if (items) table.blocks = 1;
        if (table.blocks > 1) {
            table.numbers.notes.push_back({"table.blocks", {table.blocks}});
            shape = {table.blocks, shape[0] / table.blocks, shape[1]};
        }
        return table;
    }
    /// The same of what a console has printed.
    Table read(const PrintedRows& printed) {
        if (printed.numbered) note({"table.row_numbers"});
        if (printed.joined) note({"table.joined"});
        Table table = read();
        std::vector<std::int64_t>& shape = table.numbers.shape;
        if (printed.slices > 1 && shape[0] % printed.slices == 0)
            shape = {printed.slices, shape[0] / printed.slices, shape[1]};
        return table;
    }

 private:
    /// "| 1 | 2 |": the bars at both ends part nothing.
    void drop_bars() {
        const auto begins = [](const TableLine& line) { return trimmed(line.text).starts_with('|'); };
        if (separator_ != '|' || !std::ranges::all_of(lines_, begins)) return;
        for (TableLine& line : lines_) line.text.remove_prefix(line.text.find('|') + 1);
    }

    /// What pandas and NumPy leave out of a long table when they print it.
    void check_shortened() const {
        for (const TableLine& line : lines_) {
            if (line.text.find("..") == line.text.npos) continue;
            for (const std::string_view cell : cells_of(line.text, separator_))
                if (const std::string_view bare = trimmed(cell); bare == ".." || bare == "...")
                    throw FileError({"error.table.line",
                                     {name_, line.number, words::Message("error.table.shortened", {bare})}});
        }
    }

    void find_separator() {
        const std::string_view first = trimmed(lines_[0].text);
        const bool tab = lines_[0].text.starts_with("sep=\t");
        if (tab || (first.starts_with("sep=") && first.size() == 5)) {
            separator_ = tab ? '\t' : first[4];
            lines_.erase(lines_.begin());
            if (lines_.empty()) throw FileError({"error.table.none", {name_}});
        } else {
            separator_ = separator_of(lines_);
        }
    }

    /// Beside decimal commas a point alone could be either: "1.000" is one or a thousand.
    void check_decimal_signs() const {
        if (!style_.decimal_comma) return;
        for (const TableLine& line : lines_)
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
        if (lines_.size() < 2) return;
        const std::vector<std::string_view> cells = cells_of(lines_[0].text, separator_);
        bool word = false;
        std::size_t numbers = 0;
        for (const std::string_view cell : cells) {
            const CellKind kind = cell_value(cell, style_).kind;
            word = word || kind == CellKind::word;
            numbers += kind == CellKind::number;
        }
        const bool words = word && numbers == 0;
        // R and pandas print no name above the labels of the rows: the header is one cell shorter.
        const bool shorter = cells.size() > 1 &&
                             cells.size() + 1 == cells_of(lines_[1].text, separator_).size() &&
                             (words || numbered(cells, 0)) && (counts_rows(1) || names_rows(1));
        // pandas: an empty cell above the row numbers, and names or numbers from 0 on above the columns.
        const bool row_numbers = cells.size() > 1 && trimmed(cells[0]).empty() && numbered(cells, 1);
        if (!shorter && !words && !(word && numbered(cells, 1)) && !(row_numbers && counts_rows(1))) return;
        if (shorter) table_.header.emplace_back();
        for (const std::string_view cell : cells) table_.header.emplace_back(trimmed(cell));
        lines_.erase(lines_.begin());
        // Units or types may stand below the names.
        while (words && lines_.size() > 1 && all_words(lines_[0])) lines_.erase(lines_.begin());
        note({"table.header"});
    }
    bool all_words(const TableLine& line) const {
        return std::ranges::all_of(cells_of(line.text, separator_), [&](std::string_view written) {
            const std::string_view cell = trimmed(written);
            const bool letter = std::ranges::any_of(
                cell, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
            return cell.empty() || (letter && cell_value(cell, style_).kind == CellKind::word);
        });
    }
    /// "…,0,1,2" from cell `first` on.
    bool numbered(const std::vector<std::string_view>& cells, std::size_t first) const {
        for (std::size_t i = first; i < cells.size(); ++i) {
            const CellValue value = cell_value(cells[i], style_);
            if (value.kind != CellKind::number || value.value != static_cast<float>(i - first)) return false;
        }
        return cells.size() > first;
    }
    CellValue first_cell(const TableLine& line) const {
        const std::vector<std::string_view> cells = cells_of(line.text, separator_);
        return cells.size() < 2 ? CellValue{CellKind::empty} : cell_value(cells[0], style_);
    }
    /// Whether the first column counts 0, 1, 2, … or 1, 2, 3, … from line `begin` on.
    bool counts_rows(std::size_t begin) const {
        for (std::size_t i = begin; i < lines_.size(); ++i) {
            const CellValue value = first_cell(lines_[i]);
            const float first = first_cell(lines_[begin]).value;
            if (value.kind != CellKind::number || (first != 0 && first != 1) ||
                value.value != first + static_cast<float>(i - begin))
                return false;
        }
        return begin < lines_.size();
    }
    /// Whether the first column holds whole numbers that rise.
    bool rises(std::size_t begin) const {
        float last = -std::numeric_limits<float>::infinity();
        for (std::size_t i = begin; i < lines_.size(); ++i) {
            const CellValue value = first_cell(lines_[i]);
            if (value.kind != CellKind::number || !(value.value > last) ||
                value.value != std::floor(value.value))
                return false;
            last = value.value;
        }
        return begin < lines_.size();
    }
    bool names_rows(std::size_t begin) const {
        return begin < lines_.size() &&
               std::all_of(lines_.begin() + static_cast<std::ptrdiff_t>(begin), lines_.end(),
                           [&](const TableLine& line) { return first_cell(line).kind == CellKind::word; });
    }
    bool rows_are_labelled(std::size_t begin) const { return rises(begin) || names_rows(begin); }

    /// The number of cells that most lines have, without empty ones that end every line.
    void find_columns() {
        std::map<std::size_t, std::size_t> lengths;
        std::size_t trailing = separator_ == ' ' ? 0 : 1000;
        for (const TableLine& line : lines_) {
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
        for (const TableLine& line : lines_) {
            const std::size_t cells = cells_of(line.text, separator_).size();
            if (cells == columns_) continue;
            throw FileError({"error.table.ragged",
                             {name_, line.number, cells - trailing_, usual->second, lines_.size(),
                              columns_ - trailing_}});
        }
        columns_ -= trailing_;
    }

    /// The labels that R and pandas write before the values of a row, with nothing or "index" above them.
    void find_row_labels() {
        if (table_.header.empty() || columns_ < 2) return;
        const std::string& above = table_.header[0];
        const bool named = above == "index" || above == "Unnamed: 0" || above == "id" || above == "row";
        if (!(above.empty() && rows_are_labelled(0)) && !(named && counts_rows(0))) return;
        note({names_rows(0) ? "table.row_names" : "table.row_numbers"});
        first_ = 1;
        table_.header.erase(table_.header.begin());
    }

    /// Classes in words, before or behind the 64 or 784 values of each row.
    bool find_word_labels() {
        const std::size_t cells = columns_ - first_;
        if (!table_.numbers.labels.empty() || (cells != 65 && cells != 785)) return false;
        for (const std::size_t column : {first_, columns_ - 1}) {
            std::vector<std::string> labels;
            std::size_t words = 0;
            for (const TableLine& line : lines_) {
                const std::string_view cell = cells_of(line.text, separator_)[column];
                words += cell_value(cell, style_).kind == CellKind::word;
                labels.push_back(shown_cell(cell));
            }
            // One word among numbers is a slip of the pen.
            if (2 * words <= lines_.size()) continue;
            table_.numbers.labels = std::move(labels);
            table_.header.clear();
            const auto all = static_cast<std::int64_t>(cells);
            if (column == first_) {
                note({"data.label_first", {all}});
                ++first_;
            } else {
                note({"data.label_last", {all}});
                --columns_;
            }
            return true;
        }
        return false;
    }

    void read_line(const TableLine& line) {
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
    [[noreturn]] void refuse_word(const TableLine& line, std::size_t cell, const std::string& word) const {
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

    std::vector<TableLine> lines_;
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

/// "0110" and below it "1001", as in UCI's optdigits-orig: figures without separators, of which some line
/// begins with 0 as no number does.
bool holds_bits(const std::vector<TableLine>& lines) {
    const auto bits = [&](const TableLine& line) {
        const std::string_view bare = trimmed(line.text);
        return bare.size() == trimmed(lines[0].text).size() && bare.find_first_not_of("01") == bare.npos;
    };
    const auto zero = [](const TableLine& line) { return trimmed(line.text).starts_with('0'); };
    return lines.size() > 1 && trimmed(lines[0].text).size() > 1 && std::ranges::all_of(lines, bits) &&
           std::ranges::any_of(lines, zero);
}

Table bits_of(const std::vector<TableLine>& lines) {
    Table table;
    for (const TableLine& line : lines)
        for (const char c : trimmed(line.text)) table.numbers.values.push_back(c == '1' ? 1.0F : 0.0F);
    const auto rows = static_cast<std::int64_t>(lines.size());
    table.numbers.shape = {rows, static_cast<std::int64_t>(table.numbers.values.size()) / rows};
    table.numbers.notes.push_back({"table.bits"});
    return table;
}

}  // namespace

Table read_table(std::string_view bytes, const std::string& name) {
    const std::optional<std::string> text = table_text(bytes);
    if (!text) throw FileError({"error.table.text", {name}});
    TableLines found = lines_of(*text);
    if (const auto printed = printed_rows(found.lines)) {
        std::vector<TableLine> rows;
        for (std::size_t i = 0; i < printed->rows.size(); ++i)
            rows.push_back({printed->rows[i], printed->numbers[i]});
        return Reader(std::move(rows), name).read(*printed);
    }
    if (begins_with_brackets(*text)) return {read_brackets(*text, name), {}};
    if (holds_bits(found.lines)) return bits_of(found.lines);
    if (const TableLine& line = found.unclosed; line.number > 0) {
        const std::string_view behind = line.text.substr(line.text.find_last_of('"') + 1);
        throw FileError({"error.table.line",
                         {name, line.number, words::Message("error.table.quote", {shown_cell(behind)})}});
    }
    if (const auto rows = without_latex(*text)) return Reader(lines_of(*rows).lines, name).read();
    return Reader(std::move(found.lines), name).read_blocks();
}

bool looks_like_table(std::string_view bytes) {
    constexpr std::size_t kLooked = 4096;
    std::optional<std::string> text = table_text(bytes.substr(0, kLooked));
    if (!text) return false;
    // The last line may be cut off.
    if (bytes.size() > kLooked) text->resize(std::min(text->find_last_of("\r\n"), text->size()));
    if (printed_rows(lines_of(*text).lines) || begins_with_brackets(*text)) return true;
    const auto latex = without_latex(*text);
    const std::vector<TableLine> lines = lines_of(latex ? *latex : *text).lines;
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
