#include <array>
#include <cmath>
#include <limits>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "pool/notation.h"
#include "random_layers.h"

namespace {

using pool_test::counting;
using testing::HasSubstr;

pool::Evaluation evaluate(const pool::Tensor& x, const std::string& stack,
                          const pool::Upstream& upstream = {}) {
    return pool::evaluate(std::make_shared<const pool::Tensor>(x), pool::parse_stack(stack), upstream);
}

std::string refusal(const std::string& stack, const pool::Shape& shape) {
    const auto chain = pool::infer_shapes(shape, pool::parse_stack(stack));
    return chain.error ? chain.error->message.text() : "accepted";
}

std::vector<float> values(const pool::Tensor& tensor) { return {tensor.data().begin(), tensor.data().end()}; }

TEST(Layers, TextbookMatrix) {
    const pool::Tensor x({1, 1, 4, 4}, {1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4});
    const pool::Evaluation e = evaluate(x, "MaxPool2d(2)");
    EXPECT_EQ(values(e.output()), (std::vector<float>{6, 8, 3, 4}));
    EXPECT_EQ(e.layers[0].forward.indices.at({0, 0, 0, 0}), 5);
    EXPECT_EQ(e.gradient(0).at({0, 0, 1, 1}), 1);
    EXPECT_EQ(e.gradient(0).at({0, 0, 0, 0}), 0);
    EXPECT_EQ(values(evaluate(x, "AvgPool2d(2)").output()), (std::vector<float>{3.25, 5.25, 2, 2}));
}

TEST(Layers, AverageDividesTheOverhangByWhatItCovers) {
    EXPECT_EQ(values(evaluate(counting(1, 5), "AvgPool2d((1, 2), ceil_mode=True)").output()),
              (std::vector<float>{1.5, 3.5, 5}));
    const pool::Evaluation e = evaluate(counting(4, 4), "AvgPool2d(3, stride=2, padding=1, ceil_mode=True)");
    const std::vector<float> y = values(e.output());
    EXPECT_EQ((std::vector<float>(y.end() - 3, y.end())), (std::vector<float>{4.5, 7.5, 4.0}));
}

TEST(Layers, PaddingNeverWins) {
    const pool::Tensor x({1, 1, 2, 2}, {-5, -4, -3, -2});
    EXPECT_EQ(values(evaluate(x, "MaxPool2d(2, stride=1, padding=1)").output()),
              (std::vector<float>{-5, -4, -4, -3, -2, -2, -3, -2, -2}));
}

TEST(Layers, WindowWhollyInPaddingHasNoWinnerAndNoGradient) {
    const pool::Evaluation e = evaluate(counting(1, 1), "MaxPool2d(2, dilation=2, padding=1)");
    EXPECT_EQ(e.output().data()[0], -std::numeric_limits<float>::infinity());
    EXPECT_EQ(e.layers[0].forward.indices.at({0, 0, 0, 0}), -1);
    EXPECT_EQ(e.gradient(0).data()[0], 0);
}

TEST(Layers, LastNaNWinsItsIndex) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const pool::Evaluation e = evaluate(pool::Tensor({1, 1, 2, 2}, {nan, 9, nan, 3}), "MaxPool2d(2)");
    EXPECT_TRUE(std::isnan(e.output().data()[0]));
    EXPECT_EQ(e.layers[0].forward.indices.at({0, 0, 0, 0}), 2);
}

TEST(Layers, TextbookShapes) {
    const auto chain = pool::infer_shapes({4, 3, 4, 4}, pool::parse_stack("AdaptiveAvgPool2d(1)"));
    EXPECT_EQ(chain.shapes.back(), (pool::Shape{4, 3, 1, 1}));
}

