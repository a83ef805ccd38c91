#pragma once

#include <cstdint>
#include <optional>

#include "pool/trace.h"

namespace pool {

/// The gradient at one cell beside differences of the loss (pool::loss), the value of that cell
/// moved by `step` up and down and everything above computed anew in float32, the sum in double.
struct GradientCheck {
    float analytic = 0;  ///< what backward computed
    double central = 0;  ///< (L(x + h) − L(x − h)) / 2h
    double left = 0;     ///< (L(x) − L(x − h)) / h
    double right = 0;    ///< (L(x + h) − L(x)) / h
    double step = 0;     ///< h
    bool kink =
        false;  ///< left and right differ: the loss has no single slope here (a tie, or a step over one)
    bool agrees = false;  ///< central and analytic differ by rounding alone
};

/// Checks ∂L/∂cell. Not for stacks that end in values which are not finite: then `agrees` is false.
class GradientChecker {
 public:
    /// Nothing where the stack refuses the moved value.
    std::optional<GradientCheck> check(const Evaluation& evaluation, const MapCell& at);

 private:
    /// The part of the stack above one map, kept because cells of one map are checked one after the other.
    Evaluation above_;
    EvaluationId of_;
    std::size_t map_ = 0;
};

}  // namespace pool
