#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "pool/kernels/max_paths.h"

// Vectors without a length known at compile time are left out: the kernels keep tables of that length.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/max_small_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors the plain loops are the fastest.
bool forward_2x2(std::int64_t, bool, const float*, float*, std::int64_t*, std::int64_t, const Region&, bool) {
    return false;
}
bool backward_2x2(std::int64_t, const float*, const std::int64_t*, float*, std::int64_t, std::int64_t,
                  std::int64_t, bool) {
    return false;
}
bool forward_3x3(const Axes&, bool, const float*, float*, std::int64_t*, std::int64_t, std::int64_t, bool) {
    return false;
}
bool backward_3x3(const Axes&, const float*, const std::int64_t*, float*, std::int64_t, std::int64_t) {
    return false;
}

#else

template <class V>
HWY_INLINE void put_winners(V place, std::int64_t* to, bool past) {
    const hn::DFromV<V> d;
    const hn::Half<hn::DFromV<V> > half;
    const hn::Rebind<std::int64_t, hn::Half<hn::DFromV<V> > > wide;
    const std::int64_t count = static_cast<std::int64_t>(hn::Lanes(d)) / 2;
    const auto low = hn::PromoteTo(wide, hn::LowerHalf(half, place));
    const auto high = hn::PromoteTo(wide, hn::UpperHalf(half, place));
    if (past) {
        hn::Stream(low, wide, to);
        hn::Stream(high, wide, to + count);
    } else {
        hn::StoreU(low, wide, to);
        hn::StoreU(high, wide, to + count);
    }
}

/// first, first + 2, first + 4, …: where the windows begin at stride 2.
template <class DV>
HWY_INLINE hn::Vec<DV> every_second(DV d, std::int64_t first) {
    // The counting vector is a constant; made from a variable it would be built in memory.
    const auto count = hn::Iota(d, 0);
    return hn::Add(hn::Set(d, static_cast<std::int32_t>(first)), hn::Add(count, count));
}

/// One output row of 2×2 windows.
struct Row2x2 {
    const float* upper;
    const float* lower;
    float* y;
    std::int64_t* indices;  ///< may be null
    std::int64_t corner;    ///< flat position of upper[0]
    std::int64_t width;
    bool past;  ///< write past the caches
};

/// kWin: whether winners are asked for.
template <bool kMin, bool kNaN, bool kWin, class DV>
HWY_INLINE void windows_2x2(DV d, const Row2x2& row, std::int64_t t, hn::Vec<DV>& check) {
    const hn::RebindToSigned<DV> di;
    const std::int64_t lanes = static_cast<std::int64_t>(hn::Lanes(d));
    auto a0 = hn::LoadU(d, row.upper + 2 * t);
    auto a1 = hn::LoadU(d, row.upper + 2 * t + lanes);
    auto c0 = hn::LoadU(d, row.lower + 2 * t);
    auto c1 = hn::LoadU(d, row.lower + 2 * t + lanes);
    prefetch(row.upper + 2 * t, lanes);
    prefetch(row.lower + 2 * t, lanes);
    if (kWin && !row.past) prefetch_to_write(row.indices + t, lanes / 2);
    // Any NaN makes the sum of products NaN, and so may infinities: then the row is done again with care.
    if constexpr (!kNaN) check = hn::Add(check, hn::MulAdd(a0, a1, hn::Mul(c0, c1)));
    if constexpr (kMin) {
        a0 = hn::Neg(a0);
        a1 = hn::Neg(a1);
        c0 = hn::Neg(c0);
        c1 = hn::Neg(c1);
    }
    auto best = hn::ConcatEven(d, a1, a0);
    auto second = hn::ConcatEven(d, c1, c0);
    const auto right = hn::ConcatOdd(d, a1, a0);
    const auto second_right = hn::ConcatOdd(d, c1, c0);
    if constexpr (!kWin && !kNaN) {
        best = larger(larger(second_right, second), larger(right, best));
    } else {
        const auto down = static_cast<std::int32_t>(row.width);
        auto place = hn::Zero(di);
        auto second_place = hn::Set(di, down);
        combine<kNaN>(best, place, right, hn::Set(di, 1));
        combine<kNaN>(second, second_place, second_right, hn::Set(di, down + 1));
        combine<kNaN>(best, place, second, second_place);
        if constexpr (kWin) {
            put_winners(hn::Add(every_second(di, row.corner + 2 * t), place), row.indices + t, row.past);
        }
    }
    if constexpr (kMin) best = hn::Neg(best);
    if (row.past) {
        hn::Stream(best, d, row.y + t);
    } else {
        hn::StoreU(best, d, row.y + t);
    }
}

