#include "pool/trace.h"

#include <set>

#include <gtest/gtest.h>

#include "pool/walkthrough.h"
#include "random_layers.h"
#include "vectors.h"

namespace {

using namespace pool_test;

pool::Evaluation random_evaluation(std::mt19937& random) {
    const pool::Shape shape{pick(random, 1, 2), pick(random, 1, 2), pick(random, 3, 12), pick(random, 3, 12)};
    const auto input =
        std::make_shared<const pool::Tensor>(random_tensor(random, shape, pick(random, 0, 1) == 0));
    const pool::Stack stack = random_stack(random, shape, static_cast<std::size_t>(pick(random, 1, 3)));
    pool::Shape out = shape;
    for (const pool::Layer& layer : stack) out = pool::kind_of(layer).output_shape(layer.params, out);
    pool::Upstream upstream;
    upstream.source = pool::Upstream::Source::values;
    upstream.values = std::make_shared<const pool::Tensor>(random_tensor(random, out, false));
    return pool::evaluate(input, stack, upstream);
}

pool::Cell random_cell(std::mt19937& random, const pool::Shape& s) {
    return {pick(random, 0, s.n - 1), pick(random, 0, s.c - 1), pick(random, 0, s.h - 1),
            pick(random, 0, s.w - 1)};
}

TEST(Trace, LinkGradientsAddUpToTheGradientBitForBit) {
    std::mt19937 random(3);
    for (int i = 0; i < 400; ++i) {
        const pool::Evaluation e = random_evaluation(random);
        for (std::size_t layer = 0; layer < e.layers.size(); ++layer) {
            const pool::Shape& shape = e.map(layer).shape();
            for (int k = 0; k < 20; ++k) {
                const pool::Cell cell = random_cell(random, shape);
                float sum = 0;
                for (const pool::Link& link : pool::links_out_of(e, layer, cell)) sum += link.gradient;
                ASSERT_TRUE(same(sum, e.gradient(layer).at(cell))) << pool::notation(e.layers[layer].layer);
            }
        }
    }
}

TEST(Trace, WindowsContainingIsTheReverseOfTaps) {
    std::mt19937 random(4);
    for (int i = 0; i < 300; ++i) {
        const pool::Evaluation e = random_evaluation(random);
        const pool::Shape& in = e.map(0).shape();
        const pool::Shape& out = e.map(1).shape();
        const pool::Cell below = random_cell(random, in);
        std::vector<pool::Cell> expected;
        for (std::int64_t at = 0; at < out.size(); ++at) {
            const pool::Cell above{at / (out.c * out.plane()), at / out.plane() % out.c, at / out.w % out.h,
                                   at % out.w};
            for (const pool::Link& link : pool::links_into(e, 0, above))
                if (link.below == below) expected.push_back(above);
        }
        ASSERT_EQ(pool::windows_containing(e, 0, below), expected) << pool::notation(e.layers[0].layer);
    }
}

TEST(Trace, WinnerPathReachesThePixelThatHoldsTheValue) {
    std::mt19937 random(6);
    const auto input = std::make_shared<const pool::Tensor>(random_tensor(random, {1, 2, 16, 16}, false));
    const auto e = pool::evaluate(
        input, pool::parse_stack("MaxPool2d(2), MaxPool2d(3, stride=2, padding=1), MaxPool2d(2)"), {});
    for (int i = 0; i < 50; ++i) {
        const pool::MapCell origin{3, random_cell(random, e.output().shape())};
        const pool::Trace trace = pool::trace(e, origin);
        ASSERT_EQ(trace.winner_path.size(), 4U);
        EXPECT_EQ(trace.winner_path.back().map, 0U);
        EXPECT_EQ(input->at(trace.winner_path.back().cell), e.output().at(origin.cell));
        ASSERT_EQ(trace.cells[0].size(), 1U);
        EXPECT_EQ(trace.cells[0][0], trace.winner_path.back().cell);
    }
}

TEST(Trace, OverlappingWindowsShareACell) {
    pool::Tensor x({1, 1, 5, 5});
    x.at({0, 0, 2, 2}) = 9;
    const auto e = pool::evaluate(std::make_shared<const pool::Tensor>(x),
                                  pool::parse_stack("MaxPool2d(3, stride=2)"), {});
    const pool::Trace trace = pool::trace(e, {0, {0, 0, 2, 2}});
    EXPECT_EQ(trace.cells[1].size(), 4U);
    EXPECT_EQ(e.gradient(0).at({0, 0, 2, 2}), 4);
    const pool::Trace loser = pool::trace(e, {0, {0, 0, 0, 0}});
    EXPECT_TRUE(loser.cells[1].empty());
}

TEST(ReceptiveField, GrowsWithTheStack) {
    const auto x = std::make_shared<const pool::Tensor>(pool::Tensor({1, 1, 28, 28}));
    const auto e = pool::evaluate(
        x, pool::parse_stack("MaxPool2d(2), MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)"), {});
    const pool::ReceptiveField field = pool::receptive_field(e, {3, {0, 0, 1, 1}});
    EXPECT_EQ(field.y0, 4);
    EXPECT_EQ(field.y1, 16);
    EXPECT_EQ(field.jump_h, 8);
}

TEST(Walkthrough, VisitsEveryWindowForwardThenBackward) {
    std::mt19937 random(9);
    for (int i = 0; i < 60; ++i) {
        const pool::Evaluation e = random_evaluation(random);
        const std::int64_t count = pool::step_count(e);
        std::set<std::tuple<int, std::size_t, std::int64_t>> seen;
        for (std::int64_t step = 0; step < count; ++step) {
            const pool::Cursor cursor = pool::cursor_at(e, step);
            ASSERT_EQ(pool::step_of(e, cursor), step);
            seen.insert({static_cast<int>(cursor.phase), cursor.layer, cursor.window});
        }
        EXPECT_EQ(static_cast<std::int64_t>(seen.size()), count);
        const pool::Cursor last = pool::cursor_at(e, count - 1);
        EXPECT_EQ(last.phase, pool::Phase::backward);
        EXPECT_EQ(last.layer, 0U);
    }
}

}  // namespace
