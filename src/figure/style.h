#pragma once

#include "figure/colormap.h"
#include "figure/drawing.h"

namespace figure {

/// One meaning for each colour (Okabe–Ito). See src/ui/LOOK.md; nothing else in the program names a colour.
struct Palette {
    Color paper, panel, line, ink, muted;
    Color window;    ///< the window being pooled
    Color winner;    ///< argmax ring
    Color output;    ///< output cell
    Color positive;  ///< gradient +
    Color negative;  ///< gradient −
    Color accent;    ///< selected control, focus
    Color error;
    bool dark = false;
    /// Greys alone: dashes and hatches say what colours say elsewhere.
    bool print = false;
};
const Palette& light_palette();
const Palette& dark_palette();
/// Black and white, on white.
const Palette& print_palette();

/// What every plate needs to know about appearance. `em` is the text size in points; all sizes follow from
/// it.
struct Style {
    Palette palette = light_palette();
    Sequential activations = Sequential::viridis;
    float em = 14;
    float line = 1;               ///< factor on line widths (1.5 when presenting)
    float largest_number = 2.4F;  ///< of numbers in cells, in ems
    int digits = 4;               ///< of numbers in cells, at most
};

/// What a line says. In black and white its dashes and its width say it.
enum class Meaning { window, winner, output, padding, positive, negative, quiet };
struct Pen {
    Color color;
    float width = 1;
    float dash = 0;
};
Pen pen(const Style& style, Meaning meaning);

}  // namespace figure
