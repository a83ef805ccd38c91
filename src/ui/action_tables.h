#pragma once

#include <vector>

#include "ui/actions.h"

namespace ui {

// The parts of the table of actions, one file each. Views bring their own.

std::vector<Action> walk_actions();
std::vector<Action> screen_actions();
std::vector<Action> edit_actions();
std::vector<Action> look_actions();

bool always(const AppState& app);
bool has_layers(const AppState& app);

}  // namespace ui
