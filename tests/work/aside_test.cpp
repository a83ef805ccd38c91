#include "work/aside.h"

#include <chrono>
#include <stdexcept>

#include <gtest/gtest.h>

namespace {

using work::Aside;

/// What the job gives, however long that takes.
template <class Result>
Result wait_for(Aside<Result>& job) {
    for (;;) {
        if (std::optional<Result> result = job.take()) return *result;
        std::this_thread::yield();
    }
}

TEST(Aside, GivesItsResultOnceAndThenNothing) {
    Aside<int> job;
    EXPECT_FALSE(job.take());
    EXPECT_FALSE(job.busy());
    EXPECT_EQ(job.progress(), 1);
    job.start(2, [](pool::Progress& progress) {
        ++progress.done;
        return 7;
    });
    EXPECT_TRUE(job.busy());
    EXPECT_EQ(wait_for(job), 7);
    EXPECT_FALSE(job.busy());
    EXPECT_FALSE(job.take());
}

TEST(Aside, TheNewestRequestWinsAndNobodyWaitsForTheOlderOne) {
    std::atomic<bool> go_on = false;
    std::atomic<bool> begun = false;
    {
        Aside<int> job;
        job.start(1, [&](pool::Progress& progress) -> int {
            begun = true;
            // Deaf to being told to stop until the test lets it go: start must return nevertheless.
            while (!go_on) std::this_thread::yield();
            if (progress.cancelled) throw pool::Cancelled();
            return 1;
        });
        while (!begun) std::this_thread::yield();
        job.start(1, [](pool::Progress&) { return 2; });
        EXPECT_EQ(wait_for(job), 2);
        go_on = true;
    }
}

TEST(Aside, ThrowsWhatMakingItThrew) {
    Aside<int> job;
    job.start(1, [](pool::Progress&) -> int { throw std::runtime_error("no"); });
    EXPECT_THROW(wait_for(job), std::runtime_error);
    EXPECT_FALSE(job.busy());
    job.start(1, [](pool::Progress&) { return 3; });
    EXPECT_EQ(wait_for(job), 3);
}

TEST(Aside, CancelDropsTheResult) {
    Aside<int> job;
    job.start(1, [](pool::Progress&) { return 1; });
    job.cancel();
    EXPECT_FALSE(job.busy());
    EXPECT_FALSE(job.take());
}

}  // namespace
