#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "pool/kernels/max_paths.h"

// Vectors without a length known at compile time are left out: the kernels keep tables of that length.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/max_3x3_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/winners-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors the plain loops are the fastest.
bool forward_3x3(const Axes&, bool, const float*, float*, std::uint8_t*, std::int64_t, std::int64_t) {
    return false;
}
bool backward_3x3(const Axes&, const float*, const std::uint8_t*, float*, std::int64_t, std::int64_t) {
    return false;
}

#else

constexpr float kLowest = -std::numeric_limits<float>::infinity();

using DT = TapTag<D>;
using T = hn::Vec<DT>;

/// Row by row of windows, in blocks of kLanes: the memory is read in its order. Each row of cells is reduced
/// once, for the two rows of windows that it may belong to.
template <bool kMin, bool kNaN, bool kWin>
class Forward3x3 {
 public:
    HWY_INLINE Forward3x3(const Axes& axes, const float* x, float* y, std::uint8_t* winners)
        : width_(axes.w.input()),
          height_(axes.h.input()),
          count_(axes.w.output()),
          x_(x),
          y_(y),
          winners_(winners) {
        const auto lanes = static_cast<std::size_t>((count_ + kLanes - 1) / kLanes * kLanes);
        values_.resize(lanes);
        taps_.resize(lanes);
        values_left_ = values_.data();
        taps_left_ = taps_.data();
    }
    /// Rows [y0, y1) of windows. Without kNaN nothing of it counts where a cell may have been NaN.
    HWY_INLINE void rows(std::int64_t y0, std::int64_t y1) {
        if (y0 > 0) {
            row<Part::above>(x_ + (2 * y0 - 1) * width_, 0);
        } else {
            std::ranges::fill(values_, kLowest);
            std::ranges::fill(taps_, 0);
        }
        const std::int64_t whole = std::min(y1, height_ / 2);
        for (std::int64_t oy = y0; oy < whole; ++oy) row<Part::whole>(x_ + 2 * oy * width_, oy * count_);
        if (whole < y1) row<Part::last>(x_ + 2 * whole * width_, whole * count_);
    }
    HWY_INLINE bool maybe_nan() const { return !kNaN && any_nan(alarm()); }
    HWY_INLINE bool maybe_infinite() const { return kNaN || any_nan(hn::Sub(alarm(), alarm())); }

 private:
    HWY_INLINE F alarm() const { return hn::Add(alarm0_, alarm1_); }
    /// above: what lies above the first row of windows; last: the map ends with the windows' second row.
    enum class Part { above, whole, last };

    /// `from`: the row of cells; `to`: of the first window in y.
    template <Part kPart>
    HWY_INLINE void row(const float* from, std::int64_t to) {
        // The right cells of the block before; the last lane counts.
        F before0 = hn::Set(D(), kLowest);
        F before1 = before0;
        std::int64_t t = 0;
        for (; t + kLanes <= count_; t += kLanes) block<kPart>(from + 2 * t, to + t, t, before0, before1);
        if (t == count_) return;
        // A last block overlaps the one before it, and keeps its values in a place of its own.
        const std::int64_t last = count_ - kLanes;
        const float* const at = from + 2 * last;
        before0 = hn::Set(D(), kMin ? -at[-1] : at[-1]);
        if (kPart == Part::whole) before1 = hn::Set(D(), kMin ? -at[width_ - 1] : at[width_ - 1]);
        block<kPart>(at, to + last, t, before0, before1);
    }
    template <Part kPart>
    HWY_INLINE void block(const float* from, std::int64_t to, std::int64_t place, F& before0, F& before1) {
        const D d;
        const DT dt;
        constexpr bool kTwo = kPart == Part::whole;
        F best, middle, right, best1, middle1, right1;
        cells(from, before0, alarm0_, best, middle, right);
        if constexpr (kTwo) cells(from + width_, before1, alarm1_, best1, middle1, right1);
        // The best of each window on one row of cells, and its tap: two rows side by side wait less.
        T tap = left_, tap1 = left_;
        join<kNaN, kWin>(best, tap, middle, middle_);
        if constexpr (kTwo) join<kNaN, kWin>(best1, tap1, middle1, middle_);
        join<kNaN, kWin>(best, tap, right, right_);
        if constexpr (kTwo) join<kNaN, kWin>(best1, tap1, right1, right_);
        if constexpr (kPart == Part::above) {
            keep(best, tap, place);
            return;
        }
        F window = hn::Load(d, values_left_ + place);
        T window_tap = left_;
        if constexpr (kWin) window_tap = hn::Load(dt, taps_left_ + place);
        join<kNaN, kWin>(window, window_tap, best, hn::Add(tap, second_row_));
        if constexpr (kTwo) {
            join<kNaN, kWin>(window, window_tap, best1, hn::Add(tap1, third_row_));
            keep(best1, tap1, place);
        }
        if constexpr (kMin) window = hn::Neg(window);
        hn::StoreU(in_order(window), d, y_ + to);
        if constexpr (kWin) put_mixed_taps(d, window_tap, winners_ + to);
    }
    HWY_INLINE void keep(F best, T tap, std::int64_t place) {
        hn::Store(best, D(), values_left_ + place);
        if constexpr (kWin) hn::Store(tap, DT(), taps_left_ + place);
    }
    /// The cells of one row that lie to the left, in the middle and to the right in their windows; the middle
    /// ones begin at `from`. Without kNaN a NaN makes `alarm` NaN, and so may infinities.
    HWY_INLINE void cells(const float* from, F& before, F& alarm, F& left, F& middle, F& right) {
        const D d;
        hwy::Prefetch(from + kAhead);
        F a = hn::LoadU(d, from);
        F b = hn::LoadU(d, from + kLanes);
        if constexpr (!kNaN) alarm = hn::MulAdd(a, b, alarm);
        if constexpr (kMin) {
            a = hn::Neg(a);
            b = hn::Neg(b);
        }
        right = mixed_odd(a, b);
        left = mixed_later(right, before);
        middle = mixed_even(a, b);
        before = right;
    }

