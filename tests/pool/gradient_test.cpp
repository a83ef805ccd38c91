#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "random_layers.h"

namespace {

using namespace pool_test;

/// Values with gaps far above the step, so that no difference crosses a kink.
pool::Tensor distinct_values(std::mt19937& random, const pool::Shape& shape) {
    pool::Tensor x(shape);
    float next = 0.5F;
    for (float& v : x.data()) v = next += 0.05F;
    std::ranges::shuffle(x.data(), random);
    return x;
}

double weighted_output(const pool::LayerKind& kind, const pool::Params& params, const pool::Tensor& x,
                       const pool::Tensor& gy, const pool::Forward& like) {
    pool::Forward result;
    result.given = like.given;
    kind.forward(params, x, result);
    double sum = 0;
    for (std::size_t i = 0; i < gy.data().size(); ++i)
        // A window of padding alone is -inf and depends on nothing.
        if (std::isfinite(result.output.data()[i]))
            sum += static_cast<double>(gy.data()[i]) * static_cast<double>(result.output.data()[i]);
    return sum;
}

TEST(Gradient, OfEveryKindAgreesWithCentralDifferences) {
    std::mt19937 random(12);
    constexpr float kStep = 0.01F;
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        for (int done = 0; done < 60;) {
            const pool::Shape shape{1, pick(random, 1, 2), pick(random, 2, 6), pick(random, 2, 6)};
            pool::Layer layer = random_layer(random, *kind, shape);
            layer.params.erase("training");  // a draw jumps where the chances change
            pool::Tensor x = distinct_values(random, shape);
            pool::Shape out;
            try {
                out = kind->output_shape(layer.params, shape);
            } catch (const pool::LayerError&) {
                continue;
            }
            ++done;
            const pool::Tensor gy = random_tensor(random, out, false);
            pool::Forward result;
            give_indices(random, *kind, shape, out, false, result);
            if (result.given && out.plane() < shape.plane()) continue;
            kind->forward(layer.params, x, result);
            pool::Tensor gx;
            kind->backward(layer.params, x, result, gy, gx);
            for (std::size_t i = 0; i < x.data().size(); ++i) {
                const float before = x.data()[i];
                x.data()[i] = before + kStep;
                const double above = weighted_output(*kind, layer.params, x, gy, result);
                x.data()[i] = before - kStep;
                const double below = weighted_output(*kind, layer.params, x, gy, result);
                x.data()[i] = before;
                const double numeric = (above - below) / (2 * static_cast<double>(kStep));
                ASSERT_NEAR(gx.data()[i], numeric, 0.02 * (1 + std::abs(numeric)))
                    << pool::notation(layer) << " on " << shape.text();
            }
        }
    }
}

TEST(Gradient, OfAverageAndMaximumIsKeptWhereNothingIsPadded) {
    std::mt19937 random(13);
    const pool::Tensor x = random_tensor(random, {1, 2, 8, 8}, false);
    for (const char* stack : {"AvgPool2d(2)", "MaxPool2d(2)", "AvgPool2d(3, stride=1)",
                              "MaxPool2d(3, stride=2)", "AdaptiveAvgPool2d(3)", "AdaptiveMaxPool2d(5)"}) {
        const auto e = pool::evaluate(std::make_shared<const pool::Tensor>(x), pool::parse_stack(stack), {});
        double sent = 0;
        double arrived = 0;
        for (const float g : e.upstream.data()) sent += static_cast<double>(g);
        for (const float g : e.gradient(0).data()) arrived += static_cast<double>(g);
        EXPECT_NEAR(sent, arrived, 1e-4) << stack;
    }
}

pool::Tensor gradient_of(const pool::LayerKind& kind, const pool::Layer& layer, const pool::Tensor& x,
                         const pool::Forward& result, const pool::Tensor& gy) {
    pool::Tensor gx;
    kind.backward(layer.params, x, result, gy, gx);
    return gx;
}

TEST(Gradient, IsLinearInWhatArrives) {
    std::mt19937 random(14);
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        for (int done = 0; done < 40;) {
            const pool::Shape shape{1, pick(random, 1, 2), pick(random, 2, 9), pick(random, 2, 9)};
            const pool::Layer layer = random_layer(random, *kind, shape);
            pool::Shape out;
            try {
                out = kind->output_shape(layer.params, shape);
            } catch (const pool::LayerError&) {
                continue;
            }
            ++done;
            pool::Tensor x = distinct_values(random, shape);
            pool::Forward result;
            give_indices(random, *kind, shape, out, true, result);
            kind->forward(layer.params, x, result);
            const pool::Tensor a = random_tensor(random, out, false);
            const pool::Tensor b = random_tensor(random, out, false);
            pool::Tensor both(out);
            for (std::size_t i = 0; i < both.data().size(); ++i)
                both.data()[i] = 2 * a.data()[i] - b.data()[i];
            const pool::Tensor ga = gradient_of(*kind, layer, x, result, a);
            const pool::Tensor gb = gradient_of(*kind, layer, x, result, b);
            const pool::Tensor g = gradient_of(*kind, layer, x, result, both);
            for (std::size_t i = 0; i < g.data().size(); ++i) {
                const float wanted = 2 * ga.data()[i] - gb.data()[i];
                ASSERT_NEAR(g.data()[i], wanted,
                            1e-4F * (1 + std::abs(ga.data()[i]) + std::abs(gb.data()[i])))
                    << pool::notation(layer) << " on " << shape.text();
            }
        }
    }
}

TEST(Gradient, OfMaximaIsKeptWhereNoWindowIsEmptyAndOfAveragesWithoutPadding) {
    std::mt19937 random(15);
    for (const char* name : {"MaxPool2d", "MinPool2d", "AdaptiveMaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d",
                             "ONNX.MaxPool", "SpatialPyramidPool2d", "FractionalMaxPool2d"}) {
        const pool::LayerKind& kind = *pool::find_kind(name);
        const bool average = std::string(name).find("Avg") != std::string::npos;
        for (int done = 0; done < 300;) {
            const pool::Shape shape{1, pick(random, 1, 2), pick(random, 2, 20), pick(random, 2, 20)};
            pool::Layer layer = random_layer(random, kind, shape);
            layer.params.erase("ties");  // "all" gives more than arrives
            if (average) {
                for (const char* param : {"padding", "divisor_override", "rule"}) layer.params.erase(param);
            }
            pool::Shape out;
            try {
                out = kind.output_shape(layer.params, shape);
            } catch (const pool::LayerError&) {
                continue;
            }
            const pool::Tensor x = random_tensor(random, shape, done % 2 == 0);
            pool::Forward result;
            kind.forward(layer.params, x, result);
            const pool::Indices winners = result.indices.positions();
            if (!average && std::ranges::count(winners.data(), -1) > 0) continue;
            ++done;
            const pool::Tensor gy = random_tensor(random, out, false);
            const pool::Tensor gx = gradient_of(kind, layer, x, result, gy);
            double sent = 0;
            double arrived = 0;
            double scale = 0;
            for (const float g : gy.data()) sent += static_cast<double>(g);
            for (const float g : gy.data()) scale += std::abs(static_cast<double>(g));
            for (const float g : gx.data()) arrived += static_cast<double>(g);
            ASSERT_NEAR(sent, arrived, 1e-5 * (1 + scale)) << pool::notation(layer) << " on " << shape.text();
        }
    }
}

}  // namespace