TEST(Layers, RefusalsNameTheParameterAndTheRule) {
    EXPECT_THAT(refusal("MaxPool2d(3, padding=2)", {1, 1, 8, 8}),
                HasSubstr("padding is 2, but PyTorch allows at most half of kernel_size 3, which is 1"));
    EXPECT_THAT(refusal("MaxPool2d(0)", {1, 1, 8, 8}),
                HasSubstr("kernel_size is 0, but it must be at least 1"));
    EXPECT_THAT(refusal("MaxPool2d(2, stride=0)", {1, 1, 8, 8}), HasSubstr("stride is 0"));
    EXPECT_THAT(refusal("MaxPool2d(2, dilation=-1)", {1, 1, 8, 8}), HasSubstr("dilation is -1"));
    EXPECT_THAT(refusal("MaxPool2d(2, padding=-1)", {1, 1, 8, 8}), HasSubstr("must not be negative"));
    EXPECT_THAT(refusal("AvgPool2d(2, divisor_override=0)", {1, 1, 8, 8}),
                HasSubstr("divisor_override is 0"));
    EXPECT_THAT(refusal("AdaptiveAvgPool2d(0)", {1, 1, 8, 8}), HasSubstr("output_size is 0"));
    EXPECT_THAT(refusal("MaxPool2d(9)", {1, 1, 8, 8}), HasSubstr("does not fit the padded input of 8×8"));
}

TEST(Layers, ErrorsTellWhichLayer) {
    const auto chain =
        pool::infer_shapes({1, 1, 8, 8}, pool::parse_stack("MaxPool2d(2), MaxPool2d(5), MaxPool2d(2)"));
    ASSERT_TRUE(chain.error);
    EXPECT_EQ(chain.error->position, 1U);
    EXPECT_EQ(chain.shapes.size(), 2U);
}

TEST(Layers, SwitchedOffLayersPassTheirInput) {
    pool::Stack stack = pool::parse_stack("MaxPool2d(2), MaxPool2d(2)");
    stack[0].enabled = false;
    const auto e = pool::evaluate(std::make_shared<const pool::Tensor>(counting(4, 4)), stack, {});
    ASSERT_EQ(e.layers.size(), 1U);
    EXPECT_EQ(e.layers[0].position, 1U);
    EXPECT_EQ(e.output().shape(), (pool::Shape{1, 1, 2, 2}));
}

TEST(Layers, RegionsAreDrawnAroundTheCellsThatTheyRead) {
    std::mt19937 random(5);
    std::uniform_real_distribution<float> place(-2, 11);
    const pool::Tensor x = counting(9, 9);
    for (int i = 0; i < 300; ++i) {
        std::string roi = "[[0";
        std::array<float, 4> at{};
        for (float& v : at) v = std::round(place(random) * 4) / 4;
        if (at[0] > at[2]) std::swap(at[0], at[2]);
        if (at[1] > at[3]) std::swap(at[1], at[3]);
        for (const float v : at) roi += ", " + std::to_string(v);
        for (const std::string kind : {"RoIPool2d(2, ", "RoIAlign2d(2, sampling_ratio=2, ",
                                       "RoIAlign2d(2, sampling_ratio=2, aligned=True, "}) {
            const pool::Evaluation e = evaluate(x, kind + "rois=" + roi + "]])");
            const pool::LayerResult& layer = e.layers.front();
            const pool::Box box = layer.kind->boxes(layer.layer.params, x.shape()).front();
            // A sample reads the cells whose centres are less than one cell away.
            const float slack = kind.starts_with("RoIPool") ? 0.0F : 1.5F;
            for (std::int64_t y = 0; y < 2; ++y)
                for (std::int64_t c = 0; c < 2; ++c)
                    for (const pool::Tap& tap :
                         layer.kind->taps(layer.layer.params, x, layer.forward, {0, 0, y, c})) {
                        if (!tap.valid || tap.share == 0) continue;
                        EXPECT_GE(static_cast<float>(tap.y) + slack, box.y0) << kind << roi;
                        EXPECT_LE(static_cast<float>(tap.y + 1) - slack, box.y1) << kind << roi;
                        EXPECT_GE(static_cast<float>(tap.x) + slack, box.x0) << kind << roi;
                        EXPECT_LE(static_cast<float>(tap.x + 1) - slack, box.x1) << kind << roi;
                    }
        }
    }
}

