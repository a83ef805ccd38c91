#include "figure/plates/map_images.h"

#include <random>

#include <gtest/gtest.h>

#include "pool/notation.h"

namespace {

using namespace figure;

void expect_same_as_fresh(MapImages& kept, const pool::Evaluation& e) {
    const Style style;
    for (std::size_t map = 0; map < e.map_count(); ++map) {
        for (const bool gradient : {false, true}) {
            const pool::Tensor& values = gradient ? e.gradient(map) : e.map(map);
            MapImages fresh;
            const std::size_t layer = map == 0 ? 0 : map - 1;
            const auto range_in = [&](MapImages& images, const pool::Evaluation& of) {
                const MapImages::PairRanges ranges = images.ranges(of, layer, gradient);
                return map == 0 ? ranges.below : ranges.above;
            };
            const Range range = range_in(kept, e);
            ASSERT_EQ(range, range_in(fresh, e)) << "map " << map;
            for (std::int64_t c = 0; c < values.shape().c; ++c) {
                MapImages::Wanted wanted{e.id, map, gradient, 0, c, -1, range, Sequential::viridis};
                const Image mine =
                    kept.picture(wanted, style, values.plane(0, c), values.shape().h, values.shape().w);
                wanted.id = {};
                const Image other =
                    fresh.picture(wanted, style, values.plane(0, c), values.shape().h, values.shape().w);
                ASSERT_EQ(*mine.pixels, *other.pixels) << "map " << map << (gradient ? " gradient" : "");
            }
        }
    }
}

TEST(MapImages, FollowChangesExactly) {
    std::mt19937 random(11);
    for (const char* stack :
         {"MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)", "AvgPool2d(2), MaxPool2d(3, stride=1)"}) {
        auto x = std::make_shared<pool::Tensor>(pool::Shape{1, 2, 20, 18});
        for (float& v : x->data()) v = static_cast<float>(random() % 1000) / 1000;
        pool::Evaluation e = pool::evaluate(x, pool::parse_stack(stack), {});
        MapImages kept;
        expect_same_as_fresh(kept, e);
        for (int step = 0; step < 60; ++step) {
            const auto y = static_cast<std::int64_t>(random() % 17);
            const auto c = static_cast<std::int64_t>(random() % 15);
            const pool::Region region{y, y + 3, c, c + 3};
            auto next = std::make_shared<pool::Tensor>(*x);
            for (std::int64_t i = region.y0; i < region.y1; ++i)
                for (std::int64_t j = region.x0; j < region.x1; ++j) {
                    // Now and then an extreme value, a value that takes an extreme away, and one that is no
                    // number.
                    const auto kind = random() % 40;
                    next->at({0, 0, i, j}) = kind == 0   ? 3.0F + static_cast<float>(step)
                                             : kind == 1 ? -2.0F
                                             : kind == 2 ? std::numeric_limits<float>::quiet_NaN()
                                                         : static_cast<float>(random() % 1000) / 1000;
                }
            x = next;
            const pool::EvaluationId before = e.id;
            const pool::Changes changes = pool::update(e, x, region);
            kept.changed(before, e.id, changes, e);
            expect_same_as_fresh(kept, e);
        }
    }
}

TEST(MapImages, GradientsHaveOneRangeUnlessOneMapWouldBeBlankInIt) {
    const auto x = std::make_shared<const pool::Tensor>(pool::Tensor({1, 1, 8, 8}, 1.0F));
    const auto ranges = [&](const char* stack, bool gradient) {
        return MapImages().ranges(pool::evaluate(x, pool::parse_stack(stack), {}), 0, gradient);
    };
    // Shares of a quarter and of a ninth are seen beside the whole.
    EXPECT_EQ(ranges("AvgPool2d(2)", true).below, (Range{0, 1})) << "no gradient is negative";
    EXPECT_TRUE(ranges("AvgPool2d(2)", true).shared());
    EXPECT_TRUE(ranges("AvgPool2d(3)", true).shared());
    EXPECT_EQ(ranges("AdaptiveAvgPool2d(1)", true).below, (Range{0, 1.0F / 64}));
    EXPECT_EQ(ranges("AdaptiveAvgPool2d(1)", true).above, (Range{0, 1}));
    // No cell gets anything: nothing to be seen in a range of its own.
    EXPECT_TRUE(ranges("Conv2d(weight=[[0]])", true).shared());
    EXPECT_TRUE(ranges("AdaptiveAvgPool2d(1)", false).shared());
    // A map with negative values has a scale that parts at zero; the one without keeps its own.
    EXPECT_EQ(ranges("Conv2d(weight=[[-2]])", false).below, (Range{0, 1}));
    EXPECT_EQ(ranges("Conv2d(weight=[[-2]])", false).above, (Range{-2, 2}));
}

TEST(MapImages, ANewPictureHasANewKeyAndAnUntouchedOneItsOld) {
    auto x = std::make_shared<pool::Tensor>(pool::Shape{1, 1, 8, 8});
    x->at({0, 0, 0, 0}) = 1;
    pool::Evaluation e = pool::evaluate(x, pool::parse_stack("MaxPool2d(2)"), {});
    MapImages kept;
    const Style style;
    const auto picture = [&](std::size_t map) {
        return kept.picture({e.id, map, false, 0, 0, -1, {0, 1}, Sequential::viridis}, style,
                            e.map(map).plane(0, 0), e.map(map).shape().h, e.map(map).shape().w);
    };
    const Image input = picture(0);
    const Image output = picture(1);
    auto next = std::make_shared<pool::Tensor>(*x);
    next->at({0, 0, 5, 5}) = 0.5F;
    const pool::EvaluationId before = e.id;
    pool::Changes changes = pool::update(e, next, {5, 6, 5, 6});
    changes.values[1] = {};
    kept.changed(before, e.id, changes, e);
    EXPECT_NE(picture(0).key, input.key);
    EXPECT_EQ(picture(1).key, output.key);
}

}  // namespace
