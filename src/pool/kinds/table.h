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

}  // namespace pool::kinds
