#pragma once

// Included before hwy/foreach_target.h: the instruction sets that the kernels are not compiled for. The
// length of SVE's and RVV's vectors is not known at compile time, and the kernels keep tables of that
// length.
#define POOLSCOPE_NO_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)

// Under the sanitizers the kernels compile slowest, and of x86 two sets are enough: AVX2 and none.
#ifdef POOLSCOPE_FEW_TARGETS
#define HWY_DISABLED_TARGETS (POOLSCOPE_NO_TARGETS | HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_DL)
#else
#define HWY_DISABLED_TARGETS POOLSCOPE_NO_TARGETS
#endif