template <bool kMin, bool kNaN, bool kWin>
bool rows_2x2(std::int64_t width, const float* x, float* y, std::int64_t* indices, std::int64_t out_width,
              const Region& outputs, bool stream) {
    using D4 = hn::CappedTag<float, 4>;
    const std::int64_t count = outputs.x1 - outputs.x0;
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const std::int64_t corner = 2 * oy * width + 2 * outputs.x0;
        const std::int64_t to = oy * out_width + outputs.x0;
        Row2x2 row{x + corner, x + corner + width, y + to, kWin ? indices + to : nullptr, corner, width,
                   false};
        // Rows of whole cache lines only: half a line written past the caches costs more than it saves.
        row.past = stream && count % 16 == 0 && aligned(row.y) && (!kWin || aligned(row.indices));
        F check = hn::Zero(D());
        auto check4 = hn::Zero(D4());
        std::int64_t t = 0;
        for (; t + kLanes <= count; t += kLanes) windows_2x2<kMin, kNaN, kWin>(D(), row, t, check);
        if constexpr (kLanes > 4)
            for (; t + 4 <= count; t += 4) windows_2x2<kMin, kNaN, kWin>(D4(), row, t, check4);
        if constexpr (!kNaN) {
            if (any_nan(check) || any_nan(check4)) return false;
        }
        for (; t < count; ++t) {
            const float sign = kMin ? -1.0F : 1.0F;
            float best = -std::numeric_limits<float>::infinity();
            std::int64_t place = corner + 2 * t;
            for (const std::int64_t at : {std::int64_t{0}, std::int64_t{1}, width, width + 1}) {
                const float value = sign * x[corner + 2 * t + at];
                if (!(value > best) && !std::isnan(value)) continue;
                best = value;
                place = corner + 2 * t + at;
            }
            row.y[t] = sign * best;
            if (kWin) row.indices[t] = place;
        }
    }
    return true;
}

template <bool kMin, bool kWin>
bool forward_2x2_of(std::int64_t width, const float* x, float* y, std::int64_t* indices,
                    std::int64_t out_width, const Region& outputs, bool stream) {
    return rows_2x2<kMin, false, kWin>(width, x, y, indices, out_width, outputs, stream) ||
           rows_2x2<kMin, true, kWin>(width, x, y, indices, out_width, outputs, stream);
}

bool forward_2x2(std::int64_t width, bool minimum, const float* x, float* y, std::int64_t* indices,
                 std::int64_t out_width, const Region& outputs, bool stream) {
    if (indices) {
        const auto run = minimum ? forward_2x2_of<true, true> : forward_2x2_of<false, true>;
        return run(width, x, y, indices, out_width, outputs, stream);
    }
    const auto run = minimum ? forward_2x2_of<true, false> : forward_2x2_of<false, false>;
    return run(width, x, y, indices, out_width, outputs, stream);
}

/// The lower 32 bits of the 64-bit positions at `from`.
template <class DV>
HWY_INLINE hn::Vec<hn::RebindToSigned<DV> > winners_at(DV, const std::int64_t* from) {
    const hn::RebindToSigned<DV> di;
    const hn::Rebind<std::int64_t, hn::Half<DV> > wide;
    const auto low = hn::BitCast(di, hn::LoadU(wide, from));
    const auto high = hn::BitCast(di, hn::LoadU(wide, from + hn::Lanes(wide)));
    if constexpr (std::endian::native == std::endian::little) return hn::ConcatEven(di, high, low);
    return hn::ConcatOdd(di, high, low);
}

