#pragma once

#include "figure/plates/side.h"
#include "ui/widgets.h"

namespace ui {

// The parts of the side-by-side view, one file each.

/// In what B differs from A, in one strip.
void side_controls(Frame& f);
/// What is shown of both lanes.
figure::SideView side_view(Frame& f, bool blink);
/// Both lanes and their difference; B is moved, turned and scaled by its picture.
void side_maps(Frame& f, figure::Rect rect, bool blink);
/// Curves and the map of shifts, or the costs.
void side_curves(Frame& f, figure::Rect rect);

/// Draws something whose origin is at `at` of the window.
void draw_at(Frame& f, const figure::Drawing& drawing, figure::Point at);
/// Asks for another transform of B; changes of one `merge` are one undo step.
void edit_transform(Frame& f, const document::Transform& transform, const std::string& merge);

}  // namespace ui
