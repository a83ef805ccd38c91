#include <algorithm>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "pool/notation.h"

namespace {

using namespace pool;
using Source = Upstream::Source;

Tensor random_tensor(Shape shape, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Tensor x(shape);
    for (float& v : x.data()) v = normal(random);
    return x;
}

Evaluation evaluate_with(const Tensor& x, const std::string& stack, const Upstream& upstream) {
    return evaluate(std::make_shared<const Tensor>(x), parse_stack(stack), upstream);
}

TEST(Upstream, RandomDependsOnItsSeedAlone) {
    const Tensor x = random_tensor({1, 2, 8, 8}, 1);
    Upstream upstream;
    upstream.source = Source::random;
    const Evaluation one = evaluate_with(x, "MaxPool2d(2)", upstream);
    EXPECT_EQ(one.upstream, evaluate_with(x, "MaxPool2d(2)", upstream).upstream);
    for (const float v : one.upstream.data()) EXPECT_TRUE(v >= -1 && v <= 1) << v;
    upstream.seed = 2;
    EXPECT_NE(one.upstream, evaluate_with(x, "MaxPool2d(2)", upstream).upstream);
}

TEST(Upstream, PlaneIsTheGradientOfOneMapsSum) {
    Upstream upstream;
    upstream.source = Source::plane;
    upstream.cell = {0, 1, 0, 0};
    const Evaluation e = evaluate_with(random_tensor({2, 3, 4, 4}, 2), "AvgPool2d(2)", upstream);
    for (std::int64_t n = 0; n < 2; ++n)
        for (std::int64_t c = 0; c < 3; ++c)
            for (const float v : e.gradient(0).plane(n, c)) EXPECT_EQ(v, n == 0 && c == 1 ? 0.25F : 0.0F);
    const auto plane = e.output().plane(0, 1);
    EXPECT_NEAR(loss(e), std::accumulate(plane.begin(), plane.end(), 0.0), 1e-6);
}

TEST(Upstream, TargetLeadsToTheDifference) {
    Upstream upstream;
    upstream.source = Source::target;
    const Tensor x = random_tensor({1, 1, 8, 8}, 3);
    const Tensor t = random_tensor({1, 1, 8, 8}, 4);
    upstream.target_input = std::make_shared<const Tensor>(t);
    for (const char* stack : {"MaxPool2d(2), AvgPool2d(2)", ""}) {
        const Evaluation e = evaluate_with(x, stack, upstream);
        const Evaluation other = evaluate_with(t, stack, {});
        double half_square = 0;
        for (std::size_t i = 0; i < e.output().data().size(); ++i) {
            const float difference = e.output().data()[i] - other.output().data()[i];
            EXPECT_EQ(e.upstream.data()[i], difference);
            half_square += 0.5 * difference * difference;
        }
        EXPECT_NEAR(loss(e), half_square, 1e-6);
        const Evaluation there = evaluate_with(t, stack, upstream);
        EXPECT_EQ(loss(there), 0);
    }
    upstream.target_input = std::make_shared<const Tensor>(Shape{1, 1, 3, 3});
    EXPECT_EQ(evaluate_with(x, "MaxPool2d(2)", upstream).upstream.at({0, 0, 0, 0}), 1)
        << "another shape: ones";
}

TEST(Upstream, ATargetFollowsABrushStroke) {
    Upstream upstream;
    upstream.source = Source::target;
    upstream.target_input = std::make_shared<const Tensor>(random_tensor({1, 1, 16, 16}, 5));
    for (const char* stack :
         {"MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)", "AvgPool2d(2), LPPool2d(2, 2)", ""}) {
        Tensor x = random_tensor({1, 1, 16, 16}, 6);
        Evaluation e = evaluate_with(x, stack, upstream);
        for (std::int64_t i = 0; i < 12; ++i) {
            const Region region{i, i + 3, 2 * i % 13, 2 * i % 13 + 3};
            for (std::int64_t y = region.y0; y < region.y1; ++y)
                for (std::int64_t c = region.x0; c < region.x1; ++c) x.at({0, 0, y, c}) += 0.5F;
            update(e, std::make_shared<const Tensor>(x), region);
            const Evaluation whole = evaluate_with(x, stack, upstream);
            ASSERT_EQ(e.upstream, whole.upstream) << stack;
            for (std::size_t map = 0; map < e.map_count(); ++map)
                ASSERT_EQ(e.gradient(map), whole.gradient(map));
        }
    }
}

}  // namespace
