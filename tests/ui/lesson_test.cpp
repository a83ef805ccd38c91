#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../figure/tools.h"
#include "figure/number.h"
#include "lesson/composed.h"
#include "lesson/library.h"
#include "lesson/reader.h"
#include "pool/notation.h"
#include "ui/driver.h"
#include "ui/file_tasks.h"
#include "ui/school.h"
#include "ui/side.h"
#include "ui/views.h"

// Lessons on the real interface.

namespace {

using ui::Key;
using ui_test::Driver;

void begin(Driver& d, const std::string& step) {
    const lesson::StepPlace place = lesson::find_step(step);
    ASSERT_NE(place.lesson, nullptr) << step;
    begin_lesson(d.app(), *place.lesson, place.step);
    d.frames(3);
}

lesson::StepRun& run_of(Driver& d) { return *d.app().school->run(); }

measure::Value right_answer(Driver& d) {
    const lesson::StepRun& run = run_of(d);
    lesson::Scope scope(lesson::shown_of(d.work()), run.deeds());
    scope.fill(run.step().fill);
    return lesson::right_answer(*run.step().question, scope);
}

/// A click on a cell of the pair's input map.
void click_input(Driver& d, std::int64_t row, std::int64_t column) {
    const pool::Shape& shape = d.work().evaluation().map(0).shape();
    const ui::WidgetRecord map = d.widget("pair.map.0");
    d.click_at(map.x + map.w * (static_cast<float>(column) + 0.5F) / static_cast<float>(shape.w),
               map.y + map.h * (static_cast<float>(row) + 0.5F) / static_cast<float>(shape.h));
    d.frames(30);
}

TEST(Lessons, AreOfferedInTheTopBarAndBeginAtTheFirstStep) {
    Driver d(document::first_document());
    d.click("lessons");
    d.click("lessons.1");
    EXPECT_EQ(run_of(d).step().id, "1.1");
    EXPECT_FALSE(d.widget("lesson.say").label.empty());
    EXPECT_FALSE(d.widget("lesson.next").enabled) << "nothing was done yet";
}

TEST(Lessons, ACellIsClickedAndJudged) {
    Driver d(document::first_document());
    begin(d, "4.2");
    EXPECT_FALSE(d.widget("lesson.sure").enabled);
    click_input(d, 1, 0);
    EXPECT_TRUE(d.widget("lesson.sure").enabled);
    d.click("lesson.unsure");
    EXPECT_TRUE(d.has("lesson.feedback")) << "the first cell: a known misconception";
    ASSERT_EQ(d.app().school->progress.answers().size(), 1U);
    EXPECT_FALSE(d.app().school->progress.answers()[0].right);
    EXPECT_EQ(d.app().school->progress.answers()[0].tag, "first cell");
    EXPECT_EQ(d.app().school->progress.answers()[0].sure, false);
    EXPECT_TRUE(d.widget("lesson.next").enabled) << "one answer counts";
}

TEST(Lessons, AClickOnTheLensAnswersToo) {
    Driver d(document::first_document());
    begin(d, "4.2");
    // The window's nine cells stand between the maps; its second row is the input's third.
    const ui::WidgetRecord left = d.widget("pair.map.0");
    const ui::WidgetRecord right = d.widget("pair.map.1");
    const ui::WidgetRecord pair = d.widget("pair");
    d.click_at((left.x + left.w + right.x) / 2, left.y + left.h / 2);
    d.frames(2);
    ASSERT_EQ(d.app().school->draft.cells.size(), 1U) << pair.w;
    EXPECT_EQ(d.app().school->draft.cells[0].map, 0U);
    EXPECT_EQ(d.app().school->draft.cells[0].cell, (pool::Cell{0, 0, 2, 1}));
    EXPECT_TRUE(d.widget("lesson.sure").enabled);
}

TEST(Lessons, ANumberOfGradOutputIsChangedByADoubleClick) {
    Driver d(document::first_document());
    begin(d, "6.4");
    const ui::WidgetRecord sent = d.widget("pair.gradient.1");
    d.double_click_at(sent.x + sent.w / 4, sent.y + sent.h / 4);
    d.frames(3);
    ASSERT_TRUE(d.has("cell.value"));
    d.enter_text("cell.value", "5");
    d.frames(3);
    EXPECT_TRUE(run_of(d).gate_open());
}

TEST(Lessons, BlankCellsOfAGridAreZeros) {
    Driver d(document::first_document());
    begin(d, "6.3");
    EXPECT_FALSE(d.widget("lesson.sure").enabled);
    const measure::Value right = right_answer(d);
    const measure::List* cells = right.list();
    ASSERT_NE(cells, nullptr);
    for (std::size_t i = 0; i < cells->size(); ++i)
        if (const double value = *(*cells)[i].number(); value != 0)
            d.enter_text("lesson.answer." + std::to_string(i), figure::number(value));
    d.frames(2);
    if (!run_of(d).answered()) d.click("lesson.sure");
    d.frames(2);
    EXPECT_TRUE(run_of(d).verdict() && run_of(d).verdict()->right);
}

TEST(Lessons, ThePictureGoesToTheWindowOfTheFieldThatIsTypedInto) {
    Driver d(document::first_document());
    begin(d, "1.5");
    ASSERT_EQ(d.work().cursor().window, 0);
    for (const int field : {2, 1, 3}) {
        d.click("lesson.answer." + std::to_string(field));
        d.frames(2);
        EXPECT_EQ(d.work().cursor().window, field);
    }
    // The fields of a gradient at the input are no windows.
    begin(d, "6.3");
    const std::int64_t before = d.work().cursor().window;
    d.click("lesson.answer.2");
    d.frames(2);
    EXPECT_EQ(d.work().cursor().window, before);
}

TEST(Lessons, AStepPinsTheCellThatItSpeaksOf) {
    Driver d(document::first_document());
    begin(d, "4.6");
    ASSERT_EQ(d.work().selection().pinned().size(), 1U);
    EXPECT_EQ(d.work().selection().pinned()[0].origin, (pool::MapCell{2, {0, 0, 1, 4}}));
    begin(d, "5.1");
    EXPECT_TRUE(d.work().selection().pinned().empty());
}

TEST(Lessons, ARevealWithoutAVoteSaysTheAnswer) {
    Driver d(document::first_document(), 1920, 1080, 24);
    d.app().settings.presenting = true;
    begin(d, "4.6");
    d.key(Key::page_down);
    d.frames(3);
    EXPECT_TRUE(run_of(d).answered());
    ASSERT_TRUE(d.has("lesson.verdict"));
    EXPECT_NE(d.widget("lesson.verdict").label.find("16"), std::string::npos);
}

TEST(Lessons, ANumberTypedAfterAWrongOneIsANewNumber) {
    Driver d(document::first_document());
    begin(d, "2.2.2.5");
    d.type("1");
    d.frames(3);
    d.key(Key::enter);
    d.frames(3);
    ASSERT_FALSE(run_of(d).answered());
    d.type("3");
    d.frames(4);
    EXPECT_EQ(d.app().school->draft.typed[0], "3");
}

TEST(Lessons, WhatBeginsANumberWalksNowhere) {
    Driver d(document::first_document());
    begin(d, "5.1");
    const pool::Cursor before = d.work().cursor();
    for (const Key key : {Key::period, Key::comma, Key::minus}) {
        d.key(key);
        d.frames(2);
        EXPECT_EQ(d.work().cursor(), before);
    }
}

TEST(Lessons, TheSecondClickOfADoubleClickAsksForNoOtherCase) {
    Driver d(document::first_document());
    begin(d, "7.1");
    const document::Document asked = d.work().document();
    d.app().school->runner->answer(right_answer(d), true);
    d.app().school->answered_at = ImGui::GetTime();
    d.frames(2);
    ASSERT_TRUE(d.has("lesson.another"));
    const ui::WidgetRecord button = d.widget("lesson.another");
    d.click_at(button.x + button.w / 2, button.y + button.h / 2);
    d.frames(3);
    EXPECT_TRUE(d.work().document() == asked);
    d.wait(1);
    d.click("lesson.another");
    d.frames(3);
    EXPECT_FALSE(d.work().document() == asked);
}

TEST(Lessons, PlayingEndsWithTheForwardPass) {
    Driver d(document::first_document());
    begin(d, "2.2.3.5");
    d.work().walk().toggle_play();
    ASSERT_TRUE(d.until([&] { return d.wait(0.25F), !d.work().walk().playing(); }, 80));
    EXPECT_EQ(d.work().cursor().phase, pool::Phase::forward);
    EXPECT_TRUE(run_of(d).gate_open());
}

TEST(Lessons, ABrushIsPutAwayWhereAClickIsAskedFor) {
    Driver d(document::first_document());
    begin(d, "1.1");
    d.app().brush.on_map = true;
    begin(d, "1.2");
    EXPECT_FALSE(d.app().brush.on_map);
}

TEST(Lessons, ALessonGoesOnAtItsFirstOpenStep) {
    Driver d(document::first_document());
    const lesson::Lesson& lesson = *lesson::find_lesson("4");
    EXPECT_EQ(ui::step_to_go_on(*d.app().school, lesson), 0U);
    begin(d, lesson.steps[0].id);
    d.app().school->runner->show_me();
    d.frames(3);
    EXPECT_EQ(ui::step_to_go_on(*d.app().school, lesson),
              d.app().school->progress.state(lesson.steps[0].id) == lesson::StepState::solved ? 1U : 0U);
}

TEST(Lessons, ADigitChoosesAnOfferedAnswer) {
    Driver d(document::first_document());
    begin(d, "2.2.1.5");
    const auto& offered = run_of(d).offered();
    ASSERT_GE(offered.size(), 2U);
    for (const auto& [key, i] : {std::pair{Key::n2, 1}, {Key::n1, 0}}) {
        d.key(key);
        d.frames(2);
        EXPECT_EQ(d.app().school->draft.chosen, std::set{*offered[static_cast<std::size_t>(i)].value.text()});
    }
    EXPECT_TRUE(d.app().school->draft.value);
}

TEST(Lessons, AFileOfLessonsIsOpenedLikeAnyOther) {
    Driver d(document::first_document());
    ui::open_path(d.app(), SOURCE_DIR "/assets/lessons/chapter-04.json");
    d.frames(3);
    ASSERT_TRUE(d.app().school->runner);
    EXPECT_EQ(run_of(d).step().id, "4.1");
    EXPECT_TRUE(d.app().error().empty());
    EXPECT_EQ(d.app().school->own->lessons.size(), 1U);
    // One that holds challenges alone is named.
    ui::open_path(d.app(), SOURCE_DIR "/assets/lessons/challenges.json");
    EXPECT_EQ(d.app().error().key(), "error.document.lessons");
}

TEST(Lessons, OneMayGoOnFromAStepThatWasAnsweredBefore) {
    Driver d(document::first_document());
    begin(d, "4.2");
    d.app().school->runner->answer(right_answer(d), {});
    d.frames(2);
    d.click("lesson.next");
    d.frames(2);
    d.click("lesson.back");
    d.frames(2);
    EXPECT_EQ(run_of(d).step().id, "4.2");
    EXPECT_FALSE(run_of(d).answered());
    d.click("lesson.next");
    d.frames(2);
    EXPECT_EQ(run_of(d).step().id, "4.3");
}

TEST(Lessons, WhatComesOutIsSaidBelowTheAnswer) {
    Driver d(document::first_document());
    begin(d, "4.3");
    EXPECT_FALSE(d.has("lesson.saying"));
    d.app().school->runner->answer(measure::Value(5.0), {});
    d.frames(3);
    EXPECT_EQ(d.widget("lesson.saying").label,
              "The winner stands in row 1, column 2, counted from 0: 1 · 4 + 2 = 6.");
    EXPECT_GT(d.widget("lesson.saying").y, d.widget("lesson.verdict").y);
}

TEST(Lessons, AClickOnAnotherMapIsNotTakenInSilence) {
    Driver d(document::first_document());
    begin(d, "4.2");
    const ui::WidgetRecord output = d.widget("pair.map.1");
    d.click_at(output.x + output.w / 4, output.y + output.h / 4);
    d.frames(2);
    EXPECT_THAT(d.widget("lesson.elsewhere").label, testing::HasSubstr("Input"));
    EXPECT_FALSE(d.widget("lesson.sure").enabled);
    click_input(d, 1, 0);
    EXPECT_FALSE(d.has("lesson.elsewhere"));
    EXPECT_TRUE(d.widget("lesson.sure").enabled);
}

TEST(Lessons, WithTheBrushChosenAClickAnswers) {
    Driver d(document::first_document());
    d.app().brush.on_map = true;
    begin(d, "4.2");
    const document::Document before = d.work().document();
    click_input(d, 1, 0);
    EXPECT_TRUE(d.widget("lesson.sure").enabled);
    EXPECT_EQ(d.work().document(), before);
}

TEST(Lessons, ThePictureKeepsItsSizeWhileAStepIsAnswered) {
    Driver d(document::first_document());
    begin(d, "4.2");
    d.frames(3);
    const float before = d.widget("pair.map.0").w;
    click_input(d, 1, 0);
    EXPECT_EQ(d.widget("pair.map.0").w, before);
    const ui::WidgetRecord output = d.widget("pair.map.1");
    d.click_at(output.x + output.w / 4, output.y + output.h / 4);
    d.frames(3);
    EXPECT_EQ(d.widget("pair.map.0").w, before) << "one more line is said";
}

TEST(Lessons, ANumberIsTypedWithoutAClick) {
    Driver d(document::first_document());
    begin(d, "4.3");
    const auto* view = &ui::shown_view(d.app());
    d.key(Key::n2);
    ImGui::GetIO().AddInputCharacter('2');
    d.frames(1);
    ImGui::GetIO().AddInputCharacter('7');
    d.frames(6);
    EXPECT_EQ(&ui::shown_view(d.app()), view) << "2 is no view while a number is asked for";
    EXPECT_EQ(d.app().school->draft.typed[0], "27");
}

TEST(Lessons, ANumberIsTypedAndJudged) {
    Driver d(document::first_document());
    begin(d, "4.3");
    d.enter_text("lesson.answer.0", figure::number(*right_answer(d).number()));
    d.frames(2);
    if (d.has("lesson.sure")) d.click("lesson.sure");
    ASSERT_EQ(d.app().school->progress.answers().size(), 1U);
    EXPECT_TRUE(d.app().school->progress.answers()[0].right);
    EXPECT_EQ(d.app().school->progress.state("4.3"), lesson::StepState::solved);
    d.key(Key::enter);
    d.frames(3);
    EXPECT_EQ(run_of(d).step().id, "4.4");
}

TEST(Lessons, ALockedDocumentTakesNoEdit) {
    Driver d(document::first_document());
    begin(d, "4.2");
    const document::Document before = d.work().document();
    d.drag("input.canvas", 0.2F, 0.2F, 0.8F, 0.8F);
    d.key(Key::z, true);
    EXPECT_TRUE(d.work().document() == before);
    d.click("lesson.show");
    d.frames(3);
    d.drag("input.canvas", 0.2F, 0.2F, 0.8F, 0.8F);
    EXPECT_FALSE(d.work().document() == before) << "after the answer everything is open";
}

TEST(Lessons, EscBringsTheOwnWorkBack) {
    document::Document mine = document::first_document();
    mine.stack = pool::parse_stack("AvgPool2d(3)");
    Driver d(mine);
    begin(d, "4.2");
    EXPECT_EQ(pool::notation(d.work().document().stack), "MaxPool2d(3, stride=1)");
    d.key(Key::escape);
    d.frames(3);
    EXPECT_FALSE(d.app().school->runs());
    EXPECT_TRUE(d.work().document() == mine);
    EXPECT_FALSE(d.work().history().can_undo());
    EXPECT_FALSE(d.has("lesson.say"));
}

TEST(Lessons, TheClassVotesAndAClickerRevealsAndGoesOn) {
    Driver d(document::first_document());
    d.key(Key::f5);
    begin(d, "1.3");
    ASSERT_TRUE(poll_is_open(d.app()));
    const std::string view = d.app().settings.view;
    d.key(Key::n1);
    d.key(Key::n1);
    d.key(Key::n2);
    EXPECT_EQ(d.app().settings.view, view) << "the number keys are votes now";
    EXPECT_EQ(d.app().school->poll.votes[0], 2);
    EXPECT_EQ(d.app().school->poll.votes[1], 1);
    d.key(Key::page_down);
    d.frames(3);
    EXPECT_FALSE(poll_is_open(d.app()));
    EXPECT_TRUE(run_of(d).answered());
    EXPECT_TRUE(d.has("lesson.vote.A")) << "counts are shown";
    d.key(Key::page_down);
    d.frames(3);
    EXPECT_EQ(run_of(d).step().id, "1.4");
}

TEST(Lessons, CurvesOverShiftsWaitForTheAnswerAboutShifts) {
    Driver d(document::first_document());
    begin(d, "2.2.1.6");
    ASSERT_TRUE(d.until([&] { return d.app().side().curves() && d.app().side().shifts(); }));
    d.frames(2);
    EXPECT_FALSE(d.has("side.plot"));
    d.app().school->runner->show_me();
    EXPECT_TRUE(d.until([&] { return d.has("side.plot"); }));
}

TEST(Lessons, FiveRowsSideBySideFitOnASlide) {
    Driver d(document::first_document(), 1920, 1080, 24);
    d.key(Key::f5);
    begin(d, "2.2.3.1");
    d.frames(5);
    for (int map = 0; map <= 4; ++map) EXPECT_TRUE(d.has("side.b." + std::to_string(map))) << map;
}

TEST(Lessons, TheRevealSideBySideShowsTheLastMap) {
    Driver d(document::first_document(), 1920, 1080, 28);
    d.key(Key::f5);
    begin(d, "2.2.3.1");
    d.frames(3);
    d.app().school->runner->show_me();
    ASSERT_TRUE(d.until([&] { return d.has("side.a.4"); }));
    EXPECT_NE(d.widget("side.sentence").label.find("exactly the same"), std::string::npos);
}

TEST(Lessons, AnyStepIsReachable) {
    Driver d(document::first_document());
    begin(d, "4.1");
    d.key(Key::j, true);
    d.frames(2);
    d.click("lesson.step.4.5");
    d.frames(3);
    EXPECT_EQ(run_of(d).step().id, "4.5");
}

TEST(Lessons, TheTutorialsLoopsAreSteppedAndRepaired) {
    Driver d(document::first_document(), 1280, 1000);
    begin(d, "M21.1");
    EXPECT_FALSE(d.has("tutorial.variables")) << "it would give the answer away";
    d.app().school->runner->show_me();
    d.frames(3);
    ASSERT_TRUE(d.has("tutorial.variables"));
    EXPECT_NE(d.widget("tutorial.variables").label.find("TypeError"), std::string::npos);
    d.reveal("tutorial.name");
    d.click("tutorial.name");
    EXPECT_EQ(d.widget("tutorial.variables").label.find("TypeError"), std::string::npos);
}

/// Every lesson to its end: what is shown opens the gate, and Next goes on.
TEST(Lessons, EveryStepIsShownAndLeft) {
    Driver d(document::first_document());
    bool chinese = false;
    for (const lesson::LessonFile& file : lesson::shipped()) {
        for (const lesson::Lesson& lesson : file.lessons) {
            chinese = !chinese;
            d.app().settings.language = chinese ? words::Language::chinese : words::Language::english;
            begin_lesson(d.app(), lesson);
            d.frames(3);
            for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
                SCOPED_TRACE(lesson.steps[i].id);
                ASSERT_EQ(d.app().school->runner->position(), i);
                EXPECT_EQ(d.widget("lesson.say").label.find('{'), std::string::npos)
                    << "a place is not filled";
                EXPECT_FALSE(run_of(d).gate_open());
                d.app().school->runner->show_me();
                d.frames(2);
                EXPECT_TRUE(run_of(d).gate_open());
                d.key(Key::enter);
                d.frames(2);
            }
            EXPECT_TRUE(d.app().school->runner->ended());
            EXPECT_TRUE(d.has("lesson.goal"));
        }
    }
}

