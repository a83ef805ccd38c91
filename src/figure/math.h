#pragma once

#include <string>
#include <string_view>

#include "figure/drawing.h"

namespace figure {

// Formulas are written in a small part of TeX, as pool::Formula has them: \frac{a}{b}, \sqrt[n]{a},
// \floor{a}, \ceil{a}, x_{i}, x^{p}, and \max, \min, \sum with _{…} below them. Everything else is text;
// braces are not nested otherwise.

/// The formula as one line of plain text: "(1 + 2) / 4 = 0.75".
std::string plain_math(std::string_view markup);

/// Draws a formula with its left top at `at`. Lines are broken at spaces where it would be wider than
/// `width`; inside fractions too. Returns what it takes.
Point draw_math(Drawing& drawing, Point at, std::string_view markup, float width, float size, Color ink);

}  // namespace figure
