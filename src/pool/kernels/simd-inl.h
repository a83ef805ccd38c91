// Included once for each instruction set, after hwy/highway.h: what the vector kernels share. It walks over
// a row by vectors, reads ahead, writes past the caches, and lays rows out for sliding windows.
#if defined(POOLSCOPE_SIMD_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_SIMD_INL_H
#undef POOLSCOPE_SIMD_INL_H
#else
#define POOLSCOPE_SIMD_INL_H
#endif

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "pool/geometry.h"
#include "pool/kernels/vectors-inl.h"
#include "pool/tensor.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// How much room `count` values need when they are read and written by whole vectors.
HWY_INLINE std::int64_t padded(std::int64_t count) { return (count + kMostLanes) / kMostLanes * kMostLanes; }

template <class T>
HWY_INLINE bool aligned(const T* memory) {
    return reinterpret_cast<std::uintptr_t>(memory) % 64 == 0;
}

/// Calls body(tag, t) for vectors that begin at t and together cover [0, count), where count ≥ kLanes. Wide
/// vectors come first, then a narrow one if it covers the rest. The last may overlap the one before it.
template <class Body>
HWY_INLINE void for_blocks(std::int64_t count, Body&& body) {
    std::int64_t t = 0;
    if constexpr (kWideLanes > kLanes) {
        if (count >= kWideLanes)
            for (; t + kLanes < count; t += kWideLanes) body(DW(), std::min(t, count - kWideLanes));
    }
    for (; t < count; t += kLanes) body(D(), std::min(t, count - kLanes));
}

/// Whether NaN, or infinities of both signs, have been added to `sum`.
template <class V>
HWY_INLINE bool any_nan(V sum) {
    return !hn::AllFalse(hn::DFromV<V>(), hn::IsNaN(sum));
}

/// Prefetches the 2·lanes values that lie `ahead` cells after `now`.
HWY_INLINE void prefetch(const float* now, std::int64_t lanes, std::int64_t ahead) {
    hwy::Prefetch(now + ahead);
    if (lanes >= 16) hwy::Prefetch(now + ahead + lanes);
}
constexpr std::int64_t kRowsAhead = 2048;  ///< in cells, for 3×3 windows; the fastest when measured

/// Prefetches for two rows of cells that are read together, in the order in which they lie in memory. The
/// upper row begins at `row`, each has `width` cells, and the windows from t on are being computed. The
/// distance was the fastest when measured with bench/pool.sh.
HWY_INLINE void prefetch_rows(const float* row, std::int64_t width, std::int64_t t, std::int64_t lanes) {
    const float* const from = row + 4 * t;
    const std::int64_t ahead = std::max<std::int64_t>(width + 1024, 3072);
    prefetch(from, lanes, ahead);
    prefetch(from + 2 * lanes, lanes, ahead);
}

/// Rows of 2×2 windows whose results fill whole cache lines and are written past the caches. The loop holds
/// nothing else, so that the processor runs far ahead. The first row of cells begins at x and has `width`
/// cells. Calls body(cells, t) for each vector of windows: their upper cells and the first one's number.
template <class Body>
HWY_INLINE void whole_lines(const float* x, std::int64_t width, std::int64_t rows, std::int64_t count,
                            const Body& body) {
    std::int64_t first = 0;
    for (std::int64_t row = 0; row < rows; ++row, x += 2 * width, first += count) {
        for (std::int64_t t = 0; t < count; t += kWideLanes) {
            prefetch_rows(x, width, t, kWideLanes);
            body(x + 2 * t, first + t);
        }
    }
}

/// Writes a vector, past the caches if `past`.
template <class V>
HWY_INLINE void write(V value, float* to, bool past) {
    const hn::DFromV<V> d;
    if (past) {
        hn::Stream(value, d, to);
    } else {
        hn::StoreU(value, d, to);
    }
}

