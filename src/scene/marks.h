#pragma once

#include <vector>

#include "scene/buffers.h"
#include "scene/renderer.h"

// What stands out of the tower: the window of the walkthrough, its cells on their way, and lineages.

namespace scene {

/// Everything that a mark is placed by.
struct Stage {
    const pool::Evaluation& evaluation;
    const View& view;
    const Look& look;
    const Layout& layout;
    const Relief& relief;

    /// What becomes of the window: who wins, what comes out, what it sends.
    bool hides_result() const;
    bool backward() const { return view.cursor.phase == pool::Phase::backward; }
    /// Middle of a cell on top of its slab or box.
    Vec3 on(std::size_t map, const pool::Cell& cell) const;
    /// Where a link from the map below arrives: right below the slab.
    Vec3 under(std::size_t map, const pool::Cell& cell) const;
};

/// The cursor's window: its frame, the frustum up to the output cell, winner and route.
std::vector<Mark> window_marks(const Stage& stage);
/// Regions that layers look at, on their inputs; that of the shown item stands out.
std::vector<Mark> region_marks(const Stage& stage);
/// Rings and links of the lineage that the view names.
std::vector<Mark> lineage_marks(const Stage& stage);
/// Cells on their way.
struct Walking {
    std::vector<Tile> tiles;
    std::int64_t windows = 0;  ///< whose cells they are
    std::int64_t of = 0;       ///< of so many that move at this moment
};
/// The window's cells during the three stages, forward: gather, compare, level or weigh, collapse; backward
/// the same way down. Of a whole layer with very many cells, evenly spaced windows alone. Empty at rest.
Walking walking_cells(const Stage& stage);

}  // namespace scene
