#include <algorithm>
#include <cmath>

#include "figure/plates/pair_layout.h"

namespace figure {

namespace {

constexpr int kSamples = 96;
constexpr float kBesideNumber =
    0.1F;  // of a cell: how far from its edge a line passes below or above a number

/// A bent line and, behind its knee, a straight one.
struct Way {
    Point start, knee, end;
    float bend = 0;

    Point bent(float t) const {
        const float u = 1 - t;
        const float near = 3 * u * u * t;
        const float far = 3 * u * t * t;
        return {u * u * u * start.x + near * (start.x + bend) + far * (knee.x - bend) + t * t * t * knee.x,
                (u * u * u + near) * start.y + (far + t * t * t) * knee.y};
    }
    Point straight(float t) const { return {knee.x + t * (end.x - knee.x), knee.y}; }
};

/// Draws arrows of one kind.
struct Pencil {
    Drawing& drawing;
    const PairScene& scene;
    Color color;
    float width;
    float head;

    Way way_to(Point start, Point knee, Point end, float way) const {
        return {start, knee, end, std::max(std::abs(knee.x - start.x) * 0.5F, 0.6F * head) * way};
    }

    /// Whether a way passes a number of another cell of the map than those in `to`.
    bool passes_number(const Way& way, const MapArea& area, const Rect& to) const {
        const auto hit = [&](Point p) {
            const auto cell = to.contains(p) ? std::nullopt : area.cell_at(p);
            if (!cell) return false;
            return std::ranges::any_of(number_rooms(scene, area, *cell),
                                       [&](const Rect& room) { return room.inset(-width / 2).contains(p); });
        };
        for (int i = 0; i <= kSamples; ++i) {
            const float t = static_cast<float>(i) / kSamples;
            if (hit(way.bent(t)) || hit(way.straight(t))) return true;
        }
        return false;
    }

    /// Where a line may enter cells from the side: in the middle, otherwise above or below their numbers,
    /// the least detour first.
    std::vector<float> heights(Point start, const Rect& to, float cell) const {
        std::vector<float> beside;
        for (float y = to.y; y < to.bottom() - cell / 2; y += cell)
            for (const float part : {kBesideNumber, 1 - kBesideNumber}) beside.push_back(y + part * cell);
        std::ranges::sort(beside, {},
                          [&](float y) { return std::abs(y - start.y) + std::abs(y - to.center().y); });
        beside.insert(beside.begin(), to.center().y);
        return beside;
    }

    /// The first way that crosses no number; among small cells, whose numbers make way, the plain one.
    Way find(Point start, Point end, const Rect& to, const Rect& frame, const MapArea& area) const {
        const float way = end.x > start.x ? 1.0F : -1.0F;
        const Way plain = way_to(start, end, end, way);
        if (area.cell < kRoutedCellEm * scene.em() || end.y != to.center().y) return plain;
        const float edge = way > 0 ? frame.x : frame.right();
        for (const float y : heights(start, to, area.cell)) {
            if (y < frame.y || y > frame.bottom()) continue;
            for (const float x : {end.x, edge + way * 0.3F * area.cell, edge}) {
                if ((end.x - x) * way < 0) continue;
                const Way found = way_to(start, {x, y}, {end.x, y}, way);
                if (!passes_number(found, area, to)) return found;
            }
        }
        return plain;
    }

