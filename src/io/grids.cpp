#include "io/grids.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "io/files.h"
#include "io/table_text.h"
#include "words/utf8.h"

namespace io {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

std::string_view behind_mark(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    return bytes;
}

/// Words between blanks, with their lines.
class Words {
 public:
    explicit Words(std::string_view text) : text_(text) {}

    std::string_view next() {
        const std::size_t begin = std::min(text_.find_first_not_of(" \t\r\n\f\x1A", at_), text_.size());
        const std::string_view passed = text_.substr(at_, begin - at_);
        const auto lines = std::ranges::count(passed, '\n');
        line_ += static_cast<std::size_t>(lines > 0 ? lines : std::ranges::count(passed, '\r'));
        at_ = std::min(text_.find_first_of(" \t\r\n\f\x1A", begin), text_.size());
        return text_.substr(begin, at_ - begin);
    }
    /// The next one is read once more.
    void back(std::string_view word) { at_ = static_cast<std::size_t>(word.data() - text_.data()); }
    std::size_t line() const { return line_; }

 private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

class GridReader {
 public:
    GridReader(const std::string& text, const std::string& name) : words_(text), name_(name) {
        // Programs write the numbers as their language does.
        style_.decimal_comma = text.find(',') != text.npos && text.find('.') == text.npos;
    }

    Numbers read() {
        const std::string_view first = words_.next();
        if (first == "DSAA") {
            surfer();
        } else {
            words_.back(first);
            header(first.ends_with(':'));
        }
        values();
        if (upwards_) turn_over();
        result_.notes.push_back({"grid.kind", {format_, rows_, columns_}});
        if (upwards_) result_.notes.push_back({"grid.upwards"});
        if (missing_ > 0) result_.notes.push_back({"grid.missing", {missing_}});
        result_.shape = {rows_, columns_};
        return std::move(result_);
    }

 private:
    [[noreturn]] void refuse_number(std::string_view word) const {
        constexpr std::size_t kShown = 24;
        const std::string shown = words::shortened(words::one_line(std::string(word)), kShown);
        throw FileError(
            {"error.table.line", {name_, words_.line(), words::Message("error.grid.number", {shown})}});
    }
    float number(std::string_view word) {
        const CellValue value = cell_value(word, style_);
        if (value.kind == CellKind::too_large) return kNoData;  // what some write where there are no data
        if (value.kind != CellKind::number) refuse_number(word);
        result_.rounded = result_.rounded || value.rounded;
        return value.value;
    }
    std::int64_t length(std::string_view key, std::string_view word) const {
        const CellValue value = cell_value(word, style_);
        const bool whole = value.kind == CellKind::number && value.value >= 1 &&
                           value.value <= static_cast<float>(kMaxValues) &&
                           value.value == std::floor(value.value);
        if (!whole) throw FileError({"error.grid.header", {name_, format_, key}});
        return static_cast<std::int64_t>(value.value);
    }

    /// Columns and rows, then the ranges of x, y and z. Rows go from south to north.
    void surfer() {
        constexpr int kRanges = 6;
        format_ = "Surfer DSAA";
        columns_ = length("nx", words_.next());
        rows_ = length("ny", words_.next());
        for (int i = 0; i < kRanges; ++i) number(words_.next());
        upwards_ = true;
    }

    /// "ncols 3" or "cols: 3", a word and its value in any order until the numbers begin.
    void header(bool grass) {
        constexpr int kMostLines = 16;
        format_ = grass ? "GRASS ASCII" : "ESRI ASCII";
        const char* const columns = grass ? "cols" : "ncols";
        const char* const rows = grass ? "rows" : "nrows";
        std::map<std::string, std::string_view> fields;
        for (int i = 0; i < kMostLines; ++i) {
            const std::string_view word = words_.next();
            const bool key =
                !word.empty() && ((word[0] >= 'a' && word[0] <= 'z') || (word[0] >= 'A' && word[0] <= 'Z'));
            if (!key || cell_value(word, style_).kind == CellKind::number) {
                words_.back(word);
                break;
            }
            fields[words::lower_ascii(std::string(word.substr(0, word.find(':'))))] = words_.next();
        }
        columns_ = length(columns, fields[columns]);
        rows_ = length(rows, fields[rows]);
        for (const char* key : {"nodata_value", "nodata", "null"})
            if (!fields[key].empty()) no_data_ = fields[key];
        if (no_data_.empty()) no_data_ = grass ? "*" : "-9999";
    }

    bool is_missing(std::string_view word, float value) const {
        constexpr float kBlank = 1.7e38F;  // Surfer's 1.70141e+38
        if (upwards_) return value >= kBlank;
        const CellValue none = cell_value(no_data_, style_);
        return none.kind == CellKind::number ? value == none.value : word == no_data_;
    }

    void values() {
        const std::int64_t expected = rows_ * columns_;
        if (rows_ > kMaxValues / columns_) throw FileError({"error.table.many", {name_, kMaxValues}});
        std::int64_t found = 0;
        for (std::string_view word = words_.next(); !word.empty(); word = words_.next()) {
            if (++found > expected) continue;
            const bool written = word == no_data_;
            float value = written ? kNoData : number(word);
            if (written || std::isnan(value) || is_missing(word, value)) {
                value = kNoData;
                ++missing_;
            }
            result_.values.push_back(value);
        }
        if (found != expected)
            throw FileError({"error.grid.count", {name_, format_, rows_, columns_, expected, found}});
    }

    void turn_over() {
        for (std::int64_t y = 0; y < rows_ / 2; ++y)
            std::swap_ranges(result_.values.begin() + y * columns_,
                             result_.values.begin() + (y + 1) * columns_,
                             result_.values.begin() + (rows_ - 1 - y) * columns_);
    }

    Words words_;
    const std::string& name_;
    NumberStyle style_;
    std::string format_;
    std::int64_t columns_ = 0;
    std::int64_t rows_ = 0;
    std::string_view no_data_;
    bool upwards_ = false;
    std::int64_t missing_ = 0;
    Numbers result_;
};

}  // namespace

bool looks_like_grid(std::string_view bytes) {
    const std::string_view text = behind_mark(bytes);
    constexpr std::size_t kLooked = 256;
    Words reader(text.substr(0, kLooked));
    const std::string first = words::lower_ascii(std::string(reader.next()));
    const auto figure = [](std::string_view word) {
        return !word.empty() && word.find_first_not_of("+-.,0123456789") == word.npos;
    };
    if (first == "dsaa") return text.starts_with("DSAA") && figure(reader.next());
    const bool esri = first == "ncols" || first == "nrows";
    const bool grass = first == "north:" || first == "south:" || first == "rows:" || first == "cols:";
    return (esri || grass) && figure(reader.next());
}

Numbers read_grid(std::string_view bytes, const std::string& name) {
    const auto text = table_text(bytes);
    if (!text) throw FileError({"error.table.text", {name}});
    return GridReader(*text, name).read();
}

}  // namespace io
