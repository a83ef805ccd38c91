#pragma once

#include <span>

#include "figure/plates/grid.h"
#include "work/veil.h"

namespace figure {

/// Rings the lineages' cells on one map (one outline around a block of very many), their winner paths, and
/// over them all the pins' numbers at their origins; of a hidden lineage the origin alone.
void draw_lineages(Drawing& drawing, std::span<const TraceMark> marks, const MapArea& area,
                   const Style& style, const work::Veil& veil = {});

}  // namespace figure