/// The wrong answers that a question knows, as they are on the document at hand.
std::vector<measure::Value> wrong_answers(Driver& d) {
    const lesson::StepRun& run = run_of(d);
    const lesson::Question& question = *run.step().question;
    lesson::Scope scope(lesson::shown_of(d.work()), run.deeds());
    scope.fill(run.step().fill);
    const measure::Value right = lesson::right_answer(question, scope);
    std::vector<measure::Value> values;
    for (const lesson::Wrong& wrong : question.wrong)
        if (!wrong.value.empty()) values.push_back(scope.evaluate(wrong.value));
    if (question.kind == lesson::AnswerKind::choice)
        for (const lesson::Option& option : question.options) values.emplace_back(option.id);
    std::erase_if(values, [&](const auto& value) { return lesson::same_answer(question, value, right); });
    return values;
}

TEST(Lessons, EveryWrongAnswerIsAnsweredOnTheScreen) {
    Driver d(document::first_document());
    std::size_t given = 0;
    for (const lesson::LessonFile& file : lesson::shipped()) {
        for (const lesson::Lesson& lesson : file.lessons) {
            for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
                if (!lesson.steps[i].question) continue;
                SCOPED_TRACE(lesson.steps[i].id);
                std::size_t count = 1;
                for (std::size_t k = 0; k < count; ++k) {
                    d.app().settings.language =
                        given % 2 == 0 ? words::Language::chinese : words::Language::english;
                    begin_lesson(d.app(), lesson, i);
                    d.frames(2);
                    if (!run_of(d).can_answer()) break;
                    const std::vector<measure::Value> wrong = wrong_answers(d);
                    count = wrong.size();
                    if (k >= count) break;
                    d.app().school->draft.value = wrong[k];
                    give_answer(d.app(), true);
                    d.frames(3);
                    ++given;
                    ASSERT_TRUE(run_of(d).verdict()) << k;
                    EXPECT_FALSE(run_of(d).verdict()->right) << k;
                    EXPECT_FALSE(run_of(d).verdict()->tag.empty()) << k;
                    ASSERT_TRUE(d.has("lesson.feedback")) << k;
                    const std::string said = d.widget("lesson.feedback").label;
                    EXPECT_GT(said.size(), 8U) << k;
                    EXPECT_EQ(said.find('{'), std::string::npos) << said;
                }
            }
        }
    }
    EXPECT_GT(given, 100U);
}

