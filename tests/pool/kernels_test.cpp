#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include <gtest/gtest.h>

#include "pool/kernels/average.h"
#include "pool/kernels/max.h"
#include "pool/workers.h"
#include "random_layers.h"

#if !POOLSCOPE_PLAIN_KERNELS
#include <hwy/highway.h>
#endif

namespace {

using namespace pool_test;
using pool::AxisGeometry;
using pool::Region;

constexpr float kInf = std::numeric_limits<float>::infinity();

/// Runs `body` on every instruction set that this machine has, the widest last.
template <class Body>
void on_every_target(Body&& body) {
#if POOLSCOPE_PLAIN_KERNELS
    body();
#else
    for (std::int64_t targets = hwy::SupportedTargets(); targets != 0; targets &= targets - 1) {
        const std::int64_t one = targets & -targets;
        hwy::SetSupportedTargetsForTest(one);
        SCOPED_TRACE(hwy::TargetName(one));
        body();
    }
    hwy::SetSupportedTargetsForTest(0);
#endif
}

struct Case {
    pool::Axes axes;
    std::int64_t h = 0, w = 0;
    std::vector<float> x;
};

AxisGeometry random_axis(std::mt19937& random, std::int64_t n, bool dilated) {
    while (true) {
        const std::int64_t shape = pick(random, 0, 5);
        std::int64_t k = pick(random, 1, 5);
        std::int64_t s = pick(random, 1, 4);
        std::int64_t p = pick(random, 0, k / 2);
        std::int64_t d = dilated ? pick(random, 1, 3) : 1;
        if (shape == 0) k = s = 2, p = 0, d = 1;
        if (shape == 1) k = 3, s = 2, p = 1, d = 1;
        if (shape == 2) k = pick(random, 10, 40), s = pick(random, 1, 2), p = pick(random, 0, k / 2), d = 1;
        const std::int64_t m = (n + 2 * p - d * (k - 1) - 1) / s + 1 + (pick(random, 0, 3) == 0 ? 1 : 0);
        if (n + 2 * p - d * (k - 1) - 1 < 0 || m < 1 || (m - 1) * s >= n + p) continue;
        return AxisGeometry::sliding(n, m, k, s, p, p, d);
    }
}

/// Both axes alike now and then: the kernels for 2×2 and 3×3 windows ask for it.
Case random_case(std::mt19937& random, bool dilated) {
    Case c;
    c.h = pick(random, 1, 40);
    c.w = pick(random, 1, 90);
    const AxisGeometry w = random_axis(random, c.w, dilated);
    AxisGeometry h = random_axis(random, c.h, dilated);
    if (pick(random, 0, 1) == 0) {
        const std::int64_t reach = w.dilation() * (w.kernel() - 1) + 1;
        if (c.h + 2 * w.pad_begin() >= reach)
            h = AxisGeometry::sliding(c.h, (c.h + 2 * w.pad_begin() - reach) / w.stride() + 1, w.kernel(),
                                      w.stride(), w.pad_begin(), w.pad_begin(), w.dilation());
    }
    c.axes = {h, w};
    if (pick(random, 0, 5) == 0) {
        // Tiles, in rows that fill whole vectors but seldom whole cache lines.
        c.h = 2 * pick(random, 1, 20);
        c.w = 8 * pick(random, 1, 40);
        c.axes = {AxisGeometry::sliding(c.h, c.h / 2, 2, 2, 0, 0, 1),
                  AxisGeometry::sliding(c.w, c.w / 2, 2, 2, 0, 0, 1)};
    }
    std::normal_distribution<float> normal;
    const std::int64_t flavour = pick(random, 0, 4);
    for (std::int64_t i = 0; i < c.h * c.w; ++i) {
        float v = flavour == 0 ? static_cast<float>(pick(random, -2, 2)) : normal(random);
        if (flavour == 1 && pick(random, 0, 9) == 0) v = std::numeric_limits<float>::quiet_NaN();
        if (flavour == 2 && pick(random, 0, 1) == 0) v = -kInf;
        if (flavour == 3 && pick(random, 0, 5) == 0) v = pick(random, 0, 1) == 0 ? -0.0F : 0.0F;
        c.x.push_back(v);
    }
    return c;
}

Region whole(const pool::Axes& axes) { return {0, axes.h.output(), 0, axes.w.output()}; }

Region part_of(std::mt19937& random, std::int64_t rows, std::int64_t columns) {
    const std::int64_t y = pick(random, 0, rows - 1);
    const std::int64_t x = pick(random, 0, columns - 1);
    return {y, pick(random, y + 1, rows), x, pick(random, x + 1, columns)};
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) && std::isnan(b[i])) continue;
        if (std::memcmp(&a[i], &b[i], sizeof(float)) != 0) return false;
    }
    return true;
}

