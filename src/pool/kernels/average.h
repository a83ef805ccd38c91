#pragma once

#include <cstdint>

#include "pool/geometry.h"
#include "pool/kernels/traffic.h"

namespace pool::kernels {

/// The divisor of every window (SEMANTICS 3 and 4).
struct Divisor {
    bool fixed = false;  ///< divisor_override: `value` for every window
    float value = 1;
    bool count_pad = false;  ///< all taps of a window count, otherwise the valid ones
    /// PyTorch's adaptive average divides by the rows, then by the columns; the others once by the product.
    bool twice = false;

    float length(const AxisGeometry& axis, std::int64_t o) const {
        const std::int64_t count = count_pad ? axis.window(o).count : axis.valid(o).count();
        return count > 0 ? static_cast<float>(count) : 1.0F;
    }
    float product(const Axes& axes, std::int64_t oy, std::int64_t ox) const {
        return fixed ? value : length(axes.h, oy) * length(axes.w, ox);
    }
    float divide(float sum, const Axes& axes, std::int64_t oy, std::int64_t ox) const {
        if (!fixed && twice) return sum / length(axes.h, oy) / length(axes.w, ox);
        return sum / product(axes, oy, ox);
    }
};

/// Average of every window of `outputs` of one plane. Plain float32 loops in row-major order, for any
/// windows.
void average_scalar(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs);
/// The same for sliding windows with SIMD chosen at run time: the sums of a window's rows are added. Never
/// subtracts, so that NaN, infinity and large values stay in their windows; time does not grow with the
/// kernel.
void average_sliding(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs,
                     const Traffic& traffic);
/// Adaptive windows: the rows of a window are added first, then the columns.
void average_adaptive(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs);

/// grad_input of the cells in `inputs`: the sum of grad_output / D over the windows that hold them, in
/// row-major order of the windows; of windows with many cells, by rows. All of `inputs` is overwritten.
/// `stream`: write past the caches, for gradients larger than they are.
void average_backward(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                      const Region& inputs, bool stream);

}  // namespace pool::kernels
