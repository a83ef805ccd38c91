#include <algorithm>
#include <cmath>

#include "pool/kernels/average_paths.h"
#include "pool/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/average_small_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/backward_3x3-inl.h"
#include "pool/kernels/tiles-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors the plain loops are the fastest.
bool forward_2x2(const float*, std::int64_t, float*, std::int64_t, const Region&, float, const Traffic&) {
    return false;
}
bool backward_2x2(const float*, float*, std::int64_t, std::int64_t, std::int64_t, std::int64_t, float, bool) {
    return false;
}
bool forward_3x3(const Axes&, const Divisor&, const float*, float*, const Region&) { return false; }
bool backward_3x3(const Axes&, const Divisor&, const float*, float*, std::int64_t, std::int64_t) {
    return false;
}

#else

/// Divides by one number. Multiplies instead where the result is the same bit for bit.
class Quotient {
 public:
    explicit Quotient(float divisor) : divisor_(divisor) {
        int exponent = 0;
        exact_ = std::abs(std::frexp(divisor, &exponent)) == 0.5F && std::abs(exponent) < 64;
        inverse_ = 1 / divisor;
    }
    template <class V>
    HWY_INLINE V operator()(V sum) const {
        const hn::DFromV<V> d;
        return exact_ ? hn::Mul(sum, hn::Set(d, inverse_)) : hn::Div(sum, hn::Set(d, divisor_));
    }

 private:
    float divisor_;
    float inverse_;
    bool exact_;
};

/// The sum of each pair of neighbours. Lanes are mixed (see mixed_even).
template <class V>
HWY_INLINE V pairs(V a, V b) {
    return hn::Add(mixed_even(a, b), mixed_odd(a, b));
}
template <class DV>
HWY_INLINE hn::Vec<DV> pairs(DV d, const float* from) {
    return pairs(hn::LoadU(d, from), hn::LoadU(d, from + hn::MaxLanes(d)));
}

/// The sum of each 2×2 window. Lanes are mixed.
template <class DV>
HWY_INLINE hn::Vec<DV> windows_2x2(DV d, const float* upper, const float* lower) {
    return hn::Add(pairs(d, upper), pairs(d, lower));
}

// A row of 2×2 windows that do not overlap, at least kLanes of them.

/// Reads both rows of cells together and prefetches each.
HWY_INLINE void row_at_once(const float* upper, const float* lower, float* to, std::int64_t count,
                            const Quotient& by, Past past) {
    std::int64_t done = 0;
    for_blocks(count, [&](auto d, std::int64_t t) HWY_ATTR {
        prefetch_rows(upper, lower - upper, t, static_cast<std::int64_t>(hn::MaxLanes(d)));
        write(by(in_order(windows_2x2(d, upper + 2 * t, lower + 2 * t))), to + t, past, done - t);
        done = t + static_cast<std::int64_t>(hn::MaxLanes(d));
    });
}
/// Reads one row of cells after the other: the processor prefetches this order by itself.
HWY_INLINE void row_after_row(const float* upper, const float* lower, float* to, std::int64_t count,
                              const Quotient& by, float* sums) {
    std::int64_t place = 0;
    for_blocks(count, [&](auto d, std::int64_t t) HWY_ATTR {
        hn::StoreU(pairs(d, upper + 2 * t), d, sums + place);
        place += static_cast<std::int64_t>(hn::MaxLanes(d));
    });
    place = 0;
    for_blocks(count, [&](auto d, std::int64_t t) HWY_ATTR {
        const auto sum = hn::Add(hn::LoadU(d, sums + place), pairs(d, lower + 2 * t));
        hn::StoreU(by(in_order(sum)), d, to + t);
        place += static_cast<std::int64_t>(hn::MaxLanes(d));
    });
}

