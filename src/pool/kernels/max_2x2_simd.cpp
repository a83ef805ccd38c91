#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "pool/kernels/max_paths.h"

// Vectors without a length known at compile time are left out: the kernels keep tables of that length.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/max_2x2_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/winners-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors the plain loops are the fastest.
bool forward_2x2(std::int64_t, bool, const float*, float*, std::uint8_t*, std::int64_t, const Region&, bool) {
    return false;
}
bool backward_2x2(std::int64_t, const float*, const std::uint8_t*, float*, std::int64_t, std::int64_t,
                  std::int64_t, bool) {
    return false;
}

#else

/// One output row of 2×2 windows.
struct Row2x2 {
    const float* upper;
    const float* lower;
    float* y;
    std::uint8_t* winners;  ///< may be null
    bool past;              ///< write past the caches
    std::int64_t ahead;     ///< so many cells further is asked for
};

/// Any NaN makes one of the sums of products NaN, and so may infinities: then all is done again with care.
template <class DV>
struct Alarm {
    hn::Vec<DV> upper;
    hn::Vec<DV> lower;
    HWY_INLINE bool maybe_nan() const { return any_nan(hn::Add(upper, lower)); }
};

/// kWin: whether winners are asked for.
template <bool kMin, bool kNaN, bool kWin, class DV>
HWY_INLINE void windows_2x2(DV d, const Row2x2& row, std::int64_t t, Alarm<DV>& alarm) {
    const std::int64_t lanes = static_cast<std::int64_t>(hn::Lanes(d));
    auto a0 = hn::LoadU(d, row.upper + 2 * t);
    auto a1 = hn::LoadU(d, row.upper + 2 * t + lanes);
    auto c0 = hn::LoadU(d, row.lower + 2 * t);
    auto c1 = hn::LoadU(d, row.lower + 2 * t + lanes);
    prefetch(row.upper + 2 * t, lanes, row.ahead);
    prefetch(row.lower + 2 * t, lanes, row.ahead);
    if constexpr (!kNaN) {
        alarm.upper = hn::MulAdd(a0, a1, alarm.upper);
        alarm.lower = hn::MulAdd(c0, c1, alarm.lower);
    }
    if constexpr (kMin) {
        a0 = hn::Neg(a0);
        a1 = hn::Neg(a1);
        c0 = hn::Neg(c0);
        c1 = hn::Neg(c1);
    }
    auto best = mixed_even(a0, a1);
    auto second = mixed_even(c0, c1);
    const auto right = mixed_odd(a0, a1);
    const auto second_right = mixed_odd(c0, c1);
    if constexpr (!kWin && !kNaN) {
        best = larger(larger(second_right, second), larger(right, best));
    } else {
        const TapTag<DV> dt;
        const auto one = hn::Set(dt, 1);
        auto tap = hn::Zero(dt);
        auto second_tap = hn::Zero(dt);
        combine<kNaN>(best, tap, right, one);
        combine<kNaN>(second, second_tap, second_right, one);
        combine<kNaN>(best, tap, second, hn::Add(second_tap, hn::Set(dt, 2)));
        if constexpr (kWin) put_mixed_taps(d, tap, row.winners + t);
    }
    best = in_order(best);
    if constexpr (kMin) best = hn::Neg(best);
    if (row.past) {
        hn::Stream(best, d, row.y + t);
    } else {
        hn::StoreU(best, d, row.y + t);
    }
}

template <bool kMin, bool kNaN, bool kWin>
bool rows_2x2(std::int64_t width, const float* x, float* y, std::uint8_t* winners, std::int64_t out_width,
              const Region& outputs, bool stream) {
    using D4 = hn::CappedTag<float, 4>;
    const std::int64_t count = outputs.x1 - outputs.x0;
    Alarm<D> alarm{hn::Zero(D()), hn::Zero(D())};
    Alarm<D4> alarm4{hn::Zero(D4()), hn::Zero(D4())};
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const std::int64_t corner = 2 * oy * width + 2 * outputs.x0;
        const std::int64_t to = oy * out_width + outputs.x0;
        Row2x2 row{x + corner, x + corner + width, y + to, kWin ? winners + to : nullptr, false, 1536};
        // Rows of whole cache lines only: half a line written past the caches costs more than it saves.
        row.past = stream && count % 16 == 0 && aligned(row.y);
        // Measured, as for averages; where winners are written too, nearer.
        if (row.past) row.ahead = kWin ? 1024 : std::max<std::int64_t>(2 * width, 1024);
        std::int64_t t = 0;
        for (; t + kLanes <= count; t += kLanes) windows_2x2<kMin, kNaN, kWin>(D(), row, t, alarm);
        if constexpr (kLanes > 4)
            for (; t + 4 <= count; t += 4) windows_2x2<kMin, kNaN, kWin>(D4(), row, t, alarm4);
        for (; t < count; ++t) {
            const float sign = kMin ? -1.0F : 1.0F;
            float best = -std::numeric_limits<float>::infinity();
            std::uint8_t winner = 0;
            for (std::uint8_t tap = 0; tap < 4; ++tap) {
                const float value = sign * x[corner + 2 * t + tap / 2 * width + tap % 2];
                if (!(value > best) && !std::isnan(value)) continue;
                best = value;
                winner = tap;
            }
            row.y[t] = sign * best;
            if (kWin) row.winners[t] = winner;
        }
    }
    return kNaN || !(alarm.maybe_nan() || alarm4.maybe_nan());
}

