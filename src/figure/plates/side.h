#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/plates/lanes.h"
#include "measure/shifts.h"
#include "work/veil.h"

namespace figure {

struct SideView {
    LanePlane plane;
    std::size_t chosen = 0;                ///< the row that is marked
    std::optional<pool::MapCell> pointed;  ///< ringed in both lanes
    bool blink = false;                    ///< B is shown in A's place
    float swipe = 1;                       ///< 0…1: in A's place A left of it, B right of it
    LaneImages* images = nullptr;          ///< kept from frame to frame; may be absent
    /// The cursor whose window is outlined in both lanes; none: no window.
    std::optional<pool::Cursor> cursor;
    work::Veil veil{};  ///< what a question hides: drawn as hatched paper
};
/// Whether a question hides how far the two lanes' maps are apart.
bool hides_comparison(const SideView& view, std::size_t map);

/// Where the parts of a composed view are.
struct SidePlate {
    Drawing drawing;
    struct Row {
        std::size_t map = 0;
        MapArea a, b;
        Rect difference;
        Rect whole;  ///< the row, numbers included
    };
    std::vector<Row> rows;
};
/// One row a map: A | B | B − A, and its numbers. Where not all rows fit, those around the chosen one are
/// shown.
SidePlate compose_side(const Lanes& lanes, const SideView& view, const Style& style, const Strings& strings,
                       Point size);
/// The chosen map alone, large, with the window and its winner in both lanes and numbers in the cells.
SidePlate compose_side_large(const Lanes& lanes, const SideView& view, const Style& style,
                             const Strings& strings, Point size);
/// The width that the rows take where they are as high as the room lets them.
float side_width(std::size_t rows, float height, const Style& style);
/// The least width at which the rows can be read.
float least_side_width(const Style& style);

/// What would stand behind each map, and what pooling saves of it.
Drawing compose_costs(const pool::Evaluation& evaluation, const Style& style, const Strings& strings,
                      Point size);

/// The map of shifts in three colours with its legend; a ring where B stands. Drawn into `rect`.
struct ShiftGrid {
    Rect grid;
    std::int64_t most = 0;
    /// The shift below a point.
    std::optional<measure::Move> move_at(Point p) const;
};
ShiftGrid draw_shifts(Drawing& drawing, Rect rect, const measure::ShiftMap& shifts, std::size_t map,
                      std::optional<measure::Move> at, const Style& style, const Strings& strings);

}  // namespace figure
