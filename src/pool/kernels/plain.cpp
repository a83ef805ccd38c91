#include "pool/kernels/average_paths.h"
#include "pool/kernels/max_paths.h"

// Stands in for all files *_simd.cpp where the kernels are built without vectors (POOLSCOPE_PLAIN_KERNELS).
// No path can serve, so the plain loops in average.cpp and max.cpp do all the work.

namespace pool::kernels {

bool average_general(const Axes&, const Divisor&, const float*, float*, const Region&, bool) { return false; }
bool average_gather(const Axes&, const Divisor&, const float*, float*, const Region&) { return false; }
bool average_sliding_sum(const Axes&, const Divisor&, const float*, float*, const Region&) { return false; }
bool average_2x2(const float*, std::int64_t, float*, std::int64_t, const Region&, float, const Traffic&) {
    return false;
}
bool average_2x2_backward(const float*, float*, std::int64_t, std::int64_t, std::int64_t, std::int64_t, float,
                          bool) {
    return false;
}
bool average_3x3(const Axes&, const Divisor&, const float*, float*, const Region&) { return false; }
bool average_3x3_backward(const Axes&, const Divisor&, const float*, float*, std::int64_t, std::int64_t) {
    return false;
}

bool max_general(const Axes&, bool, const float*, float*, const WinnerPlane&, const Region&, bool) {
    return false;
}
bool max_2x2(std::int64_t, bool, const float*, float*, std::uint8_t*, std::int64_t, const Region&,
             const Traffic&) {
    return false;
}
bool max_2x2_backward(std::int64_t, const float*, const std::uint8_t*, float*, std::int64_t, std::int64_t,
                      std::int64_t, bool) {
    return false;
}
bool max_3x3(const Axes&, bool, const float*, float*, std::uint8_t*, std::int64_t, std::int64_t) {
    return false;
}
bool max_3x3_backward(const Axes&, const float*, const std::uint8_t*, float*, std::int64_t, std::int64_t) {
    return false;
}

}  // namespace pool::kernels
