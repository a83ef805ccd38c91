#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "pool/kernels/average.h"
#include "pool/kernels/runs.h"

// Vectors without a length known at compile time are left out: the kernels keep tables of that length.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/average_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors the plain loops are the fastest.
bool average_two_by_two(const float*, std::int64_t, float*, std::int64_t, const Region&, float, bool) {
    return false;
}
bool average_general(const Axes&, const Divisor&, const float*, float*, const Region&, bool) { return false; }
bool backward_two_by_two(const float*, float*, std::int64_t, std::int64_t, std::int64_t, std::int64_t, float,
                         bool) {
    return false;
}
bool backward_gather(const Axes&, const Divisor&, const float*, float*, const Region&) { return false; }
bool average_3x3(const Axes&, const Divisor&, const float*, float*, std::int64_t, std::int64_t, bool) {
    return false;
}
bool backward_3x3(const Axes&, const Divisor&, const float*, float*, std::int64_t, std::int64_t) {
    return false;
}
bool backward_sliding_sum(const Axes&, const Divisor&, const float*, float*, const Region&) { return false; }

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

HWY_INLINE void put(F value, float* to, bool stream) {
    if (stream) {
        hn::Stream(value, D(), to);
    } else {
        hn::StoreU(value, D(), to);
    }
}

HWY_INLINE void put_rest(F value, float* to, std::int64_t count) {
    HWY_ALIGN float values[kMostLanes] = {};
    hn::Store(value, D(), values);
    std::copy_n(values, count, to);
}

bool average_two_by_two(const float* x, std::int64_t width, float* y, std::int64_t out_width,
                        const Region& outputs, float divisor, bool stream) {
    const Quotient by(divisor);
    const std::int64_t count = outputs.x1 - outputs.x0;
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const float* upper = x + 2 * oy * width + 2 * outputs.x0;
        const float* lower = upper + width;
        float* to = y + oy * out_width + outputs.x0;
        const bool past = stream && out_width % kMostLanes == 0 && aligned(to);
        std::int64_t t = 0;
        for (; t + kLanes <= count; t += kLanes) {
            prefetch(upper + 2 * t, kLanes);
            prefetch(lower + 2 * t, kLanes);
            const F a0 = hn::LoadU(D(), upper + 2 * t);
            const F a1 = hn::LoadU(D(), upper + 2 * t + kLanes);
            const F c0 = hn::LoadU(D(), lower + 2 * t);
            const F c1 = hn::LoadU(D(), lower + 2 * t + kLanes);
            const F above = hn::Add(hn::ConcatEven(D(), a1, a0), hn::ConcatOdd(D(), a1, a0));
            const F below = hn::Add(hn::ConcatEven(D(), c1, c0), hn::ConcatOdd(D(), c1, c0));
            put(by(hn::Add(above, below)), to + t, past);
        }
        for (; t < count; ++t) {
            const float sum = (upper[2 * t] + upper[2 * t + 1]) + (lower[2 * t] + lower[2 * t + 1]);
            to[t] = sum / divisor;
        }
    }
    return true;
}

void line_direct(const Split& split, float* line) {
    const Taps& taps = *split.taps;
    for (std::int64_t t = 0; t < split.count; t += kLanes) {
        F sum = hn::Load(D(), taps.at(0) + t);
        for (int j = 1; j < taps.count(); ++j) sum = hn::Add(sum, hn::LoadU(D(), taps.at(j) + t));
        hn::Store(sum, D(), line + t);
    }
}

/// A window as the sum of windows whose lengths are powers of two.
void line_doubling(const Dense& dense, float* sums, float* line) {
    std::int64_t taken = 0;
    for (std::int64_t done = 1; done <= dense.kernel; done *= 2) {
        const std::int64_t length = dense.length - (dense.kernel - 1) * dense.dilation;
        if ((dense.kernel & done) != 0) {
            const std::int64_t shift = taken * dense.dilation;
            for (std::int64_t t = 0; t < length; t += kLanes) {
                const F part = hn::LoadU(D(), dense.values + t + shift);
                hn::Store(taken == 0 ? part : hn::Add(hn::Load(D(), sums + t), part), D(), sums + t);
            }
            taken += done;
        }
        if (2 * done > dense.kernel) break;
        const std::int64_t shift = done * dense.dilation;
        for (std::int64_t t = 0; t < dense.length - (2 * done - 1) * dense.dilation; t += kLanes)
            hn::Store(hn::Add(hn::Load(D(), dense.values + t), hn::LoadU(D(), dense.values + t + shift)), D(),
                      dense.values + t);
    }
    for (std::int64_t t = 0; t < dense.count; ++t) line[t] = sums[t * dense.stride];
}

