#pragma once

#include "figure/plates/lanes.h"

namespace figure {

/// The measures of one map at the right of its row: as many lines as there is room for, what became of the
/// map last and in bold.
void draw_row_numbers(Drawing& drawing, const measure::MapPair& pair, Rect rect, const Style& style,
                      const Strings& strings);
/// The same in one line below large maps.
void draw_number_line(Drawing& drawing, const measure::MapPair& pair, Rect rect, const Style& style,
                      const Strings& strings);

}  // namespace figure
