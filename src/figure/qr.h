#pragma once

#include <string>

#include "figure/drawing.h"

namespace figure {

/// More bytes make a code that a camera hardly reads: version 25 at level L (ISO/IEC 18004, table 7).
constexpr std::size_t kMostQrBytes = 1273;

/// The text as a QR code with its quiet zone of four modules, black on white, its corner at (0, 0); `module`:
/// the side of a module in points. Throws words::Error where the program was built without libqrencode, or
/// where the text is longer than kMostQrBytes.
Drawing qr_code(const std::string& text, float module);

}  // namespace figure
