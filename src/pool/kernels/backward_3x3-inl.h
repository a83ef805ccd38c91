// Included once for each instruction set, after hwy/highway.h: gradients of windows of 3×3 at stride 2 with
// padding 1, whose maps are twice as wide as their results (blocks_fit).
#if defined(POOLSCOPE_BACKWARD_3X3_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_BACKWARD_3X3_INL_H
#undef POOLSCOPE_BACKWARD_3X3_INL_H
#else
#define POOLSCOPE_BACKWARD_3X3_INL_H
#endif

#include <algorithm>
#include <cstdint>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// Adds up the gradients of windows, two rows of cells for each row of windows: the even cells 2o get those
/// of the middle taps of window o, the odd cells 2o + 1 those of the right taps of o and of the left taps of
/// o + 1. Windows has
///     row(oy)             called before a row of windows
///     here(d, t)          what arrives at the windows from t on
///     next(here, end)     the same one window further to the right; `end` is the last of them
/// of which to(tap) is what the windows send to their tap, to(tap, sum) the same added to a sum.
template <class Windows>
HWY_INLINE void backward_3x3_rows(const Axes& axes, Windows&& windows, float* grad_input, std::int64_t y0,
                                  std::int64_t y1) {
    static thread_local Carried<float, float> sums;  // what the windows above have sent to their last row
    const std::int64_t width = axes.w.input();
    const std::int64_t count = axes.w.output();
    sums.prepare(count);
    std::ranges::fill(sums.first[sums.now], 0.0F);
    std::ranges::fill(sums.second[sums.now], 0.0F);
    // The windows of row oy cover the rows 2·oy − 1, 2·oy and 2·oy + 1.
    for (std::int64_t oy = std::max<std::int64_t>(0, (y0 - 1) / 2); 2 * oy - 1 < y1; ++oy) {
        sums.turn();
        const float* const old_even = sums.old_first();
        const float* const old_odd = sums.old_second();
        float* const top = grad_input + (2 * oy - 1) * width;
        const bool writes_top = 2 * oy - 1 >= y0;
        if (oy >= axes.h.output()) {
            if (writes_top)
                for_blocks(count, [&](auto d, std::int64_t t) HWY_ATTR {
                    store_pairs(hn::LoadU(d, old_even + t), hn::LoadU(d, old_odd + t), top + 2 * t);
                });
            break;
        }
        float* const middle = top + width;
        const bool writes_middle = 2 * oy >= y0 && 2 * oy < y1;
        float* const new_even = sums.new_first();
        float* const new_odd = sums.new_second();
        windows.row(oy);
        for_blocks(count, [&](auto d, std::int64_t t) HWY_ATTR {
            const auto here = windows.here(d, t);
            const auto next = windows.next(here, t + static_cast<std::int64_t>(hn::MaxLanes(d)));
            if (writes_top)
                store_pairs(here.to(1, hn::LoadU(d, old_even + t)),
                            next.to(0, here.to(2, hn::LoadU(d, old_odd + t))), top + 2 * t);
            if (writes_middle) store_pairs(here.to(4), next.to(3, here.to(5)), middle + 2 * t);
            hn::StoreU(here.to(7), d, new_even + t);
            hn::StoreU(next.to(6, here.to(8)), d, new_odd + t);
        });
    }
}

#endif  // HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#endif  // POOLSCOPE_BACKWARD_3X3_INL_H
