#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../figure/tools.h"
#include "../io/stub_program.h"
#include "app/commands.h"
#include "app/tower_shot.h"
#include "document/samples.h"
#include "driver.h"
#include "io/document_file.h"
#include "pool/notation.h"
#include "ui/actions.h"
#include "ui/export_sheet.h"
#include "ui/settings_file.h"

namespace {

using testing::HasSubstr;
using ui::Moving;

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

document::Document small_document(const std::string& stack = "MaxPool2d(2)") {
    document::Document document;
    document.input = document::find_sample("matrix.textbook")->input;
    document.stack = pool::parse_stack(stack);
    return document;
}

/// The program makes an interface of its own meanwhile.
class WithoutGui {
 public:
    WithoutGui() { ImGui::SetCurrentContext(nullptr); }
    ~WithoutGui() { ImGui::SetCurrentContext(before_); }
    WithoutGui(const WithoutGui&) = delete;
    WithoutGui& operator=(const WithoutGui&) = delete;

 private:
    ImGuiContext* before_ = ImGui::GetCurrentContext();
};

/// The export sheet on the real interface.
class Exporting {
 public:
    explicit Exporting(document::Document document, const char* view = nullptr, float em = 14)
        : driver(std::move(document), 1280, 800, em) {
        if (view) driver.app().settings.view = view;
        driver.key(ui::Key::e, true);
        driver.frames(3);
    }
    ui::ExportSheet& sheet() { return *driver.app().dialogs.exporting; }
    void choose(const std::string& kind) {
        sheet().choice.kind = kind;
        driver.frames(2);
    }
    /// Writes and waits until it is done.
    void write(const std::string& path) {
        sheet().path = path;
        driver.click("export.write");
        driver.until(
            [&] {
                std::this_thread::yield();
                return !sheet().job.busy();
            },
            1'000'000);
        driver.frames();
        EXPECT_TRUE(sheet().mistyped.empty()) << sheet().mistyped.begin()->second.text();
    }
    /// Runs the command that the sheet copies, for another file.
    void run_command(const std::string& out) {
        const auto command = ui::export_command(driver.app(), sheet().choice, out);
        ASSERT_TRUE(command);
        std::ostringstream print;
        std::ostringstream errors;
        const WithoutGui without;
        ASSERT_EQ(app::run(arguments_of(*command), print, errors), 0) << *command << errors.str();
        printed = print.str();
    }
    std::string label(const std::string& id) { return driver.has(id) ? driver.widget(id).label : ""; }

