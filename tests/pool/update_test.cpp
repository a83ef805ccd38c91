#include <cstring>
#include <optional>

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

/// A stack of the kind alone (after a MaxPool2d where it takes indices) that the shape fits; it may take
/// several tries to find one.
std::optional<pool::Stack> stack_of(std::mt19937& random, const pool::LayerKind& kind,
                                    const pool::Shape& shape) {
    for (int i = 0; i < 500; ++i) {
        pool::Stack stack;
        if (kind.takes_indices()) stack = pool::parse_stack("MaxPool2d(2)");
        stack.push_back(random_layer(random, kind, shape));
        if (!pool::infer_shapes(shape, stack).error) return stack;
    }
    return std::nullopt;
}

TEST(Update, OfEveryKindEqualsAFullEvaluationBitForBit) {
    std::mt19937 random(34);
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        SCOPED_TRACE(std::string(kind->name()));
        for (int i = 0; i < 24; ++i) {
            const pool::Shape shape{pick(random, 1, 2), pick(random, 1, 2), pick(random, 6, 20),
                                    pick(random, 6, 20)};
            const auto stack = stack_of(random, *kind, shape);
            ASSERT_TRUE(stack) << "no parameters were found that fit";
            pool::Tensor x = random_tensor(random, shape, i % 2 == 0);
            pool::Upstream upstream;
            upstream.source = i % 3 == 0 ? pool::Upstream::Source::target : pool::Upstream::Source::random;
            upstream.target_input = std::make_shared<const pool::Tensor>(random_tensor(random, shape, false));
            pool::Evaluation e;
            try {
                e = pool::evaluate(std::make_shared<const pool::Tensor>(x), *stack, upstream);
            } catch (const pool::StackException&) {
                continue;  // values that the kind refuses
            }
            for (int k = 0; k < 3; ++k) {
                const pool::Region region = random_region(random, shape);
                dab(random, x, region, i % 2 == 0);
                const auto input = std::make_shared<const pool::Tensor>(x);
                const pool::EvaluationId before = e.id;
                pool::update(e, input, region);
                EXPECT_NE(e.id, before) << "other numbers have another name";
                expect_same(e, pool::evaluate(input, *stack, upstream), pool::notation(*stack));
                if (HasFatalFailure()) return;
            }
        }
    }
}

TEST(Update, SharesDependOnValuesWhereTheKindSaysSo) {
    std::mt19937 random(35);
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        SCOPED_TRACE(std::string(kind->name()));
        bool says = false;
        bool differed = false;
        for (int i = 0; i < 40; ++i) {
            const pool::Shape shape{1, 2, pick(random, 6, 14), pick(random, 6, 14)};
            const auto stack = stack_of(random, *kind, shape);
            ASSERT_TRUE(stack);
            const bool depends = kind->shares_depend_on_values(stack->back().params);
            says = says || depends;
            pool::Upstream upstream;
            upstream.source = pool::Upstream::Source::random;
            const auto gradient = [&]() -> std::optional<pool::Tensor> {
                const auto x = std::make_shared<const pool::Tensor>(random_tensor(random, shape, false));
                try {
                    const pool::Evaluation e = pool::evaluate(x, *stack, upstream);
                    return e.gradient(e.layers.size() - 1);
                } catch (const pool::StackException&) {
                    return std::nullopt;  // values that the kind refuses
                }
            };
            const auto first = gradient();
            const auto second = gradient();
            if (!first || !second) continue;
            const bool same = same_bits(*first, *second);
            differed = differed || !same;
            EXPECT_TRUE(same || depends) << pool::notation(*stack);
        }
        EXPECT_EQ(says, differed) << "a kind that says so for nothing makes strokes slow";
    }
}

TEST(Forward, GivesTheOutputsOfAnEvaluationAndReusesItsBuffers) {
    std::mt19937 random(36);
    pool::Evaluation kept;
    for (int i = 0; i < 200; ++i) {
        const pool::Shape shape{pick(random, 1, 2), pick(random, 1, 2), 2 * pick(random, 3, 15),
                                2 * pick(random, 3, 15)};
        const pool::Stack stack =
            i % 4 == 0 ? pool::parse_stack("MaxPool2d(2), AvgPool2d(3, 1, 1), MaxUnpool2d(2)")
                       : random_stack(random, shape, static_cast<std::size_t>(pick(random, 1, 4)));
        for (int k = 0; k < 2; ++k) {
            const auto x = std::make_shared<const pool::Tensor>(random_tensor(random, shape, false));
            const float* before = k == 1 && !kept.layers.empty() ? kept.output().data().data() : nullptr;
            pool::forward(kept, x, stack);
            const pool::Evaluation whole = pool::evaluate(x, stack, {});
            ASSERT_EQ(kept.map_count(), whole.map_count()) << pool::notation(stack);
            for (std::size_t map = 0; map < whole.map_count(); ++map)
                ASSERT_TRUE(same_bits(kept.map(map), whole.map(map))) << pool::notation(stack);
            if (before) {
                EXPECT_EQ(kept.output().data().data(), before) << "the same buffer";
            }
            for (const pool::LayerResult& layer : kept.layers) EXPECT_TRUE(layer.grad_input.empty());
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