bool forward_2x2(const float* x, std::int64_t width, float* y, std::int64_t out_width, const Region& outputs,
                 float divisor, const Traffic& traffic) {
    static thread_local Buffer<float> sums;
    const Quotient by(divisor);
    const std::int64_t count = outputs.x1 - outputs.x0;
    const Past past = past_of(traffic.past_caches && count == out_width, y + outputs.y0 * out_width, count);
    if (past == Past::whole) {
        float* const to = y + outputs.y0 * count;
        whole_lines(x + 2 * outputs.y0 * width, width, outputs.y1 - outputs.y0, count,
                    [=](const float* cells, std::int64_t t) HWY_ATTR {
                        const auto sum = windows_2x2(DW(), cells, cells + width);
                        hn::Stream(by(in_order(sum)), DW(), to + t);
                    });
        return true;
    }
    sums.resize(static_cast<std::size_t>(padded(count)));
    const Tiles tiles(past, width, y + outputs.y0 * count, count);
    const auto row = [&](std::int64_t oy) HWY_ATTR {
        const float* upper = x + 2 * oy * width + 2 * outputs.x0;
        const float* lower = upper + width;
        float* to = y + oy * out_width + outputs.x0;
        if (count >= kLanes && traffic.from_memory) return row_at_once(upper, lower, to, count, by, past);
        if (count >= kLanes) return row_after_row(upper, lower, to, count, by, sums.data());
        for (std::int64_t t = 0; t < count; ++t) {
            const float sum = (upper[2 * t] + upper[2 * t + 1]) + (lower[2 * t] + lower[2 * t + 1]);
            to[t] = sum / divisor;
        }
    };
    tiles.run(outputs.y0, outputs.y1, row, [&](std::int64_t oy) HWY_ATTR {
        float* const to = y + oy * count;
        tiles.block(x + 2 * oy * width,
                    [&](auto d, auto a, auto b, auto below_a, auto below_b, std::int64_t t) HWY_ATTR {
                        hn::Stream(by(in_order(hn::Add(pairs(a, b), pairs(below_a, below_b)))), d, to + t);
                    });
    });
    return true;
}

/// 2×2 windows that do not overlap: each share is written to four cells.
bool backward_2x2(const float* grad_output, float* grad_input, std::int64_t width, std::int64_t out_width,
                  std::int64_t y0, std::int64_t y1, float divisor, bool stream) {
    const Quotient by(divisor);
    const F zero = hn::Zero(D());
    HWY_ALIGN std::int32_t lanes[2 * kMostLanes];
    for (int i = 0; i < 2 * static_cast<int>(kLanes); ++i) lanes[i] = i / 2;
    const auto first_half = hn::SetTableIndices(D(), lanes);
    const auto second_half = hn::SetTableIndices(D(), lanes + kLanes);
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        const float* arriving = grad_output + oy * out_width;
        float* upper = grad_input + 2 * oy * width;
        float* lower = upper + width;
        const bool past = stream && aligned(upper) && aligned(lower);
        std::int64_t t = 0;
        for (; t + kLanes <= out_width; t += kLanes) {
            // The plain loops add to 0, which turns a negative zero into 0. So does this.
            const F g = hn::Add(by(hn::LoadU(D(), arriving + t)), zero);
            const F low = hn::TableLookupLanes(g, first_half);
            const F high = hn::TableLookupLanes(g, second_half);
            write(low, upper + 2 * t, past);
            write(high, upper + 2 * t + kLanes, past);
            write(low, lower + 2 * t, past);
            write(high, lower + 2 * t + kLanes, past);
        }
        for (; t < out_width; ++t) {
            const float g = 0.0F + arriving[t] / divisor;
            upper[2 * t] = upper[2 * t + 1] = lower[2 * t] = lower[2 * t + 1] = g;
        }
        std::fill(upper + 2 * out_width, upper + width, 0.0F);
        std::fill(lower + 2 * out_width, lower + width, 0.0F);
    }
    return true;
}

/// How many rows of a 3×3 window count. The map cuts only the first and the last window.
float row_divisor(const Divisor& by, const AxisGeometry& h, std::int64_t oy) {
    if (by.fixed) return by.value;
    return oy > 0 && oy + 1 < h.output() ? 3.0F : by.length(h, oy);
}

