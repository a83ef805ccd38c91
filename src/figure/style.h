#pragma once

#include <array>
#include <string>
#include <vector>

#include "figure/colormap.h"
#include "figure/drawing.h"

namespace figure {

enum class Theme { light, dark, contrast, print };

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
    /// The same meanings as words, with a contrast of 4.5 on paper, panel and field (the error's on `refused`
    /// too). Ink and muted have it on every ground.
    Color window_text, winner_text, output_text, positive_text, negative_text, error_text;
    /// Ends of maps with values of both signs; zero is paper.
    Color above_zero, below_zero;
    Theme theme = Theme::light;
    bool dark = false;  ///< the paper is dark
    /// Greys alone: dashes and hatches say what colours say elsewhere.
    bool print = false;
};
const Palette& palette_of(Theme theme);
inline const Palette& light_palette() { return palette_of(Theme::light); }
inline const Palette& dark_palette() { return palette_of(Theme::dark); }
/// Black and white, on white.
inline const Palette& print_palette() { return palette_of(Theme::print); }

/// What text stands on besides paper and panel.
struct Grounds {
    Color field;                         ///< of a text field
    Color raised, hovered, pressed;      ///< of a button
    Color selected, selected_hovered;    ///< of what is switched on or chosen
    Color row_hovered;                   ///< of a list's row
    Color running;                       ///< of the line of code that runs
    Color stage, stage_done, stage_now;  ///< of the three stages of a step
    Color refused;                       ///< behind an error
};
Grounds grounds_of(const Palette& palette);
/// All of them with their names, paper and panel first, for tests.
std::vector<std::pair<std::string, Color>> all_grounds(const Palette& palette);

/// What every plate needs to know about appearance. `em` is the text size in points; all sizes follow from
/// it.
struct Style {
    Palette palette = light_palette();
    Sequential activations = Sequential::viridis;
    float em = 14;
    float line = 1;               ///< factor on line widths (presenting: larger)
    bool presenting = false;      ///< for a back row: larger words and marks, no legends
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
