#pragma once

#include <span>

#include "ui/actions.h"
#include "ui/widgets.h"

namespace ui {

/// A button that runs an action, with its label, tooltip and keys.
void action_button(Frame& f, const Action& action);
/// The same, and it shows whether what the action switches is on.
void action_toggle(Frame& f, const Action& action);
/// Width of the button of an action.
float action_width(Frame& f, const Action& action);

}  // namespace ui
