// Included once for each instruction set, after simd-inl.h: what the kernels of a maximum share.
#if defined(POOLSCOPE_WINNERS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_WINNERS_INL_H
#undef POOLSCOPE_WINNERS_INL_H
#else
#define POOLSCOPE_WINNERS_INL_H
#endif

#include <cstdint>
#include <cstring>

#include "pool/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// Numbers of taps, one for each lane of DV: half as wide as the values where a mask chooses among lanes of
/// any width.
#if HWY_TARGET <= HWY_AVX3
template <class DV>
using TapTag = hn::Rebind<std::int16_t, DV>;
#else
template <class DV>
using TapTag = hn::RebindToSigned<DV>;
#endif

/// A mask as one over as many lanes of another width.
template <class DTo, class M>
HWY_INLINE hn::Mask<DTo> mask_of(DTo d, M mask) {
#if HWY_TARGET <= HWY_AVX3
    // One bit for each lane, whatever its width: Highway has no name for this step.
    (void)d;
    return {static_cast<decltype(hn::Mask<DTo>::raw)>(mask.raw)};
#else
    return hn::RebindMask(d, mask);
#endif
}

/// The number in every lane, kept in a register: compilers would make it anew from an integer each time.
template <class DT>
HWY_INLINE hn::Vec<DT> tap_number(DT d, int number) {
    auto v = hn::Set(d, static_cast<hn::TFromD<DT> >(number));
#if HWY_ARCH_X86 && defined(__GNUC__)
    asm("" : "+v"(v.raw));
#endif
    return v;
}

/// The first lanes of a vector, as many as DT has.
template <class DT, class V>
HWY_INLINE hn::Vec<DT> of_width(DT d, V v) {
    if constexpr (hn::MaxLanes(DT()) == hn::MaxLanes(hn::DFromV<V>())) {
        return v;
    } else {
        return hn::LowerHalf(d, v);
    }
}

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
    place = hn::IfThenElse(mask_of(hn::DFromV<VI>(), wins), at, place);
}

/// The same, where winners may not be asked for: without kWin `place` does not count.
template <bool kNaN, bool kWin, class VF, class VI>
HWY_INLINE void join(VF& best, VI& place, VF value, VI at) {
    if constexpr (kWin || kNaN) {
        combine<kNaN>(best, place, value, at);
    } else {
        best = larger(value, best);
    }
}

/// Numbers of taps to memory, a byte each.
template <class V>
HWY_INLINE void put_taps(V tap, std::uint8_t* to) {
    const hn::Rebind<std::uint8_t, hn::DFromV<V> > bytes;
    hn::StoreU(hn::DemoteTo(bytes, tap), bytes, to);
}
/// Of mixed lanes (see mixed_even), where the values are of DV.
template <class DV>
HWY_INLINE void put_mixed_taps(DV, hn::Vec<TapTag<DV> > tap, std::uint8_t* to) {
#if HWY_TARGET <= HWY_AVX3
    constexpr std::size_t kCount = hn::MaxLanes(DV());
    if constexpr (kCount == 16) {
        const hn::Rebind<std::uint8_t, DV> bytes;
        HWY_ALIGN static constexpr std::uint8_t kOrder[16] = {0, 1, 4, 5, 8,  9,  12, 13,
                                                              2, 3, 6, 7, 10, 11, 14, 15};
        hn::StoreU(hn::TableLookupBytes(hn::DemoteTo(bytes, tap), hn::Load(bytes, kOrder)), bytes, to);
        return;
    }
    if constexpr (kCount == 8) {
        const hn::Repartition<std::uint8_t, TapTag<DV> > bytes;
        constexpr std::uint8_t kZero = 0x80;
        HWY_ALIGN static constexpr std::uint8_t kOrder[16] = {
            0, 2, 8, 10, 4, 6, 12, 14, kZero, kZero, kZero, kZero, kZero, kZero, kZero, kZero};
        const auto in_place = hn::TableLookupBytesOr0(hn::BitCast(bytes, tap), hn::Load(bytes, kOrder));
        // As a double: compilers move whole numbers through another register.
        const double eight_taps = _mm_cvtsd_f64(_mm_castsi128_pd(in_place.raw));
        std::memcpy(to, &eight_taps, sizeof(eight_taps));
        return;
    }
#endif
    put_taps(in_order(tap), to);
}

/// Numbers of taps from memory.
template <class DV>
HWY_INLINE hn::Vec<hn::RebindToSigned<DV> > taps_at(DV d, const std::uint8_t* from) {
    return hn::PromoteTo(hn::RebindToSigned<DV>(), hn::LoadU(hn::Rebind<std::uint8_t, DV>(), from));
}

#endif  // HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#endif