    ui_test::Driver driver;
    std::string printed;
};

TEST(ExportUi, WhatIsWrittenIsWhatTheCopiedCommandWrites) {
    const tools::Folder folder;
    Exporting test(document::first_document());
    test.driver.work().walk().set_stage(1.37F);
    for (const std::string kind : {"pair", "stack", "compare", "code", "backward", "curve"}) {
        test.choose(kind);
        test.driver.enter_text("export.width", kind == "pair" ? "" : "640px");
        test.driver.frames(2);
        test.write(folder / (kind + ".svg"));
        const std::string other = folder / (kind + "2.svg");
        test.run_command(other);
        EXPECT_TRUE(exported_bytes(folder / (kind + ".svg")) == exported_bytes(other)) << kind;
        EXPECT_FALSE(exported_bytes(other).empty());
    }
}

TEST(ExportUi, AComparisonHasTheSecondLaneOfTheDocument) {
    const tools::Folder folder;
    const auto written = [&](Exporting& test, const std::string& name) {
        test.choose("compare");
        test.write(folder / name);
        return exported_bytes(folder / name);
    };
    std::string moved;
    {
        Exporting plain(document::first_document());
        moved = written(plain, "moved.svg");
    }
    document::Document document = document::first_document();
    document.other.transform.dx = 2;
    document.other.poolings = document::Replacement::average;
    io::save_document(folder / "d.poolscope.json", document);
    Exporting test(document);
    test.driver.work().open(document, folder / "d.poolscope.json");
    test.driver.frames(2);
    const std::string lanes = written(test, "lanes.svg");
    test.run_command(folder / "again.svg");
    EXPECT_EQ(exported_bytes(folder / "again.svg"), lanes);
    EXPECT_NE(moved, lanes);
}

TEST(ExportUi, AnimationsAreThoseOfTheCommandLine) {
    const tools::Folder folder;
    Exporting test(small_document("MaxPool2d(2), AvgPool2d(2)"));
    for (const std::string format : {"GIF", "WebP", "APNG"}) {
        test.driver.click("export.format." + format);
        test.driver.frames(2);
        test.sheet().choice.film.pixels = 240;
        // Every way to choose what is shown occurs.
        figure::FilmPlan& film = test.sheet().choice.film;
        film.key = format == "GIF";
        film.walk = format == "WebP";
        film.stages = format != "WebP";
        film.range.reset();
        if (format == "APNG") film.range = {2, 4}, film.fps = 5, film.seconds = 0.4F, film.hold = 1;
        test.driver.frames(3);
        const std::string said = test.label("export.size");
        const std::string ending = format == "APNG" ? ".png" : format == "GIF" ? ".gif" : ".webp";
        EXPECT_THAT(test.sheet().path, testing::EndsWith(ending));
        test.write(folder / ("a" + ending));
        test.run_command(folder / ("b" + ending));
        EXPECT_TRUE(exported_bytes(folder / ("a" + ending)) == exported_bytes(folder / ("b" + ending)))
            << format;
        EXPECT_FALSE(exported_bytes(folder / ("a" + ending)).empty());
        // "12 frames, 240×139 pixels, 3 s": what was said before is what it became.
        std::string plain = said;
        for (std::size_t at = 0; (at = plain.find(" × ", at)) != std::string::npos;)
            plain.replace(at, 4, "×");
        EXPECT_EQ(plain + "\n", test.printed);
        EXPECT_THAT(test.label("export.said"), HasSubstr(" kB)"));
        EXPECT_TRUE(test.driver.has("export.folder"));
    }
}

TEST(ExportUi, NumberedFramesOfEachFormatAreThoseOfTheCommandLine) {
    const tools::Folder folder;
    Exporting test(small_document());
    test.driver.click("export.format.frames");
    for (const std::string format : {"SVG", "PDF", "PNG"}) {
        test.driver.click("export.format." + format);
        ASSERT_EQ(test.sheet().choice.moving, Moving::frames);
        test.sheet().choice.film.key = false;
        test.sheet().choice.film.stages = false;
        test.driver.frames(2);
        test.write(folder / ("a" + format));
        test.run_command(folder / ("b" + format));
        int frames = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder / ("a" + format))) {
            ++frames;
            EXPECT_EQ(exported_bytes(entry.path().string()),
                      exported_bytes(folder / ("b" + format + "/" + entry.path().filename().string())));
        }
        EXPECT_EQ(frames, 4);
    }
    // Off again: a still figure.
    test.driver.click("export.format.frames");
    EXPECT_EQ(test.sheet().choice.moving, Moving::none);
    EXPECT_THAT(test.sheet().path, testing::EndsWith(".png"));
}

TEST(ExportUi, ACancelledAnimationLeavesNothing) {
    const tools::Folder folder;
    Exporting test(document::first_document());
    test.driver.click("export.format.GIF");
    test.sheet().choice.film.key = false;
    test.sheet().choice.film.stages = false;
    test.sheet().choice.film.pixels = 1100;
    test.driver.frames(2);
    test.sheet().path = folder / "long.gif";
    test.driver.click("export.write");
    ASSERT_TRUE(test.sheet().job.busy());
    EXPECT_TRUE(ui::export_animates(test.driver.app()));
    EXPECT_FALSE(test.driver.widget("export.write").enabled);
    ASSERT_TRUE(test.driver.has("export.progress"));
    test.driver.click("export.cancel");
    EXPECT_FALSE(test.sheet().job.busy());
    EXPECT_THAT(test.label("export.said"), HasSubstr("nothing was written"));
    // Esc ends it too, and only then the sheet.
    test.driver.click("export.write");
    test.driver.key(ui::Key::escape);
    ASSERT_TRUE(test.driver.app().dialogs.exporting);
    EXPECT_FALSE(test.sheet().job.busy());
    test.driver.key(ui::Key::escape);
    EXPECT_FALSE(test.driver.app().dialogs.exporting);
    EXPECT_TRUE(std::filesystem::is_empty(folder / "."));
}

