#pragma once

#include <utility>
#include <vector>

#include "figure/shares.h"
#include "ui/tower_view.h"
#include "ui/widgets.h"

namespace ui {

/// Cells below the cursor's layer at which shares of several windows have arrived: those of the window, or,
/// when all windows send at once, the largest sums. At most six.
using TowerSums = std::vector<std::pair<pool::Cell, figure::MetShares>>;
TowerSums tower_sums(const work::Workspace& work);

/// The texts on the tower's picture in `rect`: names of the maps, numbers of cells on their way, what the
/// window becomes, and shares of gradients that meet at a cell; in `foot`, below it, its scale and what was
/// left out.
void tower_tags(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect,
                figure::Rect foot, const TowerPicture& shown);

}  // namespace ui
