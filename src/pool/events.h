#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pool/walkthrough.h"

// At which windows of a walk something can be seen, how long they last, and which of them are worth a stop.
// Everything is asked of one item and one channel, the shown ones.

namespace pool {

/// The plane of a walk that is looked at.
struct ShownPlane {
    std::int64_t n = 0;
    std::int64_t c = 0;
    bool operator==(const ShownPlane&) const = default;
};

/// Whether something happens at the cursor's window. Forward: two of the cells that it looks at differ
/// (padding is not counted). Backward: a gradient other than zero arrives. A window of one cell is never
/// equal to itself: it counts where its value is not zero.
bool is_eventful(const Evaluation& evaluation, const Cursor& cursor, const ShownPlane& shown);
/// How many windows of the cursor's layer and phase are.
std::int64_t eventful_windows(const Evaluation& evaluation, const Cursor& cursor, const ShownPlane& shown);
/// The nearest eventful window after (way +1) or before (−1) the cursor, in the order of the walk; nothing
/// where there is none.
std::optional<Cursor> next_eventful(const Evaluation& evaluation, const Cursor& cursor, int way,
                                    const ShownPlane& shown);
/// Where a walk opens: at the first window whose cells all differ, otherwise at the first eventful one,
/// otherwise at its beginning.
Cursor opening(const Evaluation& evaluation, const ShownPlane& shown);

/// Seconds of one window at speed 1, where `windows` of a layer are shown: 20 seconds a layer, but at
/// most 1.5 a window.
double seconds_a_window(std::int64_t windows);

/// Why a window is worth a stop.
enum class Idea {
    first,    ///< the first eventful one
    tie,      ///< the first in which several cells have the value that wins
    overlap,  ///< forward: the first that shares a cell with one before; backward: the first that sends a
              ///< gradient to a cell that has one already
    border,   ///< the first that reaches into the padding
    last,     ///< the last of the layer
};
struct KeyMoment {
    std::int64_t window = 0;
    Idea idea = Idea::first;
    bool operator==(const KeyMoment&) const = default;
};
/// The key moments of the cursor's layer and phase by window; each window and each idea occurs once at most.
std::vector<KeyMoment> key_moments(const Evaluation& evaluation, const Cursor& cursor,
                                   const ShownPlane& shown);
/// The nearest key moment after (+1) or before (−1) the cursor's window, also in the layers after or before
/// it; nothing at the ends of the walk.
std::optional<Cursor> next_key_moment(const Evaluation& evaluation, const Cursor& cursor, int way,
                                      const ShownPlane& shown);

}  // namespace pool
