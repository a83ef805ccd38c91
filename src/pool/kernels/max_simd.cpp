#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "pool/kernels/max.h"
#include "pool/kernels/max_paths.h"
#include "pool/kernels/runs.h"

// Vectors without a length known at compile time are left out: the kernels keep tables of that length.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/max_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/winners-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors the plain loops are the fastest.
bool max_general(const Axes&, bool, const float*, float*, const WinnerPlane&, const Region&, bool) {
    return false;
}

#else

/// Values and columns of one row's window maxima.
struct Line {
    float* values;
    std::int32_t* columns;
};

struct Tables {
    const std::int32_t* first;  ///< column of each output's first valid tap
    const std::int32_t* begin;  ///< column of each output's first tap, valid or not
};

template <bool kNaN>
void line_direct(const Split& split, const Tables& tables, Line line) {
    const Taps& taps = *split.taps;
    for (std::int64_t t = 0; t < split.count; t += kLanes) {
        F best = hn::Load(D(), taps.at(0) + t);
        I place = hn::Load(DI(), tables.first + t);
        const I begin = hn::Load(DI(), tables.begin + t);
        for (int j = 1; j < taps.count(); ++j)
            combine<kNaN>(best, place, hn::LoadU(D(), taps.at(j) + t),
                          hn::Add(begin, hn::Set(DI(), static_cast<std::int32_t>(j * split.dilation))));
        hn::Store(best, D(), line.values + t);
        hn::Store(place, DI(), line.columns + t);
    }
}

/// Windows of doubling length; the last step joins two that overlap.
template <bool kNaN>
void line_doubling(const Dense& dense, Line line) {
    const auto join = [&](std::int64_t shift, std::int64_t length) {
        for (std::int64_t t = 0; t < length; t += kLanes) {
            F best = hn::Load(D(), dense.values + t);
            I place = hn::Load(DI(), dense.columns + t);
            combine<kNaN>(best, place, hn::LoadU(D(), dense.values + t + shift),
                          hn::LoadU(DI(), dense.columns + t + shift));
            hn::Store(best, D(), dense.values + t);
            hn::Store(place, DI(), dense.columns + t);
        }
    };
    std::int64_t done = 1;
    for (; 2 * done <= dense.kernel; done *= 2)
        join(done * dense.dilation, dense.length - (2 * done - 1) * dense.dilation);
    if (done < dense.kernel)
        join((dense.kernel - done) * dense.dilation, dense.length - (dense.kernel - 1) * dense.dilation);
    for (std::int64_t t = 0; t < dense.count; ++t) {
        line.values[t] = dense.values[t * dense.stride];
        line.columns[t] = dense.columns[t * dense.stride];
    }
}

/// One output row, written out. A place is column + row · pitch: with the width as pitch it is a position;
/// with the kernel's width as pitch, what it lies behind tap 0 is the number of the tap.
struct Target {
    float* y;
    WinnerPlane winners;
    const std::int32_t* begin;  ///< column of each output's tap 0
    std::int32_t row;           ///< row of tap 0, times the pitch
    bool stream;
    bool minimum;
};

HWY_INLINE void put(const Target& target, std::int64_t t, F best, I place) {
    if (target.minimum) best = hn::Neg(best);
    if (target.stream) {
        hn::Stream(best, D(), target.y + t);
    } else {
        hn::StoreU(best, D(), target.y + t);
    }
    if (target.winners.taps) {
        put_taps(hn::Sub(hn::Sub(place, hn::Load(DI(), target.begin + t)), hn::Set(DI(), target.row)),
                 target.winners.taps + t);
    } else if (target.winners.positions) {
        const hn::Half<DI> half;
        const hn::Rebind<std::int64_t, hn::Half<DI> > wide;
        hn::StoreU(hn::PromoteTo(wide, hn::LowerHalf(half, place)), wide, target.winners.positions + t);
        hn::StoreU(hn::PromoteTo(wide, hn::UpperHalf(half, place)), wide,
                   target.winners.positions + t + kLanes / 2);
    }
}

