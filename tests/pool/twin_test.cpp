#include "twin.h"

#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>

#include "pool/notation.h"
#include "random_layers.h"

namespace {

using namespace pool_test;

class BruteForce : public testing::TestWithParam<std::string> {};

std::vector<std::string> kinds() {
    std::vector<std::string> names;
    for (const pool::LayerKind* kind : pool::all_kinds()) names.emplace_back(kind->name());
    return names;
}

bool near(double got, double wanted, double scale) {
    if (std::isnan(got) && std::isnan(wanted)) return true;
    return got == wanted ||
           std::abs(got - wanted) <= 2e-5 * (1 + std::abs(wanted) + (std::isfinite(scale) ? scale : 0));
}

/// What the twin does not draw itself, the random numbers, must be given.
void make_comparable(pool::Layer& layer, const pool::Shape& in, std::mt19937& random) {
    if (layer.kind == "FractionalMaxPool2d")
        layer.params.set("_random_samples", random_list(random, "_random_samples", in));
    // Drawn cells have a test of their own.
    if (layer.kind == "StochasticPool2d") layer.params.erase("training");
}

TEST_P(BruteForce, AgreesOnRandomConfigurations) {
    std::mt19937 random(5);
    const pool::LayerKind& kind = *pool::find_kind(GetParam());
    // The sanitizers' run is a sample of this one.
    const int wanted = std::getenv("POOLSCOPE_FEW") ? 1500 : 20000;
    int done = 0;
    while (done < wanted) {
        const pool::Shape in{pick(random, 1, 2), pick(random, 1, 2), pick(random, 1, 9), pick(random, 1, 9)};
        pool::Layer layer = random_layer(random, kind, in);
        make_comparable(layer, in, random);
        pool::Shape out;
        try {
            out = kind.output_shape(layer.params, in);
        } catch (const pool::LayerError&) {
            continue;
        }
        if (out.size() > 600) continue;
        ++done;
        SCOPED_TRACE(pool::notation(layer) + " on " + in.text());
        const pool::Tensor x = random_tensor(random, in, done % 2 == 0);
        const pool::Tensor gy = random_tensor(random, out, false);
        pool::Forward result;
        give_indices(random, kind, in, out, true, result);
        kind.forward(layer.params, x, result);
        ASSERT_EQ(result.output.shape(), out);
        pool::Tensor gx;
        kind.backward(layer.params, x, result, gy, gx);
        const std::vector<TwinCell> cells = twin(layer, x, out, result.given.get());
        const pool::Indices winners = result.indices.positions();
        std::vector<double> gradient(x.data().size(), 0.0);
        std::vector<double> scale(x.data().size(), 0.0);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const TwinCell& cell = cells[i];
            double size = 0;
            for (const auto& [at, share] : cell.shares) {
                const double carried = share * static_cast<double>(gy.data()[i]);
                gradient[static_cast<std::size_t>(at)] += carried;
                scale[static_cast<std::size_t>(at)] += std::abs(carried);
                size += std::abs(share * static_cast<double>(x.data()[static_cast<std::size_t>(at)]));
            }
            ASSERT_TRUE(near(result.output.data()[i], cell.y, size))
                << "output " << i << ": " << result.output.data()[i] << ", expected " << cell.y;
            if (kind.has_indices(layer.params)) {
                ASSERT_EQ(winners.data()[i], cell.winner) << "index " << i;
            }
        }
        for (std::size_t i = 0; i < gradient.size(); ++i)
            ASSERT_TRUE(near(gx.data()[i], gradient[i], scale[i]))
                << "gradient " << i << ": " << gx.data()[i] << ", expected " << gradient[i];
    }
}

INSTANTIATE_TEST_SUITE_P(All, BruteForce, testing::ValuesIn(kinds()), [](const auto& kind) {
    std::string name = kind.param;
    std::erase(name, '.');
    return name;
});

}  // namespace
