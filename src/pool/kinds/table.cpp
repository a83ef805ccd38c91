#include "pool/kinds/table.h"

#include <array>

namespace pool {

std::span<const LayerKind* const> all_kinds() {
    static const std::array table = {
        &kinds::max_pool(),
        &kinds::avg_pool(),
        &kinds::adaptive_max_pool(),
        &kinds::adaptive_avg_pool(),
        &kinds::lp_pool(),
        &kinds::fractional_max_pool(),
        &kinds::max_unpool(),
        &kinds::min_pool(),
        &kinds::blur_pool(),
        &kinds::max_blur_pool(),
        &kinds::stochastic_pool(),
        &kinds::mixed_pool(),
        &kinds::log_sum_exp_pool(),
        &kinds::soft_pool(),
        &kinds::gem_pool(),
        &kinds::spatial_pyramid_pool(),
        &kinds::subsample(),
        &kinds::roi_pool(),
        &kinds::roi_align(),
        &kinds::conv(),
        &kinds::relu(),
        &kinds::onnx_max_pool(),
        &kinds::onnx_average_pool(),
        &kinds::onnx_lp_pool(),
        &kinds::onnx_global_max_pool(),
        &kinds::onnx_global_average_pool(),
    };
    return table;
}

}  // namespace pool
