#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "ui/settings_file.h"

namespace {

using figure::Language;
using ui::Settings;

TEST(SettingsFile, KeepsWhatWasSetUp) {
    Settings settings;
    settings.view = "tower";
    settings.theme = figure::Theme::dark;
    settings.grey_map = true;
    settings.same_cell_size = true;
    settings.language = Language::chinese;
    settings.text_scale = 1.4F;
    settings.show_left = false;
    settings.show_right = false;
    settings.show_code = true;
    settings.code_part = 0.5F;
    settings.still = true;
    settings.left_em = 21;
    settings.right_em = 25;
    settings.code_em = 40;
    settings.folder = "/home/проба";
    settings.recent = {"/a/九宫格.png", "/b/c.poolscope.json"};
    EXPECT_EQ(ui::settings_from_json(ui::settings_to_json(settings)), settings);
    Settings presenting = settings;
    presenting.presenting = true;
    EXPECT_EQ(ui::settings_from_json(ui::settings_to_json(presenting)), settings)
        << "a session does not begin in presenting";
}

TEST(SettingsFile, WhatCannotBeReadStaysAsItIs) {
    Settings before;
    before.theme = figure::Theme::dark;
    before.left_em = 30;
    for (const char* text : {"", "{", "[]", "3", "{\"theme\": 3, \"left_em\": \"wide\"}",
                             "{\"left_em\": 1e30, \"text_scale\": 0, \"language\": \"fr\"}"})
        EXPECT_EQ(ui::settings_from_json(text, before), before) << text;
    EXPECT_EQ(ui::settings_from_json("{\"theme\": \"light\", \"more\": 1}", before).theme,
              figure::Theme::light);
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string(100, '[')})
        EXPECT_FALSE(ui::settings_problem(text).empty()) << text;
    EXPECT_TRUE(ui::settings_problem("{}").empty());
    EXPECT_EQ(ui::settings_from_json("{\"recent\": [3, \"a\"], \"folder\": 1}").recent.size(), 1U);
}

TEST(SettingsFile, TheFirstSessionSpeaksTheEnvironmentsLanguage) {
    unsetenv("LC_ALL");
    unsetenv("LC_MESSAGES");
    setenv("LANG", "zh_CN.UTF-8", 1);
    EXPECT_EQ(ui::language_of_environment(), Language::chinese);
    setenv("LC_ALL", "C", 1);
    EXPECT_EQ(ui::language_of_environment(), Language::english);
    setenv("LC_ALL", "", 1);
    EXPECT_EQ(ui::language_of_environment(), Language::chinese) << "empty is as good as not set";
    unsetenv("LC_ALL");
    unsetenv("LANG");
    EXPECT_EQ(ui::language_of_environment(), Language::english);
}

TEST(SettingsFile, TheFirstSessionIsStillWhereTheDesktopAsksForIt) {
    std::string name = (std::filesystem::temp_directory_path() / "poolscope-XXXXXX").string();
    const std::filesystem::path folder = mkdtemp(name.data());
    setenv("XDG_CONFIG_HOME", folder.c_str(), 1);
    EXPECT_FALSE(ui::stillness_of_environment());
    for (const auto& [file, asks, does_not] :
         {std::array{"gtk-4.0/settings.ini", "gtk-enable-animations = 0", "gtk-enable-animations=1"},
          std::array{"gtk-3.0/settings.ini", "gtk-enable-animations=false", "#gtk-enable-animations=false"},
          std::array{"kdeglobals", "AnimationDurationFactor=0", "AnimationDurationFactor=0.5"}}) {
        std::filesystem::create_directories((folder / file).parent_path());
        std::ofstream(folder / file) << "[Settings]\n" << asks << '\n';
        EXPECT_TRUE(ui::stillness_of_environment()) << file;
        std::ofstream(folder / file) << "[Settings]\n" << does_not << '\n';
        EXPECT_FALSE(ui::stillness_of_environment()) << file;
    }
    unsetenv("XDG_CONFIG_HOME");
    std::filesystem::remove_all(folder);
}

}  // namespace