/// How many columns of each 3×3 window count. With a fixed divisor: 1.
const float* column_divisors(const Divisor& by, const AxisGeometry& w, Buffer<float>& room) {
    const auto count = static_cast<std::size_t>(w.output());
    room.resize(static_cast<std::size_t>(padded(w.output())));
    std::fill_n(room.data(), count, by.fixed ? 1.0F : 3.0F);
    if (!by.fixed) room[0] = by.length(w, 0);
    if (!by.fixed) room[count - 1] = by.length(w, w.output() - 1);
    return room.data();
}

/// Averages of 3×3 windows at stride 2 with padding 1, one row of windows after the other. Three rows of
/// cells are added first, then three columns of the sums.
class Averages3x3 {
 public:
    HWY_INLINE Averages3x3(const Axes& axes, const Divisor& by, const float* x, float* y)
        : by_(by), h_(axes.h), width_(axes.w.input()), count_(axes.w.output()), x_(x), y_(y) {
        divisors_ = column_divisors(by, axes.w, room_);
    }
    /// Needs at least kLanes columns of windows.
    HWY_INLINE void run(const Region& outputs) {
        for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
            const float* const middle = x_ + 2 * oy * width_;
            const bool last = 2 * oy + 1 >= h_.input();
            if (oy == 0 && last) {
                row<false, false>(middle, oy, outputs);
            } else if (oy == 0) {
                row<false, true>(middle, oy, outputs);
            } else if (last) {
                row<true, false>(middle, oy, outputs);
            } else {
                row<true, true>(middle, oy, outputs);
            }
        }
    }

 private:
    template <bool kAbove, bool kBelow>
    HWY_INLINE void row(const float* middle, std::int64_t oy, const Region& outputs) {
        const float divisor = row_divisor(by_, h_, oy);
        float* const to = y_ + oy * count_;
        const auto blocks = [&](auto d, std::int64_t t, std::int64_t end) HWY_ATTR {
            constexpr auto kCount = static_cast<std::int64_t>(hn::MaxLanes(d));
            // The right sums of the block before. Only the last lane is used.
            auto before = hn::Set(d, t > 0 ? one_column<kAbove, kBelow>(middle + 2 * t - 1) : 0.0F);
            for (; t + kCount <= end; t += kCount) {
                prefetch(middle + 2 * t, kCount, kRowsAhead);
                prefetch(middle + 2 * t + width_, kCount, kRowsAhead);
                const auto a = columns<kAbove, kBelow>(d, middle + 2 * t);
                const auto b = columns<kAbove, kBelow>(d, middle + 2 * t + kCount);
                const auto right = mixed_odd(a, b);
                const auto left = mixed_later(right, before);
                before = right;
                const auto sum = hn::Add(hn::Add(left, mixed_even(a, b)), right);
                const auto cells = hn::Mul(hn::LoadU(d, divisors_ + t), hn::Set(d, divisor));
                hn::StoreU(hn::Div(in_order(sum), cells), d, to + t);
            }
            return t;
        };
        std::int64_t t = blocks(DW(), outputs.x0, outputs.x1);
        if constexpr (kWideLanes > kLanes) t = blocks(D(), t, outputs.x1);
        if (t < outputs.x1) blocks(D(), outputs.x1 - kLanes, outputs.x1);
    }
    /// The sum of three cells one above the other. `from`: the cells in the middle.
    template <bool kAbove, bool kBelow, class DV>
    HWY_INLINE hn::Vec<DV> columns(DV d, const float* from) const {
        auto sum = hn::LoadU(d, from);
        if constexpr (kAbove) sum = hn::Add(hn::LoadU(d, from - width_), sum);
        if constexpr (kBelow) sum = hn::Add(sum, hn::LoadU(d, from + width_));
        return sum;
    }
    template <bool kAbove, bool kBelow>
    HWY_INLINE float one_column(const float* from) const {
        float sum = *from;
        if constexpr (kAbove) sum = from[-width_] + sum;
        if constexpr (kBelow) sum += from[width_];
        return sum;
    }

    static thread_local inline Buffer<float> room_;

    const Divisor& by_;
    const AxisGeometry& h_;
    const std::int64_t width_, count_;
    const float* const x_;
    float* const y_;
    const float* divisors_ = nullptr;
};

