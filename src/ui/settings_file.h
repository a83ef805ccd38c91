#pragma once

#include <string>

#include "ui/app_state.h"

namespace ui {

/// What a person has set up for the screen, kept from session to session (presenting is not).
/// "light", "dark" or "contrast".
const char* theme_name(figure::Theme theme);
std::string settings_to_json(const Settings& settings);
/// Reads what settings_to_json wrote. What is missing, of another type or out of range stays as it is in
/// `settings`; text that is not JSON changes nothing.
Settings settings_from_json(const std::string& text, Settings settings = {});
/// Why a text changes nothing; empty: it can be read.
words::Message settings_problem(const std::string& text);
/// The language that the environment asks for (LC_ALL, LC_MESSAGES, LANG; the first that is set): 简体中文
/// for "zh…", otherwise English.
figure::Language language_of_environment();
/// Whether the desktop asks programs not to animate: GTK's and KDE's settings files below XDG_CONFIG_HOME.
bool stillness_of_environment();

}  // namespace ui
