#pragma once

#include <cstdint>

#include "pool/geometry.h"
#include "pool/kernels/traffic.h"
#include "pool/winners.h"

namespace pool::kernels {

/// Which of several equal maxima is the winner.
enum class Winner { first, last };

/// Maximum (or minimum) of every window of `outputs` of one plane, with its winner, as SEMANTICS 2
/// says: strict comparison in row-major order, NaN wins and the last one gives the position,
/// padding never wins; -inf and no winner where no tap is valid. Plain loops for any windows: the definition
/// that max_sliding is tested against. x: input plane of axes.h.input() × axes.w.input(); y and winners:
/// output plane. Winners are tap numbers where the axes have a TapGrid, or positions.
void max_scalar(const Axes& axes, bool minimum, Winner winner, const float* x, float* y,
                const WinnerPlane& winners, const Region& outputs);
/// The same for sliding windows and the first winner, with SIMD chosen at run time; its results are those of
/// max_scalar bit for bit. Time does not grow with the kernel. `winners` may be null.
void max_sliding(const Axes& axes, bool minimum, const float* x, float* y, const WinnerPlane& winners,
                 const Region& outputs, const Traffic& traffic);

/// grad_input of the cells in `inputs`: the sum of grad_output over the windows whose winner they are, in
/// row-major order of the windows. All of `inputs` is overwritten. `stream`: write past the caches, for
/// gradients larger than they are.
void max_backward(const Axes& axes, const float* grad_output, const ConstWinnerPlane& winners,
                  float* grad_input, const Region& inputs, bool stream);

}  // namespace pool::kernels
