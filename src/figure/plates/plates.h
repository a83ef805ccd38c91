#pragma once

#include <array>
#include <optional>
#include <vector>

#include "figure/drawing.h"
#include "figure/strings.h"
#include "figure/style.h"
#include "pool/evaluation.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"
#include "work/veil.h"

namespace figure {

/// Where a map was drawn, so that a pointer finds the cell below it.
struct MapArea {
    std::size_t map = 0;    ///< index for Evaluation::map
    bool gradient = false;  ///< shows the gradient at that map
    std::int64_t n = 0;
    std::int64_t c = 0;
    Rect rect;       ///< the map's cells, padding left out
    Rect clip;       ///< what of it can be seen
    float cell = 1;  ///< size of a cell in points
    std::int64_t rows = 0;
    std::int64_t columns = 0;

    Rect cell_rect(std::int64_t y, std::int64_t x) const {
        return {rect.x + static_cast<float>(x) * cell, rect.y + static_cast<float>(y) * cell, cell, cell};
    }
    /// The cell below a point, or nothing.
    std::optional<pool::Cell> cell_at(Point p) const;
};

/// A composed picture and where its maps are.
struct Plate {
    Drawing drawing;
    std::vector<MapArea> areas;
    /// The part of a map that a lens shows once more, where it shows it without gaps.
    std::optional<MapArea> lens{};
    /// The area and cell below a point, topmost first.
    std::optional<std::pair<MapArea, pool::Cell>> pick(Point p) const;
};

/// Zoom and pan of one map inside its frame: 1 fits the frame.
struct MapView {
    float zoom = 1;
    float center_x = 0.5F;  ///< fraction of the map at the middle of the frame
    float center_y = 0.5F;
    bool operator==(const MapView&) const = default;
};

class MapImages;

/// A lineage to be shown, already traced.
struct TraceMark {
    const pool::Trace* trace = nullptr;
    float alpha = 1;  ///< 0..1, eased: how far it stands out
    int number = 0;   ///< of a pin; 0: the cell that is pointed at
};

/// What a plate of the bench shows, besides the Evaluation.
struct BenchView {
    pool::Cursor cursor;
    std::int64_t n = 0;            ///< item of the batch
    std::int64_t c = 0;            ///< channel; clamped to each map's channels
    std::vector<TraceMark> marks;  ///< pinned cells first, the hovered one last
    MapImages* images = nullptr;   ///< pictures kept from frame to frame; may be absent
    MapView below;                 ///< zoom of the pair's left and right map
    MapView above;
    bool same_cell_size = false;  ///< cells of both maps as large; otherwise each map fills its frame
    bool said = true;             ///< the sentence and the legend stand below the pair
    work::Veil veil = {};         ///< what a lesson hides for now
};

/// The focus pair: input and output of the cursor's layer (backward: grad_output and grad_input) with
/// padding, window, numbers, frustum lines, winner ring, routes or shares, overlapping shares adding up,
/// legends and captions, in a canvas of `size`.
Plate compose_pair(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                   const Strings& strings, Point size);

/// The side of a square map in a focus pair of that size; `presenting` as in Style.
float pair_map_side(Point size, float em, bool presenting);

/// The channels of the focused layer side by side, as many as fit around the shown one.
Plate compose_channels(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                       const Strings& strings, Point size);

/// All maps small, from the input to the last output, with shapes and layer names; the focused pair is
/// marked.
Plate compose_overview(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                       const Strings& strings, Point size);

}  // namespace figure
