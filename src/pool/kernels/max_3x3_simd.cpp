#include <algorithm>
#include <cmath>
#include <limits>

#include "pool/kernels/max_paths.h"
#include "pool/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/max_3x3_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/backward_3x3-inl.h"
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

using TW = hn::Vec<TapTag<DW> >;

/// One row of windows after the other, so that memory is read in its order. Each row of cells is reduced
/// once, even where it belongs to two rows of windows.
template <bool kMin, bool kNaN, bool kWin>
class Maxima3x3 {
 public:
    HWY_INLINE Maxima3x3(const Axes& axes, const float* x, float* y, std::uint8_t* winners)
        : width_(axes.w.input()),
          height_(axes.h.input()),
          count_(axes.w.output()),
          x_(x),
          y_(y),
          winners_(winners) {
        const auto room = static_cast<std::size_t>(padded(count_));
        values_.resize(room);
        taps_.resize(room);
        values_left_ = values_.data();
        taps_left_ = taps_.data();
    }
    /// Rows [y0, y1) of windows. Without kNaN, what was written is void if a cell may have been NaN.
    HWY_INLINE void rows(std::int64_t y0, std::int64_t y1) {
        if (y0 > 0) {
            row<Part::above>(x_ + (2 * y0 - 1) * width_);
        } else {
            std::ranges::fill(values_, kLowest);
            std::ranges::fill(taps_, 0);
        }
        const std::int64_t whole = std::min(y1, height_ / 2);
        for (std::int64_t oy = y0; oy < whole; ++oy) window_row<Part::whole>(oy);
        if (whole < y1) window_row<Part::last>(whole);
    }
    HWY_INLINE bool maybe_nan() const {
        return !kNaN && (any_nan(hn::Add(alarm0_, alarm1_)) || any_nan(narrow_alarm_));
    }
    HWY_INLINE bool maybe_infinite() const {
        const FW sum = hn::Add(alarm0_, alarm1_);
        return kNaN || any_nan(hn::Sub(sum, sum)) || any_nan(hn::Sub(narrow_alarm_, narrow_alarm_));
    }

 private:
    using FW = hn::Vec<DW>;

    /// above: the row over the first windows; whole: two rows of cells; last: one row, the map ends there.
    enum class Part { above, whole, last };

