#include "document/transform.h"

#include <cmath>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/cases.h"
#include "document/lane.h"
#include "document/raster.h"
#include "document/samples.h"
#include "pool/notation.h"

namespace document {
namespace {

using ::testing::ElementsAre;

pool::Tensor random_map(pool::Shape shape, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> value(-2, 2);
    pool::Tensor map(shape);
    for (float& v : map.data()) v = value(random);
    return map;
}

/// The definition once more: each cell of the result looks back where it came from.
pool::Tensor twin(const pool::Tensor& map, const Transform& t) {
    const pool::Shape& s = map.shape();
    pool::Tensor result(s);
    const double cy = (static_cast<double>(s.h) - 1) / 2;
    const double cx = (static_cast<double>(s.w) - 1) / 2;
    const double a = t.angle * std::acos(-1.0) / 180;
    const auto value = [&](std::int64_t n, std::int64_t c, double y, double x) {
        const auto r = static_cast<std::int64_t>(y);
        const auto q = static_cast<std::int64_t>(x);
        return y < 0 || x < 0 || r >= s.h || q >= s.w ? 0.0 : static_cast<double>(map.at({n, c, r, q}));
    };
    for (std::int64_t n = 0; n < s.n; ++n)
        for (std::int64_t c = 0; c < s.c; ++c)
            for (std::int64_t y = 0; y < s.h; ++y)
                for (std::int64_t x = 0; x < s.w; ++x) {
                    const double u = (static_cast<double>(x) - cx - t.dx) / t.scale;
                    const double v = (static_cast<double>(y) - cy - t.dy) / t.scale;
                    // Turning counter-clockwise takes right to up; looking back goes clockwise.
                    const double fx = cx + u * std::cos(a) - v * std::sin(a);
                    const double fy = cy + u * std::sin(a) + v * std::cos(a);
                    const double x0 = std::floor(fx);
                    const double y0 = std::floor(fy);
                    const double wx = fx - x0;
                    const double wy = fy - y0;
                    result.at({n, c, y, x}) = static_cast<float>(
                        (1 - wy) * ((1 - wx) * value(n, c, y0, x0) + wx * value(n, c, y0, x0 + 1)) +
                        wy * ((1 - wx) * value(n, c, y0 + 1, x0) + wx * value(n, c, y0 + 1, x0 + 1)));
                }
    return result;
}

void expect_near(const pool::Tensor& a, const pool::Tensor& b, float tolerance) {
    ASSERT_EQ(a.shape(), b.shape());
    for (std::size_t i = 0; i < a.data().size(); ++i) ASSERT_NEAR(a.data()[i], b.data()[i], tolerance) << i;
}

TEST(Transform, ReadsBetweenTheCellsAsDefined) {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> shift(-3, 3);
    std::uniform_real_distribution<double> angle(-180, 180);
    std::uniform_real_distribution<double> scale(0.5, 2);
    for (unsigned i = 0; i < 20; ++i) {
        const pool::Tensor map = random_map({2, 2, 5 + i % 4, 6 + i % 3}, i);
        const Transform t{shift(random), shift(random), angle(random), scale(random), 0};
        pool::Tensor found;
        transform_map(map, t, found);
        expect_near(found, twin(map, t), 1e-5F);
    }
}

TEST(Transform, WholeCellsAreExactAndZerosComeIn) {
    const pool::Tensor map({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
    pool::Tensor found;
    transform_map(map, {1, 0, 0, 1, 0}, found);
    EXPECT_THAT(found.data(), ElementsAre(0, 1, 2, 0, 4, 5));
    transform_map(map, {-1, 1, 0, 1, 0}, found);
    EXPECT_THAT(found.data(), ElementsAre(0, 0, 0, 2, 3, 0));
    transform_map(map, {0, 0, 180, 1, 0}, found);
    EXPECT_THAT(found.data(), ElementsAre(6, 5, 4, 3, 2, 1));
}

TEST(Transform, AQuarterTurnIsCounterClockwise) {
    const pool::Tensor map({1, 1, 2, 2}, {1, 2, 3, 4});
    pool::Tensor found;
    transform_map(map, {0, 0, 90, 1, 0}, found);
    EXPECT_THAT(found.data(), ElementsAre(2, 4, 1, 3));
    transform_map(map, {0, 0, -270, 1, 0}, found);
    EXPECT_THAT(found.data(), ElementsAre(2, 4, 1, 3));
}

TEST(Transform, WhatIsNotFiniteStaysWhereItIs) {
    pool::Tensor map({1, 1, 3, 3});
    map.at({0, 0, 1, 1}) = std::nanf("");
    pool::Tensor found;
    transform_map(map, {1, 0, 0, 1, 0}, found);
    EXPECT_TRUE(std::isnan(found.at({0, 0, 1, 2})));
    EXPECT_EQ(found.at({0, 0, 1, 1}), 0);
    // Half a cell on, a NaN reaches both cells that it lies between, no other.
    transform_map(map, {0.5, 0, 0, 1, 0}, found);
    EXPECT_TRUE(std::isnan(found.at({0, 0, 1, 1})) && std::isnan(found.at({0, 0, 1, 2})));
    EXPECT_EQ(found.at({0, 0, 0, 1}), 0);
}

TEST(Transform, ShufflingKeepsTheValuesAndIsTheSameForTheSameSeed) {
    const pool::Tensor map = random_map({1, 2, 4, 4}, 3);
    pool::Tensor a;
    pool::Tensor b;
    transform_map(map, {0, 0, 0, 1, 7}, a);
    transform_map(map, {0, 0, 0, 1, 7}, b);
    EXPECT_EQ(a, b);
    EXPECT_NE(a, map);
    for (std::int64_t c = 0; c < 2; ++c)
        EXPECT_THAT(a.plane(0, c), ::testing::UnorderedElementsAreArray(map.plane(0, c)));
    transform_map(map, {0, 0, 0, 1, 8}, b);
    EXPECT_NE(a, b);
}

TEST(Transform, StrokesAreMovedAsStrokesUnlessCellsMoveWhole) {
    const Input three = find_sample("digit.3")->input;
    EXPECT_EQ(resampling(three, {}), Resampling::none);
    EXPECT_EQ(resampling(three, {2, -1, 0, 1, 0}), Resampling::cells);
    EXPECT_EQ(resampling(three, {0, 0, 90, 1, 0}), Resampling::cells);
    EXPECT_EQ(resampling(three, {0.5, 0, 0, 1, 0}), Resampling::strokes);
    EXPECT_EQ(resampling(three, {0, 0, 12, 1, 0}), Resampling::strokes);
    EXPECT_EQ(resampling(find_sample("matrix.textbook")->input, {0, 0, 12, 1, 0}), Resampling::bilinear);
    EXPECT_EQ(resampling(find_sample("digit.3.noise")->input, {0.5, 0, 0, 1, 0}), Resampling::bilinear);
    const Input turned = transformed(three, {0, 0, 12, 1, 0});
    ASSERT_EQ(turned.strokes.size(), three.strokes.size());
    EXPECT_FALSE(turned.base.values);
}

TEST(Transform, MovedStrokesAndMovedCellsAgree) {
    // The strokes of a digit, moved by one cell and one more, are the digit moved by two: to rounding.
    const Input three = find_sample("digit.3")->input;
    const Input strokes = transformed(transformed(three, {0.75, 0, 0, 1, 0}), {1.25, 0, 0, 1, 0});
    ASSERT_EQ(strokes.strokes.size(), 1U);
    expect_near(raster(strokes), raster(transformed(three, {2, 0, 0, 1, 0})), 1e-4F);
    // Two turns of strokes are a turn of cells.
    const Input turned = transformed(transformed(three, {0, 0, 30, 1, 0}), {0, 0, 60, 1, 0});
    expect_near(raster(turned), raster(transformed(three, {0, 0, 90, 1, 0})), 1e-4F);
    const Input scaled = transformed(transformed(three, {0, 0, 0, 0.5, 0}), {0, 0, 0, 2, 0});
    expect_near(raster(scaled), raster(three), 1e-4F);
}

TEST(Lane, ReplacesEveryPoolingByAnother) {
    const pool::Stack stack =
        pool::parse_stack("Conv2d('box'), MaxPool2d(3, stride=2, padding=1), ReLU(), AdaptiveMaxPool2d(2)");
    EXPECT_EQ(pool::notation(with_poolings(stack, Replacement::average)),
              "Conv2d(kernel='box'), AvgPool2d(3, stride=2, padding=1), ReLU(), AdaptiveAvgPool2d(2)");
    EXPECT_EQ(pool::notation(with_poolings(stack, Replacement::subsample)),
              "Conv2d(kernel='box'), Subsample2d(2), ReLU(), AdaptiveMaxPool2d(2)");
    EXPECT_EQ(pool::notation(with_poolings(pool::parse_stack("AvgPool2d(2)"), Replacement::maximum)),
              "MaxPool2d(2)");
    EXPECT_EQ(pool::notation(with_poolings(pool::parse_stack("MaxPool2d((2, 3))"), Replacement::subsample)),
              "Subsample2d((2, 3))");
    EXPECT_EQ(with_poolings(stack, Replacement::as_given), stack);
    // Every kind that can be replaced becomes one that fits an ordinary map.
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        const pool::Layer layer = pool::default_layer(kind->name());
        if (!replaceable(layer)) continue;
        for (const Replacement r :
             {Replacement::average, Replacement::maximum, Replacement::subsample, Replacement::blur}) {
            const auto chain = pool::infer_shapes({1, 1, 28, 28}, with_poolings({layer}, r));
            EXPECT_FALSE(chain.error)
                << kind->name() << ": " << (chain.error ? chain.error->message.text() : "");
        }
    }
}

TEST(Lane, BDiffersInWhatIsSaidAndInNothingElse) {
    Document document = first_document();
    EXPECT_FALSE(other_input(document) || other_stack(document));
    EXPECT_EQ(lane_b(document).input, document.input);
    document.other.transform.dx = 1;
    document.other.ties = "last";
    document.other.rule = "onnx";
    EXPECT_TRUE(other_input(document) && other_stack(document));
    const Document b = lane_b(document);
    EXPECT_EQ(pool::notation(b.stack),
              "MaxPool2d(2, ties='last', rule='onnx'), MaxPool2d(2, ties='last', rule='onnx')");
    EXPECT_EQ(raster(b.input).at({0, 0, 10, 11}), raster(document.input).at({0, 0, 10, 10}));
    EXPECT_EQ(b.other, Lane{});
}

TEST(Samples, TheNewOnesAreWhatTheirNamesSay) {
    const auto map = [](const char* id) { return raster(find_sample(id)->input); };
    EXPECT_EQ(map("matrix.batch").shape(), (pool::Shape{4, 3, 4, 4}));
    EXPECT_TRUE(std::isnan(map("matrix.nan").at({0, 0, 1, 2})));
    EXPECT_EQ(map("matrix.ones").shape(), (pool::Shape{1, 1, 8, 8}));
    EXPECT_EQ(map("stripes.pairs").at({0, 0, 27, 2}), 1);
    EXPECT_EQ(map("stripes.pairs").at({0, 0, 27, 1}), 0);
    EXPECT_EQ(map("digit.3.noise").at({0, 0, 3, 3}), 1);
    EXPECT_EQ(map("zero.pixels.small").at({0, 0, 5, 10}), 1);
    for (std::int64_t y = 0; y < 28; ++y)
        for (std::int64_t x = 0; x < 28; ++x)
            if (y < 16 || x < 16) {
                EXPECT_EQ(map("ink.lower_right").at({0, 0, y, x}), 0);
            }
    pool::Tensor turned;
    transform_map(map("digit.3"), {0, 0, 90, 1, 0}, turned);
    EXPECT_EQ(map("digit.3.turned"), turned);
}

TEST(Cases, NameSamplesAndStacksThatFit) {
    for (const Case& pair : cases()) {
        const Document document = document_of(pair, first_document());
        const Document b = lane_b(document);
        EXPECT_TRUE(other_input(document)) << pair.id;
        EXPECT_FALSE(pool::infer_shapes(input_shape(document.input), document.stack).error) << pair.id;
        EXPECT_FALSE(pool::infer_shapes(input_shape(b.input), b.stack).error) << pair.id;
    }
}

}  // namespace
}  // namespace document
