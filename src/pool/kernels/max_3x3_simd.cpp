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

/// Best value of each window of one row, and its tap. Lanes are mixed, see mixed_even.
using DT = TapTag<D>;
using T = hn::Vec<DT>;
struct Line3 {
    F value;
    T tap;
};

/// The better of two: the later one where it is larger (or NaN).
template <bool kNaN, bool kWin>
HWY_INLINE void join(Line3& best, const Line3& later) {
    if constexpr (kWin || kNaN) {
        combine<kNaN>(best.value, best.tap, later.value, later.tap);
    } else {
        best.value = larger(later.value, best.value);
    }
}

/// The numbers of a row's three taps.
struct Numbers {
    T left, middle, right;
};
HWY_INLINE Numbers numbers_from(int first) {
    return {tap_number(DT(), first), tap_number(DT(), first + 1), tap_number(DT(), first + 2)};
}

/// As many windows as there are lanes on one row of cells, whose second column `from` points at: 3 wide,
/// stride 2, one padding cell in front; kFirst: they are the first ones. Without kNaN a NaN makes `alarm`
/// NaN, and so may infinities.
template <bool kMin, bool kNaN, bool kWin, bool kFirst>
HWY_INLINE Line3 line_3(const float* from, const Numbers& taps, F& alarm) {
    const D d;
    F a = hn::LoadU(d, from);
    F b = hn::LoadU(d, from + kLanes);
    float before = kFirst ? kLowest : from[-1];
    if constexpr (!kNaN) alarm = hn::MulAdd(a, b, alarm);
    if constexpr (kMin) {
        a = hn::Neg(a);
        b = hn::Neg(b);
        if constexpr (!kFirst) before = -before;
    }
    const F right = mixed_odd(a, b);
    Line3 line{mixed_later(right, before), taps.left};
    join<kNaN, kWin>(line, {mixed_even(a, b), taps.middle});
    join<kNaN, kWin>(line, {right, taps.right});
    return line;
}

/// A block of windows, kLanes wide, from row oy0 up to oy1.
struct Block3x3 {
    const float* x;  ///< the second column of the first window, in row 0
    std::int64_t width, height;
    std::int64_t oy0, oy1;
    std::int64_t ahead;  ///< so many cells further lies what is read next
    float* y;            ///< of the first window, in row 0
    std::uint8_t* winners;
    std::int64_t count;  ///< windows in a row of the map
};

/// Down a block: what lies between two rows of windows stays in registers. Returns what is NaN where a cell
/// may be.
template <bool kMin, bool kNaN, bool kWin, bool kFirst>
HWY_INLINE F block_3x3(const Block3x3& block) {
    const Numbers first = numbers_from(0);
    const Numbers second = numbers_from(3);
    const Numbers third = numbers_from(6);
    // One for each line: a single sum would be waited for.
    F alarm0 = hn::Zero(D());
    F alarm1 = alarm0;
    const std::int64_t width = block.width;
    const std::int64_t ahead = block.ahead;
    const std::int64_t count = block.count;
    const float* from = block.x + 2 * block.oy0 * width;
    float* y = block.y + block.oy0 * count;
    std::uint8_t* winners = block.winners;
    if constexpr (kWin) winners += block.oy0 * count;
    const auto line = [&](const float* row, const Numbers& taps, F& alarm) HWY_ATTR {
        hwy::Prefetch(row + ahead);
        return line_3<kMin, kNaN, kWin, kFirst>(row, taps, alarm);
    };
    Line3 above{hn::Set(D(), kLowest), first.left};
    if (block.oy0 > 0) above = line(from - width, first, alarm0);
    const auto finish = [&](Line3 best) HWY_ATTR {
        if constexpr (kMin) best.value = hn::Neg(best.value);
        hn::StoreU(in_order(best.value), D(), y);
        if constexpr (kWin) put_mixed_taps(best.tap, winners);
    };
    const std::int64_t full = std::min(block.oy1, block.height / 2);
    for (std::int64_t rows = full - block.oy0; rows > 0; --rows) {
        join<kNaN, kWin>(above, line(from, second, alarm0));
        Line3 below = line(from + width, third, alarm1);
        join<kNaN, kWin>(above, below);
        finish(above);
        if constexpr (kWin) below.tap = hn::Sub(below.tap, third.left);
        above = below;
        from += 2 * width;
        y += count;
        if constexpr (kWin) winners += count;
    }
    if (full < block.oy1) {
        join<kNaN, kWin>(above, line(from, second, alarm0));
        finish(above);
    }
    return hn::Add(alarm0, alarm1);
}

template <bool kMin, bool kNaN, bool kWin>
F all_blocks_3x3(Block3x3 block, std::int64_t y0, std::int64_t y1) {
    const float* const x = block.x;
    float* const y = block.y;
    std::uint8_t* const winners = block.winners;
    F alarm = hn::Zero(D());
    for (Blocks at(block.width, block.count, y0, y1); at.more(); at.next()) {
        block.x = x + 2 * at.t;
        block.y = y + at.t;
        block.winners = kWin ? winners + at.t : nullptr;
        block.oy0 = at.oy0;
        block.oy1 = at.oy1;
        block.ahead = at.ahead;
        alarm = hn::Add(alarm, at.t == 0 ? block_3x3<kMin, kNaN, kWin, true>(block)
                                         : block_3x3<kMin, kNaN, kWin, false>(block));
    }
    return alarm;
}

template <bool kMin, bool kNaN, bool kWin>
bool rows_3x3(const Axes& axes, const float* x, float* y, std::uint8_t* winners, std::int64_t y0,
              std::int64_t y1) {
    const std::int64_t width = axes.w.input();
    const std::int64_t count = axes.w.output();
    const Block3x3 block{x, width, axes.h.input(), 0, 0, 0, y, winners, count};
    const F alarm = all_blocks_3x3<kMin, kNaN, kWin>(block, y0, y1);
    // A window whose cells are all −inf belongs to its first cell, which is not the first tap at the rim.
    if constexpr (kWin) {
        const float lowest = kMin ? -kLowest : kLowest;
        for (std::int64_t oy = y0; oy < y1; ++oy)
            if (y[oy * count] == lowest) winners[oy * count] = oy == 0 ? 4 : 1;
        if (y0 == 0)
            for (std::int64_t o = 1; o < count; ++o)
                if (y[o] == lowest) winners[o] = 3;
    }
    return kNaN || !any_nan(alarm);
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