/// Winners of one plane in both forms; numbers of taps only where the windows have them.
struct Winners {
    std::optional<pool::TapGrid> grid;
    std::vector<std::int64_t> positions;
    std::vector<std::uint8_t> taps;

    explicit Winners(const pool::Axes& axes)
        : grid(pool::TapGrid::of(axes)),
          positions(static_cast<std::size_t>(axes.h.output() * axes.w.output())),
          taps(grid ? positions.size() : 0) {}
    pool::WinnerPlane as_positions() { return {nullptr, positions.data()}; }
    pool::WinnerPlane as_taps() { return {taps.data(), nullptr}; }
    pool::WinnerPlane as_both() { return {grid ? taps.data() : nullptr, positions.data()}; }
    void spoil(std::size_t o) {
        positions[o] = 77;
        if (grid) taps[o] = 77;
    }
    bool operator==(const Winners&) const = default;
};

TEST(Kernels, MaximumEqualsThePlainLoopsBitForBitOnEveryInstructionSet) {
    std::mt19937 random(21);
    for (int i = 0; i < 3000; ++i) {
        const Case c = random_case(random, true);
        const pool::kernels::Traffic traffic{pick(random, 0, 1) == 0, pick(random, 0, 1) == 0};
        const bool minimum = pick(random, 0, 3) == 0;
        const auto size = static_cast<std::size_t>(c.axes.h.output() * c.axes.w.output());
        std::vector<float> expected(size), got(size);
        Winners winners(c.axes), got_winners(c.axes);
        pool::kernels::max_scalar(c.axes, minimum, pool::kernels::Winner::first, c.x.data(), expected.data(),
                                  winners.as_both(), whole(c.axes));
        for (std::size_t o = 0; o < winners.taps.size(); ++o) {
            const auto at = static_cast<std::int64_t>(o);
            const std::int64_t width = c.axes.w.output();
            ASSERT_EQ(winners.grid->position(at / width, at % width, winners.taps[o]), winners.positions[o]);
        }
        const Region part = part_of(random, c.axes.h.output(), c.axes.w.output());
        on_every_target([&] {
            // Any part of it too, with what lies around untouched.
            std::vector<float> some = expected;
            Winners some_winners = winners;
            const auto run = [&](pool::WinnerPlane to, pool::WinnerPlane some_to) {
                pool::kernels::max_sliding(c.axes, minimum, c.x.data(), got.data(), to, whole(c.axes),
                                           traffic);
                ASSERT_TRUE(same_bits(got, expected));
                for (std::int64_t y = part.y0; y < part.y1; ++y)
                    for (std::int64_t x = part.x0; x < part.x1; ++x)
                        some[static_cast<std::size_t>(y * c.axes.w.output() + x)] = 77;
                pool::kernels::max_sliding(c.axes, minimum, c.x.data(), some.data(), some_to, part, traffic);
                ASSERT_TRUE(same_bits(some, expected));
            };
            for (std::int64_t y = part.y0; y < part.y1; ++y)
                for (std::int64_t x = part.x0; x < part.x1; ++x)
                    some_winners.spoil(static_cast<std::size_t>(y * c.axes.w.output() + x));
            run(got_winners.as_positions(), some_winners.as_positions());
            if (winners.grid) run(got_winners.as_taps(), some_winners.as_taps());
            ASSERT_EQ(got_winners, winners);
            ASSERT_EQ(some_winners, winners);
            std::vector<float> alone(size);
            pool::kernels::max_sliding(c.axes, minimum, c.x.data(), alone.data(), {}, whole(c.axes), traffic);
            ASSERT_TRUE(same_bits(alone, expected));
        });
        if (HasFatalFailure()) return;
    }
}

