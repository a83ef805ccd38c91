#include "words/strings.h"

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "embedded/texts.h"

namespace words {

namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

struct Table {
    Texts texts;
    std::vector<std::string> keys;
    std::vector<std::string> values;
};

Table read_table(const std::string& language) {
    Table table;
    for (const char* part : {"", "errors.", "kinds."})
        table.texts.merge(nlohmann::json::parse(embedded::texts(part + language + ".json")).get<Texts>());
    for (const auto& [key, text] : table.texts) {
        table.keys.push_back(key);
        table.values.push_back(text);
    }
    return table;
}

const Table& table_of(Language language) {
    static const Table english = read_table("en");
    static const Table chinese = read_table("zh");
    return language == Language::english ? english : chinese;
}

/// What stands in a place "0" or "0|cell|cells"; nothing where it is no place.
std::optional<std::string_view> filling(std::string_view place, std::span<const std::string> arguments) {
    if (place.empty() || place[0] < '0' || place[0] > '9') return std::nullopt;
    const auto number = static_cast<std::size_t>(place[0] - '0');
    if (number >= arguments.size()) return std::nullopt;
    if (place.size() == 1) return arguments[number];
    const std::size_t other = place.find('|', 2);
    if (place[1] != '|' || other == std::string_view::npos) return std::nullopt;
    return arguments[number] == "1" ? place.substr(2, other - 2) : place.substr(other + 1);
}

}  // namespace

Strings::Strings(Language language) : language_(language) {}

const std::string& Strings::operator()(std::string_view key) const {
    const Table& table = table_of(language_);
    const auto found = table.texts.find(key);
    if (found != table.texts.end()) return found->second;
    // Kept, because the caller holds a reference.
    static std::mutex mutex;
    static std::map<std::string, std::string, std::less<>> missing;
    const std::scoped_lock lock(mutex);
    return missing.try_emplace(std::string(key), key).first->second;
}

std::string Strings::format(std::string_view key, std::initializer_list<Argument> arguments) const {
    std::vector<std::string> texts;
    for (const Argument& argument : arguments) texts.push_back(argument.text(language_));
    return fill((*this)(key), texts);
}

std::span<const std::string> Strings::keys(Language language) { return table_of(language).keys; }
std::span<const std::string> Strings::texts(Language language) { return table_of(language).values; }

std::string fill(std::string_view pattern, std::span<const std::string> arguments) {
    std::string text;
    while (!pattern.empty()) {
        const std::size_t begin = pattern.find('{');
        text += pattern.substr(0, begin);
        if (begin == std::string_view::npos) break;
        pattern.remove_prefix(begin);
        const std::size_t end = pattern.find('}');
        const std::string_view place = end == std::string_view::npos ? "" : pattern.substr(1, end - 1);
        if (const auto filled = filling(place, arguments)) {
            text += *filled;
            pattern.remove_prefix(end + 1);
        } else {
            text += '{';
            pattern.remove_prefix(1);
        }
    }
    return text;
}

}  // namespace words
