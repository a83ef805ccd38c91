#pragma once

#include <optional>

#include "document/document.h"

namespace document {

/// Shape of the map that `input` makes: an array's own N×C×H×W, otherwise 1×C×height×width.
pool::Shape input_shape(const Input& input);

/// The input map: the base (a picture fitted to the canvas by area averaging, an array as it is), the strokes
/// over it, the typed values last. Strokes combine by maximum (an eraser by scaling down), so that a stroke
/// that crosses itself does not pile up. Values drawn by strokes lie in 0..1.
pool::Tensor raster(const Input& input);

/// The input map, kept between changes: a stroke or a typed value redraws only the cells that it can change.
class Raster {
 public:
    /// Brings the map up to date with `input`. Returns the region that may have changed, empty when nothing
    /// has; nullopt when all of it has, its shape perhaps too.
    std::optional<pool::Region> update(const Input& input);
    /// Equal to raster(input) bit for bit. The next update changes it in place.
    const std::shared_ptr<const pool::Tensor>& map() const { return map_; }

 private:
    void rebuild(const Input& input);
    void redraw(const Input& input, const pool::Region& region);
    float full_value();

    std::optional<Input> input_;
    std::shared_ptr<const pool::Tensor> base_;  ///< the map without strokes and typed values
    std::shared_ptr<const pool::Tensor> map_;   ///< base_ itself while nothing is drawn on it
    std::shared_ptr<pool::Tensor> drawn_;       ///< map_, when it is not base_
    std::optional<float> full_;                 ///< what a stroke of strength 1 draws
};

}  // namespace document
