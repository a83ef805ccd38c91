#pragma once

#include <cstdint>
#include <vector>

#include "pool/evaluation.h"

// Windows, winners and receptive fields in numbers. `layer` counts from 1 and names the map that it gives
// out, map 0 is the input. A cell is a cell of that map; its n and c choose item and channel.

namespace measure {

/// Valid taps of the window of an output cell of layer `layer`, in scan order.
std::vector<pool::Tap> read_taps(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
/// Padding cells of that window.
std::int64_t pads(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
/// What an average's sum is divided by; 0 where the layer is no average or reads nothing there.
double divisor(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);

/// First and last position, and none where it reads nothing: first > last.
struct Span {
    std::int64_t first = 0;
    std::int64_t last = -1;
    std::int64_t count() const { return last < first ? 0 : last - first + 1; }
};
/// Rows, columns of the layer's input that a window reads, padding left out.
Span rows(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
Span columns(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
/// The most columns that two neighbouring windows of the cell's plane both span.
std::int64_t shared(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane);
/// Cells of the input plane that are in no window of the plane's item and channel.
std::int64_t unread(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane);
/// Places of output windows that hold a cell of map layer − 1.
std::int64_t windows_of(const pool::Evaluation& e, std::size_t layer, const pool::Cell& below);
/// How far a window is from its neighbour, rows and columns; 0 where that varies or there is one window only.
struct Steps {
    std::int64_t h = 0, w = 0;
};
Steps stride(const pool::Evaluation& e, std::size_t layer);

/// The cell of map layer − 1 whose value a window takes: the winner, or, where nothing wins, the valid tap
/// with the largest share. n < 0: there is none.
pool::Cell winner(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
/// The winner's position as the layer's framework counts it; −1: none.
std::int64_t index(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
/// How many cells of a window are as large as its largest (of MinPool2d: as small as its smallest), or NaN
/// where one is.
std::int64_t tied(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
/// Windows of the cell's plane with more than one such cell.
std::int64_t ties(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane);
/// The same over the receptive field on the input of a cell of the last map.
std::int64_t tied_in_all(const pool::Evaluation& e, const pool::Cell& cell);
/// The input cell at the end of the path of winners. n < 0: there is none.
pool::Cell source(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
/// The cell of map layer − 1 that wins most windows of the plane; where nothing wins, that lies in most.
pool::Cell busiest(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane);

/// Height and width of the receptive field on the input, and the effective stride (0 where it varies).
struct Field {
    std::int64_t h = 0, w = 0;
    Steps jump;
};
Field receptive_field(const pool::Evaluation& e, std::size_t layer, const pool::Cell& cell);
/// Input rows that map layer − 1 depends on and map `layer` does not any more.
std::int64_t dropped_rows(const pool::Evaluation& e, std::size_t layer, const pool::Cell& plane);
/// Input cells of the plane that the last map depends on.
std::int64_t read_cells(const pool::Evaluation& e, const pool::Cell& plane);

}  // namespace measure
