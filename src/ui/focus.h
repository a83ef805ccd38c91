#pragma once

#include "ui/app_state.h"

namespace ui {

/// A key for the control that has the focus, for an open list or popover, or Tab: to the next control in the
/// order in which they are drawn. `typing`: a field has the keyboard. Returns whether the key was meant so.
bool control_key(AppState& app, const KeyPress& press, bool typing);

}  // namespace ui