/// What arrives at `lanes` windows, to the 2·lanes cells of each of their two rows.
template <class DV>
HWY_INLINE void send_2x2(DV d, const float* arriving, const std::int64_t* winners, float* upper, float* lower,
                         std::int64_t corner, std::int64_t width, bool past) {
    const hn::RebindToSigned<DV> di;
    const std::int64_t lanes = static_cast<std::int64_t>(hn::Lanes(d));
    HWY_ALIGN static constexpr std::int32_t kTwice[32] = {0,  0,  1,  1,  2,  2,  3,  3,  4,  4,  5,
                                                          5,  6,  6,  7,  7,  8,  8,  9,  9,  10, 10,
                                                          11, 11, 12, 12, 13, 13, 14, 14, 15, 15};
    const auto first = hn::SetTableIndices(d, kTwice);
    const auto second = hn::SetTableIndices(d, kTwice + lanes);
    const auto first_i = hn::SetTableIndices(di, kTwice);
    const auto second_i = hn::SetTableIndices(di, kTwice + lanes);
    if (!past) {
        prefetch_to_write(upper, lanes);
        prefetch_to_write(lower, lanes);
    }
    // A sum that starts from 0 has no negative zero.
    const auto g = hn::Add(hn::LoadU(d, arriving), hn::Zero(d));
    const auto winner = winners_at(d, winners);
    const auto step = hn::Set(di, static_cast<std::int32_t>(lanes));
    const auto down = hn::Set(di, static_cast<std::int32_t>(width));
    const auto place = hn::Add(hn::Set(di, static_cast<std::int32_t>(corner)), hn::Iota(di, 0));
    const auto send = [&](hn::Vec<DV> value, hn::Vec<hn::RebindToSigned<DV> > who,
                          hn::Vec<hn::RebindToSigned<DV> > at, float* to) HWY_ATTR {
        const auto share = hn::IfThenElseZero(hn::RebindMask(d, hn::Eq(who, at)), value);
        if (past) {
            hn::Stream(share, d, to);
        } else {
            hn::StoreU(share, d, to);
        }
    };
    const auto g0 = hn::TableLookupLanes(g, first);
    const auto g1 = hn::TableLookupLanes(g, second);
    const auto w0 = hn::TableLookupLanes(winner, first_i);
    const auto w1 = hn::TableLookupLanes(winner, second_i);
    send(g0, w0, place, upper);
    send(g1, w1, hn::Add(place, step), upper + lanes);
    send(g0, w0, hn::Add(place, down), lower);
    send(g1, w1, hn::Add(hn::Add(place, down), step), lower + lanes);
}

bool backward_2x2(std::int64_t width, const float* grad_output, const std::int64_t* indices,
                  float* grad_input, std::int64_t out_width, std::int64_t y0, std::int64_t y1, bool stream) {
    using D4 = hn::CappedTag<float, 4>;
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        const float* arriving = grad_output + oy * out_width;
        const std::int64_t* winners = indices + oy * out_width;
        float* upper = grad_input + 2 * oy * width;
        float* lower = upper + width;
        const std::int64_t corner = 2 * oy * width;
        const bool past = stream && aligned(upper) && aligned(lower);
        std::int64_t t = 0;
        const auto send = [&](auto d) HWY_ATTR {
            send_2x2(d, arriving + t, winners + t, upper + 2 * t, lower + 2 * t, corner + 2 * t, width, past);
        };
        for (; t + kLanes <= out_width; t += kLanes) send(D());
        if constexpr (kLanes > 4)
            for (; t + 4 <= out_width; t += 4) send(D4());
        for (; t < out_width; ++t) {
            for (std::int64_t k = 0; k < 4; ++k) {
                const std::int64_t at = (2 * oy + k / 2) * width + 2 * t + k % 2;
                grad_input[at] = winners[t] == at ? 0.0F + arriving[t] : 0.0F;
            }
        }
        std::fill(upper + 2 * out_width, upper + width, 0.0F);
        std::fill(lower + 2 * out_width, lower + width, 0.0F);
    }
    return true;
}

constexpr float kLowest = -std::numeric_limits<float>::infinity();

/// Best value and column tap (0, 1, 2) of each window of one row.
template <class DV>
struct Line3 {
    hn::Vec<DV> value;
    hn::Vec<hn::RebindToSigned<DV> > tap;
};

/// The windows from t on, as many as there are lanes, of one row: 3 wide, stride 2, one padding cell in
/// front.
template <bool kMin, bool kNaN, class DV>
HWY_INLINE Line3<DV> line_3(DV d, const float* row, std::int64_t t, hn::Vec<DV>& check) {
    const hn::RebindToSigned<DV> di;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    auto a = hn::LoadU(d, row + 2 * t);
    auto b = hn::LoadU(d, row + 2 * t + lanes);
    prefetch(row + 2 * t, lanes);
    if constexpr (!kNaN) check = hn::MulAdd(a, b, check);
    float left = t > 0 ? row[2 * t - 1] : kLowest;
    if constexpr (kMin) {
        a = hn::Neg(a);
        b = hn::Neg(b);
        if (t > 0) left = -left;
    }
    const auto middle = hn::ConcatEven(d, b, a);
    const auto right = hn::ConcatOdd(d, b, a);
    Line3<DV> line{one_later(right, left), hn::Zero(di)};
    combine<kNaN>(line.value, line.tap, middle, hn::Set(di, 1));
    combine<kNaN>(line.value, line.tap, right, hn::Set(di, 2));
    return line;
}

