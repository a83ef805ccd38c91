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
};
const Palette& light_palette();
const Palette& dark_palette();

/// What every plate needs to know about appearance. `em` is the text size in points; all sizes follow from
/// it.
struct Style {
    Palette palette = light_palette();
    Sequential activations = Sequential::viridis;
    float em = 14;
    float line = 1;  ///< factor on line widths (1.5 when presenting)
};

}  // namespace figure
