#include <algorithm>
#include <cmath>
#include <vector>

#include "pool/kernels/average_paths.h"
#include "pool/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/average_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/strips-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors the plain loops are the fastest.
bool general(const Axes&, const Divisor&, const float*, float*, const Region&, bool) { return false; }
bool gather(const Axes&, const Divisor&, const float*, float*, const Region&) { return false; }
bool sliding_sum(const Axes&, const Divisor&, const float*, float*, const Region&) { return false; }

#else

void line_direct(const Split& split, float* line) {
    const Taps& taps = *split.taps;
    for (std::int64_t t = 0; t < split.count; t += kLanes) {
        F sum = hn::Load(D(), taps.at(0) + t);
        for (int j = 1; j < taps.count(); ++j) sum = hn::Add(sum, hn::LoadU(D(), taps.at(j) + t));
        hn::Store(sum, D(), line + t);
    }
}

/// Sums each window as windows whose lengths are powers of two.
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

/// Sums rows of cells for the windows of a strip. Its memory is kept between uses.
struct Work {
    Splitter<false> splitter;
    bool doubling = false;
    std::int64_t count = 0;
    Buffer<float> sums;
    StripRoom room;
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
    const float* divisors;  ///< one for each column; null: all are divided by `by` alone
    float by;               ///< for the whole row
    bool stream;
};

/// One strip of columns (see strips-inl.h). row_of(row) gives the values of an input row; target_of(oy) says
/// where an output row goes.
template <class RowOf, class TargetOf>
class SumStrip {
 public:
    static constexpr bool kPlaces = false;
    SumStrip(Work& work, const RowOf& row_of, const TargetOf& target_of)
        : work_(work), row_of_(row_of), target_of_(target_of) {}

    std::int64_t count() const { return work_.count; }
    void reduce(std::int64_t row, Line line) const { work_.reduce(row_of_(row), line.values); }
    void join(Line first, Line second, Line into) const {
        for (std::int64_t t = 0; t < work_.count; t += kLanes)
            hn::Store(hn::Add(hn::Load(D(), first.values + t), hn::Load(D(), second.values + t)), D(),
                      into.values + t);
    }
    void finish(const Line* lines, int rows, std::int64_t oy) const {
        const Target target = target_of_(oy);
        const auto sum_of = [&](std::int64_t t) HWY_ATTR {
            F sum = hn::Load(D(), lines[0].values + t);
            for (int i = 1; i < rows; ++i) sum = hn::Add(sum, hn::Load(D(), lines[i].values + t));
            if (!target.divisors) return hn::Div(sum, hn::Set(D(), target.by));
            return hn::Div(sum, hn::Mul(hn::Load(D(), target.divisors + t), hn::Set(D(), target.by)));
        };
        std::int64_t t = 0;
        for (; t + kLanes <= work_.count; t += kLanes) write(sum_of(t), target.y + t, target.stream);
        if (t < work_.count) write_rest(sum_of(t), target.y + t, work_.count - t);
    }
    void none(std::int64_t oy) const { std::fill_n(target_of_(oy).y, work_.count, 0.0F); }

 private:
    Work& work_;
    const RowOf& row_of_;
    const TargetOf& target_of_;
};

template <class RowOf, class TargetOf>
void sum_rows(Work& work, const AxisGeometry& h, std::int64_t y0, std::int64_t y1, const RowOf& row_of,
              const TargetOf& target_of) {
    SumStrip<RowOf, TargetOf> strip(work, row_of, target_of);
    strip_rows(strip, work.room, h, y0, y1);
}

bool general(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs,
             bool stream) {
    static thread_local Work work;
    const std::int64_t width = axes.w.input();
    const std::int64_t strip = strip_width(axes.h, sizeof(float));
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

/// The shares of one output row: grad_output divided by the windows' divisors.
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

/// Each cell adds up the shares of its windows, in the windows' row-major order.
bool gather(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
            const Region& inputs) {
    static thread_local Buffer<float> ring;
    static thread_local std::vector<std::int64_t> held;
    static thread_local Buffer<float> divisors;
    static thread_local Buffer<float> sums;
    const AxisGeometry& h = axes.h;
    const AxisGeometry& w = axes.w;
    const std::int64_t stride = w.stride();
    const std::int64_t most = (w.kernel() - 1) / stride;  // windows before a cell's last one
    // The cell ix = stride·T + phase − padding belongs to the outputs T − q, for q from
    // (kernel − 1 − phase)/stride down to 0.
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
                const float* from = shares + most;  // the share of output `first`
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

/// For stride 1: the gradient of a sliding sum is a sliding sum of the shares.
bool sliding_sum(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
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
    const std::int64_t strip = strip_width(h, sizeof(float));
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

HWY_EXPORT(general);
HWY_EXPORT(gather);
HWY_EXPORT(sliding_sum);

bool average_general(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs,
                     bool stream) {
    return HWY_DYNAMIC_DISPATCH(general)(axes, by, x, y, outputs, stream);
}

bool average_gather(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                    const Region& inputs) {
    return HWY_DYNAMIC_DISPATCH(gather)(axes, by, grad_output, grad_input, inputs);
}

bool average_sliding_sum(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                         const Region& inputs) {
    return HWY_DYNAMIC_DISPATCH(sliding_sum)(axes, by, grad_output, grad_input, inputs);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