/// Lines of sums by row, modulo the number kept.
class Ring {
 public:
    void prepare(std::int64_t rows, std::int64_t count) {
        count_ = padded(count);
        rows_ = rows;
        values_.resize(static_cast<std::size_t>(rows * count_));
        held_.assign(static_cast<std::size_t>(rows), -1);
    }
    float* line(std::int64_t row) { return values_.data() + row % rows_ * count_; }
    bool take(std::int64_t row) {
        std::int64_t& held = held_[static_cast<std::size_t>(row % rows_)];
        if (held == row) return false;
        held = row;
        return true;
    }

 private:
    std::int64_t rows_ = 0;
    std::int64_t count_ = 0;
    Buffer<float> values_;
    std::vector<std::int64_t> held_;
};

/// One strip of columns: rows are summed first, then the columns of their sums.
struct Work {
    Splitter<false> splitter;
    bool doubling = false;
    std::int64_t count = 0;
    Buffer<float> sums;
    Ring ring;
    Ring suffixes;
    Ring prefix;
    std::vector<const float*> lines;
    std::vector<char> held;
    Buffer<float> divisors;
    Buffer<float> shares;

    void prepare(const AxisGeometry& w, std::int64_t o0, std::int64_t o1) {
        count = o1 - o0;
        doubling = w.kernel() > 6 * w.stride() + 6;
        splitter.prepare(w, o0, o1, doubling);
        if (doubling)
            sums.resize(static_cast<std::size_t>(padded((count - 1) * w.stride() + 1) + kMostLanes));
    }
    void reduce(const float* row, float* line) {
        splitter.fill(row, false);
        if (doubling) {
            line_doubling(splitter.dense(), sums.data(), line);
        } else {
            line_direct(splitter.split(), line);
        }
    }
};

struct Target {
    float* y;
    const float* divisors;  ///< of the columns; null: `by` alone
    float by;               ///< of the row
    bool stream;
};

void column_direct(const float* const* lines, int rows, std::int64_t count, const Target& target) {
    const auto sum_of = [&](std::int64_t t) HWY_ATTR {
        F sum = hn::Load(D(), lines[0] + t);
        for (int i = 1; i < rows; ++i) sum = hn::Add(sum, hn::Load(D(), lines[i] + t));
        if (!target.divisors) return hn::Div(sum, hn::Set(D(), target.by));
        return hn::Div(sum, hn::Mul(hn::Load(D(), target.divisors + t), hn::Set(D(), target.by)));
    };
    std::int64_t t = 0;
    for (; t + kLanes <= count; t += kLanes) put(sum_of(t), target.y + t, target.stream);
    if (t < count) put_rest(sum_of(t), target.y + t, count - t);
}

void join(const float* first, const float* second, std::int64_t count, float* into) {
    for (std::int64_t t = 0; t < count; t += kLanes)
        hn::Store(hn::Add(hn::Load(D(), first + t), hn::Load(D(), second + t)), D(), into + t);
}

/// RowOf(row) gives the values of an input row; TargetOf(oy) where an output row goes.
template <class RowOf, class TargetOf>
void rows_direct(Work& work, const AxisGeometry& h, std::int64_t y0, std::int64_t y1, const RowOf& row_of,
                 const TargetOf& target_of) {
    work.ring.prepare(h.dilation() * (h.kernel() - 1) + 1, work.count);
    work.lines.resize(static_cast<std::size_t>(h.kernel()));
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        const AxisWindow window = h.window(oy);
        const AxisGeometry::ValidTaps valid = h.valid(oy);
        int rows = 0;
        for (std::int64_t i = valid.first; i < valid.last; ++i) {
            const std::int64_t row = window.tap(i);
            float* line = work.ring.line(row);
            if (work.ring.take(row)) work.reduce(row_of(row), line);
            work.lines[static_cast<std::size_t>(rows++)] = line;
        }
        const Target target = target_of(oy);
        if (rows == 0) {
            std::fill_n(target.y, work.count, 0.0F);
        } else {
            column_direct(work.lines.data(), rows, work.count, target);
        }
    }
}

