#pragma once

#include <span>
#include <string_view>

#include "ui/actions.h"
#include "ui/widgets.h"

namespace ui {

/// A button that runs an action, with its label, tooltip and keys.
void action_button(Frame& f, const Action& action);
/// The same, and it shows whether what the action switches is on. Width in pixels, 0: as the text needs.
void action_toggle(Frame& f, const Action& action, float width = 0);
/// Width of the button of an action.
float action_width(Frame& f, const Action& action);

/// Actions of which one is on, as one control of several parts from the cursor's place on; every part is
/// `more` wider than its text needs.
void action_segments(Frame& f, std::span<const std::string_view> ids, float more = 0);
float segments_width(Frame& f, std::span<const std::string_view> ids, float more = 0);

}  // namespace ui
