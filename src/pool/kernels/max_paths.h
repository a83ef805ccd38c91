#pragma once

#include <cstdint>

#include "pool/geometry.h"
#include "pool/kernels/traffic.h"
#include "pool/winners.h"

// The paths that max_sliding and max_backward choose from. Each returns false where there are no vectors.
// Positions are counted in 32 bits: planes have fewer than 2^30 cells.

namespace pool::kernels {

/// Sliding windows of any kernel, stride, padding and dilation.
bool max_general(const Axes& axes, bool minimum, const float* x, float* y, const WinnerPlane& winners,
                 const Region& outputs, bool stream);

/// Kernel 2, stride 2, no padding, in both directions; every window of `outputs` inside the map. Winners
/// as numbers of taps, or null.
bool max_2x2(std::int64_t width, bool minimum, const float* x, float* y, std::uint8_t* winners,
             std::int64_t out_width, const Region& outputs, const Traffic& traffic);
/// Rows [y0, y1) of such windows: all of grad_input's rows [2·y0, 2·y1) is written. 2·out_width ≤ width.
bool max_2x2_backward(std::int64_t width, const float* grad_output, const std::uint8_t* winners,
                      float* grad_input, std::int64_t out_width, std::int64_t y0, std::int64_t y1,
                      bool stream);

/// Kernel 3, stride 2, padding 1, in both directions; whole rows of outputs [y0, y1).
bool max_3x3(const Axes& axes, bool minimum, const float* x, float* y, std::uint8_t* winners, std::int64_t y0,
             std::int64_t y1);
/// grad_input's rows [y0, y1) of such windows.
bool max_3x3_backward(const Axes& axes, const float* grad_output, const std::uint8_t* winners,
                      float* grad_input, std::int64_t y0, std::int64_t y1);

}  // namespace pool::kernels
