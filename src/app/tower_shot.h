#pragma once

#include <vector>

#include "app/commands.h"
#include "app/figure_job.h"
#include "app/gui.h"
#include "ui/tower_figure.h"

namespace app {

/// GL's rows start at the bottom, a picture's at the top.
std::vector<unsigned char> turned_over(const std::vector<unsigned char>& upward, int width, int height);

/// What the options say of the tower: from where it is looked at, what of it is drawn.
void set_up_tower(ui::Tower& tower, const TowerOptions& options);

/// What of the tower is drawn besides its maps.
struct TowerParts {
    bool lines = true;
    bool numbers = true;
};
/// The tower alone, framed by its picture, as pixels from the top. `line`: width of lines, 1 on an ordinary
/// screen.
std::vector<unsigned char> bare_tower(ui::AppState& state, Gui& gui, const figure::Style& style,
                                      const TowerOptions& options, int width, int height, float line,
                                      const TowerParts& parts = {});

/// The tower of a figure in its own style, on nothing and without a rim. Throws words::Error where it cannot
/// be drawn.
figure::TowerShot tower_shot(const FigureJob& job, Gui& gui);
/// The same without a display.
figure::TowerShot tower_shot(const FigureJob& job);
/// What the window asks for, as the command line would.
FigureJob job_of(const ui::TowerFigure& figure);

}  // namespace app