/// How rows of results are written past the caches: by whole vectors where each row fills whole cache lines,
/// by four values where a row has a multiple of four, else not at all.
enum class Past { no, by_four, whole };
HWY_INLINE Past past_of(bool wanted, const float* to, std::int64_t count) {
    if (!wanted) return Past::no;
    if (count % kMostLanes == 0 && aligned(to)) return Past::whole;
    return count % 4 == 0 && reinterpret_cast<std::uintptr_t>(to) % 16 == 0 ? Past::by_four : Past::no;
}
/// Leaves out the first `written` values, a multiple of four: writing them again would send their cache line
/// to memory twice.
template <class V>
HWY_INLINE void write_by_four(V value, float* to, std::int64_t written) {
    const hn::DFromV<V> d;
    if constexpr (hn::MaxLanes(decltype(d)()) <= 4) {
        if (written <= 0) hn::Stream(value, d, to);
    } else {
        const hn::Half<decltype(d)> half;
        constexpr auto kHalf = static_cast<std::int64_t>(hn::MaxLanes(half));
        write_by_four(hn::LowerHalf(half, value), to, written);
        write_by_four(hn::UpperHalf(half, value), to + kHalf, written - kHalf);
    }
}
/// `written`: how many of the first values are in memory already.
template <class V>
HWY_INLINE void write(V value, float* to, Past past, std::int64_t written) {
    if (past == Past::by_four) return write_by_four(value, to, written);
    write(value, to, past == Past::whole);
}

/// Writes the first `count` lanes.
HWY_INLINE void write_rest(F value, float* to, std::int64_t count) {
    HWY_ALIGN float values[kMostLanes] = {};
    hn::Store(value, D(), values);
    std::copy_n(values, count, to);
}

/// Two kinds of values, each by column: what the row of windows above left, and what this row leaves.
template <class A, class B>
struct Carried {
    Buffer<A> first[2];
    Buffer<B> second[2];
    int now = 0;
    void prepare(std::int64_t count) {
        for (auto& buffer : first) buffer.resize(static_cast<std::size_t>(padded(count)));
        for (auto& buffer : second) buffer.resize(static_cast<std::size_t>(padded(count)));
    }
    void turn() { now = 1 - now; }
    A* old_first() { return first[1 - now].data(); }
    B* old_second() { return second[1 - now].data(); }
    A* new_first() { return first[now].data(); }
    B* new_second() { return second[now].data(); }
};

/// Whether for_blocks can walk over the outputs, and the cells are whole pairs, one pair an output.
HWY_INLINE bool blocks_fit(const AxisGeometry& w) {
    return w.output() >= kLanes && w.input() == 2 * w.output();
}

/// For each tap, where its values begin.
class Taps {
 public:
    void clear() { starts_.clear(); }
    void add(const float* start) { starts_.push_back(start); }
    int count() const { return static_cast<int>(starts_.size()); }
    const float* at(int j) const { return starts_[static_cast<std::size_t>(j)]; }

 private:
    std::vector<const float*> starts_;
};

/// A row laid out by taps: taps->at(j)[t] is tap j of output t.
struct Split {
    const Taps* taps;
    std::int64_t count;
    std::int64_t dilation;
};

/// A row with its padding, in the order of its columns.
struct Dense {
    float* values;
    std::int32_t* columns;  ///< null for sums
    std::int64_t length;
    std::int64_t count, stride, kernel, dilation;
};

/// Lays rows of the input out for one strip of sliding windows. Padding becomes -inf for a maximum, else
/// 0.
template <bool kMaximum>
class Splitter {
 public:
    void prepare(const AxisGeometry& axis, std::int64_t o0, std::int64_t o1, bool dense) {
        width_ = axis.input();
        stride_ = axis.stride();
        dilation_ = axis.dilation();
        kernel_ = axis.kernel();
        count_ = o1 - o0;
        base_ = axis.window(o0).start;
        dense_ = dense;
        const std::int64_t reach = dilation_ * (kernel_ - 1);
        if (dense) {
            length_ = (count_ - 1) * stride_ + reach + 1;
            values_.resize(static_cast<std::size_t>(padded(length_) + kMostLanes));
            if constexpr (kMaximum) {
                columns_.resize(values_.size());
                columns_at_start_.resize(values_.size());
                for (std::int64_t t = 0; t < length_; ++t) {
                    const std::int64_t column = base_ + t;
                    // When all cells are -inf, the winner is the first valid column, not a column of padding.
                    const std::int64_t first =
                        column >= 0 ? column : (column % dilation_ + dilation_) % dilation_;
                    columns_at_start_[static_cast<std::size_t>(t)] = static_cast<std::int32_t>(first);
                }
            }
            return;
        }
        taps_.clear();
        const std::int64_t parts = stride_ <= 2 ? stride_ : kernel_;
        part_ = padded(count_ + reach / stride_ + 1) + kMostLanes;
        values_.resize(static_cast<std::size_t>(parts * part_));
        for (std::int64_t j = 0; j < kernel_; ++j) {
            const std::int64_t at = j * dilation_;
            taps_.add(stride_ <= 2 ? values_.data() + at % stride_ * part_ + at / stride_
                                   : values_.data() + j * part_);
        }
    }

