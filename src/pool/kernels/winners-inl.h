// Included once for each instruction set, after simd-inl.h: what the kernels of a maximum share.
#if defined(POOLSCOPE_WINNERS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_WINNERS_INL_H
#undef POOLSCOPE_WINNERS_INL_H
#else
#define POOLSCOPE_WINNERS_INL_H
#endif

#include <bit>
#include <cstdint>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// The better of two windows, `right` being the later one in scan order: it wins when it is larger or NaN.
/// Without kNaN no value may be NaN.
template <bool kNaN, class VF, class VI>
HWY_INLINE void combine(VF& best, VI& place, VF value, VI at) {
    auto wins = hn::Gt(value, best);
    if constexpr (kNaN) {
        wins = hn::Or(wins, hn::IsNaN(value));
        best = hn::IfThenElse(wins, value, best);
    } else {
        best = larger(value, best);
    }
    place = hn::IfThenElse(hn::RebindMask(hn::DFromV<VI>(), wins), at, place);
}

/// Positions below 2³¹ to memory as 64-bit numbers.
template <class V>
HWY_INLINE void put_winners(V place, std::int64_t* to, bool past) {
    const hn::DFromV<V> d;
    const hn::Half<hn::DFromV<V> > half;
    const hn::Rebind<std::int64_t, hn::Half<hn::DFromV<V> > > wide;
    const std::int64_t count = static_cast<std::int64_t>(hn::Lanes(d)) / 2;
    const auto low = hn::PromoteTo(wide, hn::LowerHalf(half, place));
    const auto high = hn::PromoteTo(wide, hn::UpperHalf(half, place));
    if (past) {
        hn::Stream(low, wide, to);
        hn::Stream(high, wide, to + count);
    } else {
        hn::StoreU(low, wide, to);
        hn::StoreU(high, wide, to + count);
    }
}

/// first, first + 2, first + 4, …: where the windows begin at stride 2.
template <class DV>
HWY_INLINE hn::Vec<DV> every_second(DV d, std::int64_t first) {
    // The counting vector is a constant; made from a variable it would be built in memory.
    const auto count = hn::Iota(d, 0);
    return hn::Add(hn::Set(d, static_cast<std::int32_t>(first)), hn::Add(count, count));
}

/// The lower 32 bits of the 64-bit positions at `from`.
template <class DV>
HWY_INLINE hn::Vec<hn::RebindToSigned<DV> > winners_at(DV, const std::int64_t* from) {
    const hn::RebindToSigned<DV> di;
    const hn::Rebind<std::int64_t, hn::Half<DV> > wide;
    const auto low = hn::BitCast(di, hn::LoadU(wide, from));
    const auto high = hn::BitCast(di, hn::LoadU(wide, from + hn::Lanes(wide)));
    if constexpr (std::endian::native == std::endian::little) return hn::ConcatEven(di, high, low);
    return hn::ConcatOdd(di, high, low);
}

#endif  // HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#endif
