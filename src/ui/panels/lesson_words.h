#pragma once

#include <string>

#include "ui/widgets.h"

namespace ui {

/// A sentence of a lesson, in lines of at most `width` pixels: words that name a thing have its colour, terms
/// of the glossary a dotted line below them and their meaning as a tooltip. Takes its room as an item,
/// recorded as `id`.
void lesson_words(Frame& f, const std::string& id, const std::string& text, float size, float width);

}  // namespace ui
