#include "io/json_text.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

#include "io/files.h"
#include "pool/limits.h"
#include "words/utf8.h"

namespace io {

namespace {

/// Where the string that begins at `at` ends: behind its closing quote, or the end of the text.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return text.size();
}

struct Place {
    std::int64_t line = 1;
    std::int64_t column = 1;  ///< in characters
};

Place place_of(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t begin = before.find_last_of('\n') + 1;  // npos + 1 is 0
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return {1 + std::ranges::count(before, '\n'), 1 + std::ranges::count_if(before.substr(begin), begins)};
}

/// The names of the fields of the objects that are open, to find one that stands twice.
class FieldNames {
    struct Name {
        std::string_view text;
        std::size_t at = 0;
    };

 public:
    explicit FieldNames(const std::string& name, std::string_view text) : name_(name), text_(text) {}
    void open() { begins_.push_back(names_.size()); }
    /// `written`: between the quotes that begin before `at`.
    void add(std::string_view written, std::size_t at) {
        if (begins_.empty()) return;
        if (written.find('\\') != written.npos) {
            const auto read = nlohmann::json::parse("\"" + std::string(written) + "\"", nullptr, false);
            if (read.is_string()) written = decoded_.emplace_back(read.get<std::string>());
        }
        names_.push_back({written, at});
    }
    void close() {
        if (begins_.empty()) return;
        const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(begins_.back());
        // Of equal names the later one comes last: it is the one too many.
        std::sort(begin, names_.end(), [](const Name& a, const Name& b) {
            return std::tie(a.text, a.at) < std::tie(b.text, b.at);
        });
        const auto twice = std::adjacent_find(begin, names_.end(),
                                              [](const Name& a, const Name& b) { return a.text == b.text; });
        if (twice != names_.end()) {
            const Place place = place_of(text_, (twice + 1)->at);
            throw FileError({"error.json.twice", {name_, place.line, place.column, twice->text}});
        }
        names_.erase(begin, names_.end());
        begins_.pop_back();
    }

 private:
    const std::string& name_;
    std::string_view text_;
    std::vector<std::size_t> begins_;  ///< of each object among the names
    std::vector<Name> names_;
    std::deque<std::string> decoded_;  ///< names that were written with escapes
};

/// Keeps nothing of what is read; only faults matter.
class Unkept : public nlohmann::json_sax<nlohmann::json> {
 public:
    Unkept(std::string_view text, const std::string& name) : text_(text), name_(name) {}
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t read, const std::string& token,
                     const nlohmann::json::exception& error) override {
        refuse_json(text_, name_, read, is_overflow(error) ? token : std::string());
    }

 private:
    std::string_view text_;
    const std::string& name_;
};

}  // namespace

bool is_overflow(const std::exception& error) {
    return dynamic_cast<const nlohmann::json::out_of_range*>(&error) != nullptr;
}

void check_json(std::string_view text, const std::string& name) {
    using namespace pool::limits;
    if (static_cast<std::int64_t>(text.size()) > kFileBytes)
        throw FileError({"error.file.large", {name, text.size() >> 20U, kFileBytes >> 20}});
    std::int64_t values = 1;
    int depth = 0;
    FieldNames fields(name, text);
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            const std::size_t begin = at + 1;
            at = end_of_string(text, at);
            const std::size_t next = text.find_first_not_of(" \t\r\n", at);
            if (next != text.npos && text[next] == ':')
                fields.add(text.substr(begin, at - 1 - begin), begin - 1);
            continue;
        }
        const char c = text[at++];
        if (c == '{') fields.open();
        if (c == '}') fields.close();
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (c == ',' || c == '[' || c == '{') ++values;
        if (depth > kJsonDepth) throw FileError({"error.json.deep", {name, kJsonDepth}});
        if (values > kJsonValues) throw FileError({"error.json.values", {name, kJsonValues}});
    }
}

void require_json(std::string_view text, const std::string& name) {
    check_json(text, name);
    Unkept unkept(text, name);
    nlohmann::json::sax_parse(text, &unkept);
}

void refuse_json(std::string_view text, const std::string& name, std::size_t read,
                 const std::string& number) {
    if (!number.empty()) {
        const Place place = place_of(text, read - std::min(read, number.size()));
        throw FileError({"error.json.number", {name, place.line, place.column, number}});
    }
    const std::size_t at = std::min(read == 0 ? 0 : read - 1, text.size());
    const Place place = place_of(text, at);
    if (text.find_first_not_of(" \t\r\n", at) == text.npos)
        throw FileError({"error.json.unexpected",
                         {name, place.line, place.column, words::Message("error.notation.end")}});
    const std::size_t length = std::max<std::size_t>(1, words::utf8_length(text, at));
    const std::string found = "\"" + std::string(text.substr(at, length)) + "\"";
    throw FileError({"error.json.unexpected", {name, place.line, place.column, found}});
}

}  // namespace io
