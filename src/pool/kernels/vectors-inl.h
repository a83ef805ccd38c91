// Included once for each instruction set, after hwy/highway.h: the vectors that the kernels compute with, and
// every step for which Highway has no name. This is the only file of the kernels with intrinsics of a
// processor, with a look inside Highway's types (`.raw`), and with code that depends on the instruction set.
// The others ask only whether there are vectors at all (HWY_SCALAR: none).
#if defined(POOLSCOPE_VECTORS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef POOLSCOPE_VECTORS_INL_H
#undef POOLSCOPE_VECTORS_INL_H
#else
#define POOLSCOPE_VECTORS_INL_H
#endif

#include <cstdint>
#include <cstring>
#include <type_traits>

#include <hwy/cache_control.h>

HWY_BEFORE_NAMESPACE();
namespace pool::kernels {
namespace HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

namespace hn = hwy::HWY_NAMESPACE;

// Eight lanes (256 bits), also where the processor has sixteen: a row then leaves fewer values over. The
// kernels of 2×2 and 3×3 windows spend their time on the number of instructions. They take sixteen lanes
// first and eight for what is left.
using D = hn::CappedTag<float, 8>;
using DI = hn::RebindToSigned<D>;
using F = hn::Vec<D>;
using I = hn::Vec<DI>;
constexpr std::int64_t kLanes = static_cast<std::int64_t>(hn::MaxLanes(D()));
using DW = hn::CappedTag<float, 16>;
constexpr std::int64_t kWideLanes = static_cast<std::int64_t>(hn::MaxLanes(DW()));
constexpr std::int64_t kMostLanes = 16;  ///< floats on one cache line; rows are laid out in whole lines

/// With AVX-512 a mask has one bit for each lane, however wide the lane is. So a comparison of narrow lanes
/// can choose among wide ones. Elsewhere a mask is as wide as the lanes that it was made of.
#if HWY_TARGET <= HWY_AVX3
constexpr bool kMasksAreBits = true;
#else
constexpr bool kMasksAreBits = false;
#endif

/// The larger of two numbers; of equal ones (zeros of both signs) the second.
template <class V>
HWY_INLINE V larger(V first, V second) {
#if HWY_ARCH_X86
    return hn::Max(first, second);
#else
    return hn::IfThenElse(hn::Gt(first, second), first, second);
#endif
}

/// Asks for the cache lines that 2·lanes values will be written to some rows later.
template <class T>
HWY_INLINE void prefetch_to_write(const T* now, std::int64_t lanes) {
    constexpr std::int64_t kAhead = 4096 / sizeof(T);
#if defined(__GNUC__)
    __builtin_prefetch(now + kAhead, 1);
    if (lanes >= 16 || sizeof(T) == 8) __builtin_prefetch(now + kAhead + lanes, 1);
#else
    (void)now, (void)lanes;
#endif
}

/// A mask of one kind of lanes as a mask over as many lanes of another width.
template <class DTo, class M>
HWY_INLINE hn::Mask<DTo> mask_of(DTo d, M mask) {
    if constexpr (kMasksAreBits) {
        (void)d;
        return {static_cast<decltype(hn::Mask<DTo>::raw)>(mask.raw)};
    } else {
        return hn::RebindMask(d, mask);
    }
}

/// The same number in every lane, kept in a register. Without the empty assembly the compiler makes the
/// vector anew from an integer at each use.
template <class DT>
HWY_INLINE hn::Vec<DT> number_in_register(DT d, int number) {
    auto v = hn::Set(d, static_cast<hn::TFromD<DT> >(number));
#if HWY_ARCH_X86 && defined(__GNUC__)
    asm("" : "+v"(v.raw));
#endif
    return v;
}

/// Stores the lower eight bytes of a vector of 16 bytes.
template <class V>
HWY_INLINE void store_eight_bytes(V v, std::uint8_t* to) {
#if HWY_TARGET <= HWY_AVX3
    // As a double: compilers move whole numbers through another register.
    const double eight = _mm_cvtsd_f64(_mm_castsi128_pd(v.raw));
    std::memcpy(to, &eight, sizeof(eight));
#else
    std::uint8_t bytes[16];
    hn::StoreU(v, hn::DFromV<V>(), bytes);
    std::memcpy(to, bytes, 8);
#endif
}

/// Each lane takes the value of the lane after it; the last lane takes `last`.
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

// Mixed lanes. To take every second value out of two vectors in the right order costs two steps. The
// functions below take one step and leave the lanes in an order of their own, "mixed". Sums and maxima of
// mixed vectors are mixed in the same way, and `in_order` puts the result right once at the end.

/// Every second of the values of `a` and then `b`, from the first one on; mixed.
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
/// The same from the second value on; mixed.
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
/// A mixed vector with its lanes in the right order. Lanes have four bytes.
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
/// In the right order, each lane takes the value of the lane before it, and the first lane takes the last
/// value of `before`. All three vectors are mixed.
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

/// Stores even[0], odd[0], even[1], odd[1], …
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

#endif  // POOLSCOPE_VECTORS_INL_H