    /// A bent arrow from a side of the lens to the facing side of cells of a map; `back`: from these to the
    /// lens. It meets the cells inside `frame`.
    void arrow(const Rect& lens, const Rect& cells, const Rect& frame, const MapArea& area,
               bool back = false) const {
        const bool rightwards = cells.center().x > lens.center().x;
        const float way = rightwards ? 1.0F : -1.0F;
        Point start{rightwards ? lens.right() : lens.x, lens.center().y};
        Point end = kept_in({rightwards ? cells.x : cells.right(), cells.center().y}, frame);
        const float tip = back ? start.x : end.x;
        // The line ends in the head.
        (back ? start.x : end.x) += way * (back ? 0.8F : -0.8F) * head;
        const Way found = find(start, end, cells, frame, area);
        const bool kneed = (found.end.x - found.knee.x) * way > 0;
        // The hair below it keeps it in sight on cells of its own colour.
        const Color hair = Color{16, 16, 16, 150}.with_alpha(static_cast<float>(color.a) / 255.0F);
        for (const auto& [ink, wide] : {std::pair{hair, width + 1.4F}, std::pair{color, width}}) {
            drawing.add(Cubic{found.start,
                              {found.start.x + found.bend, found.start.y},
                              {found.knee.x - found.bend, found.knee.y},
                              found.knee,
                              ink,
                              wide});
            if (kneed) drawing.add(Polyline{{found.knee, found.end}, ink, wide});
        }
        draw_arrow_head(drawing, {tip, back ? found.start.y : found.end.y}, {back ? -way : way, 0}, head,
                        color);
    }
};

/// The places of the winners among the taps.
std::vector<std::size_t> winners_of(const PairScene& scene) {
    std::vector<std::size_t> winners;
    for (std::size_t i = 0; i < scene.taps.size(); ++i)
        if (scene.wins(scene.taps[i])) winners.push_back(i);
    return winners;
}

void routes_back(Drawing& drawing, const PairScene& scene, const Rect& box, float width, float head) {
    const Palette& p = scene.palette();
    const float arriving = scene.evaluation.gradient(scene.layer + 1).at(scene.output);
    // A window too large to be listed sends to all of its cells.
    const bool sends = !scene.listed || std::ranges::any_of(scene.taps, [](const pool::Tap& tap) {
        return tap.valid && tap.share != 0;
    });
    const bool in_lens = scene.resting() || scene.stage() > 1;
    if (arriving == 0 || !sends || !in_lens) return;
    const Color sign = (arriving < 0 ? p.negative : p.positive).with_alpha(scene.quiet());
    const Rect output = scene.right.cell_rect(scene.output.y, scene.output.x);
    const std::vector<std::size_t> winners = winners_of(scene);
    const auto meeting = [&](std::size_t tap) {
        const Rect cell = scene.lens_rect(tap);
        return Rect{box.x, cell.y, box.w, cell.h};
    };
    const Pencil pencil{drawing, scene, sign, width, head};
    pencil.arrow(winners.empty() ? box : meeting(winners.front()), output, scene.right_frame, scene.right,
                 true);
    if (!scene.has_arrived()) return;
    if (!scene.select) return pencil.arrow(box, scene.window_rect(), scene.left_frame, scene.left);
    for (const std::size_t i : winners)
        pencil.arrow(meeting(i), scene.left.cell_rect(scene.taps[i].y, scene.taps[i].x), scene.left_frame,
                     scene.left);
}

}  // namespace

Point kept_in(Point p, const Rect& frame) {
    return {std::clamp(p.x, frame.x, frame.right()), std::clamp(p.y, frame.y, frame.bottom())};
}

void draw_window_routes(Drawing& drawing, const PairScene& scene, const Rect& box) {
    const Group group(drawing, "routes");
    const Palette& p = scene.palette();
    const float head = 0.5F * scene.em() + 1.5F * scene.style.line;
    const float width = kMarkLine * scene.style.line;
    if (scene.backward) return routes_back(drawing, scene, box, width, head);
    const std::vector<std::size_t> winners = winners_of(scene);
    if (!scene.has_arrived() || (scene.select && winners.empty())) return;
    // A route leaves the lens at its edge, in the winner's row, and does not cross the other cells.
    Rect from = box;
    if (scene.select) {
        const Rect cell = scene.lens_rect(winners.front());
        from.y = cell.y;
        from.h = cell.h;
    }
    const Color color = (scene.select ? p.winner : p.output).with_alpha(scene.quiet());
    const Pencil pencil{drawing, scene, color, width, head};
    pencil.arrow(from, scene.right.cell_rect(scene.output.y, scene.output.x), scene.right_frame, scene.right);
}

}  // namespace figure
