#include "measure/compare.h"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace measure {
namespace {

using Kind = Relation::Kind;

pool::Tensor random_map(pool::Shape shape, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> value(-3, 3);
    pool::Tensor map(shape);
    for (float& v : map.data()) v = static_cast<float>(value(random)) * 0.25F;
    return map;
}

/// Every cell of a put where the move says.
pool::Tensor put(const pool::Tensor& a, Move move) {
    const pool::Shape& s = a.shape();
    pool::Tensor b(s);
    for (std::int64_t n = 0; n < s.n; ++n)
        for (std::int64_t c = 0; c < s.c; ++c)
            for (std::int64_t y = 0; y < s.h; ++y)
                for (std::int64_t x = 0; x < s.w; ++x) {
                    const pool::Cell to{n, c, y + move.dy, x + move.dx};
                    if (b.contains(to)) b.at(to) = a.at({n, c, y, x});
                }
    return b;
}

TEST(Compare, IsWhatTheFormulasSay) {
    for (unsigned seed = 0; seed < 30; ++seed) {
        const pool::Tensor a = random_map({1 + seed % 2, 2, 4, 5}, seed);
        const pool::Tensor b = random_map(a.shape(), seed + 100);
        double aa = 0, bb = 0, ab = 0, dd = 0, largest = 0;
        std::int64_t differ = 0;
        for (std::size_t i = 0; i < a.data().size(); ++i) {
            const double x = a.data()[i], y = b.data()[i];
            aa += x * x, bb += y * y, ab += x * y, dd += (x - y) * (x - y);
            largest = std::max(largest, std::abs(x - y));
            if (x != y) ++differ;
        }
        const Comparison c = compare(a, b);
        EXPECT_NEAR(c.relative_difference, std::sqrt(dd) / std::sqrt(aa), 1e-12);
        EXPECT_NEAR(c.cosine, ab / std::sqrt(aa) / std::sqrt(bb), 1e-12);
        EXPECT_EQ(c.differ, differ);
        EXPECT_EQ(c.cells, a.shape().size());
        EXPECT_NEAR(c.equal_share, 1 - static_cast<double>(differ) / static_cast<double>(c.cells), 1e-12);
        EXPECT_EQ(c.largest_change, largest);
    }
}

TEST(Compare, ZeroMapsAndWhatIsNotANumber) {
    const pool::Tensor zero({1, 1, 2, 2});
    const pool::Tensor one({1, 1, 2, 2}, 1);
    EXPECT_EQ(compare(zero, zero).relative_difference, 0);
    EXPECT_EQ(compare(zero, one).relative_difference, std::numeric_limits<double>::infinity());
    EXPECT_EQ(compare(one, zero).relative_difference, 1);
    EXPECT_TRUE(std::isnan(compare(zero, one).cosine) && std::isnan(compare(zero, zero).cosine));
    pool::Tensor nan = one;
    nan.data()[1] = std::nanf("");
    EXPECT_EQ(compare(nan, nan).differ, 0);
    EXPECT_TRUE(compare(nan, nan).equal());
    EXPECT_EQ(compare(one, nan).differ, 1);
    EXPECT_EQ(compare(one, nan).differ_visibly, 1);
    EXPECT_TRUE(std::isnan(compare(one, nan).relative_difference));
    pool::Tensor near = one;
    near.data()[0] += 5e-7F;
    EXPECT_EQ(compare(one, near).differ, 1);
    EXPECT_EQ(compare(one, near).differ_visibly, 0);
    EXPECT_FALSE(compare(one, pool::Tensor({1, 1, 4, 1}, 1)).same_shape);
}

TEST(Relation, FindsEveryMoveOfAMap) {
    for (unsigned seed = 0; seed < 200; ++seed) {
        const pool::Tensor a = random_map({1 + seed % 2, 1 + seed % 3, 5, 6}, seed);
        const Move move{static_cast<std::int64_t>(seed % 7) - 3, static_cast<std::int64_t>(seed / 7 % 7) - 3};
        const pool::Tensor b = put(a, move);
        const Relation found = relation(a, b);
        if (move == Move{}) {
            EXPECT_EQ(found.kind, Kind::same);
        } else {
            ASSERT_EQ(found.kind, Kind::moved) << seed;
            EXPECT_EQ(put(a, found.move), b);
        }
        EXPECT_TRUE(moved(a, b, move));
        pool::Tensor other = b;
        other.data()[seed % other.data().size()] += 0.125F;
        EXPECT_FALSE(moved(a, other, move));
    }
}

TEST(Relation, TellsTurnedAndNeitherApart) {
    const pool::Tensor a({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
    const pool::Tensor left({1, 1, 3, 2}, {3, 6, 2, 5, 1, 4});
    EXPECT_TRUE(turned(a, left, 1));
    EXPECT_TRUE(turned(left, a, 3));
    EXPECT_FALSE(turned(a, left, 3));
    EXPECT_EQ(relation(a, left).kind, Kind::turned);
    EXPECT_EQ(relation(a, left).quarters, 1);
    const pool::Tensor half({1, 1, 2, 3}, {6, 5, 4, 3, 2, 1});
    EXPECT_EQ(relation(a, half).quarters, 2);
    const pool::Tensor changed({1, 1, 2, 3}, {1, 2, 3, 4, 5, 7});
    EXPECT_EQ(relation(a, changed).kind, Kind::neither);
    // A map that is gone has not moved.
    EXPECT_EQ(relation(a, pool::Tensor(a.shape())).kind, Kind::neither);
    pool::Tensor rounded = a;
    rounded.data()[0] += 1e-7F;
    EXPECT_EQ(relation(a, rounded).kind, Kind::same);
    EXPECT_FALSE(relation(a, rounded).exact);
}

TEST(Relation, TakesTheMoveThatIsExpected) {
    // A row of equal cells fits several moves.
    const pool::Tensor a({1, 1, 1, 6}, {0, 1, 1, 0, 0, 0});
    const pool::Tensor b({1, 1, 1, 6}, {0, 0, 0, 1, 1, 0});
    EXPECT_EQ(relation(a, b, {0, 2}).move, (Move{0, 2}));
    const pool::Tensor cut({1, 1, 1, 6}, {1, 0, 0, 0, 0, 0});
    EXPECT_EQ(relation(a, cut, {0, -2}).move, (Move{0, -2}));
}

}  // namespace
}  // namespace measure