/// The last, incomplete vector of a row.
HWY_INLINE void put_rest(const Target& target, std::int64_t t, std::int64_t count, F best, I place) {
    if (target.minimum) best = hn::Neg(best);
    HWY_ALIGN float values[kMostLanes] = {};
    HWY_ALIGN std::int32_t places[kMostLanes] = {};
    hn::Store(best, D(), values);
    hn::Store(place, DI(), places);
    for (std::int64_t i = 0; t + i < count; ++i) {
        target.y[t + i] = values[i];
        if (target.winners.taps)
            target.winners.taps[t + i] =
                static_cast<std::uint8_t>(places[i] - target.begin[t + i] - target.row);
        if (target.winners.positions) target.winners.positions[t + i] = places[i];
    }
}

template <class Row>
HWY_INLINE void put_row(const Target& target, std::int64_t count, Row&& row) {
    std::int64_t t = 0;
    F best;
    I place;
    for (; t + kLanes <= count; t += kLanes) {
        row(t, best, place);
        put(target, t, best, place);
    }
    if (t == count) return;
    row(t, best, place);
    put_rest(target, t, count, best, place);
}

/// Joins the lines of one window's rows; `base` holds row · pitch of each.
template <bool kNaN>
void column_direct(const Line* lines, const std::int32_t* base, int rows, std::int64_t count,
                   const Target& target) {
    put_row(target, count, [&](std::int64_t t, F& best, I& place) HWY_ATTR {
        best = hn::Load(D(), lines[0].values + t);
        place = hn::Add(hn::Load(DI(), lines[0].columns + t), hn::Set(DI(), base[0]));
        for (int i = 1; i < rows; ++i)
            combine<kNaN>(best, place, hn::Load(D(), lines[i].values + t),
                          hn::Add(hn::Load(DI(), lines[i].columns + t), hn::Set(DI(), base[i])));
    });
}

/// into = join(first, second), second being later in scan order; places are flat already. `into` may be
/// either.
template <bool kNaN>
void join_lines(Line first, Line second, std::int64_t count, Line into) {
    for (std::int64_t t = 0; t < count; t += kLanes) {
        F best = hn::Load(D(), first.values + t);
        I place = hn::Load(DI(), first.columns + t);
        combine<kNaN>(best, place, hn::Load(D(), second.values + t), hn::Load(DI(), second.columns + t));
        hn::Store(best, D(), into.values + t);
        hn::Store(place, DI(), into.columns + t);
    }
}

/// Lines of rows that have been reduced already, by row modulo the number kept.
class Ring {
 public:
    void prepare(std::int64_t rows, std::int64_t count) {
        count_ = padded(count);
        rows_ = rows;
        values_.resize(static_cast<std::size_t>(rows * count_));
        columns_.resize(static_cast<std::size_t>(rows * count_));
        held_.assign(static_cast<std::size_t>(rows), -1);
    }
    Line line(std::int64_t row) {
        const std::int64_t slot = row % rows_;
        return {values_.data() + slot * count_, columns_.data() + slot * count_};
    }
    /// True when the line has to be computed now.
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
    Buffer<std::int32_t> columns_;
    std::vector<std::int64_t> held_;
};

/// One strip of columns of the general way: rows first, then the columns of their results.
class Strip {
 public:
    bool nan = false;

    void prepare(const Axes& axes, std::int64_t o0, std::int64_t o1, bool minimum) {
        minimum_ = minimum;
        nan = false;
        has_empty_ = false;
        count_ = o1 - o0;
        const AxisGeometry& w = axes.w;
        // Below this many taps an output, taking them one by one costs less than doubling.
        doubling_ = w.kernel() > 6 * w.stride() + 4;
        splitter_.prepare(w, o0, o1, doubling_);
        first_.resize(static_cast<std::size_t>(padded(count_)));
        begin_.resize(first_.size());
        for (std::int64_t o = o0; o < o1; ++o) {
            const AxisWindow window = w.window(o);
            const AxisGeometry::ValidTaps valid = w.valid(o);
            has_empty_ = has_empty_ || valid.count() == 0;
            first_[static_cast<std::size_t>(o - o0)] =
                static_cast<std::int32_t>(valid.count() > 0 ? window.tap(valid.first) : -1);
            begin_[static_cast<std::size_t>(o - o0)] = static_cast<std::int32_t>(window.start);
        }
    }
    void reduce(const float* row, Line line) {
        const bool has_nan = splitter_.fill(row, minimum_);
        nan = nan || has_nan;
        if (doubling_) {
            has_nan ? line_doubling<true>(splitter_.dense(), line)
                    : line_doubling<false>(splitter_.dense(), line);
        } else {
            const Tables tables{first_.data(), begin_.data()};
            has_nan ? line_direct<true>(splitter_.split(), tables, line)
                    : line_direct<false>(splitter_.split(), tables, line);
        }
    }
    std::int64_t count() const { return count_; }
    bool has_empty() const { return has_empty_; }
    const std::int32_t* begin() const { return begin_.data(); }

