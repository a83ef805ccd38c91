#pragma once

#include "pool/geometry.h"

// The windows that have kernels of their own.

namespace pool::kernels {

inline bool is_form(const AxisGeometry& axis, std::int64_t kernel, std::int64_t stride,
                    std::int64_t padding) {
    return axis.is_sliding() && axis.kernel() == kernel && axis.stride() == stride && axis.dilation() == 1 &&
           axis.pad_begin() == padding;
}

/// Kernel 2, stride 2, no padding, in both directions.
inline bool is_2x2(const Axes& axes) { return is_form(axes.h, 2, 2, 0) && is_form(axes.w, 2, 2, 0); }
/// Kernel 3, stride 2, padding 1, in both directions; at the bottom they hang over the map by one row at
/// most.
inline bool is_3x3(const Axes& axes) {
    return is_form(axes.h, 3, 2, 1) && is_form(axes.w, 3, 2, 1) && 2 * axes.h.output() <= axes.h.input() + 1;
}

}  // namespace pool::kernels
