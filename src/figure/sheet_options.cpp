#include "figure/sheet_options.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "figure/number.h"
#include "words/message.h"

namespace figure {

namespace {

constexpr std::array kThemes = {std::pair{"light", Theme::light}, std::pair{"dark", Theme::dark},
                                std::pair{"print", Theme::print}};
constexpr std::array kGrounds = {std::pair{"white", Ground::white}, std::pair{"paper", Ground::paper},
                                 std::pair{"transparent", Ground::transparent}};
constexpr std::array kAspects = {std::pair{"16:9", 16.0F / 9.0F}, std::pair{"4:3", 4.0F / 3.0F}};
constexpr std::array kColors = {std::pair{"viridis", Sequential::viridis},
                                std::pair{"grey", Sequential::grey}};

const std::array<std::pair<const char*, std::vector<Language>>, 3>& language_names() {
    static const std::array<std::pair<const char*, std::vector<Language>>, 3> names = {
        {{"en", {Language::english}},
         {"zh", {Language::chinese}},
         {"both", {Language::english, Language::chinese}}}};
    return names;
}

/// What a flag sets, and to what.
struct Flag {
    const char* name;
    bool Sheet::*field;
    bool value;
};
constexpr std::array kFlags = {
    Flag{"no-numbers", &Sheet::numbers, false}, Flag{"no-legend", &Sheet::legend, false},
    Flag{"no-names", &Sheet::names, false}, Flag{"caption", &Sheet::caption, true}};

template <class Table, class Value>
std::string name_in(const Table& table, const Value& value) {
    for (const auto& [name, each] : table)
        if (each == value) return name;
    return {};
}

/// Throws where the table has no such name.
template <class Table>
auto value_in(const Table& table, std::string_view option, std::string_view found) {
    std::string known;
    for (const auto& [name, value] : table) {
        if (name == found) return value;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw words::Error({"error.figure.option_value", {option, found, known}});
}

float number_in(std::string_view option, std::string_view text, float low, float high) {
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    // Written so that NaN fails.
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= low && value <= high))
        throw words::Error({"error.figure.option_value", {option, text, number(low) + "…" + number(high)}});
    return value;
}

}  // namespace

SheetOptions options_of(const Sheet& sheet) {
    const Sheet usual;
    SheetOptions options;
    if (sheet.width > 0) options.emplace_back("width", length_text(sheet.width));
    if (sheet.font_size != usual.font_size) options.emplace_back("font-size", number(sheet.font_size));
    if (sheet.margin != usual.margin) options.emplace_back("margin", length_text(sheet.margin));
    if (sheet.aspect > 0) options.emplace_back("aspect", name_in(kAspects, sheet.aspect));
    if (sheet.theme != usual.theme) options.emplace_back("theme", name_in(kThemes, sheet.theme));
    if (sheet.ground) options.emplace_back("ground", name_in(kGrounds, *sheet.ground));
    if (sheet.colors) options.emplace_back("colors", name_in(kColors, *sheet.colors));
    if (sheet.digits != usual.digits) options.emplace_back("digits", std::to_string(sheet.digits));
    for (const Flag& flag : kFlags)
        if (sheet.*flag.field == flag.value) options.emplace_back(flag.name, "true");
    if (sheet.languages != usual.languages)
        options.emplace_back("language", name_in(language_names(), sheet.languages));
    return options;
}

void set_option(Sheet& sheet, std::string_view name, std::string_view value) {
    if (name == "width") {
        sheet.width = read_length(value);
    } else if (name == "font-size") {
        sheet.font_size = number_in(name, value, 3, 72);
    } else if (name == "margin") {
        sheet.margin = read_length(value);
    } else if (name == "aspect") {
        sheet.aspect = value_in(kAspects, name, value);
    } else if (name == "theme") {
        sheet.theme = value_in(kThemes, name, value);
    } else if (name == "ground") {
        sheet.ground = value_in(kGrounds, name, value);
    } else if (name == "colors") {
        sheet.colors = value_in(kColors, name, value);
    } else if (name == "digits") {
        sheet.digits = static_cast<int>(number_in(name, value, 2, 4));
    } else if (name == "language") {
        sheet.languages = value_in(language_names(), name, value);
    } else if (const auto flag = std::ranges::find(kFlags, name, &Flag::name); flag != kFlags.end()) {
        if (value != "true") throw words::Error({"error.figure.option_value", {name, value, "true"}});
        sheet.*flag->field = flag->value;
    } else {
        throw words::Error({"error.figure.option", {name}});
    }
}

Sheet sheet_of(const SheetOptions& options) {
    Sheet sheet;
    for (const auto& [name, value] : options) set_option(sheet, name, value);
    return sheet;
}

}  // namespace figure
