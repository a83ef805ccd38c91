#pragma once

#include <cstdint>
#include <optional>

#include "document/document.h"

namespace lesson {

/// Another case of the same kind: an array gets other whole numbers between its own ends, a drawn digit
/// becomes another digit, typed gradients get other numbers. Equal seeds give equal documents. Nothing where
/// the input is compared with another one, or is a picture.
std::optional<document::Document> varied(const document::Document& document, std::uint32_t seed);

/// An input of the same shape with other values: for trying whether a measure can be computed there too.
/// `which` is 0 or 1.
document::Document other_input(const document::Document& document, int which);

}  // namespace lesson