TEST(Lessons, AfterTheLastStepTheClickerGoesOnToTheNextLesson) {
    Driver d(document::first_document());
    d.key(Key::f5);
    begin(d, "1.7");
    d.key(Key::page_down);
    d.frames(3);
    d.key(Key::page_down);
    d.frames(3);
    ASSERT_TRUE(d.app().school->runner->ended());
    d.key(Key::page_up);
    d.frames(3);
    EXPECT_EQ(run_of(d).step().id, "1.7");
    EXPECT_FALSE(d.app().school->runner->ended());
    for (int i = 0; i < 3; ++i) {
        d.key(Key::page_down);
        d.frames(3);
    }
    EXPECT_EQ(d.app().school->runner->lesson().id, "2.1");
}

/// A clicker has two keys.
TEST(Lessons, TheClassIsGivenWithPageDownAlone) {
    Driver d(document::first_document(), 1920, 1080, 28);
    d.key(Key::f5);
    d.frames(3);
    begin_lesson(d.app(), lesson::class_lesson());
    d.frames(3);
    int presses = 0;
    while (!d.app().school->runner->ended() && presses < 60) {
        d.key(Key::page_down);
        d.frames(3);
        ++presses;
    }
    EXPECT_TRUE(d.app().school->runner->ended());
    EXPECT_EQ(presses, 2 * static_cast<int>(lesson::class_lesson().steps.size()))
        << "what is asked is revealed, then it goes on";
}

