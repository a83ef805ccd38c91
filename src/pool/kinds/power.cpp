#include "pool/kinds/power.h"

#include <cmath>
#include <limits>

#include "pool/kinds/common.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// x^exponent. Like PyTorch (native/cpu/PowKernel.cpp) by a square root for ±½: of −∞ that is NaN, not ∞.
double power_of(double x, double exponent) {
    if (exponent == 0.5) return std::sqrt(x);
    if (exponent == -0.5) return 1 / std::sqrt(x);
    return std::pow(x, exponent);
}

/// A value that float32 cannot hold is infinite or 0 there; others keep their digits.
double in_float32(double v) {
    if (std::abs(v) > static_cast<double>(std::numeric_limits<float>::max()))
        return std::copysign(std::numeric_limits<double>::infinity(), v);
    return std::abs(v) < static_cast<double>(std::numeric_limits<float>::denorm_min()) / 2 ? 0.0 : v;
}

/// Powers and sums overflow and underflow as those of PyTorch, which are float32.
double scaled_sum(std::span<const double> x, double p, double size) {
    double sum = 0;
    for (const double v : x) sum += in_float32(p < 0 ? power_of(std::abs(v), -p) : power_of(v, p));
    sum = in_float32(sum);
    return p < 0 ? sum : in_float32(sum / static_cast<double>(x.size()) * size);
}

}  // namespace

double PowerKind::reduce(double p, std::span<const double> x, double size) const {
    // PyTorch multiplies sign(A) by relu(|A|), which leaves a negative sum negative: its root is NaN.
    return power_of(scaled_sum(x, p, size), 1 / std::abs(p));
}

void PowerKind::differentiate(double p, std::span<const double> x, double size, double,
                              std::span<double> weights) const {
    const double m = scaled_sum(x, p, size);
    const double power = std::abs(p);
    const double outer = m == 0 ? 0.0 : power_of(m, 1 / power - 1);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (m == 0) {
            weights[i] = 0;
        } else if (p < 0) {
            weights[i] = x[i] == 0 ? 0.0 : outer * std::copysign(power_of(std::abs(x[i]), power - 1), x[i]);
        } else {
            weights[i] = outer * (size / static_cast<double>(x.size())) * power_of(x[i], p - 1);
        }
    }
}

Formula PowerKind::write(double p, std::span<const double> x, double size) const {
    const std::string power = short_number(std::abs(p));
    const auto term = [&](double v) { return factor_text(p < 0 ? std::abs(v) : v) + "^{" + power + "}"; };
    const std::string sum = joined(x, " + ", term);
    // A factor of 1 is left out.
    const bool scaled = p > 0 && size != static_cast<double>(x.size());
    const std::string factor =
        scaled ? "\\frac{" + short_number(size) + "}{" + std::to_string(x.size()) + "}(" : "";
    return {p > 0 ? "\\sqrt[p]{\\frac{kh·kw}{n} \\sum_{W} x^{p}}" : "\\sqrt[p]{\\sum_{W} |x|^{p}}",
            "\\sqrt[" + power + "]{" + factor + (sum.empty() ? "0" : sum) + (scaled ? ")" : "") + "}"};
}

}  // namespace pool::kinds
