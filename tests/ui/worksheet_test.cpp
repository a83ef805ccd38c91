#include "lesson/worksheet.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

#include "../figure/tools.h"
#include "app/commands.h"
#include "driver.h"

// Worksheets from the window are those of the command.

namespace {

std::string sheet_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void open_sheet(ui_test::Driver& d) {
    d.click("menu");
    d.click("menu.worksheet");
    d.frames(3);
    ASSERT_TRUE(d.has("worksheet.write"));
}

TEST(WorksheetUi, WritesTheBytesThatTheCommandWrites) {
    const tools::Folder folder;
    ui_test::Driver d(document::first_document());
    open_sheet(d);
    d.click("worksheet.kind");
    d.click("worksheet.kind.5");
    d.click("worksheet.paper");
    d.click("worksheet.paper.1");
    d.click("worksheet.language");
    d.click("worksheet.language.2");
    d.enter_text("worksheet.count", "3");
    d.enter_text("worksheet.seed", "11");
    d.enter_text("worksheet.path", folder / "window.pdf");
    d.click("worksheet.write");
    EXPECT_FALSE(d.has("worksheet.write")) << "it is done";
    EXPECT_NE(d.widget("notice").label.find("window.pdf"), std::string::npos);
    std::ostringstream print;
    std::ostringstream errors;
    const std::string kind(lesson::worksheet_kinds()[5].name);
    ASSERT_EQ(app::run({"worksheet", kind, "-o", folder / "command.pdf", "--answers", folder / "key.pdf",
                        "--count", "3", "--seed", "11", "--language", "both", "--paper", "letter"},
                       print, errors),
              0)
        << errors.str();
    EXPECT_TRUE(sheet_bytes(folder / "command.pdf").starts_with("%PDF"));
    EXPECT_EQ(sheet_bytes(folder / "window.pdf"), sheet_bytes(folder / "command.pdf"));
    EXPECT_EQ(sheet_bytes(folder / "window-answers.pdf"), sheet_bytes(folder / "key.pdf"));
}

TEST(WorksheetUi, SaysWhatIsWrongAndStaysOpen) {
    const tools::Folder folder;
    ui_test::Driver d(document::first_document());
    open_sheet(d);
    d.enter_text("worksheet.path", folder / "none/sheet");
    d.click("worksheet.write");
    ASSERT_TRUE(d.has("worksheet.refused"));
    EXPECT_TRUE(d.has("worksheet.write"));
    EXPECT_TRUE(d.app().notice().empty());
    // What is there is not replaced unasked.
    std::ofstream(folder / "sheet-answers.pdf") << "mine";
    d.enter_text("worksheet.path", folder / "sheet.pdf");
    d.click("worksheet.write");
    EXPECT_TRUE(d.has("worksheet.write"));
    EXPECT_EQ(sheet_bytes(folder / "sheet-answers.pdf"), "mine");
    EXPECT_EQ(sheet_bytes(folder / "sheet.pdf"), "");
    d.click("worksheet.write");
    EXPECT_FALSE(d.has("worksheet.write"));
    EXPECT_TRUE(sheet_bytes(folder / "sheet-answers.pdf").starts_with("%PDF"));
}

TEST(WorksheetUi, EscapeWritesNothing) {
    ui_test::Driver d(document::first_document());
    open_sheet(d);
    d.key(ui::Key::escape);
    d.frames(2);
    EXPECT_FALSE(d.has("worksheet.write"));
}

}  // namespace
