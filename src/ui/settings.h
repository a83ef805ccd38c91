#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/strings.h"
#include "figure/style.h"

namespace ui {

/// What belongs to the person and the screen, not to the document.
struct Settings {
    std::string view = "bench";  ///< see View::id
    figure::Theme theme = figure::Theme::light;
    bool grey_map = false;        ///< grey instead of viridis
    bool same_cell_size = false;  ///< the pair's maps share one cell size
    figure::Language language = figure::Language::english;
    float text_scale = 1.0F;  ///< 0.8 .. 2
    bool presenting = false;
    bool show_left = true;
    std::optional<bool> show_right;   ///< nothing: where the window is wide enough
    bool show_details = false;        ///< shapes, receptive field, cost and the numeric check are unfolded
    bool show_code = false;           ///< the code's drawer is open
    float left_em = 16;               ///< width of the left panel in ems
    float right_em = 17;              ///< width of the right panel in ems
    float code_em = 30;               ///< width of the code beside the picture
    float code_part = 0.3F;           ///< its part of the height below the picture
    bool still = false;               ///< nothing is animated
    std::string folder;               ///< of the file that was opened or saved last
    std::vector<std::string> recent;  ///< paths of those files, newest first
    std::string exporting;            ///< the last choice of the export sheet, see choice_text
    bool operator==(const Settings&) const = default;
};

}  // namespace ui