    static constexpr std::int64_t kAhead = 256;  // measured
    static thread_local inline Buffer<float> values_;
    static thread_local inline Buffer<hn::TFromD<DT> > taps_;

    const T left_ = hn::Zero(DT());
    const T middle_ = tap_number(DT(), 1);
    const T right_ = tap_number(DT(), 2);
    const T second_row_ = tap_number(DT(), 3);
    const T third_row_ = tap_number(DT(), 6);
    // One for each row of cells: a single sum would be waited for.
    F alarm0_ = hn::Zero(D());
    F alarm1_ = alarm0_;
    const std::int64_t width_, height_, count_;
    const float* const x_;
    float* const y_;
    std::uint8_t* const winners_;
    float* values_left_ = nullptr;  ///< best of each window's part in the row above it, and its tap
    hn::TFromD<DT>* taps_left_ = nullptr;
};

template <bool kMin, bool kNaN, bool kWin>
bool rows_3x3(const Axes& axes, const float* x, float* y, std::uint8_t* winners, std::int64_t y0,
              std::int64_t y1) {
    Forward3x3<kMin, kNaN, kWin> windows(axes, x, y, winners);
    windows.rows(y0, y1);
    if (windows.maybe_nan()) return false;
    // A window whose cells are all −inf belongs to its first cell, which is not the first tap at the rim.
    if (kWin && windows.maybe_infinite()) {
        const std::int64_t count = axes.w.output();
        const float lowest = kMin ? -kLowest : kLowest;
        for (std::int64_t oy = y0; oy < y1; ++oy)
            if (y[oy * count] == lowest) winners[oy * count] = oy == 0 ? 4 : 1;
        if (y0 == 0)
            for (std::int64_t o = 1; o < count; ++o)
                if (y[o] == lowest) winners[o] = 3;
    }
    return true;
}

template <bool kMin, bool kWin>
bool forward_3x3_of(const Axes& axes, const float* x, float* y, std::uint8_t* winners, std::int64_t y0,
                    std::int64_t y1) {
    return rows_3x3<kMin, false, kWin>(axes, x, y, winners, y0, y1) ||
           rows_3x3<kMin, true, kWin>(axes, x, y, winners, y0, y1);
}

bool forward_3x3(const Axes& axes, bool minimum, const float* x, float* y, std::uint8_t* winners,
                 std::int64_t y0, std::int64_t y1) {
    if (!blocks_fit(axes.w)) return false;
    if (winners) {
        const auto run = minimum ? forward_3x3_of<true, true> : forward_3x3_of<false, true>;
        return run(axes, x, y, winners, y0, y1);
    }
    const auto run = minimum ? forward_3x3_of<true, false> : forward_3x3_of<false, false>;
    return run(axes, x, y, winners, y0, y1);
}

