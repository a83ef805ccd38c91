#include <charconv>
#include <string>
#include <string_view>

#include "io/files.h"
#include "io/readers.h"
#include "words/utf8.h"

namespace io {

namespace {

constexpr std::string_view kSeparators = ",; \t\r";
constexpr std::size_t kMostQuoted = 24;  ///< bytes of a word that a message quotes

/// Appends the numbers of one line.
void read_line(std::string_view line, std::size_t number, const std::string& name, std::vector<float>& out) {
    while (true) {
        const std::size_t begin = line.find_first_not_of(kSeparators);
        if (begin == std::string_view::npos) return;
        const std::size_t end = std::min(line.find_first_of(kSeparators, begin), line.size());
        std::string_view word = line.substr(begin, end - begin);
        line.remove_prefix(end);
        const std::string_view shown = word;
        if (word.starts_with('+')) word.remove_prefix(1);
        float value = 0;
        const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error != std::errc{} || stop != word.data() + word.size())
            throw FileError({"error.csv.number", {name, number, words::shortened(shown, kMostQuoted)}});
        out.push_back(value);
    }
}

}  // namespace

pool::Tensor read_csv(const std::filesystem::path& path) {
    const std::string name = display_name(path);
    const std::vector<std::uint8_t> bytes = read_file(path);
    std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<float> values;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t before = values.size();
        if (!line.starts_with('#')) read_line(line, number, name, values);
        const auto count = static_cast<std::int64_t>(values.size() - before);
        if (count == 0) continue;
        if (rows == 0) columns = count;
        if (count != columns) throw FileError({"error.csv.columns", {name, number, count, columns}});
        ++rows;
        if (static_cast<std::int64_t>(values.size()) > kMaxValues)
            throw FileError({"error.csv.many", {name, kMaxValues}});
    }
    if (rows == 0) throw FileError({"error.csv.none", {name}});
    return {{1, 1, rows, columns}, values};
}

}  // namespace io