 private:
    bool minimum_ = false;
    bool doubling_ = false;
    bool has_empty_ = false;
    std::int64_t count_ = 0;
    Splitter<true> splitter_;
    Buffer<std::int32_t> first_;
    Buffer<std::int32_t> begin_;
};

struct Work {
    Strip strip;
    Ring ring;
    Ring suffixes;
    Ring prefix;
    std::vector<Line> lines;
    std::vector<std::int32_t> base;
    std::vector<char> held;  ///< whether a suffix has any valid row
    std::int64_t pitch = 0;  ///< see Target
};

/// A window without any valid tap.
void put_none(const Target& target, std::int64_t t) {
    target.y[t] = std::numeric_limits<float>::infinity() * (target.minimum ? 1.0F : -1.0F);
    if (target.winners.taps) target.winners.taps[t] = TapGrid::kNone;
    if (target.winners.positions) target.winners.positions[t] = -1;
}
void put_no_rows(const Target& target, std::int64_t count) {
    for (std::int64_t t = 0; t < count; ++t) put_none(target, t);
}

/// Every window's rows joined one by one.
template <class TargetOf>
void rows_direct(Work& work, const Axes& axes, const float* x, const Region& outputs,
                 const TargetOf& target_of) {
    const std::int64_t width = axes.w.input();
    const AxisGeometry& h = axes.h;
    work.ring.prepare(h.dilation() * (h.kernel() - 1) + 1, work.strip.count());
    work.lines.resize(static_cast<std::size_t>(h.kernel()));
    work.base.resize(static_cast<std::size_t>(h.kernel()));
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const AxisWindow window = h.window(oy);
        const AxisGeometry::ValidTaps valid = h.valid(oy);
        int rows = 0;
        for (std::int64_t i = valid.first; i < valid.last; ++i) {
            const std::int64_t row = window.tap(i);
            const Line line = work.ring.line(row);
            if (work.ring.take(row)) work.strip.reduce(x + row * width, line);
            work.lines[static_cast<std::size_t>(rows)] = line;
            work.base[static_cast<std::size_t>(rows++)] = static_cast<std::int32_t>(row * work.pitch);
        }
        const Target target = target_of(oy);
        if (rows == 0) {
            put_no_rows(target, work.strip.count());
        } else if (work.strip.nan) {
            column_direct<true>(work.lines.data(), work.base.data(), rows, work.strip.count(), target);
        } else {
            column_direct<false>(work.lines.data(), work.base.data(), rows, work.strip.count(), target);
        }
    }
}

