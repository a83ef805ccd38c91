#include "figure/plates/lineage.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "figure/plates/grid.h"
#include "figure/text.h"

namespace figure {

namespace {

/// Above this many rings an outline around all of them says the same and is seen better.
constexpr std::size_t kMostRings = 160;
constexpr float kSmallestRing = 4;  // points

Rect ring(const MapArea& area, std::int64_t y, std::int64_t x) {
    const Rect cell = area.cell_rect(y, x);
    return cell.inset(-std::max(0.0F, (kSmallestRing - cell.w) / 2));
}

bool shown_on(const MapArea& area, const pool::Cell& cell) { return cell.n == area.n && cell.c == area.c; }

void rings(Drawing& drawing, const std::vector<pool::Cell>& cells, const MapArea& area, Color color,
           float width) {
    std::size_t count = 0;
    std::int64_t y0 = std::numeric_limits<std::int64_t>::max(), y1 = 0, x0 = y0, x1 = 0;
    for (const pool::Cell& cell : cells) {
        if (!shown_on(area, cell)) continue;
        ++count;
        y0 = std::min(y0, cell.y), y1 = std::max(y1, cell.y);
        x0 = std::min(x0, cell.x), x1 = std::max(x1, cell.x);
    }
    if (count > kMostRings) {
        const Rect first = ring(area, y0, x0);
        const Rect last = ring(area, y1, x1);
        drawing.add(
            RectStroke{{first.x, first.y, last.right() - first.x, last.bottom() - first.y}, color, width});
        return;
    }
    for (const pool::Cell& cell : cells)
        if (shown_on(area, cell)) drawing.add(RectStroke{ring(area, cell.y, cell.x), color, width});
}

/// Where a pin's number stands: at a corner of its cell, over the map, whose rim names and sizes stand at.
Point badge_place(const MapArea& area, const Rect& cell, float radius) {
    const float out = 0.3F * radius;
    for (const Point at :
         {Point{cell.right() + out, cell.y - out}, Point{cell.right() + out, cell.bottom() + out},
          Point{cell.x - out, cell.y - out}, Point{cell.x - out, cell.bottom() + out}})
        if (at.x - radius >= area.clip.x && at.x + radius <= area.clip.right() &&
            at.y - radius >= area.clip.y && at.y + radius <= area.clip.bottom())
            return at;
    return {cell.right() + out, cell.center().y};
}

void number_tag(Drawing& drawing, const MapArea& area, const Rect& cell, int number, float alpha,
                const Style& style) {
    // Among numbers it is small enough to cover none.
    const bool numbered = area.cell >= kNumberCellEm * style.em;
    const float radius = std::min(0.62F * style.em, numbered ? 0.25F * area.cell : style.em);
    const Point at = badge_place(area, cell, radius);
    drawing.add(Circle{at, radius, style.palette.ink.with_alpha(alpha)});
    drawing.add(Text{at, std::to_string(number), style.palette.paper, 1.32F * radius, Face::text_bold,
                     Align::center});
}

/// All of one lineage on a map but its number.
void draw_cells_of(Drawing& drawing, const TraceMark& mark, const MapArea& area, const Style& style,
                   const work::Veil& veil) {
    const pool::Trace& trace = *mark.trace;
    const Palette& p = style.palette;
    if (veil.hides(work::Hidden::lineage)) {
        if (trace.origin.map == area.map && !veil.hides_shape(area.map))
            rings(drawing, {trace.origin.cell}, area, p.ink.with_alpha(mark.alpha), style.line);
        return;
    }
    // On a small map the rings stand close: thinner ones keep the cells in sight.
    const float width = (area.cell < 0.6F * style.em ? 1.0F : 1.5F) * style.line;
    rings(drawing, trace.cells[area.map], area, p.ink.with_alpha(mark.alpha), width);
    if (const pool::Region& block = trace.blocks[area.map]; !block.empty()) {
        const Rect first = area.cell_rect(block.y0, block.x0);
        drawing.add(RectStroke{{first.x, first.y, area.cell * static_cast<float>(block.x1 - block.x0),
                                area.cell * static_cast<float>(block.y1 - block.y0)},
                               p.ink.with_alpha(mark.alpha),
                               width});
    }
    for (const pool::MapCell& step : trace.winner_path) {
        if (step.map != area.map || !shown_on(area, step.cell)) continue;
        drawing.add(RectStroke{ring(area, step.cell.y, step.cell.x).inset(-1.5F),
                               p.winner.with_alpha(mark.alpha), 2.2F * style.line});
    }
}

}  // namespace

void draw_lineages(Drawing& drawing, std::span<const TraceMark> marks, const MapArea& area,
                   const Style& style, const work::Veil& veil) {
    const auto shown = [&](const TraceMark& mark) {
        return area.map < mark.trace->cells.size() && mark.alpha > 0;
    };
    for (const TraceMark& mark : marks) {
        if (!shown(mark)) continue;
        const Group group(drawing, "lineage");
        draw_cells_of(drawing, mark, area, style, veil);
    }
    for (const TraceMark& mark : marks) {
        const pool::MapCell& origin = mark.trace->origin;
        if (!shown(mark) || mark.number <= 0 || origin.map != area.map || !shown_on(area, origin.cell))
            continue;
        const Group group(drawing, "lineage");
        number_tag(drawing, area, ring(area, origin.cell.y, origin.cell.x), mark.number, mark.alpha, style);
    }
}

}  // namespace figure
