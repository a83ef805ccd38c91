#pragma once

#include <string>

namespace figure {

/// A number for a cell or a sentence: at most `digits` significant digits, no trailing zeros, "−" (U+2212)
/// for minus, "−∞", "∞", "NaN"; very large and very small values as "1.2e7". Locale-independent.
std::string number(double value, int digits = 4);
/// The shortest text that reads back as the same float32.
std::string exact_number(float value);

}  // namespace figure
