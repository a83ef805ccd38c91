#pragma once

#include <functional>
#include <vector>

#include "figure/raster.h"

namespace figure {

/// A moving picture as it is written: all frames have one size.
struct Film {
    std::vector<Raster> frames;
    std::vector<int> milliseconds;  ///< how long each frame is seen
    bool loop = true;               ///< for ever
    std::function<void()> each;     ///< called after each frame that is encoded, where it is given
};

/// A frame that shows the same as the one before it is left out; the one before is seen longer.
void merge_equal_frames(Film& film);

/// GIF89a with one palette for all frames, of which each writes what it changes alone. More than 255 colours
/// are brought to 255 by median cut. GIF counts in hundredths of a second. What is transparent stays so where
/// it is so in every frame; half-covered pixels are laid on white.
std::vector<unsigned char> encode_gif(const Film& film);
/// Animated WebP, lossless.
std::vector<unsigned char> encode_webp(const Film& film);
/// Animated PNG, lossless; each frame writes what it changes alone.
std::vector<unsigned char> encode_apng(const Film& film, float dpi);

}  // namespace figure