/// One output row of 3×3 windows and the rows of the map that it sees.
struct Row3x3 {
    const float* middle;
    const float* bottom;      ///< null below the map
    const float* top_values;  ///< of the row above, reduced already; null above the map
    const std::int32_t* top_taps;
    float* below_values;  ///< where the bottom row's maxima are kept for the next row of windows
    std::int32_t* below_taps;
    float* y;
    std::int64_t* winners;
    std::int64_t corner;  ///< flat position of tap 0 of the top row of window 0, which lies in the padding
    std::int64_t width;
    bool past;
};

template <bool kMin, bool kNaN, bool kWin, class DV>
HWY_INLINE void windows_3x3(DV d, const Row3x3& row, std::int64_t t, hn::Vec<DV>& check) {
    const hn::RebindToSigned<DV> di;
    if (kWin && !row.past) prefetch_to_write(row.winners + t, static_cast<std::int64_t>(hn::Lanes(d)) / 2);
    const Line3<DV> line = line_3<kMin, kNaN>(d, row.middle, t, check);
    auto best = line.value;
    auto place = hn::Add(line.tap, hn::Set(di, static_cast<std::int32_t>(row.width)));
    if (row.top_values) {
        best = hn::LoadU(d, row.top_values + t);
        auto top = hn::LoadU(di, row.top_taps + t);
        combine<kNaN>(best, top, line.value, place);
        place = top;
    }
    if (row.bottom) {
        const Line3<DV> below = line_3<kMin, kNaN>(d, row.bottom, t, check);
        hn::StoreU(below.value, d, row.below_values + t);
        hn::StoreU(below.tap, di, row.below_taps + t);
        combine<kNaN>(best, place, below.value,
                      hn::Add(below.tap, hn::Set(di, static_cast<std::int32_t>(2 * row.width))));
    }
    if constexpr (kMin) best = hn::Neg(best);
    hn::StoreU(best, d, row.y + t);
    if constexpr (kWin)
        put_winners(hn::Add(place, every_second(di, row.corner + 2 * t)), row.winners + t, row.past);
}

template <bool kMin, bool kNaN, bool kWin>
bool rows_3x3(const Axes& axes, const float* x, float* y, std::int64_t* indices, std::int64_t y0,
              std::int64_t y1, bool stream) {
    static thread_local Carried<float, std::int32_t> last;  // the row that the windows above end with
    const std::int64_t width = axes.w.input();
    const std::int64_t height = axes.h.input();
    const std::int64_t count = axes.w.output();
    last.prepare(count);
    F check = hn::Zero(D());
    if (y0 > 0) {
        for (std::int64_t t = 0; t >= 0; t = next_block(t, count)) {
            const Line3<D> line = line_3<kMin, kNaN>(D(), x + (2 * y0 - 1) * width, t, check);
            hn::StoreU(line.value, D(), last.new_first() + t);
            hn::StoreU(line.tap, DI(), last.new_second() + t);
        }
    }
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        last.turn();
        const float* const middle = x + 2 * oy * width;
        float* const to = y + oy * count;
        std::int64_t* const winners = kWin ? indices + oy * count : nullptr;
        const bool past = stream && aligned(to) && (!kWin || aligned(winners)) && count % kMostLanes == 0;
        const Row3x3 row{middle,
                         2 * oy + 1 < height ? middle + width : nullptr,
                         oy > 0 ? last.old_first() : nullptr,
                         last.old_second(),
                         last.new_first(),
                         last.new_second(),
                         to,
                         winners,
                         (2 * oy - 1) * width - 1,
                         width,
                         past};
        std::int64_t t = 0;
        for (; t + kLanes <= count; t += kLanes) windows_3x3<kMin, kNaN, kWin>(D(), row, t, check);
        // The last block overlaps the one before.
        if (t < count) windows_3x3<kMin, kNaN, kWin>(D(), row, count - kLanes, check);
        // A window whose cells are all −inf belongs to its first cell, which is not the first tap at the rim.
        if constexpr (kWin) {
            const float lowest = kMin ? -kLowest : kLowest;
            if (to[0] == lowest) winners[0] = std::max<std::int64_t>(2 * oy - 1, 0) * width;
            if (oy == 0)
                for (std::int64_t o = 1; o < count; ++o)
                    if (to[o] == lowest) winners[o] = 2 * o - 1;
        }
    }
    return kNaN || !any_nan(check);
}

