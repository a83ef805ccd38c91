#include "lesson/composed.h"

#include <gtest/gtest.h>

#include "lesson/library.h"
#include "lesson/runner.h"

namespace lesson {
namespace {

void answered(Progress& progress, const std::string& step, bool right) {
    progress.add({step, 1.0, right, {}, right ? "" : "tag of " + step, 3});
}

TEST(WarmUp, AsksTheNewestThreeThatStandWrong) {
    Progress progress;
    EXPECT_TRUE(warm_up_steps(progress).empty());
    for (const std::string step : {"1.3", "1.4", "4.2", "4.3", "6.2"}) answered(progress, step, false);
    answered(progress, "4.3", true);
    answered(progress, "T1.1", false);  // of a teacher's file, which is not at hand
    EXPECT_EQ(warm_up_steps(progress), (std::vector<std::string>{"1.4", "4.2", "6.2"}));
    // Who does not want them is not asked again, until they are answered wrong once more.
    progress.put_off({"4.2", "6.2"});
    EXPECT_EQ(warm_up_steps(progress), (std::vector<std::string>{"1.3", "1.4"}));
    const Progress kept = progress_from_json(progress_to_json(progress), "progress.json");
    EXPECT_EQ(warm_up_steps(kept), (std::vector<std::string>{"1.3", "1.4"}));
    answered(progress, "4.2", false);
    EXPECT_EQ(warm_up_steps(progress), (std::vector<std::string>{"1.3", "1.4", "4.2"}));
}

TEST(WarmUp, HasOtherNumbersThanTheLesson) {
    const Lesson lesson = warm_up(std::vector<std::string>{"1.3", "4.2"});
    ASSERT_EQ(lesson.steps.size(), 2U);
    work::Workspace workspace(document::first_document());
    Progress progress;
    answered(progress, "1.3", false);
    Runner runner(lesson, workspace, progress, 0, true);
    runner.apply();
    EXPECT_TRUE(runner.run().other_case());
    EXPECT_FALSE(runner.run().veil().empty());
    Scope scope(shown_of(workspace), runner.run().deeds());
    runner.answer(right_answer(*runner.run().step().question, scope), true);
    runner.apply();
    // What was wrong is right now, and is not asked the next time.
    EXPECT_TRUE(warm_up_steps(progress).empty());
    runner.next();
    runner.apply();
    EXPECT_EQ(runner.run().step().id, "4.2");
    EXPECT_TRUE(runner.run().other_case());
}

TEST(WarmUp, HasOtherNumbersAtTheNextStart) {
    const Lesson lesson = warm_up(std::vector<std::string>{"1.3"});
    std::vector<document::Document> cases;
    Progress progress;
    for (int start = 0; start < 3; ++start) {
        answered(progress, "1.3", false);
        work::Workspace workspace(document::first_document());
        Runner runner(lesson, workspace, progress, 0, true);
        runner.apply();
        EXPECT_TRUE(runner.run().other_case());
        for (const document::Document& before : cases) EXPECT_FALSE(before == workspace.document()) << start;
        cases.push_back(workspace.document());
    }
}

TEST(ClassOf45Minutes, HoldsEveryStepThatItNames) {
    const Lesson& lesson = class_lesson();
    EXPECT_EQ(lesson.steps.size(), 16U);
    EXPECT_EQ(find_lesson("class"), &lesson);
    for (const Step& step : lesson.steps) EXPECT_FALSE(step.say.zh.empty()) << step.id;
}

TEST(Place, KeepsTheFileOfATeachersLesson) {
    Progress progress;
    progress.place = Place{"T1", "T1.1", document::first_document(), "/home/t/mine.json"};
    EXPECT_EQ(progress_from_json(progress_to_json(progress), "progress.json"), progress);
    // A path that could not be read again is not written.
    progress.place->file.assign(2000, 'x');
    EXPECT_FALSE(progress_from_json(progress_to_json(progress), "progress.json").place);
}

TEST(AboutClicks, IsWhatNamesThemAndNotWhatHasTheirLetters) {
    Step step;
    step.check = "window > 2 and remembered_clickable == 'clicked'";
    EXPECT_FALSE(names_clicks(step));
    step.says = {{"len(clicks)>0", {}}};
    EXPECT_TRUE(names_clicks(step));
    step.says.clear();
    step.check = "answered and clicked[1] == 2";
    EXPECT_TRUE(names_clicks(step));
    EXPECT_TRUE(find_lesson("1")->steps[1].about_clicks) << "1.2: click its largest cell";
    EXPECT_FALSE(find_lesson("1")->steps[0].about_clicks);
}

}  // namespace
}  // namespace lesson