TEST(Kernels, GradientOfMaximumEqualsThePlainSumBitForBit) {
    std::mt19937 random(22);
    for (int i = 0; i < 3000; ++i) {
        const Case c = random_case(random, true);
        const auto size = static_cast<std::size_t>(c.axes.h.output() * c.axes.w.output());
        std::vector<float> y(size), gy(size);
        Winners winners(c.axes);
        pool::kernels::max_scalar(c.axes, false, pool::kernels::Winner::first, c.x.data(), y.data(),
                                  winners.as_both(), whole(c.axes));
        std::normal_distribution<float> normal;
        for (float& g : gy) g = pick(random, 0, 9) == 0 ? -0.0F : normal(random);
        std::vector<float> expected(c.x.size(), 0.0F);
        for (std::size_t o = 0; o < size; ++o)
            if (winners.positions[o] >= 0) expected[static_cast<std::size_t>(winners.positions[o])] += gy[o];
        const Region part = part_of(random, c.h, c.w);
        on_every_target([&] {
            const auto run = [&](pool::ConstWinnerPlane from) {
                std::vector<float> got(c.x.size(), 77.0F);
                pool::kernels::max_backward(c.axes, gy.data(), from, got.data(), {0, c.h, 0, c.w}, false);
                ASSERT_TRUE(same_bits(got, expected));
                std::vector<float> some = expected;
                for (std::int64_t yy = part.y0; yy < part.y1; ++yy)
                    for (std::int64_t x = part.x0; x < part.x1; ++x)
                        some[static_cast<std::size_t>(yy * c.w + x)] = 77;
                pool::kernels::max_backward(c.axes, gy.data(), from, some.data(), part, false);
                ASSERT_TRUE(same_bits(some, expected));
            };
            run({nullptr, winners.positions.data()});
            if (winners.grid) run({winners.taps.data(), nullptr});
        });
        if (HasFatalFailure()) return;
    }
}

double magnitude(const Case& c, std::int64_t oy, std::int64_t ox) {
    double sum = 0;
    const pool::AxisWindow h = c.axes.h.window(oy);
    const pool::AxisWindow w = c.axes.w.window(ox);
    for (std::int64_t i = 0; i < h.count; ++i)
        for (std::int64_t j = 0; j < w.count; ++j)
            if (h.tap(i) >= 0 && h.tap(i) < c.h && w.tap(j) >= 0 && w.tap(j) < c.w)
                sum +=
                    std::abs(static_cast<double>(c.x[static_cast<std::size_t>(h.tap(i) * c.w + w.tap(j))]));
    return sum;
}

TEST(Kernels, AverageEqualsThePlainLoopsAndAPartEqualsTheWhole) {
    std::mt19937 random(23);
    for (int i = 0; i < 3000; ++i) {
        const Case c = random_case(random, pick(random, 0, 3) == 0);
        const pool::kernels::Traffic traffic{pick(random, 0, 1) == 0, pick(random, 0, 1) == 0};
        pool::kernels::Divisor by;
        by.count_pad = pick(random, 0, 1) == 0;
        by.fixed = pick(random, 0, 3) == 0;
        by.value = 7;
        const std::int64_t width = c.axes.w.output();
        const auto size = static_cast<std::size_t>(c.axes.h.output() * width);
        std::vector<float> expected(size), got(size), gy(size);
        pool::kernels::average_scalar(c.axes, by, c.x.data(), expected.data(), whole(c.axes));
        std::normal_distribution<float> normal;
        for (float& g : gy) g = normal(random);
        const Region part = part_of(random, c.axes.h.output(), width);
        const Region cells = part_of(random, c.h, c.w);
        on_every_target([&] {
            pool::kernels::average_sliding(c.axes, by, c.x.data(), got.data(), whole(c.axes), traffic);
            for (std::size_t o = 0; o < size; ++o) {
                const auto at = static_cast<std::int64_t>(o);
                if (std::isnan(expected[o]) && std::isnan(got[o])) continue;
                if (expected[o] == got[o]) continue;
                const double scale = magnitude(c, at / width, at % width) /
                                     static_cast<double>(by.product(c.axes, at / width, at % width));
                ASSERT_NEAR(got[o], expected[o], 1e-6 * std::max(scale, 1e-3)) << "output " << o;
            }
            std::vector<float> some = got;
            for (std::int64_t y = part.y0; y < part.y1; ++y)
                for (std::int64_t x = part.x0; x < part.x1; ++x)
                    some[static_cast<std::size_t>(y * width + x)] = 77;
            pool::kernels::average_sliding(c.axes, by, c.x.data(), some.data(), part, traffic);
            ASSERT_TRUE(same_bits(some, got));
            std::vector<float> gradient(c.x.size(), 77.0F);
            pool::kernels::average_backward(c.axes, by, gy.data(), gradient.data(), {0, c.h, 0, c.w}, false);
            std::vector<float> again = gradient;
            for (std::int64_t y = cells.y0; y < cells.y1; ++y)
                for (std::int64_t x = cells.x0; x < cells.x1; ++x)
                    again[static_cast<std::size_t>(y * c.w + x)] = 77;
            pool::kernels::average_backward(c.axes, by, gy.data(), again.data(), cells, false);
            ASSERT_TRUE(same_bits(again, gradient));
        });
        if (HasFatalFailure()) return;
    }
}