/// Rows in blocks as long as the kernel: a window is the end of one block and the beginning of the next
/// (van Herk 1992, Gil and Werman 1993). Blocks stand at fixed rows, so that a part of the map is summed as
/// the whole is.
template <class RowOf, class TargetOf>
void rows_in_blocks(Work& work, const AxisGeometry& h, std::int64_t y0, std::int64_t y1, const RowOf& row_of,
                    const TargetOf& target_of) {
    const std::int64_t kernel = h.kernel();
    const std::int64_t shift = h.pad_begin();
    work.suffixes.prepare(kernel, work.count);
    work.prefix.prepare(1, work.count);
    work.ring.prepare(1, work.count);
    work.held.assign(static_cast<std::size_t>(kernel), 0);
    float* const scratch = work.ring.line(0);
    float* const prefix = work.prefix.line(0);
    std::int64_t block = -1;
    std::int64_t prefix_end = -1;
    bool prefix_any = false;
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        const std::int64_t start = oy * h.stride();
        if (start / kernel != block) {
            block = start / kernel;
            const std::int64_t low = block * kernel;
            bool any = false;
            for (std::int64_t p = low + kernel - 1; p >= start; --p) {
                const std::int64_t row = p - shift;
                float* line = work.suffixes.line(p - low);
                const bool valid = row >= 0 && row < h.input();
                if (valid) {
                    work.reduce(row_of(row), any ? scratch : line);
                    if (any) join(scratch, work.suffixes.line(p - low + 1), work.count, line);
                } else if (any) {
                    std::copy_n(work.suffixes.line(p - low + 1), padded(work.count), line);
                }
                any = any || valid;
                work.held[static_cast<std::size_t>(p - low)] = any ? 1 : 0;
            }
            prefix_end = low + kernel;
            prefix_any = false;
        }
        for (; prefix_end < start + kernel; ++prefix_end) {
            const std::int64_t row = prefix_end - shift;
            if (row < 0 || row >= h.input()) continue;
            work.reduce(row_of(row), prefix_any ? scratch : prefix);
            if (prefix_any) join(prefix, scratch, work.count, prefix);
            prefix_any = true;
        }
        const std::int64_t at = start - block * kernel;
        const bool suffix_any = work.held[static_cast<std::size_t>(at)] != 0;
        const Target target = target_of(oy);
        if (!suffix_any && !prefix_any) {
            std::fill_n(target.y, work.count, 0.0F);
            continue;
        }
        const float* lines[2] = {suffix_any ? work.suffixes.line(at) : prefix, prefix};
        column_direct(lines, suffix_any && prefix_any ? 2 : 1, work.count, target);
    }
}

template <class RowOf, class TargetOf>
void sum_rows(Work& work, const AxisGeometry& h, std::int64_t y0, std::int64_t y1, const RowOf& row_of,
              const TargetOf& target_of) {
    if (h.dilation() == 1 && h.kernel() > 3 * h.stride() + 4) {
        rows_in_blocks(work, h, y0, y1, row_of, target_of);
    } else {
        rows_direct(work, h, y0, y1, row_of, target_of);
    }
}

/// Columns in a strip: what is held of it stays in the second-level cache.
std::int64_t strip_of(const AxisGeometry& h) {
    const std::int64_t reach = h.dilation() * (h.kernel() - 1) + 1;
    return std::clamp<std::int64_t>(131072 / reach / kMostLanes * kMostLanes, 64, 2048);
}

