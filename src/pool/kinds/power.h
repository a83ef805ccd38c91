#pragma once

#include "pool/kinds/weighted_kind.h"

namespace pool::kinds {

/// Power sums of a window (SEMANTICS 5). `constant` is p for PyTorch's rule (x^p without
/// absolute value, an overhanging window scaled by kh·kw / v) and −p for ONNX's (|x|^p, no scale).
class PowerKind : public WeightedKind {
 protected:
    double reduce(double p, std::span<const double> x, double size) const override;
    void differentiate(double p, std::span<const double> x, double size, double y,
                       std::span<double> weights) const override;
    Formula write(double p, std::span<const double> x, double size) const override;
};

}  // namespace pool::kinds