bool forward_3x3(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs) {
    if (!blocks_fit(axes.w)) return false;
    // Where the windows asked for do not fill a vector, some of their neighbours are computed again.
    Region wide = outputs;
    wide.x0 = std::min(outputs.x0, axes.w.output() - kLanes);
    wide.x1 = std::max(outputs.x1, wide.x0 + kLanes);
    Averages3x3(axes, by, x, y).run(wide);
    return true;
}

/// Shares of windows, the same for every tap. The plain loops add to 0, which turns a negative zero into 0,
/// and so does this.
template <class V>
class Share {
 public:
    HWY_INLINE explicit Share(V share) : share_(hn::Add(share, hn::Zero(hn::DFromV<V>()))) {}
    /// The shares one window further to the right. `end` is the last of them.
    HWY_INLINE Share next(float share) const { return Share(one_earlier(share_, share)); }
    HWY_INLINE V to(int) const { return share_; }
    HWY_INLINE V to(int, V sum) const { return hn::Add(sum, share_); }

 private:
    V share_;
};

/// The windows' shares (see backward_3x3-inl.h).
class Shares3x3 {
 public:
    Shares3x3(const Axes& axes, const Divisor& by, const float* grad_output, const float* divisors)
        : axes_(axes), by_(by), grad_output_(grad_output), divisors_(divisors) {}
    HWY_INLINE void row(std::int64_t oy) {
        arriving_ = grad_output_ + oy * axes_.w.output();
        divisor_ = row_divisor(by_, axes_.h, oy);
    }
    template <class DV>
    HWY_INLINE Share<hn::Vec<DV> > here(DV d, std::int64_t t) const {
        return Share<hn::Vec<DV> >(
            hn::Div(hn::LoadU(d, arriving_ + t), hn::Mul(hn::LoadU(d, divisors_ + t), hn::Set(d, divisor_))));
    }
    template <class V>
    HWY_INLINE Share<V> next(const Share<V>& here, std::int64_t end) const {
        const bool more = end < axes_.w.output();
        return here.next(more ? arriving_[end] / (divisor_ * divisors_[end]) : 0.0F);
    }

 private:
    const Axes& axes_;
    const Divisor& by_;
    const float* grad_output_;
    const float* divisors_;
    const float* arriving_ = nullptr;
    float divisor_ = 1.0F;
};

bool backward_3x3(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                  std::int64_t y0, std::int64_t y1) {
    static thread_local Buffer<float> room;
    if (!blocks_fit(axes.w)) return false;
    const float* const divisors = column_divisors(by, axes.w, room);
    backward_3x3_rows(axes, Shares3x3(axes, by, grad_output, divisors), grad_input, y0, y1);
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

bool average_2x2(const float* x, std::int64_t width, float* y, std::int64_t out_width, const Region& outputs,
                 float divisor, const Traffic& traffic) {
    return HWY_DYNAMIC_DISPATCH(forward_2x2)(x, width, y, out_width, outputs, divisor, traffic);
}

bool average_2x2_backward(const float* grad_output, float* grad_input, std::int64_t width,
                          std::int64_t out_width, std::int64_t y0, std::int64_t y1, float divisor,
                          bool stream) {
    return HWY_DYNAMIC_DISPATCH(backward_2x2)(grad_output, grad_input, width, out_width, y0, y1, divisor,
                                              stream);
}

bool average_3x3(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs) {
    return HWY_DYNAMIC_DISPATCH(forward_3x3)(axes, by, x, y, outputs);
}

bool average_3x3_backward(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                          std::int64_t y0, std::int64_t y1) {
    return HWY_DYNAMIC_DISPATCH(backward_3x3)(axes, by, grad_output, grad_input, y0, y1);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
