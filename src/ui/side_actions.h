#pragma once

#include <string>
#include <vector>

#include "ui/actions.h"

namespace ui {

/// What a person can do in the side-by-side view.
std::vector<Action> side_actions();
/// The arrow keys while B has them; true: the key is spent.
bool side_key(AppState& app, const KeyPress& press);
/// Moves B by whole cells.
void move_b(AppState& app, int dx, int dy);
/// B's stack as it is written; empty: as A's. Returns why it was refused; then nothing changes.
words::Message set_stack_b(AppState& app, const std::string& text);
/// Chooses the row of a map; the walk goes to the layer that reads it.
void choose_row(AppState& app, std::int64_t row);
/// Opens the classic pair of that id, its last map chosen.
void open_case(AppState& app, const std::string& id);

}  // namespace ui