TEST(Lessons, TheClassVotesTwice) {
    Driver d(document::first_document());
    d.key(Key::f5);
    begin(d, "1.3");
    EXPECT_FALSE(d.widget("lesson.vote_again").enabled) << "nobody has voted";
    d.key(Key::n2);
    d.key(Key::n2);
    d.frames(2);
    d.click("lesson.vote_again");
    d.key(Key::n1);
    d.frames(2);
    EXPECT_EQ(d.app().school->poll.before[1], 2);
    EXPECT_EQ(d.app().school->poll.votes[0], 1);
    EXPECT_EQ(d.app().school->poll.votes[1], 0);
}

TEST(Lessons, AStartOffersWhatWentWrong) {
    Driver d(document::first_document());
    ui::School& school = *d.app().school;
    school.progress.add({"1.3", 3.25, false, {}, "average", 3});
    school.progress.add({"4.2", 3.25, false, {}, "first cell", 3});
    offer_lessons(d.app(), false);
    d.frames(3);
    ASSERT_TRUE(d.has("lesson.warm_up"));
    EXPECT_FALSE(d.has("lesson.welcome")) << "there is no lesson to go on with, and this is no first start";
    d.click("lesson.warm_up.start");
    d.frames(3);
    EXPECT_EQ(run_of(d).step().id, "1.3");
    EXPECT_TRUE(run_of(d).other_case());
    d.app().school->runner->answer(right_answer(d), true);
    d.key(Key::escape);
    d.frames(3);
    offer_lessons(d.app(), false);
    d.frames(3);
    ASSERT_TRUE(d.has("lesson.warm_up")) << "one is left";
    d.click("lesson.welcome.close");
    d.frames(3);
    EXPECT_FALSE(d.has("lesson.warm_up"));
    offer_lessons(d.app(), false);
    d.frames(3);
    EXPECT_FALSE(d.has("lesson.warm_up")) << "it does not insist";
}