TEST(Kernels, LargeValuesAndInfinitiesStayInTheirWindows) {
    // A running sum would lose 1e-3 beside 1e7, and an infinity would spoil every window after it.
    pool::Tensor x({1, 1, 64, 64}, 1e-3F);
    x.at({0, 0, 5, 5}) = 1e7F;
    x.at({0, 0, 50, 3}) = kInf;
    x.at({0, 0, 50, 60}) = std::numeric_limits<float>::quiet_NaN();
    const pool::LayerKind& kind = *pool::find_kind("AvgPool2d");
    const pool::Layer layer = pool::parse_stack("AvgPool2d(31, stride=1)").front();
    pool::Forward result;
    kind.forward(layer.params, x, result);
    for (std::int64_t y = 0; y < 34; ++y) {
        for (std::int64_t xx = 0; xx < 34; ++xx) {
            const auto sees = [&](std::int64_t r, std::int64_t c) {
                return y <= r && r < y + 31 && xx <= c && c < xx + 31;
            };
            const float got = result.output.at({0, 0, y, xx});
            if (sees(50, 60)) {
                EXPECT_TRUE(std::isnan(got));
            } else if (sees(50, 3)) {
                EXPECT_EQ(got, kInf);
            } else if (!sees(5, 5)) {
                EXPECT_NEAR(got, 1e-3F, 2e-8);  // the plain loops add 961 values one after the other
            }
        }
    }
}

TEST(Kernels, WhatAForwardPassLeavesChangesNoOther) {
    std::mt19937 random(25);
    pool::Forward used;
    pool::Tensor gx_used;
    const std::vector<const char*> notations = {"MaxPool2d(2)",
                                                "MaxPool2d(2, ties='last')",
                                                "MaxPool2d(3, stride=2, padding=1)",
                                                "MinPool2d(2)",
                                                "AvgPool2d(2)",
                                                "AvgPool2d(2, divisor_override=3)",
                                                "AdaptiveAvgPool2d(3)",
                                                "AvgPool2d(2, ceil_mode=True)"};
    for (int i = 0; i < 300; ++i) {
        const char* notation = notations[random() % notations.size()];
        const pool::Layer layer = pool::parse_stack(notation).front();
        const pool::LayerKind& kind = pool::kind_of(layer);
        const pool::Shape shape{1, 2, 6 + static_cast<std::int64_t>(random() % 3), 7};
        const pool::Tensor x = random_tensor(random, shape, false);
        const pool::Tensor gy = random_tensor(random, kind.output_shape(layer.params, shape), false);
        pool::Forward fresh;
        pool::Tensor gx_fresh;
        // Of every third layer backward alone, with what another has left.
        if (i % 3 > 0) kind.forward(layer.params, x, used);
        kind.forward(layer.params, x, fresh);
        kind.backward(layer.params, x, fresh, gy, gx_fresh);
        if (i % 3 > 0) {
            EXPECT_EQ(used.output, fresh.output) << notation;
            EXPECT_EQ(used.indices, fresh.indices) << notation;
        }
        if (i % 3 > 0 || kind.reduction(layer.params) == pool::Reduction::average) {
            kind.backward(layer.params, x, used, gy, gx_used);
            EXPECT_EQ(gx_used, gx_fresh) << notation;
        }
    }
}

TEST(Kernels, ThreadsChangeNothing) {
    std::mt19937 random(24);
    for (const char* notation :
         {"MaxPool2d(2)", "MaxPool2d(3, stride=2, padding=1)", "MaxPool2d(17, stride=1, padding=8)",
          "AvgPool2d(2)", "AvgPool2d(3, stride=2, padding=1)", "AvgPool2d(17, stride=1, padding=8)",
          "LPPool2d(2, 2)", "ReLU()", "Conv2d(kernel='gaussian', padding=1)", "AdaptiveAvgPool2d(7)",
          "AdaptiveMaxPool2d(7)"}) {
        const pool::Layer layer = pool::parse_stack(notation).front();
        const pool::LayerKind& kind = pool::kind_of(layer);
        for (const pool::Shape& shape : {pool::Shape{1, 1, 300, 300}, pool::Shape{2, 8, 100, 100}}) {
            const pool::Tensor x = random_tensor(random, shape, false);
            const pool::Tensor gy = random_tensor(random, kind.output_shape(layer.params, shape), false);
            pool::Forward one, four;
            pool::Tensor gx_one, gx_four;
            pool::set_thread_count(1);
            kind.forward(layer.params, x, one);
            kind.backward(layer.params, x, one, gy, gx_one);
            pool::set_thread_count(4);
            kind.forward(layer.params, x, four);
            kind.backward(layer.params, x, four, gy, gx_four);
            pool::set_thread_count(0);
            EXPECT_EQ(one.output, four.output) << notation;
            EXPECT_EQ(one.indices, four.indices) << notation;
            EXPECT_EQ(gx_one, gx_four) << notation;
        }
    }
}

}  // namespace
