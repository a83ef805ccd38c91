#include "lesson/challenge.h"

#include <gtest/gtest.h>

#include "lesson/library.h"
#include "pool/notation.h"

namespace lesson {
namespace {

TEST(Challenge, IsCheckedLive) {
    work::Workspace workspace(document::first_document());
    Progress progress;
    ChallengeRun run(*find_challenge("K04"), workspace, progress);
    EXPECT_FALSE(run.goal_met());
    const auto write = [&](const char* stack) {
        workspace.edit([stack](document::Document& d) { d.stack = pool::parse_stack(stack); });
        workspace.apply_edits();
        run.follow();
    };
    write("MaxPool2d(5)");
    EXPECT_EQ(run.stars(), 1);
    write("MaxPool2d(6, ceil_mode=True)");
    EXPECT_EQ(run.stars(), 3);
    write("MaxPool2d(2)");
    EXPECT_EQ(run.stars(), 0);
    EXPECT_EQ(progress.stars("K04"), 3);
}

TEST(Challenge, ItsProofIsTheValuesOfItsPredicates) {
    work::Workspace workspace(document::first_document());
    Progress progress;
    ChallengeRun run(*find_challenge("K04"), workspace, progress);
    EXPECT_EQ(run.proof(), "K04\nlen(layers) = 1\nshape(1) = {14, 14}\nunread(1) = 0\nshared(1) = 0\n");
}

TEST(Challenge, HintsOpenOneByOneAndAreNoted) {
    work::Workspace workspace(document::first_document());
    Progress progress;
    ChallengeRun run(*find_challenge("K05"), workspace, progress);
    EXPECT_EQ(run.open_hints(), 0U);
    for (int i = 0; i < 5; ++i) run.open_hint();
    EXPECT_EQ(run.open_hints(), 3U);
    EXPECT_EQ(progress.hints("K05"), 3);
}

TEST(Challenge, AClickedCellAndATypedNumberCount) {
    work::Workspace workspace(document::first_document());
    Progress progress;
    ChallengeRun run(*find_challenge("K01"), workspace, progress);
    EXPECT_TRUE(run.asks_for_number());
    run.run().click({0, {0, 0, 2, 0}});
    run.follow();
    EXPECT_EQ(run.stars(), 2);
    run.type(8);
    run.follow();
    EXPECT_EQ(run.stars(), 3);
}

}  // namespace
}  // namespace lesson
