#include "io/brackets.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "io/files.h"
#include "io/table_text.h"

namespace io {

namespace {

constexpr std::size_t kDeepest = 6;

/// Behind "float a[2][2] =" of C and Java; npos: it is something else.
std::size_t behind_declaration(std::string_view text, std::size_t first) {
    const std::size_t equals = text.find('=', first);
    const std::size_t value = equals == text.npos ? text.npos : text.find_first_not_of(" \t\r\n", equals + 1);
    if (value == text.npos || (text[value] != '{' && text[value] != '[')) return text.npos;
    const std::string_view before = text.substr(first, equals - first);
    const bool word = !before.empty() && std::string_view("[({+-.0123456789").find(before[0]) == before.npos;
    return word && before.find('[') != before.npos && before.find_first_of("({\n") == before.npos ? value
                                                                                                  : text.npos;
}

/// Behind blank lines, comments and imports.
std::size_t first_line(std::string_view text) {
    std::size_t first = 0;
    while (true) {
        first = std::min(text.find_first_not_of(" \t\r\n", first), text.size());
        const std::string_view rest = text.substr(first);
        if (!rest.starts_with("import ") && !rest.starts_with("from ") && !rest.starts_with('#'))
            return first;
        first = std::min(text.find('\n', first), text.size());
    }
}

/// A function whose arguments are no values: "np.zeros(", "torch.randn("; empty: none stands before `open`.
std::string_view maker_before(std::string_view text, std::size_t open) {
    std::size_t begin = open;
    const auto letter = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (begin > 0 && letter(text[begin - 1])) --begin;
    const std::string_view word = text.substr(begin, open - begin);
    for (const std::string_view maker : {"zeros", "ones", "eye", "identity", "rand", "randn", "randint",
                                         "arange", "linspace", "full", "empty", "normal", "uniform", "range"})
        if (word == maker) return word;
    return {};
}

/// Behind what PyTorch, TensorFlow and Paddle print before an array, and C before its values.
std::size_t begin_of(std::string_view text) {
    const std::size_t first = first_line(text);
    const std::string_view rest = text.substr(first);
    if (const std::size_t value = behind_declaration(text, first); value != text.npos) return value;
    if (rest.starts_with("Tensor(shape=["))
        return std::min(text.find('[', text.find(']', first)), text.size());
    std::string_view before;
    if (rest.starts_with("Parameter containing:")) before = "Parameter containing:";
    if (rest.starts_with("<tf.Tensor") || rest.starts_with("<tf.Variable")) before = "numpy=";
    const std::size_t found = before.empty() ? text.npos : text.find(before, first);
    if (found == text.npos) return first;
    return std::min(text.find_first_not_of(" \t\r\n", found + before.size()), text.size());
}

class BracketReader {
 public:
    BracketReader(std::string_view text, const std::string& name) : text_(text), name_(name) {}

    Numbers read() {
        at_ = text_.find_first_of("[({", begin_of(text_));
        if (const std::string_view maker = maker_before(text_, at_); !maker.empty())
            fail({"error.brackets.call", {maker}});
        // The bracket of "array(" is not one of the values.
        if (text_[at_] == '(') {
            const std::size_t inner = text_.find_first_of('[', at_);
            if (inner != text_.npos) at_ = inner;
        }
        const std::size_t begin = at_;
        list(0);
        if (lengths_.size() == 1 && another_row()) rows(begin);
        check_rest();
        Numbers result;
        result.shape = lengths_;
        result.values = std::move(values_);
        result.rounded = rounded_;
        return result;
    }

 private:
    /// "[1, 2]" and below it "[3, 4]": rows whose outer brackets are missing.
    bool another_row() {
        while (skip_blanks() || peek() == ',') at_ += peek() == ',' ? 1 : 0;
        return peek() == '[';
    }
    void rows(std::size_t begin) {
        at_ = begin;
        lengths_.clear();
        values_.clear();
        std::int64_t count = 0;
        do {
            list(1);
            ++count;
        } while (another_row());
        if (lengths_.size() > 2) throw FileError({"error.brackets.several", {name_}});
        set_length(0, count);
    }

