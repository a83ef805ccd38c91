#include "pool/winners.h"

#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "pool/notation.h"

namespace {

using pool::AxisGeometry;
using pool::TapGrid;
using pool::Winners;

AxisGeometry sliding(std::int64_t input, std::int64_t kernel, std::int64_t padding = 0,
                     std::int64_t dilation = 1) {
    return AxisGeometry::sliding(input, 2, kernel, 1, padding, padding, dilation);
}
std::optional<TapGrid> both(const AxisGeometry& axis) { return TapGrid::of({axis, axis}); }

TEST(Winners, OnlyPlainWindowsOfAtMost255TapsAreNumbered) {
    EXPECT_TRUE(both(sliding(20, 2)));
    EXPECT_TRUE(both(sliding(20, 15)));
    EXPECT_FALSE(both(sliding(20, 16)));
    EXPECT_TRUE(TapGrid::of({sliding(20, 15), sliding(20, 17)}));
    EXPECT_FALSE(TapGrid::of({sliding(300, 1), sliding(300, 256)}));
    EXPECT_FALSE(TapGrid::of({sliding(std::int64_t{1} << 40, std::int64_t{1} << 32), sliding(300, 1)}));
    EXPECT_FALSE(both(sliding(20, 2, 0, 2)));
    EXPECT_FALSE(both(AxisGeometry::adaptive(20, 7)));
    // Rows of such windows would overlap in the plane.
    EXPECT_FALSE(both(sliding(3, 5, 2)));
}

TEST(Winners, TapsCountTheWindowRowByRowWithItsPadding) {
    const auto axis = AxisGeometry::sliding(5, 3, 3, 2, 1, 1, 1);
    const TapGrid grid = *both(axis);
    EXPECT_EQ(grid.taps(), 9);
    EXPECT_EQ(grid.start(0, 0), -6);
    EXPECT_EQ(grid.position(0, 0, 4), 0);   // the middle of the first window
    EXPECT_EQ(grid.position(1, 2, 5), 15);  // would be the cell right of row 2: the padding there
    EXPECT_EQ(grid.position(1, 1, 8), 18);
    EXPECT_EQ(grid.tap(1, 1, 18), 8);
    EXPECT_EQ(grid.tap(0, 0, 0), 4);
    EXPECT_EQ(grid.tap(0, 0, -1), TapGrid::kNone);
    EXPECT_EQ(grid.position(0, 0, TapGrid::kNone), -1);
}

TEST(Winners, BothFormsGiveTheSamePositions) {
    const auto axis = AxisGeometry::sliding(5, 3, 3, 2, 1, 1, 1);
    const pool::Shape shape{2, 1, 3, 3};
    Winners taps = Winners::unfilled(shape, both(axis));
    Winners positions = Winners::unfilled(shape, std::nullopt);
    EXPECT_EQ(taps.bytes(), 18);
    EXPECT_EQ(positions.bytes(), 144);
    for (Winners* winners : {&taps, &positions}) {
        for (std::int64_t n = 0; n < 2; ++n)
            for (std::int64_t y = 0; y < 3; ++y)
                for (std::int64_t x = 0; x < 3; ++x)
                    winners->set({n, 0, y, x}, n == 1 && y == 0 ? -1 : 2 * y * 5 + 2 * x);
        EXPECT_EQ(winners->at({0, 0, 1, 2}), 14);
        EXPECT_EQ(winners->at({1, 0, 0, 2}), -1);
        EXPECT_EQ(winners->found(0, 0), 9);
        EXPECT_EQ(winners->found(1, 0), 6);
    }
    EXPECT_EQ(taps.positions(), positions.positions());
    EXPECT_TRUE(Winners().empty());
    EXPECT_EQ(Winners().plane(0, 0).taps, nullptr);
}

TEST(Winners, AResultUsedForAnotherLayerOfTheSameSizeIsNumberedAnew) {
    const pool::Tensor x({1, 1, 8, 8}, {[] {
                             std::vector<float> values(64);
                             for (std::size_t i = 0; i < 64; ++i) values[i] = static_cast<float>(i * 37 % 64);
                             return values;
                         }()});
    pool::Forward reused;
    for (const char* notation : {"MaxPool2d(2)", "MaxPool2d(3, stride=2, padding=1)",
                                 "MaxPool2d(2, dilation=2, padding=1, stride=2)", "AdaptiveMaxPool2d(4)"}) {
        const pool::Layer layer = pool::parse_stack(notation).front();
        pool::kind_of(layer).forward(layer.params, x, reused);
        pool::Forward fresh;
        pool::kind_of(layer).forward(layer.params, x, fresh);
        EXPECT_EQ(reused.indices, fresh.indices) << notation;
        for (std::int64_t o = 0; o < fresh.output.shape().h; ++o) {
            const std::int64_t at = fresh.indices.at({0, 0, o, o});
            EXPECT_EQ(x.data()[static_cast<std::size_t>(at)], fresh.output.at({0, 0, o, o})) << notation;
        }
    }
}

}  // namespace
