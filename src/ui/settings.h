#pragma once

#include <string>

#include "figure/strings.h"

namespace ui {

/// What belongs to the person and the screen, not to the document.
struct Settings {
    std::string view = "bench";  ///< see View::id
    bool dark = false;
    bool grey_map = false;        ///< grey instead of viridis
    bool same_cell_size = false;  ///< the pair's maps share one cell size
    figure::Language language = figure::Language::english;
    float text_scale = 1.0F;  ///< 0.8 .. 2
    bool presenting = false;
    bool show_left = true;
    bool show_right = true;
    bool show_code = false;  ///< code in the place of the explanation
    float left_em = 18;      ///< width of the left panel in ems
    float right_em = 20;     ///< width of the right panel in ems
    float code_em = 32;      ///< the same while it shows code
    float overview_em = 9.5F;
    bool operator==(const Settings&) const = default;
};

}  // namespace ui
