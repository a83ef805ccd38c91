#pragma once

#include "document/document.h"

namespace document {

/// How a transform reaches an input; the screen says which.
enum class Resampling {
    none,      ///< nothing is moved
    cells,     ///< whole cells change places, exactly; zeros come in
    strokes,   ///< the strokes are moved and drawn anew
    bilinear,  ///< the map is read between its cells, zero outside
};
/// Whole-cell shifts, turns of a square map by 90° and turns by 180° move cells; anything else moves the
/// strokes of an input that has nothing but strokes, and reads every other one between its cells.
Resampling resampling(const Input& input, const Transform& transform);

/// The input, moved. Strokes stay strokes where `resampling` says so; otherwise the map becomes an array.
Input transformed(const Input& input, const Transform& transform);

/// `map`, moved, into `result`, whose buffer is reused where its shape is right: each plane alone, whole
/// cells exactly, everything else bilinear with zeros outside.
void transform_map(const pool::Tensor& map, const Transform& transform, pool::Tensor& result);

}  // namespace document
