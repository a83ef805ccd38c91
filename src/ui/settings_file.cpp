#include "ui/settings_file.h"

#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

#include "io/files.h"
#include "io/json_text.h"
#include "ui/views.h"

namespace ui {

namespace {

using Json = nlohmann::ordered_json;

void read(const Json& json, const char* name, bool& value) {
    if (const auto found = json.find(name); found != json.end() && found->is_boolean())
        value = found->get<bool>();
}

void read(const Json& json, const char* name, float& value, float low, float high) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number()) return;
    const float number = found->get<float>();
    // Written so that NaN fails.
    if (number >= low && number <= high) value = number;
}

/// Whether a text field has this value.
bool says(const Json& json, const char* name, std::string_view value) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() && found->get_ref<const std::string&>() == value;
}

constexpr float kNarrowest = 8;  // panels in ems
constexpr float kWidest = 60;

}  // namespace

std::string settings_to_json(const Settings& settings) {
    const Json json = {{"view", settings.view},
                       {"theme", settings.dark ? "dark" : "light"},
                       {"language", settings.language == figure::Language::english ? "en" : "zh"},
                       {"text_scale", settings.text_scale},
                       {"grey_map", settings.grey_map},
                       {"same_cell_size", settings.same_cell_size},
                       {"show_left", settings.show_left},
                       {"show_right", settings.show_right},
                       {"show_code", settings.show_code},
                       {"left_em", settings.left_em},
                       {"right_em", settings.right_em},
                       {"code_em", settings.code_em}};
    return json.dump(1, ' ') + "\n";
}

Settings settings_from_json(const std::string& text, Settings settings) {
    try {
        io::check_json(text, "settings");
    } catch (const io::FileError&) {
        return settings;
    }
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return settings;
    for (const View* view : views())
        if (says(json, "view", view->id)) settings.view = view->id;
    if (says(json, "theme", "light")) settings.dark = false;
    if (says(json, "theme", "dark")) settings.dark = true;
    if (says(json, "language", "en")) settings.language = figure::Language::english;
    if (says(json, "language", "zh")) settings.language = figure::Language::chinese;
    read(json, "text_scale", settings.text_scale, 0.8F, 2.0F);
    read(json, "grey_map", settings.grey_map);
    read(json, "same_cell_size", settings.same_cell_size);
    read(json, "show_left", settings.show_left);
    read(json, "show_right", settings.show_right);
    read(json, "show_code", settings.show_code);
    read(json, "left_em", settings.left_em, kNarrowest, kWidest);
    read(json, "right_em", settings.right_em, kNarrowest, kWidest);
    read(json, "code_em", settings.code_em, kNarrowest, kWidest);
    return settings;
}

figure::Language language_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value && *value)
            return std::string_view(value).starts_with("zh") ? figure::Language::chinese
                                                             : figure::Language::english;
    }
    return figure::Language::english;
}

}  // namespace ui
