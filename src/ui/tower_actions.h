#pragma once

#include <vector>

#include "ui/actions.h"

namespace ui {

/// What a person can do in the 3-D view.
std::vector<Action> tower_actions();

}  // namespace ui