template <bool kMin, bool kWin>
bool forward_2x2_of(std::int64_t width, const float* x, float* y, std::uint8_t* winners,
                    std::int64_t out_width, const Region& outputs, bool stream) {
    return rows_2x2<kMin, false, kWin>(width, x, y, winners, out_width, outputs, stream) ||
           rows_2x2<kMin, true, kWin>(width, x, y, winners, out_width, outputs, stream);
}

bool forward_2x2(std::int64_t width, bool minimum, const float* x, float* y, std::uint8_t* winners,
                 std::int64_t out_width, const Region& outputs, bool stream) {
    if (winners) {
        const auto run = minimum ? forward_2x2_of<true, true> : forward_2x2_of<false, true>;
        return run(width, x, y, winners, out_width, outputs, stream);
    }
    const auto run = minimum ? forward_2x2_of<true, false> : forward_2x2_of<false, false>;
    return run(width, x, y, winners, out_width, outputs, stream);
}

/// What arrives at `lanes` windows, to the 2·lanes cells of each of their two rows.
template <class DV>
HWY_INLINE void send_2x2(DV d, const float* arriving, const std::uint8_t* winners, float* upper, float* lower,
                         bool past) {
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
    const auto winner = taps_at(d, winners);
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
    const auto top = hn::And(hn::Iota(di, 0), hn::Set(di, 1));
    const auto bottom = hn::Add(top, hn::Set(di, 2));
    send(g0, w0, top, upper);
    send(g1, w1, top, upper + lanes);
    send(g0, w0, bottom, lower);
    send(g1, w1, bottom, lower + lanes);
}

bool backward_2x2(std::int64_t width, const float* grad_output, const std::uint8_t* winners,
                  float* grad_input, std::int64_t out_width, std::int64_t y0, std::int64_t y1, bool stream) {
    using D4 = hn::CappedTag<float, 4>;
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        const float* arriving = grad_output + oy * out_width;
        const std::uint8_t* row = winners + oy * out_width;
        float* upper = grad_input + 2 * oy * width;
        float* lower = upper + width;
        const bool past = stream && aligned(upper) && aligned(lower);
        std::int64_t t = 0;
        const auto send = [&](auto d) HWY_ATTR {
            send_2x2(d, arriving + t, row + t, upper + 2 * t, lower + 2 * t, past);
        };
        for (; t + kLanes <= out_width; t += kLanes) send(D());
        if constexpr (kLanes > 4)
            for (; t + 4 <= out_width; t += 4) send(D4());
        for (; t < out_width; ++t) {
            for (std::int64_t k = 0; k < 4; ++k) {
                const std::int64_t at = (2 * oy + k / 2) * width + 2 * t + k % 2;
                grad_input[at] = row[t] == k ? 0.0F + arriving[t] : 0.0F;
            }
        }
        std::fill(upper + 2 * out_width, upper + width, 0.0F);
        std::fill(lower + 2 * out_width, lower + width, 0.0F);
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

bool max_2x2(std::int64_t width, bool minimum, const float* x, float* y, std::uint8_t* winners,
             std::int64_t out_width, const Region& outputs, bool stream) {
    return HWY_DYNAMIC_DISPATCH(forward_2x2)(width, minimum, x, y, winners, out_width, outputs, stream);
}

bool max_2x2_backward(std::int64_t width, const float* grad_output, const std::uint8_t* winners,
                      float* grad_input, std::int64_t out_width, std::int64_t y0, std::int64_t y1,
                      bool stream) {
    return HWY_DYNAMIC_DISPATCH(backward_2x2)(width, grad_output, winners, grad_input, out_width, y0, y1,
                                              stream);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
