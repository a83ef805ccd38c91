#pragma once

// Included before hwy/foreach_target.h: the instruction sets that the kernels are not compiled for. The
// length of these vectors is not known at compile time, and the kernels keep tables of that length.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
