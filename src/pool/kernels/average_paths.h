#pragma once

#include <cstdint>

#include "pool/kernels/average.h"

// The paths that average_sliding and average_backward choose from. Each returns false where there are no
// vectors.

namespace pool::kernels {

/// Sliding windows of any kernel, stride, padding and dilation.
bool average_general(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs,
                     bool stream);
/// Gradients of any windows without dilation: each cell adds up what its windows send, in their row-major
/// order.
bool average_gather(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                    const Region& inputs);
/// Gradients at stride 1 in time that does not grow with the kernel: the windows' rows are added first.
bool average_sliding_sum(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                         const Region& inputs);

/// Kernel 2, stride 2, no padding, in both directions; every window of `outputs` inside the map.
bool average_2x2(const float* x, std::int64_t width, float* y, std::int64_t out_width, const Region& outputs,
                 float divisor, const Traffic& traffic);
/// Rows [y0, y1) of such windows: all of grad_input's rows [2·y0, 2·y1) is written. 2·out_width ≤ width.
bool average_2x2_backward(const float* grad_output, float* grad_input, std::int64_t width,
                          std::int64_t out_width, std::int64_t y0, std::int64_t y1, float divisor,
                          bool stream);

/// Kernel 3, stride 2, padding 1, in both directions.
bool average_3x3(const Axes& axes, const Divisor& by, const float* x, float* y, const Region& outputs);
/// grad_input's rows [y0, y1) of such windows.
bool average_3x3_backward(const Axes& axes, const Divisor& by, const float* grad_output, float* grad_input,
                          std::int64_t y0, std::int64_t y1);

}  // namespace pool::kernels