template <bool kMin, bool kWin>
bool forward_3x3_of(const Axes& axes, const float* x, float* y, std::int64_t* indices, std::int64_t y0,
                    std::int64_t y1, bool stream) {
    return rows_3x3<kMin, false, kWin>(axes, x, y, indices, y0, y1, stream) ||
           rows_3x3<kMin, true, kWin>(axes, x, y, indices, y0, y1, stream);
}

bool forward_3x3(const Axes& axes, bool minimum, const float* x, float* y, std::int64_t* indices,
                 std::int64_t y0, std::int64_t y1, bool stream) {
    if (!blocks_fit(axes.w)) return false;
    if (indices) {
        const auto run = minimum ? forward_3x3_of<true, true> : forward_3x3_of<false, true>;
        return run(axes, x, y, indices, y0, y1, stream);
    }
    const auto run = minimum ? forward_3x3_of<true, false> : forward_3x3_of<false, false>;
    return run(axes, x, y, indices, y0, y1, stream);
}

/// What windows send to the tap that lies `at` cells after their first one.
HWY_INLINE F sent(I tap, F g, std::int64_t at) {
    return hn::IfThenElseZero(hn::RebindMask(D(), hn::Eq(tap, hn::Set(DI(), static_cast<std::int32_t>(at)))),
                              g);
}

/// Adds up the gradients of 3×3 windows, two rows of cells for each row of windows: the even cells 2o get the
/// middle taps of window o, the odd cells 2o + 1 the right taps of o and the left taps of o + 1.
bool backward_3x3(const Axes& axes, const float* grad_output, const std::int64_t* indices, float* grad_input,
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
        const std::int64_t* const winners = indices + oy * count;
        const std::int64_t corner = (2 * oy - 1) * width - 1;
        for (std::int64_t t = 0; t >= 0; t = next_block(t, count)) {
            const F g = hn::LoadU(D(), arriving + t);
            const I tap = hn::Sub(winners_at(D(), winners + t), every_second(DI(), corner + 2 * t));
            const bool more = t + kLanes < count;
            const std::int64_t next_tap = more ? winners[t + kLanes] - (corner + 2 * (t + kLanes)) : -1;
            const float next = more ? arriving[t + kLanes] : 0.0F;
            if (writes_top) {
                const F odd = hn::Add(hn::Add(hn::LoadU(D(), old_odd + t), sent(tap, g, 2)),
                                      one_earlier(sent(tap, g, 0), next_tap == 0 ? next : 0.0F));
                store_pairs(hn::Add(hn::LoadU(D(), old_even + t), sent(tap, g, 1)), odd, top + 2 * t);
            }
            if (writes_middle)
                store_pairs(hn::Add(zero, sent(tap, g, width + 1)),
                            hn::Add(hn::Add(zero, sent(tap, g, width + 2)),
                                    one_earlier(sent(tap, g, width), next_tap == width ? next : 0.0F)),
                            middle + 2 * t);
            hn::StoreU(hn::Add(zero, sent(tap, g, 2 * width + 1)), D(), new_even + t);
            hn::StoreU(hn::Add(hn::Add(zero, sent(tap, g, 2 * width + 2)),
                               one_earlier(sent(tap, g, 2 * width), next_tap == 2 * width ? next : 0.0F)),
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

HWY_EXPORT(forward_2x2);
HWY_EXPORT(backward_2x2);
HWY_EXPORT(forward_3x3);
HWY_EXPORT(backward_3x3);

bool max_2x2(std::int64_t width, bool minimum, const float* x, float* y, std::int64_t* indices,
             std::int64_t out_width, const Region& outputs, bool stream) {
    return HWY_DYNAMIC_DISPATCH(forward_2x2)(width, minimum, x, y, indices, out_width, outputs, stream);
}

bool max_2x2_backward(std::int64_t width, const float* grad_output, const std::int64_t* indices,
                      float* grad_input, std::int64_t out_width, std::int64_t y0, std::int64_t y1,
                      bool stream) {
    return HWY_DYNAMIC_DISPATCH(backward_2x2)(width, grad_output, indices, grad_input, out_width, y0, y1,
                                              stream);
}

bool max_3x3(const Axes& axes, bool minimum, const float* x, float* y, std::int64_t* indices, std::int64_t y0,
             std::int64_t y1, bool stream) {
    return HWY_DYNAMIC_DISPATCH(forward_3x3)(axes, minimum, x, y, indices, y0, y1, stream);
}

bool max_3x3_backward(const Axes& axes, const float* grad_output, const std::int64_t* indices,
                      float* grad_input, std::int64_t y0, std::int64_t y1) {
    return HWY_DYNAMIC_DISPATCH(backward_3x3)(axes, grad_output, indices, grad_input, y0, y1);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