    [[noreturn]] void fail(const words::Message& message) const {
        const auto line = 1 + std::ranges::count(text_.substr(0, at_), '\n');
        throw FileError({"error.table.line", {name_, line, message}});
    }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void list(std::size_t level) {
        if (level >= kDeepest) fail({"error.notation.deep", {kDeepest}});
        const char close = peek() == '[' ? ']' : peek() == '(' ? ')' : '}';
        ++at_;
        std::int64_t count = 0;
        std::int64_t row = 0;  // MATLAB's rows, between semicolons or on lines of their own
        std::int64_t rows = 0;
        bool commas = false;
        bool comma_last = false;
        while (true) {
            const bool new_line = skip_blanks();
            const char c = peek();
            if (new_line && commas && !comma_last && row > 0 && c != close && c != ';') {
                end_of_row(level, row, rows);
                row = 0;
            }
            comma_last = c == ',';
            commas = commas || comma_last;
            if (c == '\0') fail({"error.brackets.open"});
            if (c == close) break;
            if (c == ',') {
                ++at_;
            } else if (c == ';') {
                ++at_;
                end_of_row(level, row, rows);
                row = 0;
            } else if (c == '[' || c == '(' || c == '{') {
                list(level + 1);
                ++count;
            } else {
                number();
                ++count;
                ++row;
            }
        }
        ++at_;
        if (rows > 0) {
            if (row > 0) end_of_row(level, row, rows);
            set_length(level, rows);
        } else {
            set_length(level, count);
        }
    }
    void end_of_row(std::size_t level, std::int64_t row, std::int64_t& rows) {
        if (row == 0) return;
        set_length(level + 1, row);
        ++rows;
    }
    void set_length(std::size_t level, std::int64_t length) {
        if (lengths_.size() <= level) lengths_.resize(level + 1, -1);
        if (lengths_[level] >= 0 && lengths_[level] != length)
            fail({"error.brackets.ragged", {length, lengths_[level]}});
        lengths_[level] = length;
    }
    /// Whether a line ended among them.
    bool skip_blanks() {
        bool new_line = false;
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
            new_line = text_[at_++] == '\n' || new_line;
        return new_line;
    }
    void number() {
        const std::size_t end = std::min(text_.find_first_of(" ,;\t\r\n[](){}", at_), text_.size());
        std::string_view word = text_.substr(at_, end - at_);
        // "0.5f" of C
        const bool single = word.size() > 1 && (word.ends_with('f') || word.ends_with('F')) &&
                            word.find_first_not_of("+-.eE0123456789") == word.size() - 1;
        if (single) word.remove_suffix(1);
        if (word.starts_with("...")) fail({"error.brackets.shortened"});
        const CellValue value = cell_value(word, {});
        if (value.kind == CellKind::too_large) fail({"error.brackets.beyond", {word.substr(0, 24)}});
        if (value.kind != CellKind::number) fail({"error.brackets.number", {word.substr(0, 24)}});
        rounded_ = rounded_ || value.rounded;
        values_.push_back(value.value);
        if (static_cast<std::int64_t>(values_.size()) > kMaxValues)
            throw FileError({"error.table.many", {name_, kMaxValues}});
        at_ = end;
    }
    /// ", dtype=float32)", "])": nothing that would be lost.
    void check_rest() const {
        if (text_.substr(at_).find('[') != text_.npos) throw FileError({"error.brackets.several", {name_}});
        std::int64_t size = 1;
        for (const std::int64_t n : lengths_) size *= std::max<std::int64_t>(n, 0);
        if (values_.empty() || size != static_cast<std::int64_t>(values_.size()))
            throw FileError({"error.brackets.uneven", {name_}});
    }

    std::string_view text_;
    const std::string& name_;
    std::size_t at_ = 0;
    std::vector<std::int64_t> lengths_;
    std::vector<float> values_;
    bool rounded_ = false;
};

}  // namespace

bool begins_with_brackets(std::string_view text) {
    const std::size_t first = begin_of(text);
    const std::size_t open = text.find_first_of("[({\n", first);
    if (open == text.npos || text[open] == '\n') return false;
    if (open == first) {
        // "{{1, 2}, {3, 4}}" of C and Mathematica; JSON's objects begin with a name.
        const std::size_t inner = text.find_first_not_of(" \t\r\n{", first);
        const bool figures =
            inner != text.npos && std::string_view("+-.0123456789").find(text[inner]) != text.npos;
        return text[first] == '[' || (text[first] == '{' && figures);
    }
    // "array(", "x = tensor(", "np.array(", "A = [": a word before the bracket, no figures alone.
    const std::string_view before = text.substr(first, open - first);
    // "x [mm],y [mm]" and "t (s)" stand above columns.
    const std::size_t inner = std::min(text.find_first_not_of(" \t", open + 1), text.size() - 1);
    const bool letter = std::isalpha(static_cast<unsigned char>(text[inner])) != 0;
    if (before.ends_with(' ') && before.find('=') == before.npos && letter) return false;
    return before.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.= ") ==
               before.npos &&
           before.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == 0;
}

Numbers read_brackets(std::string_view text, const std::string& name) {
    return BracketReader(text, name).read();
}

}  // namespace io
