#pragma once

#include <string>

#include "pool/text.h"

namespace figure {

// Numbers in pictures are written as in formulas.
inline std::string number(double value, int digits = 4) { return pool::short_number(value, digits); }
inline std::string exact_number(float value) { return pool::exact_number(value); }

}  // namespace figure
