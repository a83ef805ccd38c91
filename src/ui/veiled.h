#pragma once

#include <string>

#include "ui/widgets.h"
#include "work/veil.h"

// What a lesson hides until its question is answered: whoever shows a quantity asks here first.

namespace ui {

/// What is hidden now.
const work::Veil& veil(const Frame& f);
inline bool hides(const Frame& f, work::Hidden what) { return veil(f).hides(what); }

/// Hatched paper in the place of a text of so many lines, as wide as there is room up to `width`. Recorded as
/// `id` with the word for it and no value; an empty `id` is not recorded.
void veiled(Frame& f, const std::string& id, float width, int lines = 1);
/// The same anywhere in the window.
void draw_veiled_at(Frame& f, figure::Rect rect);

}  // namespace ui
