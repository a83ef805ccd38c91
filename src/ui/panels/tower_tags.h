#pragma once

#include "ui/tower_view.h"
#include "ui/widgets.h"

namespace ui {

/// The texts on the tower's picture in `rect`: names of the maps, numbers of cells on their way, what the
/// window becomes, shares of gradients that meet at a cell, and what was left out.
void tower_tags(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect,
                const TowerPicture& shown);

}  // namespace ui
