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
    /// Values of both signs, or none above zero: zero is paper, and the colours part there.
    bool diverges() const { return low < 0; }
    /// The magnitude that has the full colour where colours part at zero.
    float reach() const { return low < 0 && -low > high ? -low : high; }
    bool operator==(const Range&) const = default;
};
/// Smallest and largest finite value of several maps together; {0, 1} when there is none; a flat range is
/// widened.
Range range_of(std::span<const std::span<const float>> maps);
/// The same for activations: symmetric about zero where a value is negative.
Range activation_range_of(std::span<const std::span<const float>> maps);
/// The largest finite magnitude; 0 when there is none.
float largest_magnitude(std::span<const float> map);
/// For gradients: symmetric about zero, or from zero to one side where no gradient has the other sign.
Range gradient_range_of(std::span<const std::span<const float>> maps);
/// Whether one of two maps whose largest gradients are these would be no more than a tint of the paper in the
/// other's range.
bool is_faint(float a, float b);

/// viridis (perceptually uniform) or grey at t in 0..1.
Color sequential(Sequential map, float t);
/// Negative → palette.negative, 0 → paper, positive → palette.positive, t in -1..1.
Color diverging(const Palette& palette, float t);
/// A value's colour: NaN is the palette's error colour, ±inf the ends of the range. A range that diverges has
/// colours of its own, other than a gradient's.
Color activation_color(const Palette& palette, Sequential map, Range range, float value);
Color gradient_color(const Palette& palette, Range range, float value);
/// What lies under a gradient: a trace of the value's magnitude in ink, 15 % of it at most.
Color trace_color(const Palette& palette, Range range, float value);
/// A gradient's colour with zero clear instead of paper, to lie over another picture.
Color gradient_veil(const Palette& palette, Range range, float value);

/// How a cell's colour is changed by what the walk has to say of it.
enum class Tone {
    plain,
    unread,  ///< not looked at now: less colour, nearer to grey, never nearer to paper
    ghost,   ///< not walked yet: a grey trace of its lightness on paper
    trace,   ///< trace_color
    veil,    ///< gradient_veil
};
Color toned(const Palette& palette, Tone tone, Color color);

/// A mix of two colours, t = 0: a, 1: b.
Color mixed(Color a, Color b, float t);
/// What is seen where `above`, with its alpha, lies on `ground`.
Color over(Color ground, Color above);
/// Contrast of two opaque colours, 1 to 21 (WCAG 2).
float contrast(Color a, Color b);
/// Black or white ink, whichever is easier to read on `background`: never below a contrast of 4.5.
Color ink_on(Color background);

}  // namespace figure
