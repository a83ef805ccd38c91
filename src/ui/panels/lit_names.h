#pragma once

#include "figure/rich_text.h"
#include "ui/widgets.h"

// A coloured word and what it names light each other up while the pointer is on one of them.

namespace ui {

/// `drawing` was drawn with its origin at `origin`. Its coloured words and the outlines in their colours take
/// part: only what is drawn can be lit.
void light_names(Frame& f, const figure::Drawing& drawing, ImVec2 origin);
/// A word that names `thing` stands in that rectangle.
void light_word(Frame& f, figure::Thing thing, ImVec2 low, ImVec2 high);

}  // namespace ui
