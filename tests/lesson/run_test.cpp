#include <gtest/gtest.h>

#include "lesson/library.h"
#include "lesson/runner.h"

namespace lesson {
namespace {

using measure::List;
using measure::Value;
using words::Language;

struct Played {
    explicit Played(const char* id) : place(find_step(id)), workspace(document::first_document()) {
        runner = std::make_unique<Runner>(*place.lesson, workspace, progress, place.step);
        runner->apply();
    }
    StepRun& run() { return runner->run(); }
    StepPlace place;
    work::Workspace workspace;
    Progress progress;
    std::unique_ptr<Runner> runner;
};

Value cell(double y, double x) { return List{y, x}; }

TEST(Run, AQuestionHidesWhatItAsksForUntilItIsAnswered) {
    Played played("4.2");
    StepRun& run = played.run();
    EXPECT_EQ(run.sentence(Language::english),
              "This window holds 5, 6, 7, 3, 2, 1, 1, 2, 3. Click the cell that wins.");
    EXPECT_EQ(run.sentence(Language::chinese),
              "这个窗口的值是 5、6、7、3、2、1、1、2、3。单击获胜的单元格。");
    EXPECT_TRUE(run.veil().hides(work::Hidden::winner));
    EXPECT_TRUE(run.veil().hides_map(1));
    EXPECT_FALSE(run.veil().hides_map(0));
    EXPECT_TRUE(run.locked());
    EXPECT_FALSE(run.gate_open());

    played.runner->answer(cell(1, 2), true);
    played.runner->apply();
    EXPECT_TRUE(run.verdict()->right);
    EXPECT_TRUE(run.veil().empty());
    EXPECT_FALSE(run.locked());
    EXPECT_TRUE(run.gate_open());
    EXPECT_EQ(played.progress.state("4.2"), StepState::solved);
}

TEST(Run, AnotherWindowHasNoTieWhereTheStepHasNone) {
    Played played("4.2");
    for (int i = 0; i < 30; ++i) {
        ASSERT_TRUE(played.run().another());
        played.runner->apply();
        Scope scope(shown_of(played.workspace), played.run().deeds());
        EXPECT_TRUE(scope.holds("ties(1) == 0")) << i;
    }
}

TEST(Run, AWrongAnswerIsSaidToByItsMisconception) {
    Played played("4.2");
    played.runner->answer(cell(1, 0), false);
    played.runner->apply();
    const Verdict& verdict = *played.run().verdict();
    EXPECT_FALSE(verdict.right);
    EXPECT_EQ(verdict.tag, "first cell");
    EXPECT_EQ(verdict.answer, cell(1, 2));
    EXPECT_EQ(played.run().feedback(Language::chinese), "第一个单元格只是查找的起点。");
    EXPECT_TRUE(played.run().gate_open());
    EXPECT_EQ(played.progress.state("4.2"), StepState::seen);
    EXPECT_EQ(played.progress.open_tags(), std::vector<std::string>{"first cell"});
    // One answer counts.
    played.runner->answer(cell(1, 2), {});
    EXPECT_FALSE(played.run().verdict()->right);
}

TEST(Run, AnotherCaseAsksAnewAndIsComputedAnew) {
    Played played("4.2");
    played.runner->answer(cell(1, 0), {});
    played.runner->another();
    played.runner->apply();
    StepRun& run = played.run();
    EXPECT_FALSE(run.answered());
    EXPECT_TRUE(run.veil().hides(work::Hidden::winner));
    EXPECT_TRUE(run.other_case());
    EXPECT_FALSE(run.own_input());
    const std::vector<Offer>& offered = run.offered();
    const auto right = std::ranges::find(offered, true, &Offer::right);
    ASSERT_NE(right, offered.end());
    EXPECT_NE(right->value, cell(1, 2));
    // The winner of the new input, found by a plain loop over the window's nine cells.
    const pool::Tensor& input = played.workspace.evaluation().map(0);
    pool::Cell best{0, 0, 1, 0};
    for (std::int64_t y = 1; y < 4; ++y)
        for (std::int64_t x = 0; x < 3; ++x)
            if (input.at({0, 0, y, x}) > input.at(best)) best = {0, 0, y, x};
    EXPECT_EQ(right->value, cell(static_cast<double>(best.y), static_cast<double>(best.x)));
    played.runner->answer(right->value, {});
    EXPECT_EQ(played.progress.state("4.2"), StepState::solved);
}

TEST(Run, TheGateOpensByWhatTheLearnerDoes) {
    Played played("2.1.5");
    EXPECT_FALSE(played.run().gate_open());
    played.workspace.edit(
        [](document::Document& d) { d.stack = pool::Stack{pool::default_layer("MaxPool2d")}; });
    played.runner->apply();
    EXPECT_FALSE(played.run().gate_open());
    EXPECT_EQ(played.run().saying(Language::english),
              "784 cells in, 196 out. Which parameter says how far the window moves?");
    played.runner->next();
    played.runner->apply();
    EXPECT_EQ(played.run().step().id, "2.1.5");
    played.runner->show_me();
    played.runner->apply();
    EXPECT_TRUE(played.run().gate_open());
    EXPECT_EQ(played.run().saying(Language::english),
              "784 cells in, 784 out. Not the window shrinks a map but the stride.");
    EXPECT_EQ(played.progress.state("2.1.5"), StepState::seen);
}

TEST(Run, ATornQuestionIsVoid) {
    Played played("4.4");
    EXPECT_TRUE(played.run().can_answer());
    played.workspace.edit(
        [](document::Document& d) { d.input = find_step("4.1").lesson->steps[0].setup.document.input; });
    played.runner->apply();
    EXPECT_FALSE(played.run().can_answer());
}

TEST(Run, WhatCannotBeMeasuredOpensNoGate) {
    Played played("M11.2");
    played.workspace.edit([](document::Document& d) { d.stack.resize(1); });
    played.runner->apply();
    EXPECT_FALSE(played.run().gate_open());
    EXPECT_EQ(played.run().saying(Language::english), "Same map: 6, 8, 3, 4.");
}

TEST(Run, TheRefusalStandsInTheSentenceInBothLanguages) {
    Played played("3.6");
    played.runner->show_me();
    played.runner->apply();
    EXPECT_NE(played.run().saying(Language::english).find("at most half of kernel_size 3"),
              std::string::npos);
    EXPECT_NE(played.run().saying(Language::chinese).find("kernel_size"), std::string::npos);
    EXPECT_EQ(played.run().saying(Language::chinese).find("at most"), std::string::npos);
}

TEST(Run, TheLastStepEndsTheLessonAndKeepsTheDocument) {
    Played played("1.7");
    played.runner->show_me();
    played.runner->apply();
    played.runner->next();
    EXPECT_TRUE(played.runner->ended());
    played.runner->start_over();
    played.runner->apply();
    EXPECT_EQ(played.run().step().id, "1.1");
    EXPECT_EQ(played.progress.state("1.7"), StepState::open);
}

TEST(Progress, IsReadAsItWasWritten) {
    Played played("4.2");
    played.runner->answer(cell(1, 0), true);
    played.runner->apply();
    played.progress.reach_stars("K05", 2);
    played.progress.open_hint("K05", 1);
    const std::string text = progress_to_json(played.progress);
    EXPECT_EQ(progress_from_json(text, "progress.json"), played.progress);
}

}  // namespace
}  // namespace lesson