TEST(Lessons, ATeachersLessonGoesOnAfterARestart) {
    const tools::Folder folder;
    const std::string path = folder / "mine.json";
    std::ofstream(path) << R"j({"poolscope_lessons": 1, "lessons": [{"id": "T1",
 "title": {"en": "Mine", "zh": "我的"}, "goal": {"en": "G", "zh": "G"}, "steps": [
 {"id": "T1.1", "kind": "LOOK", "setup": {"input": "matrix.textbook", "stack": "MaxPool2d(2)"},
  "say": {"en": "Look.", "zh": "看。"}, "check": "window > 0"},
 {"id": "T1.2", "kind": "DO", "say": {"en": "Do.", "zh": "做。"}, "check": "window > 1"}]}]})j";
    std::string kept;
    document::Document changed;
    {
        Driver d(document::first_document());
        d.app().school->own = std::make_shared<const lesson::LessonFile>(lesson::load_lessons(path));
        begin_lesson(d.app(), d.app().school->own->lessons[0], 1);
        d.frames(3);
        d.work().edit([](document::Document& now) { now.stack = pool::parse_stack("MaxPool2d(3)"); });
        d.frames(3);
        changed = d.work().document();
        kept = lesson::progress_to_json(d.app().school->progress);
    }
    {
        Driver d(document::first_document());
        d.app().school->progress = lesson::progress_from_json(kept, "progress.json");
        offer_lessons(d.app(), false);
        d.frames(3);
        EXPECT_NE(d.widget("lesson.welcome").label.find("Mine"), std::string::npos);
        d.click("lesson.welcome.start");
        d.frames(3);
        EXPECT_EQ(run_of(d).step().id, "T1.2");
        EXPECT_EQ(d.work().document(), changed) << "as it was left";
    }
    // A file that has gone is not offered.
    std::filesystem::remove(path);
    Driver other(document::first_document());
    other.app().school->progress = lesson::progress_from_json(kept, "progress.json");
    offer_lessons(other.app(), false);
    other.frames(3);
    EXPECT_FALSE(other.has("lesson.welcome"));
}

}  // namespace