TEST(ExportUi, AFilmIsMadeByFfmpegAndCancellingEndsIt) {
    const tools::Folder folder;
    const std::filesystem::path bin = folder / "bin";
    Exporting test(small_document());
    test.driver.click("export.format.MP4");
    test.driver.frames(2);
    EXPECT_THAT(test.sheet().path, testing::EndsWith(".mp4"));
    test.sheet().choice.film.pixels = 240;
    {
        const io_test::StubProgram ffmpeg(bin, "ffmpeg", io_test::noting_ffmpeg(bin));
        test.write(folder / "a.mp4");
        EXPECT_EQ(exported_bytes(folder / "a.mp4"), "film");
        const std::string count = exported_bytes(bin / "count");
        test.run_command(folder / "b.mp4");
        EXPECT_EQ(exported_bytes(folder / "b.mp4"), "film");
        EXPECT_EQ(exported_bytes(bin / "count"), count) << "as many frames";
    }
    {
        const io_test::StubProgram ffmpeg(bin, "ffmpeg",
                                          "echo $$ > '" + (bin / "pid").string() + "'\nexec sleep 600\n");
        test.sheet().path = folder / "c.mp4";
        test.driver.click("export.write");
        test.driver.until(
            [&] {
                std::this_thread::yield();
                return !exported_bytes(bin / "pid").empty();
            },
            1'000'000);
        test.driver.click("export.cancel");
        EXPECT_FALSE(test.sheet().job.busy());
        const int pid = std::stoi(exported_bytes(bin / "pid"));
        test.driver.until(
            [&] {
                std::this_thread::yield();
                return kill(pid, 0) != 0;
            },
            1'000'000);
        EXPECT_NE(kill(pid, 0), 0) << "ffmpeg is gone";
        EXPECT_FALSE(std::filesystem::exists(folder / "c.mp4"));
    }
    const io_test::PathOfTest empty((bin / "nowhere").string());
    test.driver.frames(2);
    test.driver.click("export.write");
    EXPECT_THAT(test.label("export.path.error"), HasSubstr("install the package ffmpeg"));
    EXPECT_FALSE(test.sheet().job.busy());
    // Of the folder, the stub and what was written are all that is there.
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "."))
        names.insert(entry.path().filename().string());
    EXPECT_EQ(names, (std::set<std::string>{"a.mp4", "b.mp4", "bin"}));
}

TEST(ExportUi, WhatIsSaidMovesNoButton) {
    const tools::Folder folder;
    for (const float em : {14.0F, 22.0F}) {
        Exporting test(small_document(), nullptr, em);
        const auto place = [&] {
            std::vector<std::array<float, 4>> places;
            for (const char* id : {"export.write", "export.copy", "export.command", "export.close"}) {
                const auto widget = test.driver.widget(id);
                places.push_back({widget.x, widget.y, widget.w, widget.h});
            }
            return places;
        };
        const auto before = place();
        // A name so long that what is said of it takes several lines.
        const std::string deep = folder / (std::string(120, 'a') + "/" + std::string(120, 'b'));
        std::filesystem::create_directories(deep);
        for (const std::string& path : {folder / "a.svg", deep + "/c.svg"}) {
            test.write(path);
            ASSERT_THAT(test.label("export.said"), HasSubstr("Written: "));
            EXPECT_EQ(place(), before) << path;
        }
        test.driver.click("export.command");
        EXPECT_EQ(place(), before);
        test.sheet().path = folder / "missing/a.svg";
        test.driver.click("export.write");
        test.driver.frames(2);
        ASSERT_NE(test.label("export.path.error"), "");
        EXPECT_EQ(place(), before) << "what is wrong with the name stands between the name and the buttons";
        const auto error = test.driver.widget("export.path.error");
        EXPECT_LE(error.y + error.h, before[0][1] + 1);
    }
}

