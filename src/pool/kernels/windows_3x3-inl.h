// Included once for each instruction set, after hwy/highway.h: the way through windows of 3×3 at stride 2
// with padding 1, whose maps are twice as wide as their results (blocks_fit).
#if defined(POOLSCOPE_WINDOWS_3X3_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_WINDOWS_3X3_INL_H
#undef POOLSCOPE_WINDOWS_3X3_INL_H
#else
#define POOLSCOPE_WINDOWS_3X3_INL_H
#endif

#include <algorithm>
#include <cstdint>

#include "pool/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// Which rows of cells a row of windows takes. above: what lies above the first row of windows; last: the map
/// ends with the windows' second row.
enum class Part { above, whole, last };

/// Row by row of windows, in blocks of vectors: the memory is read in its order. Each row of cells is reduced
/// once, for the two rows of windows that it may belong to. Windows, the derived class, has
///     before(d, cell)   a vector of what lies to the left of a block; null: the padding
///     block<kPart>(d, from, t, place, before0, before1)
/// which reduces the windows from t on, whose middle cells begin at `from` + 2·t, and keeps what the next row
/// of windows needs at `place`. before0 and before1 become the right cells of the block; the last lane
/// counts.
template <class Windows>
class Forward3x3 {
 protected:
    HWY_INLINE Forward3x3(std::int64_t width, std::int64_t count) : width_(width), count_(count) {}

    /// `from`: the row of cells in the middle of the windows.
    template <Part kPart>
    HWY_INLINE void row(const float* from) {
        std::int64_t t = blocks<kPart>(DW(), from, 0, 0);
        if constexpr (kWideLanes > kLanes) t = blocks<kPart>(D(), from, t, t);
        // A last block overlaps the one before it, and keeps its values in a place of its own.
        if (t < count_) blocks<kPart>(D(), from, count_ - kLanes, t);
    }

    const std::int64_t width_, count_;  ///< of a row of cells and of a row of windows

 private:
    /// Whole vectors of the windows from t on; returns the first window that they leave.
    template <Part kPart, class DV>
    HWY_INLINE std::int64_t blocks(DV d, const float* from, std::int64_t t, std::int64_t place) {
        constexpr auto kCount = static_cast<std::int64_t>(hn::MaxLanes(d));
        Windows& windows = static_cast<Windows&>(*this);
        const float* const cell = t == 0 ? nullptr : from + 2 * t - 1;
        auto before0 = windows.before(d, cell);
        auto before1 = kPart == Part::whole ? windows.before(d, cell ? cell + width_ : nullptr) : before0;
        for (; t + kCount <= count_; t += kCount, place += kCount)
            windows.template block<kPart>(d, from, t, place, before0, before1);
        return t;
    }
};

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

#endif  // POOLSCOPE_WINDOWS_3X3_INL_H
