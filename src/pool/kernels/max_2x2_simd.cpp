#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "pool/kernels/max_paths.h"
#include "pool/kernels/targets.h"

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
bool forward_2x2(std::int64_t, bool, const float*, float*, std::uint8_t*, std::int64_t, const Region&,
                 const Traffic&) {
    return false;
}
bool backward_2x2(std::int64_t, const float*, const std::uint8_t*, float*, std::int64_t, std::int64_t,
                  std::int64_t, bool) {
    return false;
}

#else

/// 2×2 windows that do not overlap. Traffic decides whether their two rows of cells are read together or one
/// after the other.
template <bool kMin, bool kNaN, bool kWin>
class Rows2x2 {
 public:
    HWY_INLINE Rows2x2(std::int64_t width, const float* x, float* y, std::uint8_t* winners,
                       std::int64_t out_width)
        : width_(width), out_width_(out_width), x_(x), y_(y), winners_(winners) {}

    /// Without kNaN, returns false if a cell may be NaN: what was written is then void.
    HWY_INLINE bool run(const Region& outputs, const Traffic& traffic) {
        const std::int64_t count = outputs.x1 - outputs.x0;
        const Past past =
            past_of(traffic.past_caches && count == out_width_, y_ + outputs.y0 * out_width_, count);
        if (past == Past::whole) {
            const std::int64_t to = outputs.y0 * count;
            whole_lines(x_ + 2 * outputs.y0 * width_, width_, outputs.y1 - outputs.y0, count,
                        [&](const float* cells, std::int64_t t)
                            HWY_ATTR { windows(DW(), cells, to + t, Past::whole, 0); });
            return no_alarm();
        }
        values_.resize(static_cast<std::size_t>(padded(count)));
        taps_.resize(values_.size());
        for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
            const float* const upper = x_ + 2 * oy * width_ + 2 * outputs.x0;
            const std::int64_t to = oy * out_width_ + outputs.x0;
            if (count >= kLanes && traffic.from_memory) {
                row_at_once(upper, to, count, past);
            } else if (count >= kLanes) {
                row_after_row(upper, to, count);
            } else if (count >= 4) {
                windows(D4(), upper, to, Past::no, 0);
                if (count > 4) windows(D4(), upper + 2 * (count - 4), to + count - 4, Past::no, 0);
            } else {
                plain_row(upper, to, count);
            }
        }
        return no_alarm();
    }

 private:
    using D4 = hn::CappedTag<float, 4>;

    HWY_INLINE bool no_alarm() const {
        return kNaN || !(any_nan(wide_[0]) || any_nan(wide_[1]) || any_nan(narrow_[0]) ||
                         any_nan(narrow_[1]) || any_nan(four_[0]) || any_nan(four_[1]));
    }

    // A row has at least one vector of windows. Some are done twice where the last do not fill a vector.

    /// Reads both rows of cells together and prefetches each.
    HWY_INLINE void row_at_once(const float* upper, std::int64_t to, std::int64_t count, Past past) {
        std::int64_t done = 0;
        for_blocks(count, [&](auto d, std::int64_t t) HWY_ATTR {
            prefetch_rows(upper, width_, t, static_cast<std::int64_t>(hn::MaxLanes(d)));
            windows(d, upper + 2 * t, to + t, past, done - t);
            done = t + static_cast<std::int64_t>(hn::MaxLanes(d));
        });
    }
    /// Reads one row of cells after the other: the processor prefetches this order by itself.
    HWY_INLINE void row_after_row(const float* upper, std::int64_t to, std::int64_t count) {
        float* const values = values_.data();
        auto* const taps = taps_.data();
        std::int64_t place = 0;
        for_blocks(count, [&](auto d, std::int64_t t) HWY_ATTR {
            hn::Vec<decltype(d)> best;
            hn::Vec<TapTag<decltype(d)> > tap;
            pairs<0>(d, upper + 2 * t, best, tap);
            hn::StoreU(best, d, values + place);
            if constexpr (kWin) hn::StoreU(tap, TapTag<decltype(d)>(), taps + place);
            place += static_cast<std::int64_t>(hn::MaxLanes(d));
        });
        place = 0;
        for_blocks(count, [&](auto d, std::int64_t t) HWY_ATTR {
            const TapTag<decltype(d)> dt;
            const auto best = hn::LoadU(d, values + place);
            auto tap = hn::Zero(dt);
            if constexpr (kWin) tap = hn::LoadU(dt, taps + place);
            hn::Vec<decltype(d)> second;
            hn::Vec<decltype(dt)> second_tap;
            pairs<1>(d, upper + width_ + 2 * t, second, second_tap);
            finish(d, best, tap, second, second_tap, to + t, Past::no, 0);
            place += static_cast<std::int64_t>(hn::MaxLanes(d));
        });
    }
    HWY_INLINE void plain_row(const float* upper, std::int64_t to, std::int64_t count) {
        for (std::int64_t t = 0; t < count; ++t) {
            const float sign = kMin ? -1.0F : 1.0F;
            float best = -std::numeric_limits<float>::infinity();
            std::uint8_t winner = 0;
            for (std::uint8_t tap = 0; tap < 4; ++tap) {
                const float value = sign * upper[2 * t + tap / 2 * width_ + tap % 2];
                if (!(value > best) && !std::isnan(value)) continue;
                best = value;
                winner = tap;
            }
            y_[to + t] = sign * best;
            if (kWin) winners_[to + t] = winner;
        }
    }
    template <class DV>
    HWY_INLINE void windows(DV d, const float* upper, std::int64_t to, Past past, std::int64_t written) {
        hn::Vec<DV> best;
        hn::Vec<DV> second;
        hn::Vec<TapTag<DV> > tap;
        hn::Vec<TapTag<DV> > second_tap;
        pairs<0>(d, upper, best, tap);
        pairs<1>(d, upper + width_, second, second_tap);
        finish(d, best, tap, second, second_tap, to, past, written);
    }
    /// The winner of each pair on one row of cells: 0 or 1. Lanes are mixed (see mixed_even). Without kNaN, a
    /// NaN makes the row's alarm NaN; infinities may do so too.
    template <int kRow, class DV, class V, class VT>
    HWY_INLINE void pairs(DV d, const float* from, V& best, VT& tap) {
        V a = hn::LoadU(d, from);
        V b = hn::LoadU(d, from + hn::MaxLanes(d));
        if constexpr (!kNaN) alarm<kRow>(d) = hn::MulAdd(a, b, alarm<kRow>(d));
        if constexpr (kMin) {
            a = hn::Neg(a);
            b = hn::Neg(b);
        }
        const TapTag<DV> dt;
        best = mixed_even(a, b);
        tap = hn::Zero(dt);
        join<kNaN, kWin>(best, tap, mixed_odd(a, b), hn::Set(dt, 1));
    }
    template <class DV, class V, class VT>
    HWY_INLINE void finish(DV d, V best, VT tap, V second, VT second_tap, std::int64_t to, Past past,
                           std::int64_t written) {
        join<kNaN, kWin>(best, tap, second, hn::Add(second_tap, hn::Set(TapTag<DV>(), 2)));
        if constexpr (kWin) put_mixed_taps(d, tap, winners_ + to);
        best = in_order(best);
        if constexpr (kMin) best = hn::Neg(best);
        write(best, y_ + to, past, written);
    }
    template <int kRow, class DV>
    HWY_INLINE hn::Vec<DV>& alarm(DV) {
        if constexpr (hn::MaxLanes(DV()) == hn::MaxLanes(DW())) {
            return wide_[kRow];
        } else if constexpr (hn::MaxLanes(DV()) == hn::MaxLanes(D())) {
            return narrow_[kRow];
        } else {
            return four_[kRow];
        }
    }

    static thread_local inline Buffer<float> values_;
    static thread_local inline Buffer<hn::TFromD<TapTag<DW> > > taps_;

    // One alarm for each row of cells: with a single one each addition would wait for the one before.
    hn::Vec<DW> wide_[2] = {hn::Zero(DW()), hn::Zero(DW())};
    F narrow_[2] = {hn::Zero(D()), hn::Zero(D())};
    hn::Vec<D4> four_[2] = {hn::Zero(D4()), hn::Zero(D4())};
    const std::int64_t width_, out_width_;
    const float* const x_;
    float* const y_;
    std::uint8_t* const winners_;
};