TEST(ExportUi, TheCopiedCommandIsTheSameInEveryFolder) {
    const tools::Folder folder;
    const std::filesystem::path before = std::filesystem::current_path();
    io::save_document(folder / "d.poolscope.json", small_document());
    std::filesystem::create_directories(folder / "here");
    std::filesystem::current_path(folder / "here");
    Exporting test(small_document());
    test.driver.work().open(small_document(), "../d.poolscope.json");
    test.driver.frames(2);
    const auto command = ui::export_command(test.driver.app(), test.sheet().choice, "out.svg");
    ASSERT_TRUE(command);
    const std::filesystem::path here = std::filesystem::current_path();
    EXPECT_THAT(*command, HasSubstr("-o '" + (here / "out.svg").string() + "'"));
    EXPECT_THAT(*command,
                HasSubstr("--document '" + (here.parent_path() / "d.poolscope.json").string() + "'"));
    std::filesystem::current_path(before);
    std::ostringstream print;
    std::ostringstream errors;
    const WithoutGui without;
    EXPECT_EQ(app::run(arguments_of(*command), print, errors), 0) << errors.str();
    EXPECT_FALSE(exported_bytes(folder / "here/out.svg").empty());
}

TEST(ExportUi, WhatWasWrittenIsSaidUntilSomethingIsChanged) {
    const tools::Folder folder;
    Exporting test(small_document());
    const std::vector<std::string> changes = {"export.caption", "export.preset.column", "export.format.PNG"};
    for (const std::string& change : changes) {
        test.write(folder / ("a" + std::filesystem::path(test.sheet().path).extension().string()));
        ASSERT_THAT(test.label("export.said"), HasSubstr("Written: ")) << change;
        test.driver.frames(5);
        ASSERT_THAT(test.label("export.said"), HasSubstr("Written: ")) << "while nothing is changed";
        test.driver.click(change);
        test.driver.frames(2);
        EXPECT_EQ(test.label("export.said"), "") << change;
        EXPECT_TRUE(test.driver.has("export.folder")) << "the folder is there still";
    }
}

TEST(ExportUi, TheSheetIsAsHighAsItsSettings) {
    for (const char* format : {"export.format.SVG", "export.format.GIF"}) {
        ui_test::Driver driver(small_document(), 1920, 1080, 16);
        driver.key(ui::Key::e, true);
        driver.frames(3);
        driver.click(format);
        driver.app().dialogs.exporting->choice.film.key = false;
        driver.app().dialogs.exporting->choice.film.range = {0, 3};
        driver.frames(4);
        const auto last = driver.widget("export.title");
        const auto foot = driver.widget("export.size");
        EXPECT_GT(last.h, 0) << format;
        EXPECT_LE(last.y + last.h, foot.y) << format << ": nothing is scrolled away";
    }
}

TEST(ExportUi, WhatAFigureLeavesOutIsSaidInTheSheet) {
    document::Document many = document::first_document();
    many.stack = pool::parse_stack("MaxPool2d(4)");
    Exporting test(std::move(many));
    test.choose("steps");
    test.sheet().choice.sheet.width = figure::read_length("column");
    test.driver.frames(2);
    EXPECT_THAT(test.label("export.note"), HasSubstr("high; a page has room for 247 mm"));
    test.choose("grid");
    EXPECT_EQ(test.label("export.note"), "");
}

TEST(ExportUi, ACopiedCommandHoldsWhatItsKindShows) {
    Exporting test(small_document());
    test.driver.app().active().selection().toggle_pin({0, {0, 0, 1, 1}});
    for (const figure::PlateKind* kind : ui::export_kinds(test.driver.app())) {
        test.sheet().choice.kind = kind->name;
        const auto command = ui::export_command(test.driver.app(), test.sheet().choice, "a.svg");
        ASSERT_TRUE(command);
        EXPECT_EQ(command->find("--pin 0,1,1") != std::string::npos, kind->pins) << *command;
    }
}

