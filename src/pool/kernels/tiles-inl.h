// Included once for each instruction set, after hwy/highway.h: windows of 2×2 that do not overlap, taken in
// the order in which their results lie in memory.
#if defined(POOLSCOPE_TILES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_TILES_INL_H
#undef POOLSCOPE_TILES_INL_H
#else
#define POOLSCOPE_TILES_INL_H
#endif

#include <cstdint>
#include <numeric>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// Writing past the caches is fast only by whole cache lines. A row of windows may end inside a line, so the
/// windows are taken by blocks: as many rows as fill whole lines.
class Tiles {
 public:
    /// `width`: cells in a row; `count`: results in a row; `to`: where the first result goes.
    Tiles(Past past, std::int64_t width, const float* to, std::int64_t count) : count_(count) {
        // Long rows cut few lines: blocks would gain nothing.
        if (past != Past::by_four || width != 2 * count || count > kMostWide) return;
        const std::int64_t rows = kMostLanes / std::gcd(count, kMostLanes);
        while (before_ < rows && !aligned(to + before_ * count)) ++before_;
        if (before_ == rows) return;
        rows_ = rows;
        for (std::int64_t four = 0; four < rows_ * count / 4; ++four)
            places_[four] =
                static_cast<std::int32_t>(4 * (4 * four / count * count) + 8 * four % (2 * count));
    }
    /// Calls block(oy) for each block of rows that begins at oy, and row(oy) for each row outside the blocks.
    template <class Row, class Block>
    HWY_INLINE void run(std::int64_t y0, std::int64_t y1, const Row& row, const Block& block) const {
        std::int64_t oy = y0;
        for (const std::int64_t first = std::min(y0 + before_, y1); oy < first; ++oy) row(oy);
        if (rows_ > 0)
            for (; oy + rows_ <= y1; oy += rows_) block(oy);
        for (; oy < y1; ++oy) row(oy);
    }
    /// Calls body(tag, a, b, c, d, t) for each vector of windows of the block whose cells begin at x. t: its
    /// first window; a, b: the windows' upper cells; c, d: the lower ones.
    template <class Body>
    HWY_INLINE void block(const float* x, Body&& body) const {
        const std::int64_t cells = 4 * rows_ * count_;
        for (std::int64_t i = 0; i < cells; i += kMostLanes) hwy::Prefetch(x + kAhead + i);
        const DW d;
        for (std::int64_t t = 0; t < cells / 4; t += kWideLanes) {
            const std::int32_t* const places = places_ + t / 4;
            const float* const lower = x + 2 * count_;
            if constexpr (kWideLanes == 16) {
                body(d, both(x, places), both(x, places + 2), both(lower, places), both(lower, places + 2),
                     t);
            } else {
                // The second half of eight windows may be on the next row; four windows are on one.
                const std::int64_t second = kWideLanes == 8 ? places[1] : places[0] + 4;
                body(d, hn::LoadU(d, x + places[0]), hn::LoadU(d, x + second),
                     hn::LoadU(d, lower + places[0]), hn::LoadU(d, lower + second), t);
            }
        }
    }

 private:
    static constexpr std::int64_t kMostWide = 256;
    static constexpr std::int64_t kAhead = 2048;  // in cells; the fastest when measured with bench/pool.sh

    /// The cells of four windows and of the four windows after them.
    static HWY_INLINE hn::Vec<DW> both(const float* x, const std::int32_t* places) {
        const hn::Half<DW> half;
        return hn::Combine(DW(), hn::LoadU(half, x + places[1]), hn::LoadU(half, x + places[0]));
    }

    std::int64_t count_;
    std::int64_t rows_ = 0;
    std::int64_t before_ = 0;
    std::int32_t places_[kMostWide];  // for each four windows, where their upper cells begin
};

#endif  // HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#endif  // POOLSCOPE_TILES_INL_H
