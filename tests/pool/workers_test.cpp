#include "pool/workers.h"

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace {

class Workers : public testing::Test {
 protected:
    ~Workers() override { pool::set_thread_count(0); }
};

TEST_F(Workers, EachIndexIsDoneOnce) {
    std::mt19937 random(8);
    const auto upto = [&](int most) { return std::uniform_int_distribution<std::int64_t>(1, most)(random); };
    for (int i = 0; i < 2000; ++i) {
        pool::set_thread_count(static_cast<int>(upto(5)));
        const std::int64_t count = upto(upto(2) == 1 ? 20 : 3000);
        const std::int64_t grain = upto(40);
        std::vector<std::atomic<int>> times(static_cast<std::size_t>(count));
        pool::parallel_for(count, grain, [&](std::int64_t first, std::int64_t last) {
            for (; first < last; ++first) ++times[static_cast<std::size_t>(first)];
        });
        for (const std::atomic<int>& n : times) ASSERT_EQ(n, 1) << count << " in pieces of " << grain;
    }
}

TEST_F(Workers, ASlowThreadGetsASmallerShare) {
    constexpr std::int64_t kCount = 1280;
    pool::set_thread_count(2);
    const std::thread::id caller = std::this_thread::get_id();
    // The caller's share begins at 0, and it takes half of it first. It waits there for the other's last
    // piece.
    std::int64_t half = kCount;
    for (int job = 0; job < 2000 && half >= kCount / 5; ++job) {
        std::atomic<bool> other_at_end{false};
        pool::parallel_for(kCount, 1, [&](std::int64_t first, std::int64_t last) {
            if (std::this_thread::get_id() != caller) {
                if (last == kCount) other_at_end = true;
            } else if (first == 0) {
                half = last;
                while (!other_at_end) std::this_thread::yield();
            }
        });
    }
    EXPECT_LT(half, kCount / 5);
}

}  // namespace
