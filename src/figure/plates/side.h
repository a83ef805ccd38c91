#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/plates/plates.h"
#include "measure/lanes.h"
#include "measure/shifts.h"

namespace figure {

/// What is compared: two evaluations and their numbers.
struct Lanes {
    const pool::Evaluation* a = nullptr;
    const pool::Evaluation* b = nullptr;
    const measure::LanePair* numbers = nullptr;
};

struct SideView {
    std::int64_t n = 0;
    std::int64_t c = 0;
    bool gradients = false;                ///< the gradients at the maps instead of the maps
    std::size_t chosen = 0;                ///< the row that is marked
    std::optional<pool::MapCell> pointed;  ///< ringed in both lanes
    bool blink = false;                    ///< B is shown in A's place
    std::optional<float> swipe;            ///< 0…1: left of it A, right of it B, in A's place
};

/// One row a map: A | B | B − A, and its numbers. `areas` are those of A (even) and B (odd), row after row;
/// where not all rows fit, those around the chosen one are shown.
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
SidePlate compose_side(const Lanes& lanes, const SideView& view, const Style& style, const Strings& strings,
                       Point size);

/// "moved by 1, 0", "the same", "neither the same nor moved"… of one map, from its numbers.
std::string relation_text(const measure::MapPair& pair, const Strings& strings);
/// The colour of what relation_text says.
Color relation_color(const measure::MapPair& pair, const Palette& palette);
/// One sentence about a map of two lanes, from its numbers.
std::string side_sentence(const measure::MapPair& pair, const Strings& strings);

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
