#pragma once

#include <cstdint>
#include <string>

#include "figure/drawing.h"

namespace figure {

/// The largest map of a TikZ picture, in cells along a side: TeX takes long over more.
constexpr std::int64_t kMostTikzSide = 64;

struct TikzOptions {
    std::string title{};  ///< as comments
    std::string description{};
};

/// The drawing as a `tikzpicture` for `\input`: it needs `\usepackage{tikz}` alone, and Chinese a TeX that
/// reads Unicode with ctex. Text is text in the fonts of the document, at the sizes of the drawing in TeX's
/// points; a cell is one rectangle; colours are named by `\definecolor`, groups by comments. `ground` with
/// alpha 0: none. The same drawing gives the same bytes. Throws words::Error where a map is larger than
/// kMostTikzSide.
std::string write_tikz(const Drawing& drawing, Color ground, const TikzOptions& options = {});
/// What write_tikz would throw is thrown.
void check_tikz(const Drawing& drawing);

/// A text as TeX sets it, whatever it holds; typewriter fonts have all of ASCII in its place.
std::string tex_text(const std::string& text, bool typewriter = false);

}  // namespace figure
