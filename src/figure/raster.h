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

/// How many pixels a drawing has along each side at `scale` pixels a point. Throws words::Error where that is
/// none, or more than 16384 along a side.
struct PixelSize {
    int width = 0;
    int height = 0;
};
PixelSize pixel_size(Point points, float scale);

/// Draws with Cairo, `scale` pixels a point, on `ground` (alpha 0: on nothing). Throws words::Error.
Raster rasterize(const Drawing& drawing, Color ground, float scale);

/// A PNG file; `dpi` 0: none is stated.
std::vector<unsigned char> encode_png(const Raster& raster, float dpi = 0);

}  // namespace figure
