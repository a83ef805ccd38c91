#include "lesson/text.h"

#include "figure/number.h"

namespace lesson {

namespace {

bool name_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// The name of the place that begins at `at`; empty: none does.
std::string_view place_at(std::string_view text, std::size_t at) {
    if (text[at] != '{') return {};
    std::size_t end = at + 1;
    while (end < text.size() && name_character(text[end])) ++end;
    return end < text.size() && text[end] == '}' ? text.substr(at + 1, end - at - 1) : std::string_view{};
}

}  // namespace

std::set<std::string> places(std::string_view text) {
    std::set<std::string> result;
    for (std::size_t at = 0; at < text.size(); ++at)
        if (const std::string_view name = place_at(text, at); !name.empty()) result.emplace(name);
    return result;
}

std::string filled(std::string_view text, const Fill& fill, words::Language language) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view name = place_at(text, at);
        if (name.empty()) {
            result += text[at++];
            continue;
        }
        const auto found = fill.find(std::string(name));
        result += found == fill.end() ? "–" : value_text(found->second, language);
        at += name.size() + 2;
    }
    return result;
}

std::string value_text(const measure::Value& value, words::Language language) {
    const words::Strings strings(language);
    if (const bool* truth = value.boolean())
        return strings(*truth ? "lesson.value.equal" : "lesson.value.not_equal");
    if (const double* number = value.number()) return figure::number(*number);
    if (const std::string* text = value.text())
        return *text == "never" ? strings("lesson.value.never") : *text;
    const measure::List* list = value.list();
    if (!list) return "–";
    std::string result;
    for (const measure::Value& item : *list)
        result += (result.empty() ? "" : strings("lesson.value.comma")) + value_text(item, language);
    return result.empty() ? strings("lesson.value.none") : result;
}

std::string cell_text(const measure::Value& value, words::Language language) {
    const measure::List* list = value.list();
    if (!list || list->size() != 2) return value_text(value, language);
    return words::Strings(language).format(
        "lesson.value.cell", {value_text((*list)[0], language), value_text((*list)[1], language)});
}

}  // namespace lesson
