#include <algorithm>

#include "figure/plates/side.h"

namespace figure {

namespace {

using Kind = measure::Relation::Kind;

Color shift_color(const Palette& palette, Kind kind) {
    if (kind == Kind::same) return palette.output;
    return kind == Kind::moved ? palette.positive : palette.winner.with_alpha(0.28F);
}

/// Not by colour alone: a dot is "same", a bar "moved".
void draw_shift(Drawing& drawing, const Rect& rect, Kind kind, const Style& style) {
    const Palette& p = style.palette;
    const Point c = rect.center();
    drawing.add(RectFill{rect.inset(rect.w * 0.06F), shift_color(p, kind), rect.w * 0.12F});
    if (kind == Kind::same) drawing.add(Circle{c, rect.w * 0.14F, p.paper});
    if (kind == Kind::moved)
        drawing.add(Polyline{{{c.x - rect.w * 0.2F, c.y}, {c.x + rect.w * 0.2F, c.y}},
                             p.paper,
                             std::min(style.line * 1.5F, rect.w * 0.13F)});
}

void draw_shift_legend(Drawing& drawing, Point at, const measure::ShiftMap& shifts, const Style& style,
                       const Strings& strings) {
    const float em = style.em;
    float y = at.y;
    for (const auto& [kind, key] :
         {std::pair{Kind::same, "side.legend.same"}, std::pair{Kind::moved, "side.legend.moved"},
          std::pair{Kind::neither, "side.legend.neither"}}) {
        const std::int64_t turned = kind == Kind::neither ? shifts.count(Kind::turned) : 0;
        draw_shift(drawing, {at.x, y - em * 0.5F, em, em}, kind, style);
        drawing.add(Text{{at.x + 1.5F * em, y},
                         strings(key) + " " + std::to_string(shifts.count(kind) + turned),
                         style.palette.ink,
                         em * 0.85F,
                         Face::text});
        y += 1.5F * em;
    }
}

}  // namespace

std::optional<measure::Move> ShiftGrid::move_at(Point p) const {
    if (!grid.contains(p)) return std::nullopt;
    const float cell = grid.w / static_cast<float>(2 * most + 1);
    return measure::Move{static_cast<std::int64_t>((p.y - grid.y) / cell) - most,
                         static_cast<std::int64_t>((p.x - grid.x) / cell) - most};
}

ShiftGrid draw_shifts(Drawing& drawing, Rect rect, const measure::ShiftMap& shifts, std::size_t map,
                      std::optional<measure::Move> at, const Style& style, const Strings& strings) {
    const Group group(drawing, "shifts");
    const float em = style.em;
    const std::string name = map == 0 ? strings("side.input") : "L" + std::to_string(map);
    drawing.add(Text{{rect.x, rect.y + em * 0.8F},
                     strings.format("side.shifts", {name, std::to_string(shifts.most)}),
                     style.palette.ink,
                     em * 0.9F,
                     Face::text_bold});
    const float side = std::max(std::min(rect.h - 1.8F * em, rect.w - 9 * em), em);
    ShiftGrid result{{rect.x, rect.y + 1.8F * em, side, side}, shifts.most};
    const float cell = side / static_cast<float>(2 * shifts.most + 1);
    for (std::int64_t dy = -shifts.most; dy <= shifts.most; ++dy) {
        for (std::int64_t dx = -shifts.most; dx <= shifts.most; ++dx) {
            const Rect place{result.grid.x + static_cast<float>(dx + shifts.most) * cell,
                             result.grid.y + static_cast<float>(dy + shifts.most) * cell, cell, cell};
            draw_shift(drawing, place, shifts.at(dy, dx).kind, style);
            if (at == measure::Move{dy, dx})
                drawing.add(RectStroke{place.inset(cell * 0.02F), style.palette.window,
                                       std::min(2.5F * style.line, cell * 0.22F), cell * 0.12F});
        }
    }
    draw_shift_legend(drawing, {result.grid.right() + em, result.grid.y + em}, shifts, style, strings);
    return result;
}

}  // namespace figure
