// Included once for each instruction set, after hwy/highway.h: sliding windows of any size. A map is cut into
// strips of columns. In a strip, each row of cells is reduced first, then the rows of a window are joined.
#if defined(POOLSCOPE_STRIPS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_STRIPS_INL_H
#undef POOLSCOPE_STRIPS_INL_H
#else
#define POOLSCOPE_STRIPS_INL_H
#endif

#include <algorithm>
#include <cstdint>
#include <vector>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// For each window of a strip, the maximum or the sum of its cells on one row, or on several rows.
struct Line {
    float* values;
    std::int32_t* places;  ///< where the winners are; null for sums
};

/// The lines of the last `rows` rows. A line is found by the number of its row.
class Ring {
 public:
    void prepare(std::int64_t rows, std::int64_t count, bool places) {
        count_ = padded(count);
        rows_ = rows;
        values_.resize(static_cast<std::size_t>(rows * count_));
        if (places) places_.resize(values_.size());
        held_.assign(static_cast<std::size_t>(rows), -1);
    }
    Line line(std::int64_t row) {
        const std::int64_t from = row % rows_ * count_;
        return {values_.data() + from, places_.empty() ? nullptr : places_.data() + from};
    }
    /// Marks the line as that of `row`. True when it was not yet, so that the caller must compute it.
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
    Buffer<std::int32_t> places_;
    std::vector<std::int64_t> held_;
};

/// The memory that a strip works in. It is kept between uses.
struct StripRoom {
    Ring ring;
    Ring suffixes;
    Ring prefix;
    std::vector<Line> lines;
    std::vector<char> any;  ///< whether a suffix has any valid row
};

// What a class Strip must have: count() windows in a row; kPlaces, whether it keeps the winners' places; and
//     reduce(row, line)            computes the line of one row of cells
//     join(first, second, into)    joins two lines, `second` with the later rows; `into` may be either
//     finish(lines, n, oy)         writes the output row oy from n > 0 lines
//     none(oy)                     writes an output row whose windows have no valid cells

/// Joins the rows of each window one by one.
template <class Strip>
void rows_direct(Strip& strip, StripRoom& room, const AxisGeometry& h, std::int64_t y0, std::int64_t y1) {
    room.ring.prepare(h.dilation() * (h.kernel() - 1) + 1, strip.count(), Strip::kPlaces);
    room.lines.resize(static_cast<std::size_t>(h.kernel()));
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        const AxisWindow window = h.window(oy);
        const AxisGeometry::ValidTaps valid = h.valid(oy);
        int rows = 0;
        for (std::int64_t i = valid.first; i < valid.last; ++i) {
            const std::int64_t row = window.tap(i);
            const Line line = room.ring.line(row);
            if (room.ring.take(row)) strip.reduce(row, line);
            room.lines[static_cast<std::size_t>(rows++)] = line;
        }
        if (rows == 0) {
            strip.none(oy);
        } else {
            strip.finish(room.lines.data(), rows, oy);
        }
    }
}

/// Cuts the rows into blocks as tall as the kernel. A window is then the end of one block and the beginning
/// of the next, so a taller kernel costs no more (van Herk 1992, Gil and Werman 1993). Blocks begin at fixed
/// rows, so that a part of a map gives the same bits as the whole map. Without dilation only.
template <class Strip>
void rows_in_blocks(Strip& strip, StripRoom& room, const AxisGeometry& h, std::int64_t y0, std::int64_t y1) {
    const std::int64_t kernel = h.kernel();
    // Positions count from the first padding row; block b holds [b·kernel, (b + 1)·kernel).
    const std::int64_t shift = h.pad_begin();
    const std::int64_t count = strip.count();
    room.suffixes.prepare(kernel, count, Strip::kPlaces);
    room.prefix.prepare(1, count, Strip::kPlaces);
    room.ring.prepare(1, count, Strip::kPlaces);
    room.any.assign(static_cast<std::size_t>(kernel), 0);
    const Line scratch = room.ring.line(0);
    const Line prefix = room.prefix.line(0);
    std::int64_t block = -1;       // the block whose suffixes are held
    std::int64_t prefix_end = -1;  // one past the last row that `prefix` holds of the next block
    bool prefix_any = false;
    for (std::int64_t oy = y0; oy < y1; ++oy) {
        const std::int64_t start = oy * h.stride();
        if (start / kernel != block) {
            block = start / kernel;
            const std::int64_t low = block * kernel;
            // The block's ends: each begins at a row, from the last one up to the first that a window needs.
            bool any = false;
            for (std::int64_t p = low + kernel - 1; p >= start; --p) {
                const std::int64_t row = p - shift;
                const Line line = room.suffixes.line(p - low);
                const bool valid = row >= 0 && row < h.input();
                if (valid) {
                    strip.reduce(row, any ? scratch : line);
                    if (any) strip.join(scratch, room.suffixes.line(p - low + 1), line);
                } else if (any) {
                    const Line below = room.suffixes.line(p - low + 1);
                    std::copy_n(below.values, padded(count), line.values);
                    if (Strip::kPlaces) std::copy_n(below.places, padded(count), line.places);
                }
                any = any || valid;
                room.any[static_cast<std::size_t>(p - low)] = any ? 1 : 0;
            }
            prefix_end = low + kernel;
            prefix_any = false;
        }
        for (; prefix_end < start + kernel; ++prefix_end) {
            const std::int64_t row = prefix_end - shift;
            if (row < 0 || row >= h.input()) continue;
            strip.reduce(row, prefix_any ? scratch : prefix);
            if (prefix_any) strip.join(prefix, scratch, prefix);
            prefix_any = true;
        }
        const std::int64_t at = start - block * kernel;
        const bool suffix_any = room.any[static_cast<std::size_t>(at)] != 0;
        if (!suffix_any && !prefix_any) {
            strip.none(oy);
            continue;
        }
        const Line lines[2] = {suffix_any ? room.suffixes.line(at) : prefix, prefix};
        strip.finish(lines, suffix_any && prefix_any ? 2 : 1, oy);
    }
}

/// Computes the output rows [y0, y1) of a strip.
template <class Strip>
void strip_rows(Strip& strip, StripRoom& room, const AxisGeometry& h, std::int64_t y0, std::int64_t y1) {
    if (h.dilation() == 1 && h.kernel() > 3 * h.stride() + 4) {
        rows_in_blocks(strip, room, h, y0, y1);
    } else {
        rows_direct(strip, room, h, y0, y1);
    }
}

/// How many columns a strip has. The lines held for it, with `bytes` for each column of a row, fit into the
/// second-level cache.
HWY_INLINE std::int64_t strip_width(const AxisGeometry& h, std::int64_t bytes) {
    const std::int64_t reach = h.dilation() * (h.kernel() - 1) + 1;
    return std::clamp<std::int64_t>((1 << 19) / bytes / reach / kMostLanes * kMostLanes, 64, 2048);
}

#endif  // HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#endif  // POOLSCOPE_STRIPS_INL_H
