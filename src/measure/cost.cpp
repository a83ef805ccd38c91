#include "measure/cost.h"

namespace measure {

namespace {
constexpr std::int64_t kKernelCells = 9;
}

std::int64_t convolution_parameters(std::int64_t inputs, std::int64_t channels) {
    return (kKernelCells * inputs + 1) * channels;
}

std::int64_t convolution_multiply_adds(const pool::Shape& map, std::int64_t channels) {
    return map.plane() * kKernelCells * map.c * channels;
}

std::int64_t dense_parameters(const pool::Shape& map, std::int64_t outputs) {
    return (map.c * map.plane() + 1) * outputs;
}

std::int64_t dense_multiply_adds(const pool::Shape& map, std::int64_t outputs) {
    return map.c * map.plane() * outputs;
}

MapCost cost_behind(const pool::Shape& map) {
    MapCost cost;
    cost.cells = map.c * map.plane();
    cost.bytes = map.size() * static_cast<std::int64_t>(sizeof(float));
    cost.convolution_parameters = convolution_parameters(map.c, kConvolutionChannels);
    cost.convolution_multiply_adds = convolution_multiply_adds(map, kConvolutionChannels);
    cost.dense_parameters = dense_parameters(map, kDenseOutputs);
    cost.dense_multiply_adds = dense_multiply_adds(map, kDenseOutputs);
    return cost;
}

}  // namespace measure
