#include "pool/kinds/table.h"

#include <array>

namespace pool {

std::span<const LayerKind* const> all_kinds() {
    static const std::array table = {
        &kinds::max_pool(),          &kinds::avg_pool(), &kinds::adaptive_max_pool(),
        &kinds::adaptive_avg_pool(), &kinds::lp_pool(),  &kinds::log_sum_exp_pool(),
        &kinds::soft_pool(),         &kinds::gem_pool(), &kinds::min_pool(),
        &kinds::subsample(),
    };
    return table;
}

}  // namespace pool
