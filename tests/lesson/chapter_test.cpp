#include <gtest/gtest.h>

#include "lesson/check.h"
#include "lesson/library.h"

namespace lesson {
namespace {

/// One case a file, so that they run beside each other.
class Shipped : public testing::TestWithParam<std::size_t> {};

TEST_P(Shipped, EveryStepPassesItsCheck) {
    const LessonFile& file = shipped()[GetParam()];
    for (const Problem& problem : check(file))
        ADD_FAILURE() << file.name << ":" << problem.line << ": " << problem.id << ": "
                      << problem.message.text();
}
constexpr std::size_t kFiles = 15;
INSTANTIATE_TEST_SUITE_P(All, Shipped, testing::Range(std::size_t{0}, kFiles));

TEST(Library, HoldsWhatIsTaught) {
    ASSERT_EQ(shipped().size(), kFiles);
    std::size_t steps = 0;
    std::size_t misconceptions = 0;
    std::size_t challenges = 0;
    for (const LessonFile& file : shipped()) {
        challenges += file.challenges.size();
        for (const Lesson& lesson : file.lessons) {
            steps += lesson.misconception() ? 0 : lesson.steps.size();
            misconceptions += lesson.misconception() ? 1 : 0;
        }
    }
    EXPECT_EQ(steps, 80U);
    EXPECT_EQ(misconceptions, 24U);
    EXPECT_EQ(challenges, 20U);
    EXPECT_EQ(glossary().size(), 43U);
    const StepPlace place = find_step("2.2.1.3");
    ASSERT_TRUE(place.lesson);
    EXPECT_EQ(place.lesson->id, "2.2.1");
    EXPECT_EQ(place.lesson->steps[place.step].id, "2.2.1.3");
    EXPECT_FALSE(find_lesson("11"));
}

TEST(Library, LessonsComeAfterLessonsThatExist) {
    for (const LessonFile& file : shipped())
        for (const Lesson& lesson : file.lessons)
            for (const std::string& before : lesson.after)
                EXPECT_TRUE(find_lesson(before)) << lesson.id << before;
}

}  // namespace
}  // namespace lesson