bool average_general(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs,
                     bool stream) {
    static thread_local Work work;
    const std::int64_t width = axes.w.input();
    const std::int64_t strip = strip_of(axes.h);
    for (std::int64_t o0 = outputs.x0; o0 < outputs.x1; o0 += strip) {
        const std::int64_t o1 = std::min(o0 + strip, outputs.x1);
        work.prepare(axes.w, o0, o1);
        if (!by.fixed) {
            work.divisors.resize(static_cast<std::size_t>(padded(o1 - o0)));
            for (std::int64_t o = o0; o < o1; ++o)
                work.divisors[static_cast<std::size_t>(o - o0)] = by.length(axes.w, o);
        }
        const auto target_of = [&](std::int64_t oy) {
            float* to = y + oy * axes.w.output() + o0;
            return Target{to, by.fixed ? nullptr : work.divisors.data(),
                          by.fixed ? by.value : by.length(axes.h, oy), stream && aligned(to)};
        };
        sum_rows(
            work, axes.h, outputs.y0, outputs.y1, [&](std::int64_t row) { return x + row * width; },
            target_of);
    }
    return true;
}

/// grad_output of one output row divided by its windows' divisors.
void share_row(const Axes& axes, const Divisor& by, const float* divisors, const float* grad_output,
               std::int64_t oy, std::int64_t o0, std::int64_t o1, float* shares) {
    const float* arriving = grad_output + oy * axes.w.output();
    if (by.fixed) {
        for (std::int64_t o = o0; o < o1; ++o) shares[o] = arriving[o] / by.value;
        return;
    }
    const float row = by.length(axes.h, oy);
    for (std::int64_t o = o0; o < o1; ++o) shares[o] = arriving[o] / (row * divisors[o]);
}