/// Rows in blocks as long as the kernel: a window is the end of one block and the beginning of the next
/// (van Herk 1992, Gil and Werman 1993), so that its cost does not grow with the kernel.
template <class TargetOf>
void rows_in_blocks(Work& work, const Axes& axes, const float* x, const Region& outputs,
                    const TargetOf& target_of) {
    const std::int64_t width = axes.w.input();
    const std::int64_t height = axes.h.input();
    const std::int64_t kernel = axes.h.kernel();
    const std::int64_t count = work.strip.count();
    work.suffixes.prepare(kernel, count);
    work.prefix.prepare(1, count);
    const auto reduce = [&](std::int64_t row, Line line) {
        work.strip.reduce(x + row * width, line);
        const I base = hn::Set(DI(), static_cast<std::int32_t>(row * work.pitch));
        for (std::int64_t t = 0; t < count; t += kLanes)
            hn::Store(hn::Add(hn::Load(DI(), line.columns + t), base), DI(), line.columns + t);
    };
    const auto join = [&](Line first, Line second, Line into) {
        work.strip.nan ? join_lines<true>(first, second, count, into)
                       : join_lines<false>(first, second, count, into);
    };
    // Positions count from the first padding row; block b holds [b·kernel, (b + 1)·kernel).
    const std::int64_t shift = axes.h.pad_begin();
    std::int64_t block = -1;       // whose suffixes are held
    std::int64_t prefix_end = -1;  // one past the last row in the prefix of the block after
    bool prefix_any = false;
    work.ring.prepare(1, count);
    const Line scratch = work.ring.line(0);
    const Line prefix = work.prefix.line(0);
    std::vector<char>& held = work.held;
    held.assign(static_cast<std::size_t>(kernel), 0);
    for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
        const std::int64_t start = axes.h.window(oy).start + shift;
        if (start / kernel != block) {
            block = start / kernel;
            const std::int64_t low = block * kernel;
            // Suffixes from the block's end up to the first row that any window asks for.
            bool any = false;
            for (std::int64_t p = low + kernel - 1; p >= start; --p) {
                const std::int64_t row = p - shift;
                const Line line = work.suffixes.line(p - low);
                const bool valid = row >= 0 && row < height;
                if (valid) {
                    reduce(row, any ? scratch : line);
                    if (any) join(scratch, work.suffixes.line(p - low + 1), line);
                } else if (any) {
                    const Line below = work.suffixes.line(p - low + 1);
                    std::copy_n(below.values, padded(count), line.values);
                    std::copy_n(below.columns, padded(count), line.columns);
                }
                any = any || valid;
                held[static_cast<std::size_t>(p - low)] = any ? 1 : 0;
            }
            prefix_end = low + kernel;
            prefix_any = false;
        }
        for (; prefix_end < start + kernel; ++prefix_end) {
            const std::int64_t row = prefix_end - shift;
            if (row < 0 || row >= height) continue;
            reduce(row, prefix_any ? scratch : prefix);
            if (prefix_any) join(prefix, scratch, prefix);
            prefix_any = true;
        }
        const std::int64_t at = start - block * kernel;
        const bool suffix_any = held[static_cast<std::size_t>(at)] != 0;
        const Target target = target_of(oy);
        const Line suffix = work.suffixes.line(at);
        if (!suffix_any && !prefix_any) {
            put_no_rows(target, count);
            continue;
        }
        const Line lines[2] = {suffix_any ? suffix : prefix, prefix};
        const std::int32_t base[2] = {0, 0};
        const int rows = suffix_any && prefix_any ? 2 : 1;
        work.strip.nan ? column_direct<true>(lines, base, rows, count, target)
                       : column_direct<false>(lines, base, rows, count, target);
    }
}

bool max_general(const Axes& axes, bool minimum, const float* x, float* y, const WinnerPlane& winners,
                 const Region& outputs, bool stream) {
    static thread_local Work work;
    // The lines of one strip that are held at a time stay in the second-level cache.
    const std::int64_t reach = axes.h.dilation() * (axes.h.kernel() - 1) + 1;
    const std::int64_t strip = std::clamp<std::int64_t>(65536 / reach / kMostLanes * kMostLanes, 64, 2048);
    const std::int64_t out_width = axes.w.output();
    work.pitch = winners.taps ? axes.w.kernel() : axes.w.input();
    // Windows without any valid column have no place.
    const auto repair = [&](const Target& target, std::int64_t o0, std::int64_t o1) {
        if (!work.strip.has_empty()) return;
        for (std::int64_t o = o0; o < o1; ++o)
            if (axes.w.valid(o).count() == 0) put_none(target, o - o0);
    };
    for (std::int64_t o0 = outputs.x0; o0 < outputs.x1; o0 += strip) {
        const std::int64_t o1 = std::min(o0 + strip, outputs.x1);
        work.strip.prepare(axes, o0, o1, minimum);
        const auto target_of = [&](std::int64_t oy) {
            const std::int64_t at = oy * out_width + o0;
            return Target{y + at,
                          winners.from(at),
                          work.strip.begin(),
                          static_cast<std::int32_t>(axes.h.window(oy).start * work.pitch),
                          stream && aligned(y + at),
                          minimum};
        };
        const bool blocks = axes.h.dilation() == 1 && axes.h.kernel() > 3 * axes.h.stride() + 4;
        if (blocks) {
            rows_in_blocks(work, axes, x, outputs, target_of);
        } else {
            rows_direct(work, axes, x, outputs, target_of);
        }
        for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) repair(target_of(oy), o0, o1);
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

HWY_EXPORT(max_general);

bool max_general(const Axes& axes, bool minimum, const float* x, float* y, const WinnerPlane& winners,
                 const Region& outputs, bool stream) {
    return HWY_DYNAMIC_DISPATCH(max_general)(axes, minimum, x, y, winners, outputs, stream);
}

}  // namespace pool::kernels

#endif  // HWY_ONCE
