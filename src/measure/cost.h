#pragma once

#include <cstdint>

#include "pool/tensor.h"

// What would stand behind a map, in numbers: how pooling makes it cheaper, and what it leaves as it is.

namespace measure {

constexpr std::int64_t kConvolutionChannels = 64;
constexpr std::int64_t kDenseOutputs = 10;

/// Learned numbers of a 3×3 convolution with `channels` output channels on a map of `inputs` channels:
/// weights and one bias for each output channel. They do not depend on the map's size.
std::int64_t convolution_parameters(std::int64_t inputs, std::int64_t channels);
/// Its multiply-adds for one item of a map, padded so that the size stays.
std::int64_t convolution_multiply_adds(const pool::Shape& map, std::int64_t channels);
/// Learned numbers of a dense layer from one item of a map to `outputs` numbers, biases included, and its
/// multiply-adds.
std::int64_t dense_parameters(const pool::Shape& map, std::int64_t outputs);
std::int64_t dense_multiply_adds(const pool::Shape& map, std::int64_t outputs);

/// Everything of one map.
struct MapCost {
    std::int64_t cells = 0;  ///< of one item
    std::int64_t bytes = 0;  ///< of the map in float32, all items
    std::int64_t convolution_parameters = 0, convolution_multiply_adds = 0;
    std::int64_t dense_parameters = 0, dense_multiply_adds = 0;
};
MapCost cost_behind(const pool::Shape& map);

}  // namespace measure
