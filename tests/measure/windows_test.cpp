#include "measure/windows.h"

#include <cmath>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "measure/cost.h"
#include "measure/gradients.h"
#include "pool/notation.h"

// The same once more by plain loops over the definition of a window: output o of an axis reads o·s − p + j·d.

namespace measure {
namespace {

struct Axis1 {
    std::int64_t k, s, p, d;
};
struct Case {
    const char* notation;
    Axis1 axis;
};
constexpr Case kCases[] = {{"MaxPool2d(2)", {2, 2, 0, 1}},
                           {"MaxPool2d(3, stride=1)", {3, 1, 0, 1}},
                           {"MaxPool2d(3, stride=2, padding=1)", {3, 2, 1, 1}},
                           {"MaxPool2d(2, stride=3)", {2, 3, 0, 1}},
                           {"MaxPool2d(2, stride=1, dilation=2)", {2, 1, 0, 2}},
                           {"AvgPool2d(3, stride=2, padding=1)", {3, 2, 1, 1}},
                           {"Subsample2d(2)", {1, 2, 0, 1}}};

pool::Tensor random_map(std::int64_t h, std::int64_t w, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> value(0, 3);
    pool::Tensor map({1, 1, h, w});
    for (float& v : map.data()) v = static_cast<float>(value(random));
    return map;
}

/// Positions along one axis, those outside of the map too.
std::vector<std::int64_t> reads(const Axis1& a, std::int64_t o) {
    std::vector<std::int64_t> all;
    for (std::int64_t j = 0; j < a.k; ++j) all.push_back(o * a.s - a.p + j * a.d);
    return all;
}

class Windows : public ::testing::TestWithParam<Case> {
 protected:
    static constexpr std::int64_t kH = 7;
    static constexpr std::int64_t kW = 8;
    Windows() {
        pool::Upstream random;
        random.source = pool::Upstream::Source::random;
        e_ = pool::evaluate(std::make_shared<const pool::Tensor>(random_map(kH, kW, 3)),
                            pool::parse_stack(GetParam().notation), random);
    }
    template <class Body>
    void each(Body body) const {
        const pool::Shape& s = e_.output().shape();
        for (std::int64_t y = 0; y < s.h; ++y)
            for (std::int64_t x = 0; x < s.w; ++x) body(pool::Cell{0, 0, y, x});
    }
    /// Valid cells and the number of others of a window.
    std::pair<std::vector<pool::Cell>, std::int64_t> window(const pool::Cell& cell) const {
        std::vector<pool::Cell> valid;
        std::int64_t padding = 0;
        for (const std::int64_t y : reads(GetParam().axis, cell.y))
            for (const std::int64_t x : reads(GetParam().axis, cell.x)) {
                const pool::Cell at{0, 0, y, x};
                e_.map(0).contains(at) ? valid.push_back(at) : void(++padding);
            }
        return {valid, padding};
    }
    bool average() const { return std::string_view(GetParam().notation).starts_with("Avg"); }
    pool::Evaluation e_;
};

TEST_P(Windows, TapsPadsTiesAndWinners) {
    std::int64_t with_ties = 0;
    each([&](const pool::Cell& cell) {
        const auto [valid, padding] = window(cell);
        const auto taps = read_taps(e_, 1, cell);
        ASSERT_EQ(taps.size(), valid.size());
        EXPECT_EQ(pads(e_, 1, cell), padding);
        float best = -INFINITY;
        std::int64_t equal = 0;
        pool::Cell first{};
        for (std::size_t i = 0; i < valid.size(); ++i) {
            EXPECT_EQ(taps[i].y, valid[i].y);
            EXPECT_EQ(taps[i].x, valid[i].x);
            const float v = e_.map(0).at(valid[i]);
            if (v > best) best = v, first = valid[i], equal = 0;
            if (v == best) ++equal;
        }
        EXPECT_EQ(tied(e_, 1, cell), equal);
        with_ties += equal > 1;
        if (average()) {
            EXPECT_EQ(divisor(e_, 1, cell), 9);
        } else {
            EXPECT_EQ(winner(e_, 1, cell), first);
            EXPECT_EQ(index(e_, 1, cell), first.y * kW + first.x);
            EXPECT_EQ(source(e_, 1, cell), first);
        }
    });
    EXPECT_EQ(ties(e_, 1, {}), with_ties);
}

TEST_P(Windows, WhoReadsWhat) {
    std::set<std::pair<std::int64_t, std::int64_t>> read;
    std::vector<std::int64_t> windows(kH * kW, 0);
    each([&](const pool::Cell& cell) {
        for (const pool::Cell& at : window(cell).first) {
            read.insert({at.y, at.x});
            ++windows[static_cast<std::size_t>(at.y * kW + at.x)];
        }
    });
    EXPECT_EQ(unread(e_, 1, {}), kH * kW - static_cast<std::int64_t>(read.size()));
    EXPECT_EQ(read_cells(e_, {}), static_cast<std::int64_t>(read.size()));
    std::set<std::int64_t> rows_read;
    for (const auto& [y, x] : read) rows_read.insert(y);
    EXPECT_EQ(dropped_rows(e_, 1, {}), kH - static_cast<std::int64_t>(rows_read.size()));
    for (std::int64_t y = 0; y < kH; ++y)
        for (std::int64_t x = 0; x < kW; ++x)
            EXPECT_EQ(windows_of(e_, 1, {0, 0, y, x}), windows[static_cast<std::size_t>(y * kW + x)]);
    each([&](const pool::Cell& cell) {
        const auto all = window(cell).first;
        EXPECT_EQ(rows(e_, 1, cell).first, all.front().y);
        EXPECT_EQ(rows(e_, 1, cell).last, all.back().y);
        EXPECT_EQ(columns(e_, 1, cell).first, all.front().x);
        EXPECT_EQ(columns(e_, 1, cell).last, all.back().x);
        EXPECT_EQ(receptive_field(e_, 1, cell).h, all.back().y - all.front().y + 1);
        EXPECT_EQ(receptive_field(e_, 1, cell).w, all.back().x - all.front().x + 1);
    });
    EXPECT_EQ(stride(e_, 1).w, GetParam().axis.s);
    const std::int64_t span = (GetParam().axis.k - 1) * GetParam().axis.d + 1;
    EXPECT_EQ(shared(e_, 1, {}), std::max<std::int64_t>(0, span - GetParam().axis.s));
}

TEST_P(Windows, GradientsAddUp) {
    double in = 0, out = 0, zero = 0;
    std::int64_t none = 0;
    for (std::size_t i = 0; i < e_.gradient(0).data().size(); ++i) {
        const double g = e_.gradient(0).data()[i];
        in += g;
        none += g == 0;
        if (e_.map(0).data()[i] == 0) zero += g;
    }
    for (const float g : e_.gradient(1).data()) out += static_cast<double>(g);
    EXPECT_NEAR(sum(e_.gradient(0)), in, 1e-9);
    EXPECT_NEAR(lost(e_, 1), out - in, 1e-9);
    EXPECT_NEAR(on_zero(e_, 1), zero, 1e-9);
    EXPECT_EQ(zeros(e_.gradient(0)), none);
    EXPECT_EQ(nonzeros(e_.gradient(0)), kH * kW - none);
    // What arrives at a cell is its gradient; the slope of the loss is too, where nothing kinks.
    for (std::int64_t y = 0; y < kH; ++y)
        for (std::int64_t x = 0; x < kW; ++x) {
            double total = 0;
            for (const float share : arrivals(e_, 1, {0, 0, y, x})) total += static_cast<double>(share);
            EXPECT_NEAR(total, e_.gradient(0).at({0, 0, y, x}), 1e-6);
            if (average()) {
                EXPECT_NEAR(slope(e_, {0, 0, y, x}, 0.5), total, 1e-5);
            }
        }
}

INSTANTIATE_TEST_SUITE_P(Layers, Windows, ::testing::ValuesIn(kCases));

TEST(Windows, TheBusiestCellWinsMost) {
    const pool::Evaluation e = pool::evaluate(std::make_shared<const pool::Tensor>(random_map(7, 8, 9)),
                                              pool::parse_stack("MaxPool2d(3, stride=1)"), {});
    std::vector<int> wins(56, 0);
    for (std::int64_t y = 0; y < 5; ++y)
        for (std::int64_t x = 0; x < 6; ++x)
            ++wins[static_cast<std::size_t>(e.layers[0].forward.indices.at({0, 0, y, x}))];
    const auto best = static_cast<std::int64_t>(std::ranges::max_element(wins) - wins.begin());
    EXPECT_EQ(busiest(e, 1, {}), (pool::Cell{0, 0, best / 8, best % 8}));
}

TEST(Cost, CountsWhatStandsBehindAMap) {
    // By hand: 28·28 cells, 3×3 kernels on one channel, 64 of them, and a bias each.
    const MapCost before = cost_behind({1, 1, 28, 28});
    EXPECT_EQ(before.convolution_parameters, 640);
    EXPECT_EQ(before.convolution_multiply_adds, 451584);
    EXPECT_EQ(before.dense_parameters, 7850);
    EXPECT_EQ(before.bytes, 3136);
    const MapCost after = cost_behind({2, 3, 7, 7});
    EXPECT_EQ(after.convolution_parameters, (27 + 1) * 64);
    EXPECT_EQ(after.convolution_multiply_adds, 49 * 27 * 64);
    EXPECT_EQ(after.dense_parameters, (147 + 1) * 10);
    EXPECT_EQ(after.dense_multiply_adds, 1470);
    EXPECT_EQ(after.bytes, 2 * 147 * 4);
}

}  // namespace
}  // namespace measure
