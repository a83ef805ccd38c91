#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "io/data_set.h"
#include "ui/driver.h"
#include "ui/file_preview.h"
#include "ui/file_tasks.h"

namespace {

using ui::Key;
using ui_test::Driver;

class Data : public testing::Test {
 protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "poolscope-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    /// Rows of 64 values and a label: item i has the value i everywhere and the label i mod 10.
    std::filesystem::path digits(int count) const {
        std::ofstream file(folder_ / "digits.csv");
        for (int i = 0; i < count; ++i) {
            for (int k = 0; k < 64; ++k) file << i << ',';
            file << i % 10 << '\n';
        }
        return folder_ / "digits.csv";
    }
    std::filesystem::path folder_;
};

float first_value(Driver& d) { return d.work().live().input().at({0, 0, 0, 0}); }

TEST_F(Data, AnItemIsChosenByItsPicture) {
    Driver d(document::first_document());
    ui::open_path(d.app(), digits(40));
    d.frames(3);
    ASSERT_TRUE(d.has("data.item.0"));
    EXPECT_TRUE(d.has("data.item.7"));
    // Eight in a row.
    EXPECT_EQ(d.widget("data.item.0").y, d.widget("data.item.7").y);
    EXPECT_GT(d.widget("data.item.8").y, d.widget("data.item.7").y);
    EXPECT_EQ(d.widget("data.item.13").label, "13 · 3");
    d.click("data.item.13");
    EXPECT_EQ(d.work().live().input().shape(), (pool::Shape{1, 1, 8, 8}));
    EXPECT_EQ(first_value(d), 13);
    EXPECT_EQ(d.work().document().input.base.label, "3");
    EXPECT_FALSE(d.has("data.item.13"));
}

TEST_F(Data, ATypedNumberIsGoneToAmongTenThousand) {
    Driver d(document::first_document());
    ui::open_path(d.app(), digits(10000));
    d.frames(5);
    ASSERT_TRUE(d.has("data.item.0"));
    EXPECT_FALSE(d.has("data.item.9876"));
    int drawn = 0;
    for (const ui::WidgetRecord& widget : d.app().widgets) drawn += widget.id.starts_with("data.item.");
    EXPECT_LT(drawn, 150) << "only what is in sight is drawn";
    d.type("9876");
    d.frames(3);
    EXPECT_TRUE(d.has("data.item.9876"));
    d.key(Key::enter);
    EXPECT_EQ(first_value(d), 9876);
}

TEST_F(Data, ItemsAreSteppedThroughAndTakenBack) {
    Driver d(document::first_document());
    const document::Document before = d.work().document();
    ui::open_path(d.app(), digits(40));
    d.frames(3);
    EXPECT_FALSE(d.has("data.next"));
    d.click("data.item.0");
    d.reveal("data.next");
    d.click("data.next");
    d.click("data.next");
    EXPECT_EQ(first_value(d), 2);
    d.click("data.previous");
    EXPECT_EQ(first_value(d), 1);
    const ui::WidgetRecord canvas = d.widget("input.canvas");
    d.move_to(canvas.x + canvas.w / 2, canvas.y + canvas.h / 2);
    d.frames(3);
    d.wheel(-1);
    d.frames(2);
    EXPECT_EQ(first_value(d), 2) << "the wheel over the input";
    EXPECT_NEAR(d.widget("input.canvas").y, canvas.y, 1e-3) << "the column does not scroll";
    d.wheel(5);
    d.frames(2);
    EXPECT_EQ(first_value(d), 1);
    for (int i = 0; i < 8; ++i) d.key(Key::z, true);
    EXPECT_TRUE(d.work().document() == before);
    EXPECT_FALSE(d.has("data.next"));
}

TEST_F(Data, APastedTableBecomesTheInput) {
    Driver d(document::first_document());
    ImGui::SetClipboardText("1,5\t2\n3\t4,25\n");
    d.key(Key::v, true);
    d.frames(2);
    EXPECT_EQ(d.work().live().input().shape(), (pool::Shape{1, 1, 2, 2}));
    EXPECT_EQ(first_value(d), 1.5F);
    ImGui::SetClipboardText("nn.AvgPool2d(2)");
    d.key(Key::v, true);
    d.frames(2);
    ASSERT_EQ(d.work().document().stack.size(), 1U);
    EXPECT_EQ(d.work().document().stack[0].kind, "AvgPool2d");
    ImGui::SetClipboardText("[nn.MaxPool2d(2), nn.ReLU()]");
    d.key(Key::v, true);
    d.frames(2);
    EXPECT_EQ(d.work().document().stack.size(), 2U);
    const document::Document before = d.work().document();
    ImGui::SetClipboardText("Dear pupils, today");
    d.key(Key::v, true);
    d.frames(2);
    EXPECT_TRUE(d.work().document() == before);
    EXPECT_NE(d.app().error().text().find("clipboard"), std::string::npos);
}

TEST_F(Data, TheOpenDialogFiltersCountsAndStaysOpenWhenAFileIsRefused) {
    for (const char* name : {"digit_10.png", "digit_2.png", "notes.docx", "b.csv"})
        std::ofstream(folder_ / name) << "1,2\n3,4\n";
    std::filesystem::create_directory(folder_ / "zoo");
    Driver d(document::first_document());
    d.app().settings.folder = folder_.string();
    d.key(Key::o, true);
    d.frames(3);
    ASSERT_TRUE(d.has("file.entry.digit_2.png"));
    EXPECT_LT(d.widget("file.entry.zoo").y, d.widget("file.entry.b.csv").y) << "folders first";
    EXPECT_LT(d.widget("file.entry.digit_2.png").y, d.widget("file.entry.digit_10.png").y);
    EXPECT_FALSE(d.has("file.entry.notes.docx"));
    d.click("file.all_kinds");
    EXPECT_TRUE(d.has("file.entry.notes.docx"));
    d.click("file.name");
    d.type("DIGIT");
    d.frames(2);
    EXPECT_FALSE(d.has("file.entry.b.csv"));
    d.key(Key::down);
    d.key(Key::enter);
    // No picture at all: said in the dialog, which stays.
    EXPECT_TRUE(d.has("file.name"));
    EXPECT_NE(d.app().dialogs.file.error.text().find("digit_10.png"), std::string::npos);
    d.key(Key::escape);
    d.frames(2);
    EXPECT_FALSE(d.has("file.name")) << "Esc once";
    d.key(Key::o, true);
    d.frames(3);
    d.click("file.entry.b.csv");
    EXPECT_EQ(d.work().live().input().shape(), (pool::Shape{1, 1, 2, 2}));
    ASSERT_EQ(d.app().settings.recent.size(), 1U);
    EXPECT_EQ(d.app().settings.recent[0], (folder_ / "b.csv").string());
}

TEST_F(Data, TheOpenDialogDrawsOnlyTheRowsInSight) {
    constexpr int kFiles = 10000;
    for (int i = 0; i < kFiles; ++i) std::ofstream(folder_ / ("digit_" + std::to_string(i) + ".csv"));
    Driver d(document::first_document());
    d.app().settings.folder = folder_.string();
    d.key(Key::o, true);
    d.frames(3);
    ASSERT_EQ(d.app().dialogs.file.list.size(), std::size_t{kFiles});
    const auto rows = std::ranges::count_if(
        d.app().widgets, [](const ui::WidgetRecord& widget) { return widget.id.starts_with("file.entry."); });
    EXPECT_GT(rows, 3);
    EXPECT_LT(rows, 60) << "however many files there are";
    d.click("file.name");
    d.type("_9999");
    d.frames(2);
    EXPECT_TRUE(d.has("file.entry.digit_9999.csv"));
}

TEST_F(Data, AnNpzWithSeveralArraysAsksForOne) {
    Driver d(document::first_document());
    ui::choose_array(d.app(), folder_ / "none.npz", {"x_train", "x_test"});
    d.frames(3);
    ASSERT_TRUE(d.has("data.array.x_test"));
    d.click("data.array.x_test");
    EXPECT_FALSE(d.app().dialogs.items.error.empty());
    EXPECT_TRUE(d.has("data.array.x_test")) << "the dialog stays";
    d.key(Key::escape);
    d.frames(2);
    EXPECT_FALSE(d.has("data.array.x_test"));
}

TEST_F(Data, TheOpenDialogSpeaksOfTheChooserBesideAnNpzWithSeveralArrays) {
    const std::filesystem::path npz = folder_ / "two_maps.npz";
    std::filesystem::copy_file(TEST_DATA_DIR "/two_maps.npz", npz);
    ui::FilePreview preview;
    preview.show(npz);
    while (!preview.contents()) preview.poll();
    EXPECT_FALSE(preview.contents()->refused);
    EXPECT_EQ(preview.contents()->text.text(), "2 arrays: front, back; opening it shows them to choose from");
    Driver d(document::first_document());
    ui::open_path(d.app(), npz);
    d.frames(3);
    ASSERT_TRUE(d.has("data.array.back"));
    d.click("data.array.back");
    EXPECT_EQ(d.work().live().input().shape(), (pool::Shape{1, 1, 2, 2}));
}

TEST_F(Data, NewIsOneStepThatUndoTakesBack) {
    Driver d(document::first_document());
    const document::Document before = d.work().document();
    d.key(Key::n, true);
    d.frames(2);
    EXPECT_EQ(d.work().live().input().shape(), (pool::Shape{1, 1, 28, 28}));
    for (const float v : d.work().live().input().data()) ASSERT_EQ(v, 0);
    d.key(Key::z, true);
    d.frames(2);
    EXPECT_TRUE(d.work().document() == before);
}

TEST(FileList, CountsAsPeopleDo) {
    EXPECT_TRUE(ui::natural_less("digit_2.png", "digit_10.png"));
    EXPECT_FALSE(ui::natural_less("digit_10.png", "digit_2.png"));
    EXPECT_TRUE(ui::natural_less("a", "B"));
    EXPECT_TRUE(ui::natural_less("a2b", "a002c"));
    EXPECT_TRUE(ui::natural_less("a", "a1"));
    EXPECT_TRUE(ui::natural_less("99999999999999999999998", "99999999999999999999999"));
    EXPECT_FALSE(ui::natural_less("same", "same"));
    EXPECT_NE(ui::natural_less("x01", "x1"), ui::natural_less("x1", "x01"));
}

TEST(About, IsKeptInBothLanguages) {
    const std::string about = io::about_text({{"table.header"}, {"table.grouped"}});
    EXPECT_EQ(io::about_in(about, words::Language::english),
              "the first line was taken as the names of the columns; a comma groups thousands");
    EXPECT_NE(io::about_in(about, words::Language::chinese), io::about_in(about, words::Language::english));
    EXPECT_EQ(io::about_in("separator ;", words::Language::chinese), "separator ;");
}

}  // namespace
