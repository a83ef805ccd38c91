#pragma once

#include "figure/plates/plates.h"
#include "figure/style.h"

// What a lesson hides until its question is answered (work::Veil) stays in its place as hatched paper.

namespace figure {

/// Oblique lines on paper, equally far apart however large the rectangle is.
void draw_veiled(Drawing& drawing, const Rect& rect, const Style& style);
/// The lines alone.
void draw_veil_lines(Drawing& drawing, const Rect& rect, const Style& style);
/// The same over what can be seen of a map.
void draw_veiled_map(Drawing& drawing, const MapArea& area, const Style& style);
/// A map whose size is hidden: one cell that fills `rect`.
void hide_size(MapArea& area, const Rect& rect);
/// "? × ?": what is written where a size is hidden.
inline constexpr const char* kHiddenSize = "? × ?";

}  // namespace figure