/// Windows of 2×2 side by side: each share is written four times.
bool backward_two_by_two(const float* grad_output, float* grad_input, std::int64_t width,
                         std::int64_t out_width, std::int64_t y0, std::int64_t y1, float divisor,
                         bool stream) {
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
            put(low, upper + 2 * t, past);
            put(high, upper + 2 * t + kLanes, past);
            put(low, lower + 2 * t, past);
            put(high, lower + 2 * t + kLanes, past);
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

/// Each cell gathers the shares of its windows, row by row of the windows and from left to right in each.
bool backward_gather(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                     const Region& inputs) {
    static thread_local Buffer<float> ring;
    static thread_local std::vector<std::int64_t> held;
    static thread_local Buffer<float> divisors;
    static thread_local Buffer<float> sums;
    const AxisGeometry& h = axes.h;
    const AxisGeometry& w = axes.w;
    const std::int64_t stride = w.stride();
    const std::int64_t most = (w.kernel() - 1) / stride;  // a cell's windows reach back so many outputs
    // Cell ix = stride·T + phase − padding belongs to the outputs T − q, q from (kernel − 1 − phase)/stride
    // to 0.
    const std::int64_t first = (inputs.x0 + w.pad_begin()) / stride;
    const std::int64_t last = (inputs.x1 - 1 + w.pad_begin()) / stride + 1;
    const std::int64_t low = first - most;
    const std::int64_t room = padded(last - low) + kMostLanes;
    const std::int64_t o0 = std::clamp<std::int64_t>(low, 0, w.output());
    const std::int64_t o1 = std::clamp<std::int64_t>(last, o0, w.output());
    divisors.resize(static_cast<std::size_t>(std::max<std::int64_t>(o1, 1)));
    if (!by.fixed)
        for (std::int64_t o = o0; o < o1; ++o) divisors[static_cast<std::size_t>(o)] = by.length(w, o);
    const std::int64_t rows = (h.kernel() - 1) / h.stride() + 1;
    ring.resize(static_cast<std::size_t>(rows * room));
    held.assign(static_cast<std::size_t>(rows), -1);
    const std::int64_t part = padded(last - first);
    sums.resize(static_cast<std::size_t>(stride * part));
    for (std::int64_t y = inputs.y0; y < inputs.y1; ++y) {
        const AxisGeometry::Range windows = h.outputs_touching(y, y + 1);
        std::fill_n(sums.data(), stride * part, 0.0F);
        for (std::int64_t oy = windows.first; oy < windows.last; ++oy) {
            // shares[o − low] is the share of output o, 0 where there is no such output.
            float* shares = ring.data() + oy % rows * room;
            std::int64_t& who = held[static_cast<std::size_t>(oy % rows)];
            if (who != oy) {
                who = oy;
                std::fill_n(shares, room, 0.0F);
                share_row(axes, by, divisors.data(), grad_output, oy, o0, o1, shares - low);
            }
            for (std::int64_t phase = 0; phase < stride; ++phase) {
                const std::int64_t reach = w.kernel() > phase ? (w.kernel() - 1 - phase) / stride : -1;
                float* sum = sums.data() + phase * part;
                const float* from = shares + most;  // shares of output `first`
                for (std::int64_t t = 0; t < last - first; t += kLanes) {
                    F total = hn::Load(D(), sum + t);
                    for (std::int64_t q = reach; q >= 0; --q)
                        total = hn::Add(total, hn::LoadU(D(), from + t - q));
                    hn::Store(total, D(), sum + t);
                }
            }
        }
        float* to = grad_input + y * w.input();
        const std::int64_t shift = stride * first - w.pad_begin();
        if (stride == 1) {
            std::copy(sums.data() + inputs.x0 - shift, sums.data() + inputs.x1 - shift, to + inputs.x0);
            continue;
        }
        std::int64_t x = inputs.x0;
        if (stride == 2) {
            for (; x < inputs.x1 && (x - shift) % 2 != 0; ++x)
                to[x] = sums[static_cast<std::size_t>(part + (x - shift) / 2)];
            for (; x + 2 * kLanes <= inputs.x1; x += 2 * kLanes) {
                const std::int64_t t = (x - shift) / 2;
                hn::StoreInterleaved2(hn::LoadU(D(), sums.data() + t), hn::LoadU(D(), sums.data() + part + t),
                                      D(), to + x);
            }
        }
        for (; x < inputs.x1; ++x)
            to[x] = sums[static_cast<std::size_t>((x - shift) % stride * part + (x - shift) / stride)];
    }
    return true;
}

/// Sums of the windows t … t + kLanes − 1 of one row: 3 wide, stride 2, one padding cell in front.
HWY_INLINE F line_3(const float* row, std::int64_t t) {
    const F a = hn::LoadU(D(), row + 2 * t);
    const F b = hn::LoadU(D(), row + 2 * t + kLanes);
    prefetch(row + 2 * t, kLanes);
    const F right = hn::ConcatOdd(D(), b, a);
    const F left = one_later(right, t > 0 ? row[2 * t - 1] : 0.0F);
    return hn::Add(hn::Add(left, hn::ConcatEven(D(), b, a)), right);
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

/// Kernel 3, stride 2, padding 1: each row is summed once, for the two rows of windows that it may belong to.
bool average_3x3(const Axes& axes, const Divisor& by, const float* x, float* y, std::int64_t y0,
                 std::int64_t y1, bool stream) {
    static thread_local Carried<float, float> last;  // sums of the row that the windows above end with
    static thread_local Buffer<float> room;
    if (!blocks_fit(axes.w)) return false;
    const std::int64_t width = axes.w.input();
    const std::int64_t count = axes.w.output();
    const float* const divisors = column_divisors(by, axes.w, room);
    last.prepare(count);
    if (y0 > 0)
        for (std::int64_t t = 0; t >= 0; t = next_block(t, count)) {
            hn::StoreU(line_3(x + (2 * y0 - 1) * width, t), D(), last.new_first() + t);
        }
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        last.turn();
        const float* const middle = x + 2 * oy * width;
        const bool has_bottom = 2 * oy + 1 < axes.h.input();
        const float* const above = last.old_first();
        float* const below = last.new_first();
        float* const to = y + oy * count;
        const F row = hn::Set(D(), row_divisor(by, axes.h, oy));
        const bool past = stream && count % kMostLanes == 0 && aligned(to);
        for (std::int64_t t = 0; t >= 0; t = next_block(t, count)) {
            F sum = line_3(middle, t);
            if (oy > 0) sum = hn::Add(hn::LoadU(D(), above + t), sum);
            if (has_bottom) {
                const F bottom = line_3(middle + width, t);
                hn::StoreU(bottom, D(), below + t);
                sum = hn::Add(sum, bottom);
            }
            put(hn::Div(sum, hn::Mul(hn::LoadU(D(), divisors + t), row)), to + t, past);
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

/// Stride 1: the transpose of a sliding sum is a sliding sum of the shares.
bool backward_sliding_sum(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                          const Region& inputs) {
    static thread_local Work work;
    const auto transposed = [](const AxisGeometry& a) {
        return AxisGeometry::sliding(a.output(), a.input(), a.kernel(), 1, a.kernel() - 1 - a.pad_begin(),
                                     a.kernel(), 1);
    };
    const AxisGeometry h = transposed(axes.h);
    const AxisGeometry w = transposed(axes.w);
    const std::int64_t out_width = axes.w.output();
    work.shares.resize(static_cast<std::size_t>(out_width));
    work.divisors.resize(static_cast<std::size_t>(out_width));
    if (!by.fixed)
        for (std::int64_t o = 0; o < out_width; ++o)
            work.divisors[static_cast<std::size_t>(o)] = by.length(axes.w, o);
    const std::int64_t strip = strip_of(h);
    for (std::int64_t x0 = inputs.x0; x0 < inputs.x1; x0 += strip) {
        const std::int64_t x1 = std::min(x0 + strip, inputs.x1);
        work.prepare(w, x0, x1);
        const AxisGeometry::Range outputs = w.inputs_of(x0, x1);
        sum_rows(
            work, h, inputs.y0, inputs.y1,
            [&](std::int64_t oy) {
                share_row(axes, by, work.divisors.data(), grad_output, oy, outputs.first, outputs.last,
                          work.shares.data());
                return work.shares.data();
            },
            [&](std::int64_t y) {
                return Target{grad_input + y * axes.w.input() + x0, nullptr, 1.0F, false};
            });
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

HWY_EXPORT(average_two_by_two);
HWY_EXPORT(average_general);
HWY_EXPORT(backward_two_by_two);
HWY_EXPORT(backward_gather);
HWY_EXPORT(average_3x3);
HWY_EXPORT(backward_3x3);
HWY_EXPORT(backward_sliding_sum);

namespace {

bool is(const AxisGeometry& axis, std::int64_t kernel, std::int64_t stride, std::int64_t padding) {
    return axis.is_sliding() && axis.kernel() == kernel && axis.stride() == stride && axis.dilation() == 1 &&
           axis.pad_begin() == padding;
}
bool is_two_by_two(const AxisGeometry& axis) { return is(axis, 2, 2, 0); }
/// Windows of 3×3 that hang over the end of the map by one row or column at most.
bool is_3x3(const Axes& axes) {
    return is(axes.h, 3, 2, 1) && is(axes.w, 3, 2, 1) && 2 * axes.h.output() <= axes.h.input() + 1;
}

/// The outputs [first, last) of a 2-wide axis whose windows lie inside the map.
std::int64_t whole_windows(const AxisGeometry& axis) { return std::min(axis.output(), axis.input() / 2); }

/// Adds the shares of any windows one by one.
void backward_scalar(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                     const Region& inputs) {
    static thread_local Runs rows;
    static thread_local Runs columns;
    const std::int64_t width = axes.w.input();
    for (std::int64_t y = inputs.y0; y < inputs.y1; ++y)
        std::fill(grad_input + y * width + inputs.x0, grad_input + y * width + inputs.x1, 0.0F);
    const AxisGeometry::Range tall = axes.h.outputs_touching(inputs.y0, inputs.y1);
    const AxisGeometry::Range wide = axes.w.outputs_touching(inputs.x0, inputs.x1);
    rows.assign(axes.h, tall.first, tall.last);
    columns.assign(axes.w, wide.first, wide.last);
    for (std::int64_t oy = tall.first; oy < tall.last; ++oy) {
        for (std::int64_t ox = wide.first; ox < wide.last; ++ox) {
            const float share = by.divide(grad_output[oy * axes.w.output() + ox], axes, oy, ox);
            const Run row = rows[oy];
            const Run column = columns[ox];
            for (std::int64_t i = 0; i < row.count; ++i) {
                const std::int64_t y = row.first + i * row.step;
                for (std::int64_t j = 0; j < column.count; ++j) {
                    const std::int64_t x = column.first + j * column.step;
                    if (inputs.contains(y, x)) grad_input[y * width + x] += share;
                }
            }
        }
    }
}

}  // namespace

void average_sliding(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs,
                     bool stream) {
    if (outputs.empty()) return;
    if (!axes.h.is_sliding() || !axes.w.is_sliding() || by.twice)
        return average_scalar(axes, by, x, y, outputs);
    if (!is_two_by_two(axes.h) || !is_two_by_two(axes.w)) {
        const bool all_columns = outputs.x0 == 0 && outputs.x1 == axes.w.output();
        if (all_columns && is_3x3(axes) &&
            HWY_DYNAMIC_DISPATCH(average_3x3)(axes, by, x, y, outputs.y0, outputs.y1, stream))
            return;
        if (!HWY_DYNAMIC_DISPATCH(average_general)(axes, by, x, y, outputs, stream))
            average_scalar(axes, by, x, y, outputs);
        return;
    }
    const Region whole{outputs.y0, std::max(outputs.y0, std::min(outputs.y1, whole_windows(axes.h))),
                       outputs.x0, std::max(outputs.x0, std::min(outputs.x1, whole_windows(axes.w)))};
    const float divisor = by.fixed ? by.value : 4.0F;
    if (!whole.empty() && !HWY_DYNAMIC_DISPATCH(average_two_by_two)(x, axes.w.input(), y, axes.w.output(),
                                                                    whole, divisor, stream))
        return average_scalar(axes, by, x, y, outputs);
    const Region right{outputs.y0, outputs.y1, whole.x1, outputs.x1};
    const Region bottom{whole.y1, outputs.y1, outputs.x0, whole.x1};
    for (const Region& edge : {right, bottom})
        if (!edge.empty()) average_scalar(axes, by, x, y, edge);
}

void average_backward(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                      const Region& inputs, bool stream) {
    if (inputs.empty()) return;
    const AxisGeometry& h = axes.h;
    const AxisGeometry& w = axes.w;
    if (!h.is_sliding() || !w.is_sliding() || by.twice || h.dilation() > 1 || w.dilation() > 1)
        return backward_scalar(axes, by, grad_output, grad_input, inputs);
    Region rest = inputs;
    if (is_two_by_two(h) && is_two_by_two(w) && 2 * w.output() <= w.input() && inputs.x0 == 0 &&
        inputs.x1 == w.input() && inputs.y0 % 2 == 0) {
        // Windows side by side: the rows of whole ones are written at once.
        const std::int64_t y0 = inputs.y0 / 2;
        const std::int64_t y1 = std::max(y0, std::min(whole_windows(h), inputs.y1 / 2));
        if (HWY_DYNAMIC_DISPATCH(backward_two_by_two)(grad_output, grad_input, w.input(), w.output(), y0, y1,
                                                      by.fixed ? by.value : 4.0F, stream))
            rest.y0 = std::max(inputs.y0, 2 * y1);
        if (rest.empty()) return;
    }
    const bool all_columns = inputs.x0 == 0 && inputs.x1 == w.input();
    if (all_columns && is_3x3(axes) &&
        HWY_DYNAMIC_DISPATCH(backward_3x3)(axes, by, grad_output, grad_input, rest.y0, rest.y1))
        return;
    const std::int64_t overlap = (h.kernel() / h.stride()) * (w.kernel() / w.stride());
    constexpr std::int64_t kMany = 64;  // windows at a cell; above it the order of a plain sum costs too much
    const bool by_rows = h.stride() == 1 && w.stride() == 1 && overlap > kMany;
    const auto run =
        by_rows ? HWY_DYNAMIC_DISPATCH(backward_sliding_sum) : HWY_DYNAMIC_DISPATCH(backward_gather);
    if (!run(axes, by, grad_output, grad_input, rest))
        backward_scalar(axes, by, grad_output, grad_input, rest);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