    template <Part kPart>
    HWY_INLINE void window_row(std::int64_t oy) {
        to_ = oy * count_;
        row<kPart>(x_ + 2 * oy * width_);
    }
    /// `from`: the middle row of the windows' cells.
    template <Part kPart>
    HWY_INLINE void row(const float* from) {
        std::int64_t t = blocks<kPart>(DW(), from, 0, 0);
        if constexpr (kWideLanes > kLanes) t = blocks<kPart>(D(), from, t, t);
        // The last block may overlap the one before it. It keeps its values in a place of its own.
        if (t < count_) blocks<kPart>(D(), from, count_ - kLanes, t);
    }
    /// Computes the windows from t on by whole vectors and keeps their values from `place` on. Returns the
    /// first window that is left over.
    template <Part kPart, class DV>
    HWY_INLINE std::int64_t blocks(DV d, const float* from, std::int64_t t, std::int64_t place) {
        constexpr auto kCount = static_cast<std::int64_t>(hn::MaxLanes(d));
        const auto cell_before = [&](const float* at) HWY_ATTR {
            return hn::Set(d, t == 0 ? kLowest : kMin ? -at[-1] : at[-1]);
        };
        // The right cells of the block before. Only the last lane is used.
        auto before0 = cell_before(from + 2 * t);
        auto before1 = kPart == Part::whole ? cell_before(from + 2 * t + width_) : before0;
        for (; t + kCount <= count_; t += kCount, place += kCount)
            block<kPart>(d, from, t, place, before0, before1);
        return t;
    }
    template <Part kPart, class DV, class V>
    HWY_INLINE void block(DV d, const float* from, std::int64_t t, std::int64_t place, V& before0,
                          V& before1) {
        const TapTag<DV> dt;
        constexpr bool kTwo = kPart == Part::whole;
        const auto left_tap = of_width(dt, left_), middle_tap = of_width(dt, middle_),
                   right_tap = of_width(dt, right_);
        V best, middle, right, best1, middle1, right1;
        cells(d, from + 2 * t, before0, alarm0_, best, middle, right);
        if constexpr (kTwo) cells(d, from + width_ + 2 * t, before1, alarm1_, best1, middle1, right1);
        // The maximum of each window on one row, and its tap. Two rows at once: the processor waits less.
        auto tap = left_tap, tap1 = left_tap;
        join<kNaN, kWin>(best, tap, middle, middle_tap);
        if constexpr (kTwo) join<kNaN, kWin>(best1, tap1, middle1, middle_tap);
        join<kNaN, kWin>(best, tap, right, right_tap);
        if constexpr (kTwo) join<kNaN, kWin>(best1, tap1, right1, right_tap);
        if constexpr (kPart == Part::above) {
            keep(best, tap, place);
            return;
        }
        V window = hn::LoadU(d, values_left_ + place);
        auto window_tap = left_tap;
        if constexpr (kWin) window_tap = hn::LoadU(dt, taps_left_ + place);
        join<kNaN, kWin>(window, window_tap, best, hn::Add(tap, of_width(dt, second_row_)));
        if constexpr (kTwo) {
            join<kNaN, kWin>(window, window_tap, best1, hn::Add(tap1, of_width(dt, third_row_)));
            keep(best1, tap1, place);
        }
        if constexpr (kMin) window = hn::Neg(window);
        hn::StoreU(in_order(window), d, y_ + to_ + t);
        if constexpr (kWin) put_mixed_taps(d, window_tap, winners_ + to_ + t);
    }
    template <class V, class T>
    HWY_INLINE void keep(V best, T tap, std::int64_t place) {
        hn::StoreU(best, hn::DFromV<V>(), values_left_ + place);
        if constexpr (kWin) hn::StoreU(tap, hn::DFromV<T>(), taps_left_ + place);
    }
    /// The left, middle and right cells of windows on one row of cells. The middle ones begin at `from`.
    /// Without kNaN, a NaN makes the alarm NaN; infinities may do so too.
    template <class DV, class V>
    HWY_INLINE void cells(DV d, const float* from, V& before, FW& wide_alarm, V& left, V& middle, V& right) {
        prefetch(from, static_cast<std::int64_t>(hn::MaxLanes(d)), kRowsAhead);
        V a = hn::LoadU(d, from);
        V b = hn::LoadU(d, from + hn::MaxLanes(d));
        if constexpr (!kNaN) {
            if constexpr (hn::MaxLanes(DV()) == kWideLanes) {
                wide_alarm = hn::MulAdd(a, b, wide_alarm);
            } else {
                narrow_alarm_ = hn::MulAdd(a, b, narrow_alarm_);
            }
        }
        if constexpr (kMin) {
            a = hn::Neg(a);
            b = hn::Neg(b);
        }
        right = mixed_odd(a, b);
        left = mixed_later(right, before);
        middle = mixed_even(a, b);
        before = right;
    }

    static thread_local inline Buffer<float> values_;
    static thread_local inline Buffer<hn::TFromD<TapTag<DW> > > taps_;

    const TW left_ = hn::Zero(TapTag<DW>());
    const TW middle_ = number_in_register(TapTag<DW>(), 1);
    const TW right_ = number_in_register(TapTag<DW>(), 2);
    const TW second_row_ = number_in_register(TapTag<DW>(), 3);
    const TW third_row_ = number_in_register(TapTag<DW>(), 6);
    // One alarm for each row of cells: with a single one each addition would wait for the one before.
    FW alarm0_ = hn::Zero(DW());
    FW alarm1_ = alarm0_;
    F narrow_alarm_ = hn::Zero(D());
    const std::int64_t width_, height_, count_;
    const float* const x_;
    float* const y_;
    std::uint8_t* const winners_;
    std::int64_t to_ = 0;           ///< where in y the row's first window is
    float* values_left_ = nullptr;  ///< the maximum of each window in the row above it, and its tap
    hn::TFromD<TapTag<DW> >* taps_left_ = nullptr;
};

