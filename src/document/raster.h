#pragma once

#include "document/document.h"

namespace document {

/// Shape of the map that `input` makes: an array's own N×C×H×W, otherwise 1×C×height×width.
pool::Shape input_shape(const Input& input);

/// The input map: the base (a picture fitted to the canvas by area averaging, an array as it is), the strokes
/// over it, the typed values last. Strokes combine by maximum (an eraser by scaling down), so that a stroke
/// that crosses itself does not pile up. Values drawn by strokes lie in 0..1.
pool::Tensor raster(const Input& input);

}  // namespace document
