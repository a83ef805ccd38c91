#include "figure/plates/oblique.h"

#include <algorithm>
#include <cmath>

#include "figure/plates/letters.h"
#include "figure/text.h"

namespace figure {

namespace {

constexpr float kPlaneEm = 15;      // the input's width
constexpr float kLevelEm = 3.2F;    // between two maps
constexpr float kFewLines = 0.45F;  // cells smaller than so many ems have no lines between them

}  // namespace

std::vector<Point> Plane::corners(const pool::Region& region) const {
    const auto f = [](std::int64_t v) { return static_cast<float>(v); };
    return {at(f(region.y0), f(region.x0)), at(f(region.y0), f(region.x1)), at(f(region.y1), f(region.x1)),
            at(f(region.y1), f(region.x0))};
}

Tower::Tower(const FigureRequest& request, std::size_t last) : request_(request) {
    const float em = request.style.em;
    const bool backward = request.cursor.phase == pool::Phase::backward;
    float names = 0;
    for (std::size_t map = 0; map <= last; ++map) {
        blocks_.push_back(block_of(request, request.evaluation, map, backward));
        names = std::max({names, text_width(Face::text_bold, em, blocks_.back().name),
                          text_width(Face::mono, 0.85F * em, blocks_.back().detail) + 3 * em});
    }
    if (!backward) {
        share_range(blocks_);
    } else {
        for (MapBlock& block : blocks_) share_range({&block, 1});
    }
    const float beside = request.names ? names + 1.4F * em : 0;
    // Sides go with the square root, so that a pooled map looks smaller but stays visible.
    const auto largest = static_cast<float>(std::max(blocks_[0].rows(), blocks_[0].columns()));
    const auto planes = [&](float width) {
        std::vector<Plane> all;
        float top = 0;
        for (const MapBlock& block : blocks_) {
            const auto side = static_cast<float>(std::max(block.rows(), block.columns()));
            Plane plane{
                block.map, block.rows(), block.columns(), {}, width * std::sqrt(side / largest) / side};
            plane.origin = {-plane.width() / 2, top};
            top -= plane.height() + kLevelEm * em;
            all.push_back(plane);
        }
        return all;
    };
    const auto widest = [&](float width) {
        float most = 0;
        for (const Plane& plane : planes(width)) most = std::max(most, plane.width());
        return most;
    };
    const float width =
        fitted_cell(kPlaneEm * em, request.width, [&](float w) { return widest(w) + beside; });
    planes_ = planes(width);
    widest_ = widest(width);
}

float Tower::label_left() const { return widest_ / 2 + 1.4F * request_.style.em; }

void Tower::draw(Drawing& drawing, std::size_t map) const {
    const Plane& plane = planes_[map];
    const MapBlock& block = blocks_[map];
    const Style& style = request_.style;
    const Group group(drawing, "map." + std::to_string(map));
    const auto values = block.values->plane(block.n, block.c);
    const bool lines = plane.cell >= kFewLines * style.em;
    for (std::int64_t y = 0; y < plane.rows; ++y) {
        for (std::int64_t x = 0; x < plane.columns; ++x) {
            const float value = values[static_cast<std::size_t>(y * plane.columns + x)];
            const Color fill = block.gradient
                                   ? gradient_color(style.palette, block.range, value)
                                   : activation_color(style.palette, style.activations, block.range, value);
            std::vector<Point> corners = plane.corners({y, y + 1, x, x + 1});
            drawing.add(ConvexFill{corners, fill});
            if (lines)
                drawing.add(Polyline{std::move(corners), style.palette.paper.with_alpha(0.55F),
                                     0.7F * style.line, true});
        }
    }
    drawing.add(
        Polyline{plane.corners({0, plane.rows, 0, plane.columns}), style.palette.muted, style.line, true});
    if (!request_.names) return;
    const Group names(drawing, "names");
    const float em = style.em;
    const float y = plane.origin.y - plane.height() / 2;
    drawing.add(Text{{label_left(), y - 0.1F * em}, block.name, style.palette.ink, em, Face::text_bold});
    drawing.add(
        Text{{label_left(), y + 1.1F * em}, block.detail, style.palette.muted, 0.85F * em, Face::mono});
}

void Tower::letters(Drawing& drawing) const {
    std::vector<LetterPlace> places;
    for (const CellLabel& label : request_.labels) {
        if (label.map >= planes_.size()) continue;
        const Plane& plane = planes_[label.map];
        const MapBlock& block = blocks_[label.map];
        if (label.y < 0 || label.x < 0 || label.y >= plane.rows || label.x >= plane.columns) continue;
        const std::vector<Point> corners = plane.corners({label.y, label.y + 1, label.x, label.x + 1});
        const Point middle = plane.middle(label.y, label.x);
        const float high = plane.cell * Plane::kRise;
        places.push_back(
            {label.text,
             {middle.x - plane.cell / 2, middle.y - high / 2, plane.cell, high},
             color_in(block, request_.style, block.values->at({block.n, block.c, label.y, label.x})),
             corners});
    }
    const Rect room{-widest_ / 2, planes_.back().origin.y - planes_.back().height(), widest_,
                    planes_.front().origin.y - planes_.back().origin.y + planes_.back().height()};
    draw_letters(drawing, places, room, request_.style);
}

void Tower::legend(Drawing& drawing) const {
    const bool shared = std::ranges::all_of(
        blocks_, [&](const MapBlock& block) { return block.range == blocks_.front().range; });
    if (!shared || !request_.legend) return;
    const float em = request_.style.em;
    const float wide = legend_width(request_, widest_, blocks_.front().range);
    draw_legend(drawing, {-wide / 2, bounds(drawing).bottom() + 1.2F * em}, wide, blocks_.front().range,
                blocks_.front().gradient, request_.style);
}

void Tower::note(Drawing& drawing, std::size_t map, const std::string& text) const {
    if (!request_.names) return;
    const Plane& plane = planes_[map];
    const float em = request_.style.em;
    const float y = plane.origin.y - plane.height() / 2;
    drawing.add(Text{
        {label_left(), y + 2.2F * em}, text, request_.style.palette.window_text, 0.85F * em, Face::mono});
}

}  // namespace figure
