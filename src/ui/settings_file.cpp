#include "ui/settings_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
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

void read(const Json& json, const char* name, std::vector<std::string>& texts) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_array()) return;
    constexpr std::size_t kMost = 10;
    texts.clear();
    for (const Json& text : *found)
        if (text.is_string() && texts.size() < kMost) texts.push_back(text.get<std::string>());
}

/// Whether a text field has this value.
bool says(const Json& json, const char* name, std::string_view value) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() && found->get_ref<const std::string&>() == value;
}

constexpr figure::Theme kThemes[] = {figure::Theme::light, figure::Theme::dark, figure::Theme::contrast};
constexpr float kNarrowest = 8;  // panels in ems
constexpr float kWidest = 60;

}  // namespace

const char* theme_name(figure::Theme theme) {
    switch (theme) {
        case figure::Theme::dark:
            return "dark";
        case figure::Theme::contrast:
            return "contrast";
        case figure::Theme::light:
        case figure::Theme::print:  // for paper, not for the window
            break;
    }
    return "light";
}

std::string settings_to_json(const Settings& settings) {
    const Json json = {{"view", settings.view},
                       {"theme", theme_name(settings.theme)},
                       {"language", settings.language == figure::Language::english ? "en" : "zh"},
                       {"text_scale", settings.text_scale},
                       {"grey_map", settings.grey_map},
                       {"same_cell_size", settings.same_cell_size},
                       {"show_left", settings.show_left},
                       {"show_right", settings.show_right ? Json(*settings.show_right) : Json()},
                       {"show_details", settings.show_details},
                       {"still", settings.still},
                       {"show_code", settings.show_code},
                       {"left_em", settings.left_em},
                       {"right_em", settings.right_em},
                       {"code_em", settings.code_em},
                       {"code_part", settings.code_part},
                       {"folder", settings.folder},
                       {"recent", settings.recent},
                       {"exporting", settings.exporting}};
    return json.dump(1, ' ') + "\n";
}

words::Message settings_problem(const std::string& text) {
    try {
        io::check_json(text, "settings.json");
    } catch (const io::FileError& refused) {
        return refused.message();
    }
    return Json::parse(text, nullptr, false).is_object() ? words::Message()
                                                         : words::Message("error.settings.object");
}

Settings settings_from_json(const std::string& text, Settings settings) {
    if (!settings_problem(text).empty()) return settings;
    const Json json = Json::parse(text, nullptr, false);
    for (const View* view : views())
        if (says(json, "view", view->id)) settings.view = view->id;
    for (const figure::Theme theme : kThemes)
        if (says(json, "theme", theme_name(theme))) settings.theme = theme;
    if (says(json, "language", "en")) settings.language = figure::Language::english;
    if (says(json, "language", "zh")) settings.language = figure::Language::chinese;
    read(json, "text_scale", settings.text_scale, 0.8F, 2.0F);
    read(json, "grey_map", settings.grey_map);
    read(json, "same_cell_size", settings.same_cell_size);
    read(json, "show_left", settings.show_left);
    if (const auto found = json.find("show_right"); found != json.end() && found->is_boolean())
        settings.show_right = found->get<bool>();
    read(json, "show_details", settings.show_details);
    read(json, "still", settings.still);
    read(json, "code_part", settings.code_part, 0.15F, 0.7F);
    read(json, "show_code", settings.show_code);
    read(json, "left_em", settings.left_em, kNarrowest, kWidest);
    read(json, "right_em", settings.right_em, kNarrowest, kWidest);
    read(json, "code_em", settings.code_em, kNarrowest, kWidest);
    if (const auto folder = json.find("folder"); folder != json.end() && folder->is_string())
        settings.folder = folder->get<std::string>();
    read(json, "recent", settings.recent);
    if (const auto found = json.find("exporting"); found != json.end() && found->is_string())
        settings.exporting = found->get<std::string>();
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

bool stillness_of_environment() {
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    if ((!config || !*config) && (!home || !*home)) return false;
    const std::filesystem::path folder =
        config && *config ? std::filesystem::path(config) : std::filesystem::path(home) / ".config";
    const auto says = [&](const char* file, std::initializer_list<std::string_view> lines) {
        std::ifstream text(folder / file);
        for (std::string line; std::getline(text, line);) {
            std::erase_if(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
            if (std::ranges::find(lines, std::string_view(line)) != lines.end()) return true;
        }
        return false;
    };
    const std::initializer_list<std::string_view> gtk = {"gtk-enable-animations=0",
                                                         "gtk-enable-animations=false"};
    return says("gtk-4.0/settings.ini", gtk) || says("gtk-3.0/settings.ini", gtk) ||
           says("kdeglobals", {"AnimationDurationFactor=0"});
}

}  // namespace ui
