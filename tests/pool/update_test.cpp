#include <cstring>

#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "random_layers.h"

namespace {

using namespace pool_test;

/// NaN equals NaN here, and zeros of both signs differ.
template <class T>
bool same_bits(const pool::Array<T>& a, const pool::Array<T>& b) {
    return a.shape() == b.shape() &&
           (a.data().empty() || std::memcmp(a.data().data(), b.data().data(), a.data().size_bytes()) == 0);
}

void expect_same(const pool::Evaluation& got, const pool::Evaluation& expected, const std::string& what) {
    for (std::size_t i = 0; i < expected.layers.size(); ++i) {
        SCOPED_TRACE(what + ", layer " + std::to_string(i));
        ASSERT_TRUE(same_bits(got.layers[i].forward.output, expected.layers[i].forward.output));
        ASSERT_EQ(got.layers[i].forward.indices, expected.layers[i].forward.indices);
        ASSERT_TRUE(same_bits(got.layers[i].grad_input, expected.layers[i].grad_input));
    }
}

void dab(std::mt19937& random, pool::Tensor& x, const pool::Region& region, bool ties) {
    for (std::int64_t n = 0; n < x.shape().n; ++n)
        for (std::int64_t c = 0; c < x.shape().c; ++c)
            for (std::int64_t y = region.y0; y < region.y1; ++y)
                for (std::int64_t xx = region.x0; xx < region.x1; ++xx)
                    x.at({n, c, y, xx}) = ties ? static_cast<float>(pick(random, -2, 2))
                                               : static_cast<float>(pick(random, -999, 999)) / 500;
}

pool::Region random_region(std::mt19937& random, const pool::Shape& shape) {
    const std::int64_t y = pick(random, 0, shape.h - 1);
    const std::int64_t x = pick(random, 0, shape.w - 1);
    return {y, std::min(shape.h, y + pick(random, 1, 5)), x, std::min(shape.w, x + pick(random, 1, 5))};
}

TEST(Update, EqualsAFullEvaluationBitForBit) {
    std::mt19937 random(31);
    for (int i = 0; i < 500; ++i) {
        const pool::Shape shape{pick(random, 1, 2), pick(random, 1, 2), pick(random, 4, 60),
                                pick(random, 4, 60)};
        const pool::Stack stack = random_stack(random, shape, static_cast<std::size_t>(pick(random, 1, 4)));
        pool::Tensor x = random_tensor(random, shape, i % 2 == 0);
        const pool::ShapeChain chain = pool::infer_shapes(shape, stack);
        pool::Upstream upstream;
        upstream.source = pool::Upstream::Source::values;
        upstream.values =
            std::make_shared<const pool::Tensor>(random_tensor(random, chain.shapes.back(), false));
        pool::Evaluation e = pool::evaluate(std::make_shared<const pool::Tensor>(x), stack, upstream);
        for (int k = 0; k < 3; ++k) {
            const pool::Region region = random_region(random, shape);
            dab(random, x, region, i % 2 == 0);
            const auto input = std::make_shared<const pool::Tensor>(x);
            pool::update(e, input, region);
            expect_same(e, pool::evaluate(input, stack, upstream),
                        pool::notation(stack) + " on " + shape.text());
            if (HasFatalFailure()) return;
        }
    }
}

TEST(Update, TellsWhatHasChanged) {
    std::mt19937 random(32);
    for (int i = 0; i < 200; ++i) {
        const pool::Shape shape{1, 1, pick(random, 8, 40), pick(random, 8, 40)};
        const pool::Stack stack = random_stack(random, shape, 3);
        pool::Tensor x = random_tensor(random, shape, false);
        pool::Evaluation e = pool::evaluate(std::make_shared<const pool::Tensor>(x), stack, {});
        const pool::Evaluation before = e;
        const pool::Region region = random_region(random, shape);
        dab(random, x, region, false);
        const pool::Changes changes = pool::update(e, std::make_shared<const pool::Tensor>(x), region);
        const auto check = [](const pool::Tensor& a, const pool::Tensor& b, const pool::Region& changed) {
            for (std::int64_t k = 0; k < a.shape().plane(); ++k) {
                const auto at = static_cast<std::size_t>(k);
                if (std::memcmp(&a.plane(0, 0)[at], &b.plane(0, 0)[at], sizeof(float)) == 0) continue;
                ASSERT_TRUE(changed.contains(k / a.shape().w, k % a.shape().w));
            }
        };
        for (std::size_t map = 0; map < e.map_count(); ++map) {
            check(e.map(map), before.map(map), changes.values[map]);
            check(e.gradient(map), before.gradient(map), changes.gradients[map]);
        }
        if (HasFatalFailure()) return;
    }
}

TEST(Update, FollowsIndicesToTheirUnpooling) {
    std::mt19937 random(33);
    const pool::Stack stack =
        pool::parse_stack("MaxPool2d(2), MaxPool2d(2), ReLU(), MaxUnpool2d(2), MaxUnpool2d(2)");
    pool::Tensor x = random_tensor(random, {1, 2, 16, 16}, false);
    pool::Evaluation e = pool::evaluate(std::make_shared<const pool::Tensor>(x), stack, {});
    EXPECT_EQ(e.output().shape(), x.shape());
    for (int i = 0; i < 20; ++i) {
        const pool::Region region = random_region(random, x.shape());
        dab(random, x, region, false);
        const auto input = std::make_shared<const pool::Tensor>(x);
        pool::update(e, input, region);
        expect_same(e, pool::evaluate(input, stack, {}), "unpooling");
        if (HasFatalFailure()) return;
    }
}

}  // namespace