TEST(Layers, MinimumSubsampleAndPowerMeans) {
    const pool::Tensor x({1, 1, 2, 2}, {3, 1, 4, 2});
    const pool::Evaluation e = evaluate(x, "MinPool2d(2)");
    EXPECT_EQ(values(e.output()), (std::vector<float>{1}));
    EXPECT_EQ(e.layers[0].forward.indices.at({0, 0, 0, 0}), 1);
    EXPECT_EQ(values(e.gradient(0)), (std::vector<float>{0, 1, 0, 0}));
    EXPECT_EQ(values(evaluate(x, "MinPool2d(2, stride=2, padding=1)").output()),
              (std::vector<float>{3, 1, 4, 2}));
    EXPECT_EQ(values(evaluate(counting(3, 5), "Subsample2d(2)").output()),
              (std::vector<float>{1, 3, 5, 11, 13, 15}));
    EXPECT_NEAR(evaluate(x, "LPPool2d(2, 2)").output().data()[0], std::sqrt(30.0), 1e-5);
    // PyTorch takes x^0.5 as a square root.
    const pool::Tensor low({1, 1, 1, 1}, -std::numeric_limits<float>::infinity());
    // The squares are float32, as PyTorch's: 4e40 is infinite there, 1e-60 is 0.
    const float most = std::numeric_limits<float>::infinity();
    EXPECT_EQ(evaluate(pool::Tensor({1, 1, 2, 2}, {2e20F, 0, 0, 0}), "LPPool2d(2, 2)").output().data()[0],
              most);
    EXPECT_EQ(
        evaluate(pool::Tensor({1, 1, 2, 2}, {1.5e19F, 1.5e19F, 0, 0}), "LPPool2d(2, 2)").output().data()[0],
        most)
        << "the sum alone is too large";
    EXPECT_EQ(
        evaluate(pool::Tensor({1, 1, 2, 2}, {2e-30F, 2e-30F, 0, 0}), "LPPool2d(2, 2)").output().data()[0], 0);
    EXPECT_NEAR(
        evaluate(pool::Tensor({1, 1, 2, 2}, {3e18F, 4e18F, 0, 0}), "LPPool2d(2, 2)").output().data()[0] /
            5e18F,
        1, 1e-6);
    EXPECT_TRUE(std::isnan(evaluate(low, "LPPool2d(0.5, 1)").output().data()[0]));
    EXPECT_EQ(evaluate(low, "LPPool2d(2, 1)").output().data()[0], std::numeric_limits<float>::infinity());
    EXPECT_NEAR(evaluate(x, "GeMPool2d(p=2)").output().data()[0], std::sqrt(30.0 / 4), 1e-5);
    EXPECT_NEAR(evaluate(x, "LogSumExpPool2d(2, r=100)").output().data()[0], 4 - std::log(4) / 100, 1e-5);
    EXPECT_NEAR(
        evaluate(pool::Tensor({1, 1, 1, 2}, {0, std::log(3.0F)}), "SoftPool2d((1, 2))").output().data()[0],
        0.75 * std::log(3.0), 1e-5);
    EXPECT_THAT(refusal("LPPool2d(0, 2)", {1, 1, 8, 8}), HasSubstr("norm_type is 0"));
}

TEST(Upstream, OneHotAndValues) {
    pool::Upstream one;
    one.source = pool::Upstream::Source::one_hot;
    one.cell = {0, 0, 1, 1};
    const pool::Evaluation e = evaluate(counting(4, 4), "MaxPool2d(2)", one);
    EXPECT_EQ(values(e.upstream), (std::vector<float>{0, 0, 0, 1}));
    EXPECT_EQ(e.gradient(0).at({0, 0, 3, 3}), 1);
    pool::Upstream typed;
    typed.source = pool::Upstream::Source::values;
    typed.values = std::make_shared<const pool::Tensor>(pool::Tensor({1, 1, 2, 2}, {1, -2, 3, 4}));
    EXPECT_EQ(evaluate(counting(4, 4), "MaxPool2d(2)", typed).gradient(0).at({0, 0, 1, 3}), -2);
    typed.values = std::make_shared<const pool::Tensor>(pool::Tensor({1, 1, 1, 1}, {7}));
    EXPECT_EQ(values(evaluate(counting(4, 4), "MaxPool2d(2)", typed).upstream),
              (std::vector<float>{1, 1, 1, 1}));
}

}  // namespace
