#include "figure/strings.h"

#include <array>
#include <map>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "embedded/texts.h"
#include "pool/layer.h"

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

/// English and translated pattern.
using Pattern = std::array<std::string, 2>;

const std::vector<Pattern>& patterns() {
    static const std::vector<Pattern> all =
        nlohmann::json::parse(embedded::texts("sentences.zh.json")).get<std::vector<Pattern>>();
    return all;
}

const Table& table_of(Language language) {
    static const Table english = read_table("en.json");
    if (language == Language::english) return english;
    static const Table chinese = [] {
        Table table = read_table("zh.json");
        // The fonts need their characters too.
        for (const Pattern& pattern : patterns()) table.values.push_back(pattern[1]);
        return table;
    }();
    return chinese;
}

/// What stands in a pattern's slots, or nothing where the text is not of its form. Slots take as little as
/// they can.
std::optional<std::vector<std::string>> slots_of(std::string_view pattern, std::string_view text) {
    std::vector<std::string> slots;
    while (!pattern.empty()) {
        const std::size_t slot = pattern.find('{');
        const bool more = slot != std::string_view::npos;
        const std::string_view literal = pattern.substr(0, slot);
        if (!text.starts_with(literal)) return std::nullopt;
        text.remove_prefix(literal.size());
        if (!more) break;
        pattern.remove_prefix(slot + 3);
        const std::string_view next = pattern.substr(0, pattern.find('{'));
        const std::size_t end = next.empty() ? text.size() : text.find(next);
        if (end == std::string_view::npos) return std::nullopt;
        slots.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    if (!text.empty()) return std::nullopt;
    return slots;
}

std::string filled(const std::string& pattern, std::span<const std::string> arguments) {
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool slot = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
        const std::size_t number = slot ? static_cast<std::size_t>(pattern[i + 1] - '0') : arguments.size();
        if (number < arguments.size()) {
            text += arguments[number];
            i += 2;
        } else {
            text += pattern[i];
        }
    }
    return text;
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
    return filled((*this)(key), {arguments.begin(), arguments.size()});
}

std::string Strings::sentence(std::string_view english) const {
    if (language_ == Language::english) return std::string(english);
    // "MaxPool2d: …": the layer's name in front of its refusal.
    const std::size_t colon = english.find(": ");
    if (colon != std::string_view::npos && pool::find_kind(english.substr(0, colon)))
        return std::string(english.substr(0, colon)) + "：" + sentence(english.substr(colon + 2));
    for (const Pattern& pattern : patterns())
        if (const auto slots = slots_of(pattern[0], english)) return filled(pattern[1], *slots);
    return std::string(english);
}

std::span<const std::string> Strings::keys(Language language) { return table_of(language).keys; }
std::span<const std::string> Strings::texts(Language language) { return table_of(language).values; }

}  // namespace figure
