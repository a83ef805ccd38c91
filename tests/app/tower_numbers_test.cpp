#include "app/tower_numbers.h"

#include <gtest/gtest.h>

namespace {

TEST(TowerNumbers, NoLineCrossesANumber) {
    constexpr int kWide = 60;
    constexpr int kHigh = 40;
    const auto picture = [] { return std::vector<unsigned char>(kWide * kHigh * 4, 200); };
    const auto dot = [](std::vector<unsigned char>& rgba, int x, int y, unsigned char value) {
        for (int k = 0; k < 3; ++k) rgba[static_cast<std::size_t>((y * kWide + x) * 4 + k)] = value;
    };
    const std::vector<unsigned char> blank = picture();
    // A "0" with a hole in the middle of a cell, and a line through everything.
    std::vector<unsigned char> bare = blank;
    for (int y = 10; y < 30; ++y)
        for (int x = 20; x < 32; ++x)
            if (y < 13 || y > 26 || x < 23 || x > 28) dot(bare, x, y, 0);
    std::vector<unsigned char> drawn = bare;
    for (int x = 0; x < kWide; ++x)
        for (int y = 18; y < 21; ++y) dot(drawn, x, y, 90);
    const std::vector<unsigned char> crossed = drawn;
    app::clear_numbers(
        {drawn, kWide, kHigh}, bare, blank,
        [](int, int) {
            return pool::MapCell{0, {0, 0, 1, 2}};
        },
        2);
    for (int y = 0; y < kHigh; ++y) {
        for (int x = 0; x < kWide; ++x) {
            const auto at = static_cast<std::size_t>((y * kWide + x) * 4);
            const bool within = x >= 18 && x <= 33 && y >= 8 && y <= 31;
            if (within && x > 19 && x < 32) {
                ASSERT_EQ(drawn[at], bare[at]) << x << ", " << y;
            }
            if (!within) {
                ASSERT_EQ(drawn[at], crossed[at]) << x << ", " << y;
            }
        }
    }
    // Pixels of no cell are left as they are.
    std::vector<unsigned char> other = crossed;
    app::clear_numbers(
        {other, kWide, kHigh}, bare, blank, [](int, int) { return std::nullopt; }, 2);
    EXPECT_EQ(other, crossed);
}

}  // namespace
