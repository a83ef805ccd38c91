#pragma once

#include <string>

#include "measure/value.h"
#include "ui/widgets.h"

namespace ui {

/// The controls with which the question of the step that runs is answered; `width` in pixels.
void answer_controls(Frame& f, float width);
/// The offered answers with the class's votes, while presenting.
void poll_controls(Frame& f, float width);
/// The tutorial's loops, stepped window by window on the input at hand, and the repairs of their faults.
void tutorial_stepper(Frame& f, bool average, float width);
/// How high a listing may stand in the card beside `others` em of other things: a card takes half the window.
float listing_room(const Frame& f, float others);
/// An answer in words: "row 1, column 2", "6", the option's text.
std::string answer_text(const Frame& f, const measure::Value& value);

}  // namespace ui
