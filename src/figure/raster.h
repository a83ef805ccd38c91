#pragma once

#include <cstdint>
#include <vector>

#include "figure/drawing.h"

namespace figure {

/// Pixels, row by row from the top: red, green, blue, alpha, colours not multiplied with it.
struct Raster {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;

    bool opaque() const;
    bool operator==(const Raster&) const = default;
};

/// Draws with Cairo, `scale` pixels a point, on `ground` (alpha 0: on nothing). Throws std::runtime_error
/// where the picture would have more than 16384 pixels along a side.
Raster rasterize(const Drawing& drawing, Color ground, float scale);

/// A PNG file; `dpi` 0: none is stated.
std::vector<unsigned char> encode_png(const Raster& raster, float dpi = 0);

}  // namespace figure
