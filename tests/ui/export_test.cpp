#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../figure/tools.h"
#include "app/commands.h"
#include "document/samples.h"
#include "driver.h"
#include "ui/actions.h"
#include "ui/export_choice.h"
#include "ui/settings_file.h"

namespace {

using testing::HasSubstr;

std::string exported_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The words of a command line as a shell splits them.
std::vector<std::string> arguments_of(const std::string& command) {
    std::vector<std::string> words(1);
    bool quoted = false;
    for (const char c : command)
        if (c == '\'') {
            quoted = !quoted;
        } else if (c == ' ' && !quoted) {
            words.emplace_back();
        } else {
            words.back() += c;
        }
    words.erase(words.begin());
    return words;
}

TEST(ExportUi, WhatIsWrittenIsWhatTheCopiedCommandWrites) {
    const tools::Folder folder;
    ui_test::Driver driver(document::first_document());
    driver.key(ui::Key::e, true);
    driver.frames(3);
    ASSERT_TRUE(driver.has("export.preview"));
    for (const std::string kind : {"pair", "stack", "compare", "code", "backward"}) {
        driver.app().dialogs.exporting->choice.kind = kind;
        driver.enter_text("export.width", "150mm");
        driver.frames(2);
        driver.app().dialogs.exporting->path = folder / (kind + ".svg");
        driver.click("export.write");
        ASSERT_EQ(driver.app().dialogs.exporting->failed, false)
            << driver.app().dialogs.exporting->said.text();
        const std::string other = folder / (kind + "2.svg");
        const auto command = ui::export_command(driver.app(), driver.app().dialogs.exporting->choice, other);
        ASSERT_TRUE(command);
        std::ostringstream print;
        std::ostringstream errors;
        ASSERT_EQ(app::run(arguments_of(*command), print, errors), 0) << *command << errors.str();
        EXPECT_EQ(exported_bytes(folder / (kind + ".svg")), exported_bytes(other)) << *command;
        EXPECT_FALSE(exported_bytes(other).empty());
    }
}

TEST(ExportUi, APresetSetsSizeAndFormatAndTheLastChoiceIsKept) {
    ui_test::Driver driver(document::first_document());
    driver.key(ui::Key::e, true);
    driver.frames(3);
    driver.click("export.preset.column");
    driver.click("export.caption");
    const ui::ExportChoice choice = driver.app().dialogs.exporting->choice;
    EXPECT_EQ(choice.file, figure::FileKind::pdf);
    EXPECT_EQ(figure::length_text(choice.sheet.width), "84mm");
    EXPECT_TRUE(choice.sheet.caption);
    EXPECT_THAT(driver.app().dialogs.exporting->path, HasSubstr(".pdf"));
    driver.key(ui::Key::escape);
    driver.frames(2);
    EXPECT_FALSE(driver.has("export.preview"));
    // Through the settings' file, into the next session.
    const ui::Settings settings =
        ui::settings_from_json(ui::settings_to_json(driver.app().settings), ui::Settings());
    EXPECT_EQ(ui::choice_of(settings.exporting), choice);
    EXPECT_EQ(ui::choice_of("nonsense"), ui::ExportChoice());
    EXPECT_EQ(ui::choice_of(R"({"kind": "nothing", "dpi": 1e9, "width": "far"})"), ui::ExportChoice());
}

TEST(ExportUi, WhatDoesNotFitIsSaidAndCannotBeWritten) {
    ui_test::Driver driver(document::first_document());
    driver.key(ui::Key::e, true);
    driver.frames(3);
    driver.app().dialogs.exporting->choice.kind = "stack";
    driver.enter_text("export.width", "12mm");
    driver.frames(3);
    EXPECT_FALSE(driver.app().dialogs.exporting->refused.empty());
    EXPECT_FALSE(driver.widget("export.write").enabled);
}

TEST(ExportUi, AnUnsavedDrawingHasNoCommandYet) {
    ui_test::Driver driver(document::first_document());
    driver.work().edit([](document::Document& d) { d.input.edits.push_back({{0, 0, 1, 1}, 0.5F}); });
    driver.frames(2);
    EXPECT_FALSE(ui::export_command(driver.app(), {}, "a.svg"));
    driver.key(ui::Key::e, true);
    driver.frames(3);
    driver.click("export.command");
    EXPECT_TRUE(driver.app().dialogs.exporting->failed);
}

TEST(ExportUi, EveryKindIsShownInBothLanguages) {
    for (const figure::Language language : {figure::Language::english, figure::Language::chinese}) {
        ui_test::Driver driver(document::first_document());
        driver.app().settings.language = language;
        driver.key(ui::Key::e, true);
        driver.frames(3);
        for (const figure::PlateKind* kind : ui::export_kinds(driver.app())) {
            driver.app().dialogs.exporting->choice.kind = std::string(kind->name);
            driver.frames(2);
            EXPECT_TRUE(driver.app().dialogs.exporting->refused.empty()) << kind->name;
            EXPECT_GT(driver.app().dialogs.exporting->drawing.size.x, 0) << kind->name;
        }
    }
}

}  // namespace
