#pragma once

#include <cstddef>
#include <vector>

#include "pool/evaluation.h"

namespace pool {

/// One link between a cell of map `layer` (below) and a cell of map `layer + 1` (above).
struct Link {
    std::size_t layer = 0;  ///< index in Evaluation::layers
    Cell below;
    Cell above;
    float share = 0;     ///< ∂above/∂below
    float gradient = 0;  ///< share · grad_output at `above`: what this link carries back
    bool winner = false;
};

/// A cell together with the map it is in.
struct MapCell {
    std::size_t map = 0;
    Cell cell;
    bool operator==(const MapCell&) const = default;
};

/// Everything connected with one cell, through the whole stack.
struct Trace {
    MapCell origin;
    /// Cells of each map that contribute to the origin (maps below it) or that it contributes to (maps above
    /// it); its own map holds the origin alone. Sorted in row-major order, no cell twice. Padding is not
    /// listed.
    std::vector<std::vector<Cell>> cells;
    /// Links that join those cells, by layer, each layer sorted by (above, below).
    std::vector<std::vector<Link>> links;
    /// From the origin down: for each `select` layer the winner, for others the valid tap with the largest
    /// share (first in scan order); ends at the input. Starts with the origin itself; stops early where no
    /// tap is valid.
    std::vector<MapCell> winner_path;
    /// Regions of windows that were too large to be listed, by map; they are not followed further.
    std::vector<Region> blocks;
};

/// Windows with more taps are not listed tap by tap where a screen asks: a global window may hold millions.
constexpr std::int64_t kMostTaps = 4096;
/// How many taps a window has, padding included.
std::int64_t tap_count(const LayerResult& layer, const Cell& output);
/// The taps of one window with what each receives; of a window with more than kMostTaps the winner alone
/// (nothing where none is known).
std::vector<Tap> shown_taps(const Evaluation& evaluation, std::size_t layer, const Cell& output);

/// Output cells of layers[layer] whose window contains `below` (a cell of map `layer`), row-major.
std::vector<Cell> windows_containing(const Evaluation& evaluation, std::size_t index, const Cell& below);
/// The links into one output cell of layers[layer], valid taps only, in scan order.
std::vector<Link> links_into(const Evaluation& evaluation, std::size_t layer, const Cell& above);
/// The links out of one input cell of layers[layer] whose window contains it, above cells in row-major order;
/// their gradients, added in this order in float32, are the cell's gradient bit for bit (to rounding, where
/// an average at stride 1 has more than 64 windows at a cell: its sum is taken by rows).
std::vector<Link> links_out_of(const Evaluation& evaluation, std::size_t layer, const Cell& below);
/// Up and down the whole stack. For a `select` layer only the winner link continues downwards and only won
/// windows continue upwards, because losers neither give value nor receive gradient.
/// `bounded`: windows with more than kMostTaps become blocks, and of more than kMostTaps links of a layer the
/// rest is left out.
Trace trace(const Evaluation& evaluation, const MapCell& origin, bool bounded = false);

/// Receptive field of one cell on the input: rows [y0, y1), columns [x0, x1), clipped to the input; jump is
/// the effective stride along each axis (0 where it is not constant).
struct ReceptiveField {
    std::int64_t y0 = 0, y1 = 0, x0 = 0, x1 = 0;
    std::int64_t jump_h = 0, jump_w = 0;
};
ReceptiveField receptive_field(const Evaluation& evaluation, const MapCell& origin);

}  // namespace pool
