#pragma once

#include <cstdint>
#include <string>

#include "pool/params.h"

namespace pool {

/// A number in a formula or a message: at most 4 significant digits, "−" (U+2212) for minus.
/// Locale-independent.
std::string short_number(double value);
/// A value as Python writes it: "None", "True", "2", "(1, 2)", "0.5", "'valid'", nested lists. Numbers read
/// back exactly.
std::string python_text(const Value& value);

}  // namespace pool