TEST(ExportUi, ThePreviewPlays) {
    Exporting test(small_document());
    test.driver.click("export.format.GIF");
    test.driver.frames(2);
    const std::string first = test.sheet().drawn_for;
    test.driver.wait(1);
    EXPECT_NE(test.sheet().drawn_for, first);
    test.driver.app().settings.still = true;
    test.driver.frames(2);
    const std::string held = test.sheet().drawn_for;
    test.driver.wait(1);
    EXPECT_EQ(test.sheet().drawn_for, held) << "motion is switched off";
    EXPECT_FALSE(ui::export_animates(test.driver.app()));
}

TEST(ExportUi, APresetSetsSizeAndFormatAndTheLastChoiceIsKept) {
    Exporting test(document::first_document());
    test.driver.click("export.preset.column");
    test.driver.click("export.caption");
    test.driver.click("export.format.WebP");
    test.sheet().choice.film.fps = 20;
    test.driver.frames(2);
    const ui::ExportChoice choice = test.sheet().choice;
    EXPECT_EQ(choice.file, figure::FileKind::pdf);
    EXPECT_EQ(figure::length_text(choice.sheet.width), "84mm");
    EXPECT_TRUE(choice.sheet.caption);
    EXPECT_THAT(test.sheet().path, HasSubstr(".webp"));
    test.driver.key(ui::Key::escape);
    test.driver.frames(2);
    EXPECT_FALSE(test.driver.has("export.preview"));
    // Through the settings' file, into the next session.
    const ui::Settings settings =
        ui::settings_from_json(ui::settings_to_json(test.driver.app().settings), ui::Settings());
    EXPECT_EQ(ui::choice_of(settings.exporting), choice);
    EXPECT_EQ(ui::choice_of("nonsense"), ui::ExportChoice());
    EXPECT_EQ(ui::choice_of(R"({"kind": "nothing", "dpi": 1e9, "film": {"fps": 0, "pixels": "many"},
                                "look": {"width": "far", "theme": 3}})"),
              ui::ExportChoice());
    EXPECT_EQ(ui::choice_of(R"({"kind": "stack", "moving": "gif"})").moving, Moving::none);
}

TEST(ExportUi, ASlideIsExactlySixteenToNine) {
    const tools::Folder folder;
    Exporting test(document::first_document());
    for (const std::string kind : {"pair", "stack", "receptive"}) {
        test.choose(kind);
        test.driver.click("export.preset.slide");
        test.driver.frames(2);
        const figure::Point size = test.sheet().drawing.size;
        EXPECT_FLOAT_EQ(size.x / size.y, 16.0F / 9) << kind;
        EXPECT_FLOAT_EQ(size.x, figure::read_length("254mm")) << kind;
        test.write(folder / (kind + ".png"));
        test.run_command(folder / (kind + "2.png"));
        EXPECT_TRUE(exported_bytes(folder / (kind + ".png")) == exported_bytes(folder / (kind + "2.png")));
    }
    test.driver.click("export.wide");
    EXPECT_EQ(test.sheet().choice.sheet.aspect, 0);
    test.driver.click("export.wide");
    EXPECT_GT(test.sheet().choice.sheet.aspect, 1.7F);
    test.driver.click("export.preset.column");
    EXPECT_EQ(test.sheet().choice.sheet.aspect, 0);
}

TEST(ExportUi, TheCommandNamesNoPlaceThatItsKindRefuses) {
    const tools::Folder folder;
    Exporting test(document::first_document());
    test.driver.work().walk().set_mode(work::PlayMode::layer);
    pool::Cursor cursor;
    cursor.phase = pool::Phase::backward;
    cursor.whole = true;
    test.driver.work().walk().set_cursor(cursor);
    for (const std::string kind : {"pair", "compare", "kinds", "curve", "stack"}) {
        test.choose(kind);
        test.write(folder / (kind + ".svg"));
        test.run_command(folder / (kind + "2.svg"));
        EXPECT_TRUE(exported_bytes(folder / (kind + ".svg")) == exported_bytes(folder / (kind + "2.svg")))
            << kind;
    }
}

