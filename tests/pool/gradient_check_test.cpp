#include "pool/gradient_check.h"

#include <random>

#include <gtest/gtest.h>

#include "pool/notation.h"

namespace {

using namespace pool;

Evaluation evaluation_of(const Tensor& x, const std::string& stack) {
    return evaluate(std::make_shared<const Tensor>(x), parse_stack(stack), {});
}

TEST(GradientCheck, AgreesWithBackwardAwayFromKinks) {
    std::mt19937 random(7);
    std::normal_distribution<float> normal(0, 5);
    Tensor x({1, 2, 12, 12});
    for (float& v : x.data()) v = normal(random);
    GradientChecker checker;
    int checked = 0;
    for (const char* stack :
         {"MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)", "AvgPool2d(3, stride=1), MaxPool2d(2)",
          "LogSumExpPool2d(2), MinPool2d(2)", "Conv2d('sobel_x'), ReLU(), MaxPool2d(2)",
          "MaxPool2d(2), MaxUnpool2d(2), AvgPool2d(4)"}) {
        const Evaluation e = evaluation_of(x, stack);
        for (std::size_t map = 0; map < e.map_count(); ++map) {
            const Shape& s = e.map(map).shape();
            for (std::int64_t i = 0; i < 20; ++i) {
                const Cell cell{0, i % s.c, (i * 7) % s.h, (i * 5) % s.w};
                const auto result = checker.check(e, {map, cell});
                ASSERT_TRUE(result);
                EXPECT_EQ(result->analytic, e.gradient(map).at(cell));
                if (result->kink) continue;
                ++checked;
                EXPECT_TRUE(result->agrees)
                    << stack << " map " << map << ": " << result->central << " and " << result->analytic;
            }
        }
    }
    EXPECT_GT(checked, 300) << "kinks are rare";
}

TEST(GradientCheck, ATieIsAKink) {
    const Evaluation e = evaluation_of(Tensor({1, 1, 2, 2}, {1, 1, 0, 0}), "MaxPool2d(2)");
    GradientChecker checker;
    const auto first = checker.check(e, {0, {0, 0, 0, 0}});
    ASSERT_TRUE(first);
    EXPECT_TRUE(first->kink);
    EXPECT_EQ(first->analytic, 1);
    EXPECT_DOUBLE_EQ(first->left, 0);
    EXPECT_DOUBLE_EQ(first->right, 1);
    EXPECT_DOUBLE_EQ(first->central, 0.5);
    EXPECT_FALSE(first->agrees);
    const auto loser = checker.check(e, {0, {0, 0, 1, 1}});
    ASSERT_TRUE(loser);
    EXPECT_FALSE(loser->kink);
    EXPECT_DOUBLE_EQ(loser->central, 0);
}

TEST(GradientCheck, LeavesTheEvaluationAloneAndFollowsItsRevision) {
    GradientChecker checker;
    const Evaluation one = evaluation_of(Tensor({1, 1, 2, 2}, {1, 2, 3, 4}), "AvgPool2d(2)");
    EXPECT_NEAR(checker.check(one, {0, {0, 0, 0, 0}})->central, 0.25, 1e-6);
    const Evaluation two = evaluation_of(Tensor({1, 1, 2, 2}, {1, 2, 3, 4}), "MaxPool2d(2)");
    EXPECT_NEAR(checker.check(two, {0, {0, 0, 1, 1}})->central, 1, 1e-6);
    EXPECT_EQ(two.output().data()[0], 4);
}

}  // namespace
