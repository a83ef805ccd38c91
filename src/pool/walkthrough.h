#pragma once

#include <cstdint>

#include "pool/evaluation.h"

namespace pool {

enum class Phase { forward, backward };

/// Where the walkthrough stands. Windows are numbered row-major over one output plane; every channel steps at
/// once.
struct Cursor {
    Phase phase = Phase::forward;
    std::size_t layer = 0;    ///< index in Evaluation::layers
    std::int64_t window = 0;  ///< oy · W_out + ox
    float stage = 0;          ///< 0..3 inside the window: gather, compare or level, collapse
    bool whole = false;  ///< every window of the layer moves at once; `window` is the one that is explained
    bool operator==(const Cursor&) const = default;
};

/// Number of steps of the whole walk: every window of every layer forward, then every window of every layer
/// backward, from the last layer to the first.
std::int64_t step_count(const Evaluation& evaluation);
/// The cursor of a step in [0, step_count).
Cursor cursor_at(const Evaluation& evaluation, std::int64_t step);
/// The step of a cursor (its stage is ignored).
std::int64_t step_of(const Evaluation& evaluation, const Cursor& cursor);
/// The nearest cursor that exists in this evaluation.
Cursor clamped(const Evaluation& evaluation, Cursor cursor);
/// The output cell that the cursor's window computes, in channel c of item n.
Cell output_cell(const Evaluation& evaluation, const Cursor& cursor, std::int64_t n, std::int64_t c);

}  // namespace pool
