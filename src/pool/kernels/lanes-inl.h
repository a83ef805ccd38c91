// Included once for each instruction set, after hwy/highway.h: steps that move lanes, for vectors of any
// width.
#if defined(POOLSCOPE_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_LANES_INL_H
#undef POOLSCOPE_LANES_INL_H
#else
#define POOLSCOPE_LANES_INL_H
#endif

#include <algorithm>
#include <cstdint>

#include "pool/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

/// body(tag, t) for vectors that cover [0, count), count ≥ kLanes: the widest ones, then a narrower one if
/// that is enough; the last may overlap the one before it.
template <class Body>
HWY_INLINE void for_blocks(std::int64_t count, Body&& body) {
    std::int64_t t = 0;
    if constexpr (kWideLanes > kLanes) {
        if (count >= kWideLanes)
            for (; t + kLanes < count; t += kWideLanes) body(DW(), std::min(t, count - kWideLanes));
    }
    for (; t < count; t += kLanes) body(D(), std::min(t, count - kLanes));
}

/// The vector one lane earlier; the last lane is `last`.
template <class V>
HWY_INLINE V one_earlier(V now, hn::TFromV<V> last) {
    const hn::DFromV<V> d;
    const V end = hn::Set(d, last);
#if HWY_TARGET <= HWY_AVX3
    if constexpr (sizeof(hn::TFromV<V>) == 4 && sizeof(V) > 16) {
        const hn::RebindToSigned<decltype(d)> di;
        using VI = hn::Vec<decltype(di)>;
        const auto high = hn::BitCast(di, end).raw;
        const auto low = hn::BitCast(di, now).raw;
        if constexpr (sizeof(V) == 64) return hn::BitCast(d, VI{_mm512_alignr_epi32(high, low, 1)});
        if constexpr (sizeof(V) == 32) return hn::BitCast(d, VI{_mm256_alignr_epi32(high, low, 1)});
    }
#elif HWY_TARGET == HWY_AVX2
    if constexpr (sizeof(hn::TFromV<V>) == 4 && sizeof(V) == 32) {
        const hn::RebindToFloat<decltype(d)> df;
        const auto places = _mm256_setr_epi32(1, 2, 3, 4, 5, 6, 7, 7);
        const auto moved = _mm256_permutevar8x32_ps(hn::BitCast(df, now).raw, places);
        return hn::BitCast(d, hn::Vec<decltype(df)>{_mm256_blend_ps(moved, hn::BitCast(df, end).raw, 0x80)});
    }
#endif
    if constexpr (sizeof(V) == 16) return hn::CombineShiftRightBytes<sizeof(hn::TFromV<V>)>(d, end, now);
    HWY_ALIGN hn::TFromV<V> lanes[2 * kMostLanes];
    hn::Store(now, d, lanes);
    lanes[hn::Lanes(d)] = last;
    return hn::LoadU(d, lanes + 1);
}

// Lanes in an order of their own, that of one cheap step for a result instead of one for each operand;
// `in_order` turns it into the right one.

/// Every second lane of the values of `a` and `b`, from the first one on.
template <class V>
HWY_INLINE V mixed_even(V a, V b) {
#if HWY_TARGET <= HWY_AVX3
    if constexpr (sizeof(V) == 64) return V{_mm512_shuffle_ps(a.raw, b.raw, 0x88)};
#endif
#if HWY_TARGET <= HWY_AVX2
    if constexpr (sizeof(V) == 32) return V{_mm256_shuffle_ps(a.raw, b.raw, 0x88)};
#endif
    return hn::ConcatEven(hn::DFromV<V>(), b, a);
}
/// From the second one on.
template <class V>
HWY_INLINE V mixed_odd(V a, V b) {
#if HWY_TARGET <= HWY_AVX3
    if constexpr (sizeof(V) == 64) return V{_mm512_shuffle_ps(a.raw, b.raw, 0xDD)};
#endif
#if HWY_TARGET <= HWY_AVX2
    if constexpr (sizeof(V) == 32) return V{_mm256_shuffle_ps(a.raw, b.raw, 0xDD)};
#endif
    return hn::ConcatOdd(hn::DFromV<V>(), b, a);
}
/// Of lanes of four bytes.
template <class V>
HWY_INLINE V in_order(V mixed) {
    const hn::DFromV<V> d;
    [[maybe_unused]] const hn::RebindToSigned<decltype(d)> di;
#if HWY_TARGET <= HWY_AVX3
    if constexpr (sizeof(V) == 64)
        return hn::BitCast(d, hn::Vec<decltype(di)>{_mm512_permutexvar_epi64(
                                  _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7), hn::BitCast(di, mixed).raw)});
#endif
#if HWY_TARGET <= HWY_AVX2
    if constexpr (sizeof(V) == 32)
        return hn::BitCast(d,
                           hn::Vec<decltype(di)>{_mm256_permute4x64_epi64(hn::BitCast(di, mixed).raw, 0xD8)});
#endif
    return mixed;
}
/// The mixed vector one lane later; lane 0 is the last one of `before`.
template <class V>
HWY_INLINE V mixed_later(V mixed, V before) {
    const hn::DFromV<V> d;
#if HWY_TARGET <= HWY_AVX3
    if constexpr (sizeof(V) == 64)
        return V{_mm512_permutex2var_ps(
            before.raw, _mm512_setr_epi32(15, 16, 29, 18, 17, 20, 19, 22, 21, 24, 23, 26, 25, 28, 27, 30),
            mixed.raw)};
    if constexpr (sizeof(V) == 32)
        return V{
            _mm256_permutex2var_ps(before.raw, _mm256_setr_epi32(7, 8, 13, 10, 9, 12, 11, 14), mixed.raw)};
#elif HWY_TARGET == HWY_AVX2
    if constexpr (sizeof(V) == 32)
        return V{_mm256_permutevar8x32_ps(_mm256_blend_ps(mixed.raw, before.raw, 0x80),
                                          _mm256_setr_epi32(7, 0, 5, 2, 1, 4, 3, 6))};
#endif
    if constexpr (sizeof(V) == 16) return hn::CombineShiftRightBytes<12>(d, mixed, before);
    constexpr auto kCount = static_cast<std::int64_t>(hn::MaxLanes(d));
    HWY_ALIGN float lanes[2 * kMostLanes];
    hn::Store(before, d, lanes);
    hn::Store(mixed, d, lanes + kCount);
    return hn::LoadU(d, lanes + kCount - 1);
}

/// even[0], odd[0], even[1], odd[1], …
template <class V>
HWY_INLINE void store_pairs(V even, V odd, float* to) {
    const hn::DFromV<V> d;
#if HWY_TARGET <= HWY_AVX3
    if constexpr (sizeof(V) == 64) {
        const auto low = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const auto high = _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        hn::StoreU(V{_mm512_permutex2var_ps(even.raw, low, odd.raw)}, d, to);
        hn::StoreU(V{_mm512_permutex2var_ps(even.raw, high, odd.raw)}, d, to + 16);
        return;
    }
#endif
    hn::StoreInterleaved2(even, odd, d, to);
}

#endif  // HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace pool::kernels
HWY_AFTER_NAMESPACE();

#endif  // POOLSCOPE_LANES_INL_H
