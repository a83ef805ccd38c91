#include <algorithm>
#include <cmath>
#include <vector>

#include "pool/kernels/average_paths.h"

// Vectors without a length known at compile time are left out: the kernels keep tables of that length.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/average_small_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors the plain loops are the fastest.
bool forward_2x2(const float*, std::int64_t, float*, std::int64_t, const Region&, float, bool) {
    return false;
}
bool backward_2x2(const float*, float*, std::int64_t, std::int64_t, std::int64_t, std::int64_t, float, bool) {
    return false;
}
bool forward_3x3(const Axes&, const Divisor&, const float*, float*, std::int64_t, std::int64_t) {
    return false;
}
bool backward_3x3(const Axes&, const Divisor&, const float*, float*, std::int64_t, std::int64_t) {
    return false;
}

#else

/// Division by one number: by multiplication where that is the same bit for bit.
class Quotient {
 public:
    explicit Quotient(float divisor) : divisor_(divisor) {
        int exponent = 0;
        exact_ = std::abs(std::frexp(divisor, &exponent)) == 0.5F && std::abs(exponent) < 64;
        inverse_ = 1 / divisor;
    }
    HWY_INLINE F operator()(F sum) const {
        return exact_ ? hn::Mul(sum, hn::Set(D(), inverse_)) : hn::Div(sum, hn::Set(D(), divisor_));
    }

 private:
    float divisor_;
    float inverse_;
    bool exact_;
};

bool forward_2x2(const float* x, std::int64_t width, float* y, std::int64_t out_width, const Region& outputs,
                 float divisor, bool stream) {
    const Quotient by(divisor);
    const std::int64_t count = outputs.x1 - outputs.x0;
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const float* upper = x + 2 * oy * width + 2 * outputs.x0;
        const float* lower = upper + width;
        float* to = y + oy * out_width + outputs.x0;
        const bool past = stream && out_width % kMostLanes == 0 && aligned(to);
        // Measured. From memory the next rows of windows are asked for.
        const std::int64_t ahead = past ? std::max<std::int64_t>(2 * width, 1024) : 1536;
        std::int64_t t = 0;
        for (; t + kLanes <= count; t += kLanes) {
            prefetch(upper + 2 * t, kLanes, ahead);
            prefetch(lower + 2 * t, kLanes, ahead);
            const F a0 = hn::LoadU(D(), upper + 2 * t);
            const F a1 = hn::LoadU(D(), upper + 2 * t + kLanes);
            const F c0 = hn::LoadU(D(), lower + 2 * t);
            const F c1 = hn::LoadU(D(), lower + 2 * t + kLanes);
            const F above = hn::Add(hn::ConcatEven(D(), a1, a0), hn::ConcatOdd(D(), a1, a0));
            const F below = hn::Add(hn::ConcatEven(D(), c1, c0), hn::ConcatOdd(D(), c1, c0));
            write(by(hn::Add(above, below)), to + t, past);
        }
        for (; t < count; ++t) {
            const float sum = (upper[2 * t] + upper[2 * t + 1]) + (lower[2 * t] + lower[2 * t + 1]);
            to[t] = sum / divisor;
        }
    }
    return true;
}

/// Windows of 2×2 side by side: each share is written four times.
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
            // A sum that starts from 0 has no negative zero.
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

/// Sums of as many windows as there are lanes on one row of cells, whose second column `from` points at: 3
/// wide, stride 2, one padding cell in front; kFirst: they are the first ones. Lanes are mixed, see
/// mixed_even.
template <bool kFirst>
HWY_INLINE F line_3(const float* from) {
    const F a = hn::LoadU(D(), from);
    const F b = hn::LoadU(D(), from + kLanes);
    const F right = mixed_odd(a, b);
    const F left = mixed_later(right, hn::Set(D(), kFirst ? 0.0F : from[-1]));
    return hn::Add(hn::Add(left, mixed_even(a, b)), right);
}

/// The row part of a divisor of 3×3 windows: only the first and the last may be cut.
float row_divisor(const Divisor& by, const AxisGeometry& h, std::int64_t oy) {
    if (by.fixed) return by.value;
    return oy > 0 && oy + 1 < h.output() ? 3.0F : by.length(h, oy);
}

/// The divisors' column parts; of a fixed divisor 1.
const float* column_divisors(const Divisor& by, const AxisGeometry& w, Buffer<float>& room) {
    const auto count = static_cast<std::size_t>(w.output());
    room.resize(static_cast<std::size_t>(padded(w.output())));
    std::fill_n(room.data(), count, by.fixed ? 1.0F : 3.0F);
    if (!by.fixed) room[0] = by.length(w, 0);
    if (!by.fixed) room[count - 1] = by.length(w, w.output() - 1);
    return room.data();
}

/// A block of windows, kLanes wide, from row oy0 up to oy1.
struct Block3x3 {
    const float* x;  ///< the second column of the first window, in row 0
    std::int64_t width, height;
    std::int64_t oy0, oy1;
    std::int64_t ahead;  ///< so many cells further lies what is read next
    float* y;            ///< of the first window, in row 0
    std::int64_t count;  ///< windows in a row of the map
    F divisors;          ///< the columns' parts
};

