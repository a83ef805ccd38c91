// Included once for each instruction set, after hwy/highway.h: winners, for the kernels of a maximum.
#if defined(POOLSCOPE_WINNERS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_WINNERS_INL_H
#undef POOLSCOPE_WINNERS_INL_H
#else
#define POOLSCOPE_WINNERS_INL_H
#endif

#include <cstdint>
#include <type_traits>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// Numbers of taps, one for each lane of DV. They are half as wide as the values where a mask can still
/// choose among them: twice as many then go through the processor at once.
template <class DV>
using TapTag = std::conditional_t<kMasksAreBits, hn::Rebind<std::int16_t, DV>, hn::RebindToSigned<DV> >;

/// The first lanes of a vector, as many as DT has.
template <class DT, class V>
HWY_INLINE hn::Vec<DT> of_width(DT d, V v) {
    if constexpr (hn::MaxLanes(DT()) == hn::MaxLanes(hn::DFromV<V>())) {
        return v;
    } else {
        return hn::LowerHalf(d, v);
    }
}

/// Joins two parts of a window. `value` and its place `at` come later in scan order than `best` and `place`,
/// so they win only when `value` is larger, or NaN. Without kNaN no value may be NaN.
template <bool kNaN, class VF, class VI>
HWY_INLINE void combine(VF& best, VI& place, VF value, VI at) {
    auto wins = hn::Gt(value, best);
    if constexpr (kNaN) {
        wins = hn::Or(wins, hn::IsNaN(value));
        best = hn::IfThenElse(wins, value, best);
    } else {
        best = larger(value, best);
    }
    place = hn::IfThenElse(mask_of(hn::DFromV<VI>(), wins), at, place);
}

/// The same where nobody may have asked for winners. Without kWin `place` means nothing.
template <bool kNaN, bool kWin, class VF, class VI>
HWY_INLINE void join(VF& best, VI& place, VF value, VI at) {
    if constexpr (kWin || kNaN) {
        combine<kNaN>(best, place, value, at);
    } else {
        best = larger(value, best);
    }
}

/// Stores numbers of taps, one byte each.
template <class V>
HWY_INLINE void put_taps(V tap, std::uint8_t* to) {
    const hn::Rebind<std::uint8_t, hn::DFromV<V> > bytes;
    hn::StoreU(hn::DemoteTo(bytes, tap), bytes, to);
}
/// Stores mixed numbers of taps (see mixed_even) in the right order. Their values are vectors of DV.
template <class DV>
HWY_INLINE void put_mixed_taps(DV, hn::Vec<TapTag<DV> > tap, std::uint8_t* to) {
    constexpr std::size_t kCount = hn::MaxLanes(DV());
    if constexpr (kMasksAreBits && kCount == 16) {
        const hn::Rebind<std::uint8_t, DV> bytes;
        HWY_ALIGN static constexpr std::uint8_t kOrder[16] = {0, 1, 4, 5, 8,  9,  12, 13,
                                                              2, 3, 6, 7, 10, 11, 14, 15};
        hn::StoreU(hn::TableLookupBytes(hn::DemoteTo(bytes, tap), hn::Load(bytes, kOrder)), bytes, to);
        return;
    }
    if constexpr (kMasksAreBits && kCount == 8) {
        const hn::Repartition<std::uint8_t, TapTag<DV> > bytes;
        constexpr std::uint8_t kZero = 0x80;
        HWY_ALIGN static constexpr std::uint8_t kOrder[16] = {
            0, 2, 8, 10, 4, 6, 12, 14, kZero, kZero, kZero, kZero, kZero, kZero, kZero, kZero};
        store_eight_bytes(hn::TableLookupBytesOr0(hn::BitCast(bytes, tap), hn::Load(bytes, kOrder)), to);
        return;
    }
    put_taps(in_order(tap), to);
}

/// Loads numbers of taps, widened to lanes of DV.
template <class DV>
HWY_INLINE hn::Vec<hn::RebindToSigned<DV> > taps_at(DV, const std::uint8_t* from) {
    return hn::PromoteTo(hn::RebindToSigned<DV>(), hn::LoadU(hn::Rebind<std::uint8_t, DV>(), from));
}

#endif  // HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#endif
