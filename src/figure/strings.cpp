#include "figure/strings.h"

#include <map>
#include <vector>

#include <nlohmann/json.hpp>

#include "embedded/texts.h"

namespace figure {

namespace {

struct Table {
    std::map<std::string, std::string, std::less<>> texts;
    std::vector<std::string> keys;
    std::vector<std::string> values;
};

Table read_table(std::string_view file_name) {
    Table table;
    table.texts = nlohmann::json::parse(embedded::texts(file_name)).get<decltype(table.texts)>();
    for (const auto& [key, text] : table.texts) {
        table.keys.push_back(key);
        table.values.push_back(text);
    }
    return table;
}

const Table& table_of(Language language) {
    static const Table english = read_table("en.json");
    if (language == Language::english) return english;
    static const Table chinese = read_table("zh.json");
    return chinese;
}

}  // namespace

Strings::Strings(Language language) : language_(language) {}

const std::string& Strings::operator()(std::string_view key) const {
    const Table& table = table_of(language_);
    const auto found = table.texts.find(key);
    if (found != table.texts.end()) return found->second;
    // Kept, because the caller holds a reference.
    static std::map<std::string, std::string, std::less<>> missing;
    return missing.try_emplace(std::string(key), key).first->second;
}

std::string Strings::format(std::string_view key, std::initializer_list<std::string> arguments) const {
    const std::string& pattern = (*this)(key);
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool slot = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
        const std::size_t number = slot ? static_cast<std::size_t>(pattern[i + 1] - '0') : arguments.size();
        if (number < arguments.size()) {
            text += arguments.begin()[number];
            i += 2;
        } else {
            text += pattern[i];
        }
    }
    return text;
}

std::span<const std::string> Strings::keys(Language language) { return table_of(language).keys; }
std::span<const std::string> Strings::texts(Language language) { return table_of(language).values; }

}  // namespace figure