/// What windows send to the tap that lies `at` cells after their first one.
HWY_INLINE F sent(I tap, F g, std::int64_t at) {
    return hn::IfThenElseZero(hn::RebindMask(D(), hn::Eq(tap, hn::Set(DI(), static_cast<std::int32_t>(at)))),
                              g);
}

/// Adds up the gradients of 3×3 windows, two rows of cells for each row of windows: the even cells 2o get the
/// middle taps of window o, the odd cells 2o + 1 the right taps of o and the left taps of o + 1.
bool backward_3x3(const Axes& axes, const float* grad_output, const std::uint8_t* winners, float* grad_input,
                  std::int64_t y0, std::int64_t y1) {
    static thread_local Carried<float, float> sums;  // what the windows above have sent to their last row
    if (!blocks_fit(axes.w)) return false;
    const std::int64_t width = axes.w.input();
    const std::int64_t count = axes.w.output();
    const std::int64_t windows = axes.h.output();
    sums.prepare(count);
    std::ranges::fill(sums.first[sums.now], 0.0F);
    std::ranges::fill(sums.second[sums.now], 0.0F);
    const F zero = hn::Zero(D());
    // The windows of row oy cover the rows 2·oy − 1, 2·oy and 2·oy + 1.
    for (std::int64_t oy = std::max<std::int64_t>(0, (y0 - 1) / 2); 2 * oy - 1 < y1; ++oy) {
        sums.turn();
        const float* const old_even = sums.old_first();
        const float* const old_odd = sums.old_second();
        float* const top = grad_input + (2 * oy - 1) * width;
        const bool writes_top = 2 * oy - 1 >= y0;
        if (oy >= windows) {
            if (writes_top)
                for (std::int64_t t = 0; t >= 0; t = next_block(t, count)) {
                    store_pairs(hn::LoadU(D(), old_even + t), hn::LoadU(D(), old_odd + t), top + 2 * t);
                }
            break;
        }
        float* const middle = top + width;
        const bool writes_middle = 2 * oy >= y0 && 2 * oy < y1;
        float* const new_even = sums.new_first();
        float* const new_odd = sums.new_second();
        const float* const arriving = grad_output + oy * count;
        const std::uint8_t* const row = winners + oy * count;
        for (std::int64_t t = 0; t >= 0; t = next_block(t, count)) {
            const F g = hn::LoadU(D(), arriving + t);
            const I tap = taps_at(D(), row + t);
            const bool more = t + kLanes < count;
            const std::int64_t next_tap = more ? row[t + kLanes] : 255;
            const float next = more ? arriving[t + kLanes] : 0.0F;
            if (writes_top) {
                const F odd = hn::Add(hn::Add(hn::LoadU(D(), old_odd + t), sent(tap, g, 2)),
                                      one_earlier(sent(tap, g, 0), next_tap == 0 ? next : 0.0F));
                store_pairs(hn::Add(hn::LoadU(D(), old_even + t), sent(tap, g, 1)), odd, top + 2 * t);
            }
            if (writes_middle)
                store_pairs(hn::Add(zero, sent(tap, g, 4)),
                            hn::Add(hn::Add(zero, sent(tap, g, 5)),
                                    one_earlier(sent(tap, g, 3), next_tap == 3 ? next : 0.0F)),
                            middle + 2 * t);
            hn::StoreU(hn::Add(zero, sent(tap, g, 7)), D(), new_even + t);
            hn::StoreU(hn::Add(hn::Add(zero, sent(tap, g, 8)),
                               one_earlier(sent(tap, g, 6), next_tap == 6 ? next : 0.0F)),
                       D(), new_odd + t);
        }
    }
    return true;
}

#endif  // HWY_SCALAR

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace pool::kernels {

HWY_EXPORT(forward_3x3);
HWY_EXPORT(backward_3x3);

bool max_3x3(const Axes& axes, bool minimum, const float* x, float* y, std::uint8_t* winners, std::int64_t y0,
             std::int64_t y1) {
    return HWY_DYNAMIC_DISPATCH(forward_3x3)(axes, minimum, x, y, winners, y0, y1);
}

bool max_3x3_backward(const Axes& axes, const float* grad_output, const std::uint8_t* winners,
                      float* grad_input, std::int64_t y0, std::int64_t y1) {
    return HWY_DYNAMIC_DISPATCH(backward_3x3)(axes, grad_output, winners, grad_input, y0, y1);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