template <bool kMin, bool kNaN, bool kWin>
bool rows_3x3(const Axes& axes, const float* x, float* y, std::uint8_t* winners, std::int64_t y0,
              std::int64_t y1) {
    Maxima3x3<kMin, kNaN, kWin> windows(axes, x, y, winners);
    windows.rows(y0, y1);
    if (windows.maybe_nan()) return false;
    // Where all cells are −inf, the first cell wins. At the map's edge it is not the first tap.
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

/// The gradients of neighbouring windows and the taps that won. Winners are compared as bytes where a mask of
/// bytes can choose among floats.
template <class DV>
class Arriving {
 public:
    using DT = std::conditional_t<kMasksAreBits, hn::Rebind<std::uint8_t, DV>, hn::RebindToSigned<DV> >;
    using V = hn::Vec<DV>;
    using T = hn::Vec<DT>;

    /// The plain loops add to 0, which turns a negative zero into 0. So does this.
    HWY_INLINE Arriving(V gradient, T taps) : gradient_(hn::Add(gradient, hn::Zero(DV()))), taps_(taps) {}
    static HWY_INLINE Arriving at(const float* gradient, const std::uint8_t* winners) {
        if constexpr (kMasksAreBits) {
            return {hn::LoadU(DV(), gradient), hn::LoadU(DT(), winners)};
        } else {
            return {hn::LoadU(DV(), gradient), taps_at(DV(), winners)};
        }
    }
    /// The same one window further to the right. `end` is the last of them.
    HWY_INLINE Arriving next(float gradient, std::uint8_t winner) const {
        return {one_earlier(gradient_, gradient), one_earlier(taps_, static_cast<hn::TFromD<DT> >(winner))};
    }
    /// The gradients of the windows that `tap` has won, and 0 for the others.
    HWY_INLINE V to(int tap) const { return hn::IfThenElseZero(won_by(tap), gradient_); }
    /// The same, added to a sum.
    HWY_INLINE V to(int tap, V sum) const {
        if constexpr (kMasksAreBits) return hn::IfThenElse(won_by(tap), hn::Add(sum, gradient_), sum);
        return hn::Add(sum, to(tap));
    }

 private:
    HWY_INLINE hn::Mask<DV> won_by(int tap) const {
        return mask_of(DV(), hn::Eq(taps_, hn::Set(DT(), static_cast<hn::TFromD<DT> >(tap))));
    }
    V gradient_;
    T taps_;
};

/// The windows' gradients and winners (see backward_3x3-inl.h).
class Sent3x3 {
 public:
    Sent3x3(const float* grad_output, const std::uint8_t* winners, std::int64_t count)
        : grad_output_(grad_output), winners_(winners), count_(count) {}
    HWY_INLINE void row(std::int64_t oy) { from_ = oy * count_; }
    template <class DV>
    HWY_INLINE Arriving<DV> here(DV, std::int64_t t) const {
        return Arriving<DV>::at(grad_output_ + from_ + t, winners_ + from_ + t);
    }
    template <class DV>
    HWY_INLINE Arriving<DV> next(const Arriving<DV>& here, std::int64_t end) const {
        return end < count_ ? here.next(grad_output_[from_ + end], winners_[from_ + end])
                            : here.next(0.0F, TapGrid::kNone);
    }

 private:
    const float* grad_output_;
    const std::uint8_t* winners_;
    std::int64_t count_;
    std::int64_t from_ = 0;
};

bool backward_3x3(const Axes& axes, const float* grad_output, const std::uint8_t* winners, float* grad_input,
                  std::int64_t y0, std::int64_t y1) {
    if (!blocks_fit(axes.w)) return false;
    backward_3x3_rows(axes, Sent3x3(grad_output, winners, axes.w.output()), grad_input, y0, y1);
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
