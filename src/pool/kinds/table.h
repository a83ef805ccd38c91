#pragma once

#include "pool/layer.h"

namespace pool::kinds {

// One function for each kind, defined in the kind's own file. table.cpp lists them all.
const LayerKind& max_pool();
const LayerKind& avg_pool();
const LayerKind& adaptive_max_pool();
const LayerKind& adaptive_avg_pool();
const LayerKind& lp_pool();
const LayerKind& log_sum_exp_pool();
const LayerKind& soft_pool();
const LayerKind& gem_pool();
const LayerKind& min_pool();
const LayerKind& subsample();
const LayerKind& fractional_max_pool();
const LayerKind& max_unpool();
const LayerKind& stochastic_pool();
const LayerKind& mixed_pool();
const LayerKind& spatial_pyramid_pool();
const LayerKind& blur_pool();
const LayerKind& max_blur_pool();
const LayerKind& roi_pool();
const LayerKind& roi_align();
const LayerKind& conv();
const LayerKind& relu();
const LayerKind& onnx_max_pool();
const LayerKind& onnx_average_pool();
const LayerKind& onnx_lp_pool();
const LayerKind& onnx_global_max_pool();
const LayerKind& onnx_global_average_pool();

}  // namespace pool::kinds
