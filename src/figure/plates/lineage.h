#pragma once

#include "figure/plates/grid.h"
#include "work/veil.h"

namespace figure {

/// Rings a lineage's cells on one map (one outline around a block of very many), its winner path, and its
/// origin with the pin's number; of a hidden lineage the origin alone.
void draw_lineage(Drawing& drawing, const TraceMark& mark, const MapArea& area, const Style& style,
                  const work::Veil& veil = {});

}  // namespace figure
