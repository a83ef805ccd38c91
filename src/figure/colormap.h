#pragma once

#include <span>

#include "figure/drawing.h"

namespace figure {

struct Palette;

enum class Sequential {
    viridis,
    grey,
    print  ///< white to a grey on which black lines are still seen
};

/// A range of values mapped to colours. Non-finite ends are left out by `range_of`.
struct Range {
    float low = 0;
    float high = 1;
    bool operator==(const Range&) const = default;
};
/// Smallest and largest finite value of several maps together; {0, 1} when there is none; a flat range is
/// widened.
Range range_of(std::span<const std::span<const float>> maps);
/// The largest finite magnitude; 0 when there is none.
float largest_magnitude(std::span<const float> map);
/// Symmetric about zero.
Range symmetric_range_of(std::span<const std::span<const float>> maps);
/// Whether one of two maps whose largest gradients are these would be no more than a tint of the paper in the
/// other's range.
bool is_faint(float a, float b);

/// viridis (perceptually uniform) or grey at t in 0..1.
Color sequential(Sequential map, float t);
/// Negative → palette.negative, 0 → paper, positive → palette.positive, t in -1..1.
Color diverging(const Palette& palette, float t);
/// A value's colour: NaN is the palette's error colour, ±inf the ends of the range.
Color activation_color(const Palette& palette, Sequential map, Range range, float value);
Color gradient_color(const Palette& palette, Range range, float value);
/// Black or white ink, whichever is easier to read on `background`.
Color ink_on(Color background);

}  // namespace figure
