#pragma once

#include <string>
#include <vector>

#include "figure/drawing.h"

namespace figure {

/// A text in lines no wider than `width`, measured in a face and size; see broken_into_lines.
std::vector<std::string> lines_of(const std::string& text, float width, Face face, float size);

}  // namespace figure
