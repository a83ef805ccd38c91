#include "figure/plates/veiled.h"

#include <algorithm>

namespace figure {

void draw_veiled(Drawing& drawing, const Rect& rect, const Style& style) {
    if (rect.w <= 0 || rect.h <= 0) return;
    drawing.add(RectFill{rect, style.palette.paper});
    draw_veil_lines(drawing, rect, style);
    drawing.add(RectStroke{rect, style.palette.line, 1});
}

void draw_veil_lines(Drawing& drawing, const Rect& rect, const Style& style) {
    const Color ink = style.palette.muted.with_alpha(0.55F);
    const float apart = 0.8F * style.em;
    // At 45 degrees, from the upper right to the lower left.
    for (float at = apart; at < rect.w + rect.h; at += apart) {
        const Point high{rect.x + std::min(at, rect.w), rect.y + std::max(0.0F, at - rect.w)};
        const Point low{rect.x + std::max(0.0F, at - rect.h), rect.y + std::min(at, rect.h)};
        drawing.add(Polyline{{high, low}, ink, style.line});
    }
}

void draw_veiled_map(Drawing& drawing, const MapArea& area, const Style& style) {
    const Group group(drawing, "veiled");
    const float x = std::max(area.rect.x, area.clip.x);
    const float y = std::max(area.rect.y, area.clip.y);
    draw_veiled(drawing,
                {x, y, std::min(area.rect.right(), area.clip.right()) - x,
                 std::min(area.rect.bottom(), area.clip.bottom()) - y},
                style);
}

void hide_size(MapArea& area, const Rect& rect) {
    area.rect = area.clip = rect;
    area.rows = area.columns = 1;
    area.cell = rect.w;
}

}  // namespace figure