    /// Returns true if a value is NaN, and perhaps if there are infinities of both signs.
    bool fill(const float* row, bool negate) {
        negate_ = negate;
        nan_ = false;
        if (dense_ || stride_ == 1) {
            copy(row, values_.data(), dense_ ? length_ : count_ + dilation_ * (kernel_ - 1));
            if constexpr (kMaximum) {
                if (dense_) std::copy_n(columns_at_start_.data(), length_, columns_.data());
            }
        } else if (stride_ == 2) {
            halve(row, count_ + dilation_ * (kernel_ - 1) / 2 + 1);
        } else {
            for (std::int64_t j = 0; j < kernel_; ++j)
                for (std::int64_t t = 0; t < count_; ++t)
                    values_[static_cast<std::size_t>(j * part_ + t)] =
                        value(row, base_ + t * stride_ + j * dilation_);
        }
        return nan_;
    }

    Split split() const { return {&taps_, count_, dilation_}; }
    Dense dense() { return {values_.data(), columns_.data(), length_, count_, stride_, kernel_, dilation_}; }

 private:
    static constexpr float kPadding = kMaximum ? -std::numeric_limits<float>::infinity() : 0.0F;

    float value(const float* row, std::int64_t column) {
        if (column < 0 || column >= width_) return kPadding;
        const float v = row[column];
        nan_ = nan_ || std::isnan(v);
        return negate_ ? -v : v;
    }
    F load(const float* from, F& sum) const {
        const F v = hn::LoadU(D(), from);
        if constexpr (kMaximum) {
            sum = hn::Add(sum, v);
            if (negate_) return hn::Neg(v);
        }
        return v;
    }
    void end(F sum) {
        if constexpr (kMaximum) nan_ = nan_ || any_nan(sum);
    }

    void copy(const float* row, float* to, std::int64_t length) {
        const std::int64_t first = std::clamp<std::int64_t>(-base_, 0, length);
        const std::int64_t last = std::clamp<std::int64_t>(width_ - base_, first, length);
        std::fill(to, to + first, kPadding);
        std::fill(to + last, to + length, kPadding);
        F sum = hn::Zero(D());
        std::int64_t t = first;
        for (; t + kLanes <= last; t += kLanes) hn::StoreU(load(row + base_ + t, sum), D(), to + t);
        if (t < last && last - first >= kLanes) {
            t = last - kLanes;
            hn::StoreU(load(row + base_ + t, sum), D(), to + t);
        } else {
            for (; t < last; ++t) to[t] = value(row, base_ + t);
        }
        end(sum);
    }

    /// Separates even from odd positions.
    void halve(const float* row, std::int64_t length) {
        float* even = values_.data();
        float* odd = even + part_;
        const std::int64_t first = std::clamp<std::int64_t>((1 - base_) / 2, 0, length);
        const std::int64_t last =
            width_ - base_ < 0 ? first : std::clamp<std::int64_t>((width_ - base_) / 2, first, length);
        const auto one = [&](std::int64_t t) {
            even[t] = value(row, base_ + 2 * t);
            odd[t] = value(row, base_ + 2 * t + 1);
        };
        for (std::int64_t t = 0; t < first; ++t) one(t);
        for (std::int64_t t = last; t < length; ++t) one(t);
        F sum = hn::Zero(D());
        const auto many = [&](std::int64_t t) HWY_ATTR {
            const float* from = row + base_ + 2 * t;
            const F a = load(from, sum);
            const F b = load(from + kLanes, sum);
            hn::StoreU(hn::ConcatEven(D(), b, a), D(), even + t);
            hn::StoreU(hn::ConcatOdd(D(), b, a), D(), odd + t);
        };
        std::int64_t t = first;
        for (; t + kLanes <= last; t += kLanes) many(t);
        if (t < last && last - first >= kLanes) {
            many(last - kLanes);
        } else {
            for (; t < last; ++t) one(t);
        }
        end(sum);
    }

    std::int64_t width_ = 0, stride_ = 1, dilation_ = 1, kernel_ = 1;
    std::int64_t count_ = 0, base_ = 0, length_ = 0, part_ = 0;
    bool dense_ = false;
    bool negate_ = false;
    bool nan_ = false;
    Taps taps_;
    Buffer<float> values_;
    Buffer<std::int32_t> columns_;
    Buffer<std::int32_t> columns_at_start_;
};

#endif  // HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#endif  // POOLSCOPE_SIMD_INL_H
