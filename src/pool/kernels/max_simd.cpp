#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "pool/kernels/max.h"
#include "pool/kernels/max_paths.h"
#include "pool/kernels/runs.h"
#include "pool/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool/kernels/max_simd.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "pool/kernels/strips-inl.h"
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

/// For each output, the column of its first valid tap and the column of its first tap, valid or not.
struct Columns {
    const std::int32_t* first;
    const std::int32_t* begin;
};

/// `base` is added to a column to make it a place (see Target).
template <bool kNaN>
void line_direct(const Split& split, const Columns& columns, std::int32_t base, Line line) {
    const Taps& taps = *split.taps;
    const I from = hn::Set(DI(), base);
    for (std::int64_t t = 0; t < split.count; t += kLanes) {
        F best = hn::Load(D(), taps.at(0) + t);
        I place = hn::Add(hn::Load(DI(), columns.first + t), from);
        const I begin = hn::Add(hn::Load(DI(), columns.begin + t), from);
        for (int j = 1; j < taps.count(); ++j)
            combine<kNaN>(best, place, hn::LoadU(D(), taps.at(j) + t),
                          hn::Add(begin, hn::Set(DI(), static_cast<std::int32_t>(j * split.dilation))));
        hn::Store(best, D(), line.values + t);
        hn::Store(place, DI(), line.places + t);
    }
}

/// Joins windows of 1, 2, 4, … cells. The last step joins two that overlap.
template <bool kNaN>
void line_doubling(const Dense& dense, std::int32_t base, Line line) {
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
        line.places[t] = dense.columns[t * dense.stride] + base;
    }
}

/// Where one output row is written. A winner's place is column + row · pitch. If the pitch is the map's width
/// it is a position. If it is the kernel's width, the place minus that of tap 0 is the tap's number.
struct Target {
    float* y;
    WinnerPlane winners;
    const std::int32_t* begin;  ///< the column of each output's tap 0
    std::int32_t row;           ///< the row of tap 0, times the pitch
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

/// Writes the last vector of a row, which is not full.
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

/// Joins the lines of the rows of one row of windows.
template <bool kNaN>
void column_direct(const Line* lines, int rows, std::int64_t count, const Target& target) {
    put_row(target, count, [&](std::int64_t t, F& best, I& place) HWY_ATTR {
        best = hn::Load(D(), lines[0].values + t);
        place = hn::Load(DI(), lines[0].places + t);
        for (int i = 1; i < rows; ++i)
            combine<kNaN>(best, place, hn::Load(D(), lines[i].values + t),
                          hn::Load(DI(), lines[i].places + t));
    });
}

template <bool kNaN>
void join_lines(Line first, Line second, std::int64_t count, Line into) {
    for (std::int64_t t = 0; t < count; t += kLanes) {
        F best = hn::Load(D(), first.values + t);
        I place = hn::Load(DI(), first.places + t);
        combine<kNaN>(best, place, hn::Load(D(), second.values + t), hn::Load(DI(), second.places + t));
        hn::Store(best, D(), into.values + t);
        hn::Store(place, DI(), into.places + t);
    }
}

/// Writes a window without valid taps.
void put_none(const Target& target, std::int64_t t) {
    target.y[t] = std::numeric_limits<float>::infinity() * (target.minimum ? 1.0F : -1.0F);
    if (target.winners.taps) target.winners.taps[t] = TapGrid::kNone;
    if (target.winners.positions) target.winners.positions[t] = -1;
}

/// The maxima and winners of one strip of columns (see strips-inl.h).
class MaxStrip {
 public:
    static constexpr bool kPlaces = true;

    /// For one plane. `pitch`: see Target.
    void begin_plane(const Axes& axes, bool minimum, const float* x, float* y, const WinnerPlane& winners,
                     bool stream) {
        axes_ = &axes;
        minimum_ = minimum;
        x_ = x;
        y_ = y;
        winners_ = winners;
        stream_ = stream;
        pitch_ = winners.taps ? axes.w.kernel() : axes.w.input();
    }
    void begin(std::int64_t o0, std::int64_t o1) {
        nan_ = false;
        has_empty_ = false;
        o0_ = o0;
        count_ = o1 - o0;
        const AxisGeometry& w = axes_->w;
        // With few taps for each output, taking them one by one is faster than doubling.
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
    std::int64_t count() const { return count_; }
    void reduce(std::int64_t row, Line line) {
        const bool has_nan = splitter_.fill(x_ + row * axes_->w.input(), minimum_);
        nan_ = nan_ || has_nan;
        const auto base = static_cast<std::int32_t>(row * pitch_);
        if (doubling_) {
            has_nan ? line_doubling<true>(splitter_.dense(), base, line)
                    : line_doubling<false>(splitter_.dense(), base, line);
        } else {
            const Columns columns{first_.data(), begin_.data()};
            has_nan ? line_direct<true>(splitter_.split(), columns, base, line)
                    : line_direct<false>(splitter_.split(), columns, base, line);
        }
    }
    void join(Line first, Line second, Line into) const {
        nan_ ? join_lines<true>(first, second, count_, into) : join_lines<false>(first, second, count_, into);
    }
    void finish(const Line* lines, int rows, std::int64_t oy) const {
        const Target target = target_of(oy);
        nan_ ? column_direct<true>(lines, rows, count_, target)
             : column_direct<false>(lines, rows, count_, target);
        // A window without valid columns has no winner.
        for (std::int64_t t = 0; has_empty_ && t < count_; ++t)
            if (first_[static_cast<std::size_t>(t)] < 0) put_none(target, t);
    }
    void none(std::int64_t oy) const {
        const Target target = target_of(oy);
        for (std::int64_t t = 0; t < count_; ++t) put_none(target, t);
    }

 private:
    Target target_of(std::int64_t oy) const {
        const std::int64_t at = oy * axes_->w.output() + o0_;
        return {y_ + at,
                winners_.from(at),
                begin_.data(),
                static_cast<std::int32_t>(axes_->h.window(oy).start * pitch_),
                stream_ && aligned(y_ + at),
                minimum_};
    }

    const Axes* axes_ = nullptr;
    bool minimum_ = false;
    const float* x_ = nullptr;
    float* y_ = nullptr;
    WinnerPlane winners_;
    bool stream_ = false;
    std::int64_t pitch_ = 0;
    std::int64_t o0_ = 0, count_ = 0;
    bool doubling_ = false;
    bool has_empty_ = false;
    bool nan_ = false;
    Splitter<true> splitter_;
    Buffer<std::int32_t> first_;
    Buffer<std::int32_t> begin_;
};

bool max_general(const Axes& axes, bool minimum, const float* x, float* y, const WinnerPlane& winners,
                 const Region& outputs, bool stream) {
    static thread_local MaxStrip strip;
    static thread_local StripRoom room;
    const std::int64_t width = strip_width(axes.h, sizeof(float) + sizeof(std::int32_t));
    strip.begin_plane(axes, minimum, x, y, winners, stream);
    for (std::int64_t o0 = outputs.x0; o0 < outputs.x1; o0 += width) {
        strip.begin(o0, std::min(o0 + width, outputs.x1));
        strip_rows(strip, room, axes.h, outputs.y0, outputs.y1);
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
