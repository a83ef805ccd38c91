#pragma once

#include <cstdint>
#include <string>

#include "pool/params.h"

namespace pool {

/// A number for a cell, a formula or a sentence: at most `digits` significant digits, no trailing zeros, "−"
/// (U+2212) for minus, "−∞", "∞", "NaN"; very large and very small values as "1.2e7". Locale-independent.
std::string short_number(double value, int digits = 4);
/// The same as a factor or a base: in brackets where a sign or a power of ten would be misread.
std::string factor_text(double value);
/// The shortest text that reads back as the same float32.
std::string exact_number(float value);
/// A value as Python writes it: "None", "True", "2", "(1, 2)", "0.5", "'valid'", nested lists. Numbers read
/// back exactly.
std::string python_text(const Value& value);
/// Height and width: "28×28".
std::string grid_text(std::int64_t height, std::int64_t width);

}  // namespace pool
