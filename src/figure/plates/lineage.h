#pragma once

#include "figure/plates/grid.h"

namespace figure {

/// Rings a lineage's cells on one map (one outline around a block of very many), its winner path, and its
/// origin with the pin's number.
void draw_lineage(Drawing& drawing, const TraceMark& mark, const MapArea& area, const Style& style);

}  // namespace figure