/// Down a block: each row of cells is summed once, for the two rows of windows that it may belong to.
template <bool kFirst>
HWY_INLINE void block_3x3(const Block3x3& block, const Divisor& by, const AxisGeometry& h) {
    const auto line = [&](std::int64_t y) HWY_ATTR {
        const float* const from = block.x + y * block.width;
        hwy::Prefetch(from + block.ahead);
        return line_3<kFirst>(from);
    };
    const auto finish = [&](F sum, F divisor, std::int64_t oy) HWY_ATTR {
        hn::StoreU(hn::Div(in_order(sum), divisor), D(), block.y + oy * block.count);
    };
    const auto divisor_at = [&](std::int64_t oy) HWY_ATTR {
        return hn::Mul(block.divisors, hn::Set(D(), row_divisor(by, h, oy)));
    };
    std::int64_t oy = block.oy0;
    F above = line(std::max<std::int64_t>(2 * oy - 1, 0));
    if (oy == 0) {
        const bool bottom = block.height > 1;
        const F top = above;
        if (bottom) above = line(1);
        finish(bottom ? hn::Add(top, above) : top, divisor_at(0), 0);
        oy = 1;
    }
    // The last row of windows may be cut.
    const std::int64_t inner_end = std::min(block.oy1, h.output() - 1);
    const F inner = hn::Mul(block.divisors, hn::Set(D(), by.fixed ? by.value : 3.0F));
    for (; oy < inner_end; ++oy) {
        const F upper = hn::Add(above, line(2 * oy));
        above = line(2 * oy + 1);
        finish(hn::Add(upper, above), inner, oy);
    }
    if (oy >= block.oy1) return;
    F sum = hn::Add(above, line(2 * oy));
    if (2 * oy + 1 < block.height) sum = hn::Add(sum, line(2 * oy + 1));
    finish(sum, divisor_at(oy), oy);
}

/// Kernel 3, stride 2, padding 1.
bool forward_3x3(const Axes& axes, const Divisor& by, const float* x, float* y, std::int64_t y0,
                 std::int64_t y1) {
    static thread_local Buffer<float> room;
    if (!blocks_fit(axes.w)) return false;
    const std::int64_t width = axes.w.input();
    const std::int64_t count = axes.w.output();
    const float* const divisors = column_divisors(by, axes.w, room);
    for (Blocks at(width, count, y0, y1); at.more(); at.next()) {
        const Block3x3 block{x + 2 * at.t, width,  axes.h.input(),
                             at.oy0,       at.oy1, at.ahead,
                             y + at.t,     count,  hn::LoadU(D(), divisors + at.t)};
        if (at.t == 0) {
            block_3x3<true>(block, by, axes.h);
        } else {
            block_3x3<false>(block, by, axes.h);
        }
    }
    return true;
}

/// The even cells 2o get the share of window o, the odd cells 2o + 1 those of o and o + 1; odd rows get two
/// rows of windows.
bool backward_3x3(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                  std::int64_t y0, std::int64_t y1) {
    static thread_local Carried<float, float> sums;  // what the windows above have sent to their last row
    static thread_local Buffer<float> room;
    if (!blocks_fit(axes.w)) return false;
    const std::int64_t width = axes.w.input();
    const std::int64_t count = axes.w.output();
    const std::int64_t windows = axes.h.output();
    const float* const divisors = column_divisors(by, axes.w, room);
    sums.prepare(count);
    std::ranges::fill(sums.first[sums.now], 0.0F);
    std::ranges::fill(sums.second[sums.now], 0.0F);
    const F zero = hn::Zero(D());
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
        const float row = row_divisor(by, axes.h, oy);
        for (std::int64_t t = 0; t >= 0; t = next_block(t, count)) {
            const F share = hn::Div(hn::LoadU(D(), arriving + t),
                                    hn::Mul(hn::LoadU(D(), divisors + t), hn::Set(D(), row)));
            const bool more = t + kLanes < count;
            const F next =
                one_earlier(share, more ? arriving[t + kLanes] / (row * divisors[t + kLanes]) : 0.0F);
            const F even = hn::Add(zero, share);
            const F odd = hn::Add(even, next);
            if (writes_top)
                store_pairs(hn::Add(hn::LoadU(D(), old_even + t), share),
                            hn::Add(hn::Add(hn::LoadU(D(), old_odd + t), share), next), top + 2 * t);
            if (writes_middle) store_pairs(even, odd, middle + 2 * t);
            hn::StoreU(even, D(), new_even + t);
            hn::StoreU(odd, D(), new_odd + t);
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

bool average_2x2(const float* x, std::int64_t width, float* y, std::int64_t out_width, const Region& outputs,
                 float divisor, bool stream) {
    return HWY_DYNAMIC_DISPATCH(forward_2x2)(x, width, y, out_width, outputs, divisor, stream);
}

bool average_2x2_backward(const float* grad_output, float* grad_input, std::int64_t width,
                          std::int64_t out_width, std::int64_t y0, std::int64_t y1, float divisor,
                          bool stream) {
    return HWY_DYNAMIC_DISPATCH(backward_2x2)(grad_output, grad_input, width, out_width, y0, y1, divisor,
                                              stream);
}

bool average_3x3(const Axes& axes, const Divisor& by, const float* x, float* y, std::int64_t y0,
                 std::int64_t y1) {
    return HWY_DYNAMIC_DISPATCH(forward_3x3)(axes, by, x, y, y0, y1);
}

bool average_3x3_backward(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                          std::int64_t y0, std::int64_t y1) {
    return HWY_DYNAMIC_DISPATCH(backward_3x3)(axes, by, grad_output, grad_input, y0, y1);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
