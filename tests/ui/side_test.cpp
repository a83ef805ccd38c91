#include "ui/side.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/cases.h"
#include "document/lane.h"
#include "document/samples.h"
#include "driver.h"
#include "figure/rich_text.h"
#include "pool/notation.h"
#include "ui/actions.h"
#include "ui/file_tasks.h"
#include "ui/side_actions.h"
#include "ui/views.h"
#include "work/evaluate.h"
#include "work/veil.h"

// The side-by-side view by real events.

namespace {

using document::Transform;
using ::testing::HasSubstr;
using ui::Key;
using ui_test::Driver;

document::Document sample_document(const std::string& sample, const std::string& stack) {
    document::Document document;
    document.input = document::find_sample(sample)->input;
    document.stack = pool::parse_stack(stack);
    return document;
}

/// The view as key 3 opens it.
void open(Driver& d) {
    d.key(Key::n3);
    ASSERT_EQ(&ui::shown_view(d.app()), &ui::kSideView);
    d.frames(2);
}

const Transform& transform(Driver& d) { return d.work().document().other.transform; }

/// The picture that a map of a lane has when it is evaluated alone.
figure::Image picture(Driver& d, std::size_t map, bool of_b) {
    const pool::Evaluation a = work::evaluate(d.work().document());
    const pool::Evaluation b = work::evaluate(document::lane_b(d.work().document()));
    const measure::LanePair numbers = measure::compare_lanes(d.work().document(), a, b);
    figure::LaneImages images(false);
    const auto row = images.row({&a, &b, &numbers}, map, {}, ui::style_of(d.app().settings, 14));
    return of_b ? row.b : row.a;
}

void expect_lanes(Driver& d, std::size_t maps) {
    for (std::size_t map = 0; map < maps; ++map) {
        EXPECT_TRUE(d.shows(picture(d, map, false))) << "A, map " << map;
        EXPECT_TRUE(d.shows(picture(d, map, true))) << "B, map " << map;
    }
}

TEST(SideBySide, ADragOnBMovesItAndTheNextFrameShowsIt) {
    Driver d(document::first_document());
    open(d);
    const ui::WidgetRecord b = d.widget("side.b.0");
    const float cell = b.w / 28;
    d.move_to(b.x + b.w / 2, b.y + b.h / 2);
    d.frames(2);
    d.press();
    d.move_to(b.x + b.w / 2 + 3 * cell, b.y + b.h / 2 - 2 * cell);
    d.frames(1);
    EXPECT_EQ(transform(d), (Transform{3, -2, 0, 1, 0}));
    d.frames(1);
    expect_lanes(d, 3);
    d.release();
    d.key(Key::z, true);
    EXPECT_EQ(transform(d), Transform{}) << "a drag is one step of undo";
}

TEST(SideBySide, TheRingTurnsAndTheCornerScales) {
    Driver d(document::first_document());
    open(d);
    // From the upper right corner to the upper left: a quarter, counter-clockwise.
    d.drag("side.b.0", 1, 0, 0, 0);
    EXPECT_EQ(transform(d).angle, 90);
    d.drag("side.b.0", 1, 1, 0.75F, 0.75F);
    EXPECT_EQ(transform(d).scale, 0.5);
    expect_lanes(d, 3);
    d.click("side.reset");
    EXPECT_EQ(d.work().document().other, document::Lane{});
}

TEST(SideBySide, HoldingXShowsBInThePlaceOfA) {
    document::Document document = document::first_document();
    document.other.transform.dx = 4;
    Driver d(document);
    open(d);
    const figure::Image a = picture(d, 0, false);
    const figure::Image b = picture(d, 0, true);
    EXPECT_TRUE(d.shows(a));
    ui::compat::feed_key(Key::x, true);
    d.frames(2);
    EXPECT_FALSE(d.shows(a));
    EXPECT_TRUE(d.shows(b));
    ui::compat::feed_key(Key::x, false);
    d.frames(2);
    EXPECT_TRUE(d.shows(a));
}

TEST(SideBySide, TheLineBetweenThemIsDragged) {
    Driver d(document::first_document());
    open(d);
    d.drag("side.a.1", 1, 0.5F, 0.4F, 0.5F);
    EXPECT_NEAR(d.app().side().stand.swipe, 0.4F, 0.02F);
    EXPECT_EQ(d.work().document().other, document::Lane{}) << "it moves nothing";
}

TEST(SideBySide, AClickOnTheCurveTakesBThere) {
    Driver d(document::first_document());
    open(d);
    ASSERT_TRUE(d.until([&] { return d.app().side().curves() && d.has("side.plot"); }));
    const ui::WidgetRecord plot = d.widget("side.plot");
    // From -8 to 8; +4 is at three quarters.
    d.click_at(plot.x + plot.w * 0.75F, plot.y + plot.h / 2);
    EXPECT_EQ(transform(d), (Transform{4, 0, 0, 1, 0}));
    const measure::Curves& curves = *d.app().side().curves();
    EXPECT_DOUBLE_EQ(curves.at(0, 1, 12).relative_difference,
                     d.app().side().pairs().maps[1].comparison.relative_difference);
    d.click("side.axis");
    d.click("side.axis.2");
    ASSERT_TRUE(d.until([&] { return d.app().side().curves()->axis == measure::Axis::angle; }));
    d.click_at(plot.x + plot.w * 0.75F, plot.y + plot.h / 2);
    EXPECT_EQ(transform(d).angle, 90);
    EXPECT_EQ(transform(d).dx, 4) << "the other parts stay";
}

TEST(SideBySide, AClickOnTheMapOfShiftsTakesBThere) {
    Driver d(sample_document("one", "MaxPool2d(2)"));
    open(d);
    ASSERT_TRUE(d.until([&] { return d.has("side.shifts"); }));
    const ui::WidgetRecord grid = d.widget("side.shifts");
    EXPECT_THAT(grid.label, HasSubstr("2 across, 2 down")) << "measured, not read from the stride";
    d.click_at(grid.x + grid.w * 6.5F / 9, grid.y + grid.h * 3.5F / 9);
    EXPECT_EQ(transform(d), (Transform{2, -1, 0, 1, 0}));
}

TEST(SideBySide, EnterGivesTheArrowsToBAndEscTakesThemBack) {
    Driver d(document::first_document());
    open(d);
    const std::int64_t before = d.work().cursor().window;
    d.key(Key::right);
    EXPECT_EQ(transform(d), Transform{});
    EXPECT_NE(d.work().cursor().window, before);
    d.key(Key::enter);
    d.key(Key::right);
    d.key(Key::right);
    d.key(Key::up);
    EXPECT_EQ(transform(d), (Transform{2, -1, 0, 1, 0}));
    EXPECT_THAT(d.widget("side.second").label, HasSubstr("Esc"));
    d.key(Key::escape);
    d.key(Key::down);
    EXPECT_EQ(transform(d), (Transform{2, -1, 0, 1, 0}));
}

TEST(SideBySide, NumbersAreTypedAndRefusedWithASentence) {
    Driver d(document::first_document());
    open(d);
    d.enter_text("side.dx", "1.5");
    d.enter_text("side.dy", "\u22122");
    d.enter_text("side.angle", "30");
    d.enter_text("side.scale", "0.8");
    EXPECT_EQ(transform(d), (Transform{1.5, -2, 30, 0.8, 0}));
    expect_lanes(d, 3);
    d.enter_text("side.scale", "0");
    EXPECT_EQ(transform(d).scale, 0.8);
    EXPECT_THAT(d.app().error().text(), HasSubstr("0.05"));
}

TEST(SideBySide, ItIsSaidInWhatBDiffers) {
    Driver d(document::first_document());
    open(d);
    const auto said = [&] {
        d.frames(2);
        return d.widget("side.second").label;
    };
    EXPECT_THAT(said(), HasSubstr("B is A once more"));
    const auto edit = [&](const std::function<void(document::Document&)>& change) {
        d.work().edit(change);
        d.frames(3);
    };
    edit([](document::Document& now) { now.other.input = document::find_sample("digit.5")->input; });
    EXPECT_THAT(said(), HasSubstr("B has another input"));
    edit([](document::Document& now) { now.other.ties = "last"; });
    EXPECT_THAT(said(), AllOf(HasSubstr("B has another input"), HasSubstr("B has another stack")));
    edit([](document::Document& now) { now.other = {}; });
    edit([](document::Document& now) { now.other.transform.dx = 1; });
    EXPECT_THAT(said(), AllOf(HasSubstr("moved"), testing::Not(HasSubstr("B is A"))));
}

TEST(SideBySide, TheClassicOneIsEqualToTheRightAndNotToTheLeft) {
    Driver d(document::first_document());
    open(d);
    d.click("side.case");
    d.click("side.case.0");
    EXPECT_EQ(transform(d).dx, 1);
    EXPECT_EQ(d.widget("side.sentence").label,
              "The map of layer 1 is exactly the same: all 64 cells are equal.");
    d.click("side.case");
    d.click("side.case.1");
    EXPECT_EQ(transform(d).dx, -1);
    EXPECT_EQ(d.widget("side.sentence").label,
              "The map of layer 1 has moved along by (−1, 0) cells: 12 of 64 cells differ.");
    d.key(Key::z, true);
    d.key(Key::z, true);
    EXPECT_EQ(d.work().document(), document::first_document());
}

TEST(SideBySide, EveryCaseHasASentenceInBothLanguages) {
    for (const document::Case& pair : document::cases()) {
        SCOPED_TRACE(pair.id);
        Driver d(document::first_document());
        open(d);
        ui::open_case(d.app(), std::string(pair.id));
        d.frames(3);
        EXPECT_EQ(d.app().side().stand.row, d.work().evaluation().layers.size());
        const std::string english = d.widget("side.sentence").label;
        EXPECT_THAT(english, HasSubstr("layer"));
        d.app().settings.language = figure::Language::chinese;
        d.frames(2);
        EXPECT_THAT(d.widget("side.sentence").label, HasSubstr("层"));
    }
}

TEST(SideBySide, LanesNeverShowEachOthersPictures) {
    document::Document document = document::first_document();
    document.other.transform.dy = 1;
    Driver d(document);
    open(d);
    for (int i = 0; i < 4; ++i) {
        d.work().edit([i](document::Document& changed) {
            changed.input.edits = {{{0, 0, 3 + i, 7}, 0.25F * static_cast<float>(i)}};
            changed.other.transform.dx = i;
        });
        d.frames(2);
        expect_lanes(d, 3);
    }
    ui::run(d.app(), "side.swap");
    d.frames(3);
    expect_lanes(d, 3);
}

TEST(SideBySide, BMayHaveAnotherInputAnotherStackOrAnotherRule) {
    Driver d(document::first_document());
    open(d);
    d.click("side.stack_b");
    d.click("side.stack_b.1");
    EXPECT_EQ(pool::notation(document::stack_b(d.work().document())), "AvgPool2d(2), AvgPool2d(2)");
    expect_lanes(d, 3);
    d.click("side.input_b");
    d.click("side.input_b.2");
    EXPECT_EQ(d.work().document().other.input, document::samples()[0].input);
    d.click("side.more");
    d.enter_text("side.notation", "MaxPool2d(4)");
    EXPECT_EQ(pool::notation(*d.work().document().other.stack), "MaxPool2d(4)");
    EXPECT_EQ(d.app().side().pairs().maps.size(), 2U);
    d.enter_text("side.notation", "MaxPool2d(400)");
    d.frames(2);
    EXPECT_TRUE(d.has("side.notation.error") || !d.app().side().error().empty());
}

TEST(SideBySide, WhatAQuestionHidesIsNotShown) {
    document::Document document = document::first_document();
    document.other.transform.dx = 1;
    Driver d(document);
    open(d);
    ASSERT_TRUE(d.until([&] { return d.has("side.plot") && d.has("side.shifts"); }));
    const work::Hidden asked[] = {work::Hidden::pair, work::Hidden::difference};
    d.app().hide(work::Veil(asked, 1));
    d.frames(2);
    EXPECT_TRUE(d.shows(picture(d, 0, true))) << "the inputs stay";
    EXPECT_FALSE(d.shows(picture(d, 1, false)));
    EXPECT_FALSE(d.shows(picture(d, 1, true)));
    EXPECT_THAT(d.widget("side.sentence").label, ::testing::Not(HasSubstr("cells")));
    EXPECT_FALSE(d.has("side.plot"));
    EXPECT_FALSE(d.has("side.shifts"));
    d.app().hide({});
    d.frames(2);
    expect_lanes(d, 3);
}

TEST(SideBySide, GradientsAreComparedLikewise) {
    document::Document document = document::first_document();
    document.other.transform.dx = 1;
    Driver d(document);
    open(d);
    d.click("side.backward");
    EXPECT_EQ(d.work().cursor().phase, pool::Phase::backward);
    EXPECT_THAT(d.widget("side.sentence").label, HasSubstr("gradient"));
    EXPECT_THAT(d.widget("side.sentence").label,
                HasSubstr(std::to_string(d.app().side().pairs().gradients[1].comparison.differ)));
}

TEST(SideBySide, NothingIsWorkedOutWhileAnotherViewIsShown) {
    Driver d(document::first_document());
    d.frames(30);
    EXPECT_EQ(d.app().side().curves(), nullptr);
    EXPECT_EQ(d.app().side().shifts(), nullptr);
    open(d);
    EXPECT_TRUE(d.until([&] { return d.app().side().curves() && d.app().side().shifts(); }));
    EXPECT_TRUE(d.until([&] { return !d.app().animating(); })) << "then it is still";
}

TEST(SideBySide, FitsEveryWindowThemeAndLanguage) {
    struct Window {
        float width, height, em;
        bool presenting;
    };
    for (const auto& [width, height, em, presenting] :
         {Window{1280, 800, 14, false}, Window{1920, 1080, 21, true}, Window{1366, 768, 14, false},
          Window{1280, 800, 28, false}}) {
        document::Document document = document::first_document();
        document.stack = pool::parse_stack("MaxPool2d(2), MaxPool2d(2), MaxPool2d(2)");
        document.other.transform.dx = 1;
        Driver d(document, width, height, em);
        d.app().settings.presenting = presenting;
        open(d);
        for (const auto& [language, theme] :
             {std::pair{figure::Language::english, figure::Theme::light},
              std::pair{figure::Language::chinese, figure::Theme::dark},
              std::pair{figure::Language::english, figure::Theme::contrast}}) {
            d.app().settings.language = language;
            d.app().settings.theme = theme;
            d.frames(2);
            const ui::WidgetRecord a = d.widget("side.a.1");
            const ui::WidgetRecord b = d.widget("side.b.1");
            const ui::WidgetRecord difference = d.widget("side.difference.1");
            EXPECT_LE(a.x + a.w, b.x);
            EXPECT_LE(b.x + b.w, difference.x);
            EXPECT_GE(a.w, em) << width << " at " << em;
            EXPECT_LE(b.y + b.h, d.widget("side.sentence").y);
        }
    }
}

TEST(SideBySide, EqualColoursAreEqualValuesFromRowToRow) {
    Driver d(sample_document("digit.3", "AvgPool2d(2), AvgPool2d(2)"));
    const pool::Evaluation a = work::evaluate(d.work().document());
    const measure::LanePair numbers = measure::compare_lanes(d.work().document(), a, a);
    figure::LaneImages images(false);
    const figure::Style style = ui::style_of(d.app().settings, 14);
    const figure::Range input = images.row({&a, &a, &numbers}, 0, {}, style).range;
    for (std::size_t map = 1; map < 3; ++map)
        EXPECT_EQ(images.row({&a, &a, &numbers}, map, {}, style).range, input) << map;
    // One that would be faint has a range of its own.
    const pool::Evaluation large =
        work::evaluate(sample_document("digit.3", "LPPool2d(1, 4), LPPool2d(1, 2)"));
    const measure::LanePair others = measure::compare_lanes(d.work().document(), large, large);
    figure::LaneImages again(false);
    EXPECT_EQ(again.row({&large, &large, &others}, 0, {}, style).range.high, 1);
    EXPECT_GT(again.row({&large, &large, &others}, 2, {}, style).range.high, 12);
}

}  // namespace