TEST(ExportUi, TheKindIsThatOfTheView) {
    EXPECT_EQ(Exporting(document::first_document(), "bench").sheet().choice.kind, "pair");
    EXPECT_EQ(Exporting(document::first_document(), "tower").sheet().choice.kind, "tower");
    EXPECT_EQ(Exporting(document::first_document(), "side").sheet().choice.kind, "compare");
}

TEST(ExportUi, TheTowerIsSeenFromWhereTheViewStands) {
    const tools::Folder folder;
    Exporting test(small_document(), "tower");
    EXPECT_THAT(test.sheet().refused[""].text(), HasSubstr("no OpenGL")) << "said, not drawn";
    int shots = 0;
    test.driver.shoot_tower = [&](const ui::TowerFigure& figure) {
        ++shots;
        const WithoutGui without;
        return app::tower_shot(app::job_of(figure));
    };
    test.sheet().drawn_for.clear();
    test.driver.app().tower.camera.azimuth = -31.26F;
    test.driver.app().tower.camera.elevation = 20;
    test.driver.app().tower.relief = 0.5F;
    test.driver.frames(5);
    EXPECT_EQ(shots, 1) << "one picture as long as nothing changes";
    test.write(folder / "a.svg");
    test.run_command(folder / "b.svg");
    EXPECT_TRUE(exported_bytes(folder / "a.svg") == exported_bytes(folder / "b.svg"));
    EXPECT_GT(exported_bytes(folder / "b.svg").size(), 10'000U);
    test.driver.app().tower.camera.orthographic = true;
    test.write(folder / "c.svg");
    test.run_command(folder / "d.svg");
    EXPECT_TRUE(exported_bytes(folder / "c.svg") == exported_bytes(folder / "d.svg"));
    EXPECT_FALSE(exported_bytes(folder / "a.svg") == exported_bytes(folder / "c.svg"));
}

TEST(ExportUi, WhatIsWrongStandsBesideItsControlAndWritesNothing) {
    const tools::Folder folder;
    Exporting test(document::first_document());
    const auto refuses = [&](const std::string& id, const std::string& words) {
        test.driver.frames(3);
        EXPECT_THAT(test.label(id + ".error"), HasSubstr(words)) << id;
        EXPECT_TRUE(test.driver.app().dialogs.exporting) << "the sheet stays open";
        EXPECT_TRUE(std::filesystem::is_empty(folder / ".")) << id;
    };
    test.driver.enter_text("export.path", folder / "x.bmp");
    refuses("export.path", "ends in \".bmp\"");
    test.driver.click("export.write");
    refuses("export.path", "ends in \".bmp\"");
    test.driver.enter_text("export.path", folder / "none/there/x.svg");
    EXPECT_FALSE(test.driver.has("export.path.error"));
    test.driver.click("export.write");
    refuses("export.path", "x.svg");
    test.driver.enter_text("export.path", folder / "x.svg");

    test.driver.enter_text("export.width", "wide");
    refuses("export.width", "is not a length");
    EXPECT_FALSE(test.driver.widget("export.write").enabled);
    test.choose("stack");
    test.driver.enter_text("export.width", "12mm");
    refuses("export.width", "mm");
    EXPECT_FALSE(test.driver.widget("export.write").enabled);
    test.driver.enter_text("export.width", "3000mm");
    test.driver.click("export.format.PNG");
    refuses("export.dpi", "1 to 16384 along a side");
    EXPECT_FALSE(test.driver.widget("export.write").enabled);
    test.driver.enter_text("export.width", "");

    test.choose("pair");
    test.driver.click("export.format.GIF");
    test.sheet().choice.film.key = false;
    test.sheet().choice.film.pixels = 8000;
    refuses("export.range", "million pixels");
    EXPECT_FALSE(test.driver.widget("export.write").enabled);
    test.sheet().choice.film.pixels = 400;
    test.sheet().choice.film.range = {0, 100'000};
    refuses("export.range", "goes beyond the walk");
}

TEST(ExportUi, ANameWithAnotherEndingChoosesItsFormat) {
    const tools::Folder folder;
    Exporting test(small_document());
    test.driver.enter_text("export.path", folder / "a.gif");
    EXPECT_EQ(test.sheet().choice.moving, Moving::gif);
    test.driver.enter_text("export.path", folder / "a.PDF");
    EXPECT_EQ(test.sheet().choice.moving, Moving::none);
    EXPECT_EQ(test.sheet().choice.file, figure::FileKind::pdf);
    test.choose("stack");
    test.driver.enter_text("export.path", folder / "a.webp");
    test.driver.frames(2);
    EXPECT_THAT(test.label("export.path.error"), HasSubstr("stack shows no window"));
}

TEST(ExportUi, AnUnsavedDrawingHasNoCommandYet) {
    Exporting test(document::first_document());
    test.driver.work().edit([](document::Document& d) { d.input.edits.push_back({{0, 0, 1, 1}, 0.5F}); });
    test.driver.frames(2);
    EXPECT_FALSE(ui::export_command(test.driver.app(), {}, "a.svg"));
    test.driver.click("export.command");
    EXPECT_TRUE(test.sheet().failed);
}

TEST(ExportUi, WhatALessonHidesIsHiddenInItsFiguresToo) {
    const tools::Folder folder;
    Exporting test(small_document());
    test.choose("stack");
    test.write(folder / "seen.svg");
    constexpr std::array kHidden = {work::Hidden::output};
    test.driver.app().hide(work::Veil(kHidden, 1));
    test.driver.frames(2);
    test.write(folder / "hidden.svg");
    EXPECT_FALSE(exported_bytes(folder / "seen.svg") == exported_bytes(folder / "hidden.svg"));
    test.driver.click("export.command");
    EXPECT_THAT(test.label("export.said"), HasSubstr("Answer the question first"));
}

TEST(ExportUi, EveryKindIsShownInBothLanguages) {
    for (const figure::Language language : {figure::Language::english, figure::Language::chinese}) {
        Exporting test(document::first_document());
        test.driver.app().settings.language = language;
        for (const figure::PlateKind* kind : ui::export_kinds(test.driver.app())) {
            // Without a window there is no picture of the tower, and that is said.
            test.choose(std::string(kind->name));
            EXPECT_EQ(test.sheet().refused.empty(), !kind->needs.tower) << kind->name;
            EXPECT_EQ(test.sheet().drawing.size.x > 0, !kind->needs.tower) << kind->name;
        }
    }
}

TEST(ExportUi, BeginsInTheLanguageOfTheWindow) {
    using Languages = std::vector<figure::Language>;
    ui_test::Driver driver(document::first_document());
    driver.app().settings.language = figure::Language::chinese;
    ui::open_export(driver.app());
    EXPECT_EQ(driver.app().dialogs.exporting->choice.sheet.languages, Languages{figure::Language::chinese});
    // What was chosen once stays.
    driver.app().settings.exporting = ui::choice_text(ui::ExportChoice());
    ui::open_export(driver.app());
    EXPECT_EQ(driver.app().dialogs.exporting->choice.sheet.languages, Languages{figure::Language::english});
}

TEST(ExportUi, StylesAreKeptInTheDocument) {
    const tools::Folder folder;
    Exporting test(small_document());
    test.driver.click("export.preset.column");
    test.driver.click("export.numbers");
    const figure::Sheet look = test.sheet().choice.sheet;
    test.driver.click("export.style.save");
    EXPECT_THAT(test.label("export.style.error"), HasSubstr("needs a name"));
    test.driver.enter_text("export.style.name", "for paper");
    test.driver.click("export.style.save");
    ASSERT_EQ(test.driver.work().document().styles.size(), 1U);
    EXPECT_EQ(test.driver.work().document().styles[0].name, "for paper");
    // Another look, and the style again.
    test.driver.click("export.preset.web");
    test.driver.click("export.numbers");
    ASSERT_NE(test.sheet().choice.sheet, look);
    ui::choose_style(test.driver.app(), test.sheet(), "for paper");
    EXPECT_EQ(test.sheet().choice.sheet, look);
    EXPECT_EQ(test.sheet().width, "84mm");
    test.driver.frames(2);

    // On the command line it is the same figure.
    test.write(folder / "a.pdf");
    io::save_document(folder / "d.poolscope.json", test.driver.work().document());
    std::ostringstream print;
    std::ostringstream errors;
    const auto figure = [&](const std::string& style, const std::string& out) {
        errors.str("");
        return app::run({"figure", "pair", "-o", folder / out, "--document", folder / "d.poolscope.json",
                         "--style", style},
                        print, errors);
    };
    EXPECT_EQ(figure("for paper", "b.pdf"), 0) << errors.str();
    EXPECT_EQ(exported_bytes(folder / "a.pdf"), exported_bytes(folder / "b.pdf"));
    EXPECT_EQ(figure("for slides", "c.pdf"), 2);
    EXPECT_THAT(errors.str(), HasSubstr("no style \"for slides\"; it has for paper"));

    test.driver.click("export.style.delete");
    EXPECT_TRUE(test.driver.work().document().styles.empty());
    test.driver.work().request_undo();
    test.driver.frames(2);
    EXPECT_EQ(test.driver.work().document().styles.size(), 1U);
}

/// Programs of the test's own stand first, or alone, on the PATH.
class Path {
 public:
    explicit Path(const std::string& path) : before_(std::getenv("PATH")) { set("PATH", path); }
    ~Path() { set("PATH", before_); }
    Path(const Path&) = delete;
    Path& operator=(const Path&) = delete;
    static void set(const char* name, const std::string& value) { setenv(name, value.c_str(), 1); }

 private:
    std::string before_;
};

TEST(ExportUi, APictureIsCopiedByAProgramOrItIsSaidWhyNot) {
    const tools::Folder folder;
    Exporting test(small_document());
    const std::string copied = folder / "copied.png";
    for (const std::string program : {"xclip", "wl-copy"}) {
        std::filesystem::create_directory(folder / program);
        std::ofstream(folder / (program + "/" + program))
            << "#!/bin/sh\necho \"$@\" > '" << copied << ".words'\nexec /bin/cat > '" << copied << "'\n";
        std::filesystem::permissions(folder / (program + "/" + program), std::filesystem::perms::owner_all);
    }
    const auto copies = [&](const std::string& program, const char* display) {
        unsetenv("DISPLAY"), unsetenv("WAYLAND_DISPLAY");
        std::filesystem::remove(copied);
        Path::set(display, ":test");
        const Path path(folder / program);
        test.driver.click("export.copy");
        return exported_bytes(copied);
    };
    const std::string png = copies("xclip", "DISPLAY");
    EXPECT_TRUE(png.starts_with("\x89PNG"));
    EXPECT_THAT(exported_bytes(copied + ".words"), HasSubstr("-selection clipboard -t image/png"));
    EXPECT_THAT(test.label("export.said"), HasSubstr("on the clipboard"));
    EXPECT_EQ(copies("wl-copy", "WAYLAND_DISPLAY"), png);
    EXPECT_THAT(exported_bytes(copied + ".words"), HasSubstr("--type image/png"));
    EXPECT_EQ(copies("none", "DISPLAY"), "");
    EXPECT_THAT(test.label("export.said"), HasSubstr("GLFW puts text alone"));
    // It is the picture that the command writes.
    test.sheet().choice.file = figure::FileKind::png;
    test.run_command(folder / "a.png");
    EXPECT_EQ(exported_bytes(folder / "a.png"), png);
}

TEST(ExportUi, NoKindShowsWhatALessonHides) {
    Exporting test(document::first_document());
    constexpr std::array kHidden = {work::Hidden::winner, work::Hidden::output};
    test.driver.app().hide(work::Veil(kHidden, 1));
    for (const char* kind : {"routes", "kinds", "receptive"}) {
        test.choose(kind);
        EXPECT_TRUE(test.sheet().drawing.items.empty()) << kind;
        EXPECT_FALSE(test.sheet().possible()) << kind;
    }
    test.choose("pair");
    EXPECT_FALSE(test.sheet().drawing.items.empty());
}

}  // namespace
