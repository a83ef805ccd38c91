#include "pool/moment.h"

#include <gtest/gtest.h>

#include "random_layers.h"
#include "vectors.h"

namespace {

using namespace pool_test;

constexpr std::array kPhases = {pool::Phase::forward, pool::Phase::backward};

pool::Evaluation one_random_layer(std::mt19937& random) {
    const pool::Shape shape{1, pick(random, 1, 2), pick(random, 3, 9), pick(random, 3, 9)};
    const auto input = std::make_shared<const pool::Tensor>(random_tensor(random, shape, false));
    pool::Upstream upstream;
    upstream.source = pool::Upstream::Source::random;
    return pool::evaluate(input, random_stack(random, shape, 1), upstream);
}

/// Calls `check` with every tap of a random window of random layers.
template <class Check>
void for_random_windows(unsigned seed, Check check) {
    std::mt19937 random(seed);
    for (int i = 0; i < 300; ++i) {
        const pool::Evaluation e = one_random_layer(random);
        const pool::Shape& out = e.map(1).shape();
        const pool::Cell cell{0, pick(random, 0, out.c - 1), pick(random, 0, out.h - 1),
                              pick(random, 0, out.w - 1)};
        for (const pool::Phase phase : kPhases)
            for (const pool::Tap& tap : pool::shown_taps(e, 0, cell)) check(e, phase, cell, tap);
    }
}

pool::Moment moment_at(const pool::Evaluation& e, pool::Phase phase, const pool::Cell& cell,
                       const pool::Tap& tap, float stage) {
    return pool::WindowMoments(e, {phase, 0, 0, stage}, cell).of(tap);
}

TEST(Moment, EveryNumberIsAValueOfTheEvaluation) {
    for_random_windows(1, [](const pool::Evaluation& e, pool::Phase phase, const pool::Cell& cell,
                             const pool::Tap& tap) {
        const bool backward = phase == pool::Phase::backward;
        const float result = backward ? e.gradient(1).at(cell) : e.map(1).at(cell);
        for (float stage = 0; stage <= 3; stage += 0.125F) {
            const pool::Moment moment = moment_at(e, phase, cell, tap, stage);
            const std::vector<float> real = backward ? std::vector{result, tap.gradient}
                                                     : std::vector{tap.value, result, tap.share * tap.value};
            const bool found =
                std::ranges::any_of(real, [&](float value) { return same(value, moment.number); });
            ASSERT_TRUE(found || (!tap.valid && moment.number == 0)) << stage << ": " << moment.number;
        }
    });
}

TEST(Moment, ColoursAndPlacesGoOverWithoutALeap) {
    for_random_windows(
        2, [](const pool::Evaluation& e, pool::Phase phase, const pool::Cell& cell, const pool::Tap& tap) {
            for (const float border : {1.0F, 2.0F}) {
                const pool::Moment before = moment_at(e, phase, cell, tap, border);
                const pool::Moment after = moment_at(e, phase, cell, tap, border + 1e-4F);
                const bool stays = before.alpha > 0 && after.alpha > 0;
                ASSERT_NEAR(before.alpha, tap.valid ? after.alpha : before.alpha, 1e-3F);
                if (!stays) continue;
                ASSERT_NEAR(before.below, after.below, 1e-3F);
                ASSERT_NEAR(before.weight, after.weight, 1e-3F);
                const float little = 1e-3F * std::max(std::abs(before.shade), 1.0F);
                ASSERT_TRUE(!std::isfinite(before.shade) || std::abs(before.shade - after.shade) < little);
                ASSERT_TRUE(same(before.number, after.number));
                ASSERT_EQ(before.to, after.from) << "stands in the lens between stages";
            }
        });
}

TEST(Moment, CellsOfAMeanAreLevelledByTheirColourAlone) {
    const pool::Tensor x({1, 1, 2, 2}, {1, 2, 3, 6});
    const auto e =
        pool::evaluate(std::make_shared<const pool::Tensor>(x), pool::parse_stack("AvgPool2d(2)"), {});
    const std::vector<pool::Tap> taps = pool::shown_taps(e, 0, {});
    const auto at = [&](float stage) { return moment_at(e, pool::Phase::forward, {}, taps[3], stage); };
    EXPECT_EQ(at(1.4F).number, 6);
    EXPECT_LT(at(1.4F).shade, 6);
    EXPECT_GT(at(1.4F).shade, 4.5F);
    EXPECT_EQ(at(1.6F).number, 3);
    EXPECT_EQ(at(1.5F).shade, 4.5F);
    EXPECT_EQ(at(2).shade, 3);
}

TEST(Moment, LoopsReachEveryCellOnceInEachStage) {
    EXPECT_EQ(pool::tap_at_work(0.1F, 4), 0U);
    EXPECT_EQ(pool::tap_at_work(1.3F, 4), 1U);
    EXPECT_EQ(pool::tap_at_work(1.99F, 4), 3U);
    EXPECT_EQ(pool::tap_at_work(2, 4), 3U);
    EXPECT_EQ(pool::tap_at_work(0, 4), 3U) << "at rest the loop is through";
    EXPECT_TRUE(pool::has_arrived(0) && pool::has_arrived(2.1F));
    EXPECT_FALSE(pool::has_arrived(0.1F) || pool::has_arrived(2));
}

}  // namespace
