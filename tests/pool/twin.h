#pragma once

#include <random>
#include <utility>
#include <vector>

#include "pool/layer.h"

namespace pool_test {

/// One output cell by the definition of its kind, in double precision: its value, the flat position of its
/// winner (-1: none, -2: the kind has none), and its derivative by each input value.
struct TwinCell {
    double y = 0;
    std::int64_t winner = -2;
    std::vector<std::pair<std::int64_t, double>> shares;  ///< flat position in the whole input, derivative
};

/// All output cells of a layer in row-major order, written anew from the definitions (SEMANTICS.md),
/// with nothing from src/pool but the parameters' values. `given`: MaxUnpool2d's indices.
std::vector<TwinCell> twin(const pool::Layer& layer, const pool::Tensor& x, const pool::Shape& out,
                           const pool::Indices* given);

}  // namespace pool_test