template <bool kMin, bool kWin>
bool forward_2x2_of(std::int64_t width, const float* x, float* y, std::uint8_t* winners,
                    std::int64_t out_width, const Region& outputs, const Traffic& traffic) {
    return Rows2x2<kMin, false, kWin>(width, x, y, winners, out_width).run(outputs, traffic) ||
           Rows2x2<kMin, true, kWin>(width, x, y, winners, out_width).run(outputs, traffic);
}

bool forward_2x2(std::int64_t width, bool minimum, const float* x, float* y, std::uint8_t* winners,
                 std::int64_t out_width, const Region& outputs, const Traffic& traffic) {
    if (winners) {
        const auto run = minimum ? forward_2x2_of<true, true> : forward_2x2_of<false, true>;
        return run(width, x, y, winners, out_width, outputs, traffic);
    }
    const auto run = minimum ? forward_2x2_of<true, false> : forward_2x2_of<false, false>;
    return run(width, x, y, winners, out_width, outputs, traffic);
}

/// Sends the gradients of `lanes` windows to their cells, 2·lanes on each of two rows.
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
    // The plain loops add to 0, which turns a negative zero into 0. So does this.
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
             std::int64_t out_width, const Region& outputs, const Traffic& traffic) {
    return HWY_DYNAMIC_DISPATCH(forward_2x2)(width, minimum, x, y, winners, out_width, outputs, traffic);
}

bool max_2x2_backward(std::int64_t width, const float* grad_output, const std::uint8_t* winners,
                      float* grad_input, std::int64_t out_width, std::int64_t y0, std::int64_t y1,
                      bool stream) {
    return HWY_DYNAMIC_DISPATCH(backward_2x2)(width, grad_output, winners, grad_input, out_width, y0, y1,
                                              stream);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
