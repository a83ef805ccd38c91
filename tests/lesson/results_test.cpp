#include "lesson/results.h"

#include <gtest/gtest.h>

namespace lesson {
namespace {

Progress session(std::initializer_list<Answered> answers) {
    Progress progress;
    for (const Answered& answered : answers) progress.add(answered);
    return progress;
}

TEST(Results, CountMisconceptionsOfAClass) {
    const Answered right{"6.2", 1.6, true, true, "", 10};
    const Answered wrong{"6.2", 0.9, false, true, "the last one overwrites", 8};
    const Answered unsure{"M02.1", 1.0, false, false, "the last one overwrites", 5};
    const Answered other{"6.2", 5.6, false, {}, "all windows that contain it", 5};
    const std::vector<Progress> sessions = {session({right}), session({wrong, unsure}),
                                            session({wrong, other})};
    const Results results = results_of(sessions);
    EXPECT_EQ(results.sessions, 3U);
    EXPECT_EQ(results.answers, 5U);
    EXPECT_EQ(results.right, 1U);
    ASSERT_EQ(results.tags.size(), 2U);
    EXPECT_EQ(results.tags[0].tag, "the last one overwrites");
    EXPECT_EQ(results.tags[0].sessions, 2U);
    EXPECT_EQ(results.tags[0].answers, 3U);
    EXPECT_EQ(results.tags[0].sure, 2U);
    EXPECT_EQ(results.tags[0].steps, (std::set<std::string>{"6.2", "M02.1"}));
    ASSERT_EQ(results.steps.size(), 2U);
    EXPECT_EQ(results.steps[0].step, "M02.1");
    EXPECT_EQ(results.steps[1].right, 1U);
    EXPECT_EQ(results.steps[1].answers, 4U);
}

}  // namespace
}  // namespace lesson
