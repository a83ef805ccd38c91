#include <algorithm>
#include <cmath>

#include "figure/math.h"
#include "figure/number.h"
#include "figure/plates/lineage.h"
#include "figure/plates/pair_layout.h"
#include "figure/shares.h"
#include "figure/text.h"
#include "pool/explain.h"

namespace figure {

namespace {

/// Beyond this many taps the lens shows the window's colours alone.
constexpr std::size_t kMostTaps = 100;
constexpr std::size_t kMostCells = 1200;
constexpr float kWeightSize = 0.27F;  // of a cell of the lens
constexpr float kSmallestWeightEm = 0.62F;
constexpr float kAboveWeight = 0.78F;  // of the cell's height: the value's part

Rect between(const Rect& a, const Rect& b, float t) {
    const auto mix = [t](float p, float q) { return p + (q - p) * t; };
    return {mix(a.x, b.x), mix(a.y, b.y), mix(a.w, b.w), mix(a.h, b.h)};
}

Rect spot_of(const PairScene& scene, std::size_t i, pool::Spot spot) {
    switch (spot) {
        case pool::Spot::map:
            return scene.left.cell_rect(scene.taps[i].y, scene.taps[i].x);
        case pool::Spot::output:
            return scene.right.cell_rect(scene.output.y, scene.output.x);
        case pool::Spot::lens:
            break;
    }
    return scene.lens_rect(i);
}

Rect place_of(const PairScene& scene, std::size_t i, const pool::Moment& moment) {
    return between(spot_of(scene, i, moment.from), spot_of(scene, i, moment.to), moment.way);
}

/// Of the weights in the lens; 0 where none are shown.
float weight_size(const PairScene& scene) {
    const float size = std::min(kWeightSize * scene.lens_cell, 0.95F * scene.em());
    return scene.sum && !scene.backward && size >= kSmallestWeightEm * scene.em() ? size : 0;
}

/// The weight of a cell of a sum, below its value, until the value has been multiplied.
void draw_weight(Drawing& drawing, const PairScene& scene, const pool::Tap& tap, const Rect& cell,
                 Color ink) {
    if (!tap.valid || cell.w < 0.9F * scene.lens_cell) return;
    const float size = weight_size(scene);
    const std::string text = elided(Face::mono, size, "×" + number(tap.share, 3), 0.96F * cell.w);
    drawing.add(
        Text{{cell.center().x, cell.bottom() - 0.22F * cell.h}, text, ink, size, Face::mono, Align::center});
}

void draw_weights(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "lens.weights");
    for (std::size_t i = 0; i < scene.taps.size(); ++i) {
        const pool::Moment moment = scene.moments->of(scene.taps[i]);
        if (moment.weight <= 0) continue;
        const Color ink = ink_on(scene.color_of(moment.shade, moment.below)).with_alpha(moment.weight);
        draw_weight(drawing, scene, scene.taps[i], place_of(scene, i, moment), ink);
    }
}

/// A window of very many cells: its part of the map's picture.
void draw_picture(Drawing& drawing, const PairScene& scene) {
    Image picture = scene.left_picture;
    const float cell = scene.lens_cell;
    picture.rect = {scene.lens.x - static_cast<float>(scene.w.start) * cell,
                    scene.lens.y - static_cast<float>(scene.h.start) * cell,
                    cell * static_cast<float>(scene.left.columns),
                    cell * static_cast<float>(scene.left.rows)};
    drawing.add(PushClip{scene.lens});
    drawing.add(picture);
    drawing.add(PopClip{});
}

void draw_taps(Drawing& drawing, const PairScene& scene) {
    if (!scene.listed || scene.taps.size() > kMostCells) {
        draw_picture(drawing, scene);
        return;
    }
    const Group group(drawing, "lens.cells");
    const Palette& p = scene.palette();
    std::vector<CellNumber> numbers;
    const bool weights = weight_size(scene) > 0;
    for (std::size_t i = 0; i < scene.taps.size(); ++i) {
        const pool::Moment moment = scene.moments->of(scene.taps[i]);
        if (moment.alpha <= 0) continue;
        Rect place = place_of(scene, i, moment);
        if (!scene.taps[i].valid) {
            drawing.add(
                RectStroke{place.inset(1), p.muted.with_alpha(moment.alpha), 1, 0, 0.35F * scene.em()});
            numbers.push_back({place, moment.number, p.muted.with_alpha(std::max(moment.alpha, 0.6F))});
            continue;
        }
        const Color fill = scene.color_of(moment.shade, moment.below);
        drawing.add(RectFill{place.inset(0.5F), fill.with_alpha(moment.alpha), 0});
        // Faded cells stand on paper: their ink is chosen for what is really seen.
        const Color ink = moment.alpha < 0.7F ? p.muted : ink_on(fill);
        if (weights) place.h *= kAboveWeight;
        numbers.push_back({place, moment.number, ink});
    }
    if (scene.taps.size() <= kMostTaps) {
        // All numbers of a moment have one size, that of the smallest cell.
        draw_numbers(drawing, numbers, scene.style);
        if (weights) draw_weights(drawing, scene);
    }
}

void thin_lines(Drawing& drawing, const PairScene& scene, const Rect& a, const Rect& b) {
    const Color color = scene.palette().muted.with_alpha(0.75F * scene.quiet());
    const float width = scene.style.line;
    drawing.add(Polyline{{{a.right(), a.y}, {b.x, b.y}}, color, width});
    drawing.add(Polyline{{{a.right(), a.bottom()}, {b.x, b.bottom()}}, color, width});
    drawing.add(Polyline{{{a.x, a.y}, {b.x, b.y}}, color.with_alpha(0.5F), width});
    drawing.add(Polyline{{{a.x, a.bottom()}, {b.x, b.bottom()}}, color.with_alpha(0.5F), width});
}

void route(Drawing& drawing, const Rect& from, const Rect& to, Color color, float width, float head) {
    const bool rightwards = to.center().x > from.center().x;
    const Point a{rightwards ? from.right() : from.x, from.center().y};
    const Point b{rightwards ? to.x : to.right(), to.center().y};
    const float bend = (b.x - a.x) * 0.5F;
    const float way = rightwards ? 1.0F : -1.0F;
    drawing.add(Cubic{a, {a.x + bend, a.y}, {b.x - bend, b.y}, {b.x - way * head * 0.8F, b.y}, color, width});
    draw_arrow_head(drawing, b, {way, 0}, head, color);
}

void window_routes(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "routes");
    const Palette& p = scene.palette();
    const Rect output = scene.right.cell_rect(scene.output.y, scene.output.x);
    const float head = 0.75F * scene.em();
    const float width = 2 * scene.style.line;
    const float quiet = scene.quiet();
    // Routes meet the lens at its edge, in the winner's row, and do not cross the other cells.
    const Rect box = scene.lens.inset(-0.35F * scene.em());
    const auto meeting = [&](std::size_t tap) {
        const Rect cell = scene.lens_rect(tap);
        return Rect{box.x, cell.y, box.w, cell.h};
    };
    const auto home = [&](std::size_t i) { return scene.left.cell_rect(scene.taps[i].y, scene.taps[i].x); };
    std::vector<std::size_t> winners;
    for (std::size_t i = 0; i < scene.taps.size(); ++i)
        if (scene.wins(scene.taps[i])) winners.push_back(i);
    if (!scene.backward) {
        const Color color = (scene.select ? p.winner : p.output).with_alpha(quiet);
        for (const std::size_t i : winners) route(drawing, home(i), meeting(i), color, width, head);
        if (!winners.empty()) {
            route(drawing, meeting(winners.front()), output, color, width, head);
        } else if (!scene.select) {
            route(drawing, {box.x, scene.lens.y, box.w, scene.lens.h}, output, color, width, head);
        }
        return;
    }
    const float arriving = scene.evaluation.gradient(scene.layer + 1).at(scene.output);
    const Color sign = (arriving == 0 ? p.muted : arriving < 0 ? p.negative : p.positive).with_alpha(quiet);
    for (const std::size_t i : winners) {
        route(drawing, output, meeting(i), sign, width, head);
        route(drawing, meeting(i), home(i), sign, width, head);
    }
    // A window too large to be listed sends to all of its cells.
    const bool sends = !scene.listed || std::ranges::any_of(scene.taps, [](const pool::Tap& tap) {
        return tap.valid && tap.share != 0;
    });
    if (scene.select || !sends) return;
    const Rect lens{box.x, scene.lens.y, box.w, scene.lens.h};
    route(drawing, output, lens, sign, width, head);
    route(drawing, lens, scene.window_rect(), sign, width, head);
}

/// "(2, 3)  0.7 + 0.9 = 1.6" for cells of the window where several windows' shares have arrived.
std::vector<std::string> sums(const PairScene& scene, std::size_t most) {
    std::vector<std::string> lines;
    if (!scene.listed || std::ssize(scene.taps) > kMostTapsOfOne) return lines;
    const bool own = pool::has_arrived(scene.stage());
    const auto arrived =
        windows_until(scene.evaluation, scene.layer, scene.output, scene.view.cursor.window - (own ? 0 : 1));
    for (const pool::Tap& tap : scene.taps) {
        if (lines.size() >= most) break;
        if (!tap.valid || tap.share == 0) continue;
        const auto met =
            met_shares(scene.evaluation, scene.layer, {scene.output.n, tap.c, tap.y, tap.x}, 3, arrived);
        if (met)
            lines.push_back("(" + std::to_string(tap.y) + ", " + std::to_string(tap.x) + ")  " + met->terms +
                            " = " + number(met->total, 3));
    }
    return lines;
}

void captions(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "lens.text");
    const Palette& p = scene.palette();
    const float em = scene.em();
    const float room = scene.right_frame.x - scene.left_frame.right() - em;
    const Point middle = scene.lens.center();
    std::string title =
        scene.strings.format("figure.window", {std::to_string(scene.h.count), std::to_string(scene.w.count)});
    if (scene.channels > 1)
        title += scene.strings.format("figure.window.channel",
                                      {std::to_string(scene.left.c), std::to_string(scene.channels)});
    const float title_w = text_width(Face::text_bold, 0.9F * em, title) + 0.6F * em;
    // Lines that pass behind the title stop at its edge.
    drawing.add(
        RectFill{{middle.x - title_w / 2, scene.lens.y - 1.8F * em, title_w, 1.2F * em}, p.paper, 0.3F * em});
    drawing.add(
        Text{{middle.x, scene.lens.y - 1.2F * em}, title, p.ink, 0.9F * em, Face::text_bold, Align::center});
    float y = scene.lens.bottom() + 1.6F * em;
    const auto line = [&](const std::string& text, Color color, float size, Face face) {
        const std::string shown = elided(face, size, text, room);
        const float w = text_width(face, size, shown) + 0.5F * em;
        drawing.add(RectFill{
            {middle.x - w / 2, y - 0.6F * size, w, 1.2F * size}, p.paper.with_alpha(0.85F), 0.2F * em});
        drawing.add(Text{{middle.x, y}, shown, color, size, face, Align::center});
        y += 1.4F * size;
    };
    if (scene.backward) {
        const float arriving = scene.evaluation.gradient(scene.layer + 1).at(scene.output);
        line(scene.strings.format("figure.arrives", {number(arriving)}),
             arriving < 0 ? p.negative : p.positive, 1.2F * em, Face::text_bold);
        const std::vector<std::string> lines = sums(scene, 4);
        // Sums are made smaller rather than cut: without its end a sum would mislead. All have one size.
        float size = 0.95F * em;
        for (const std::string& text : lines)
            size = std::min(size, 0.98F * room / std::max(text_width(Face::mono, 1, text), 1.0F));
        // None stands on the legend.
        const float bottom = scene.size.y - kLegendEm * em;
        for (const std::string& text : lines)
            if (y + 0.6F * size <= bottom) line(text, p.ink, size, Face::mono);
        return;
    }
    const pool::LayerResult& result = *scene.result;
    const pool::Formula formula = pool::explain(scene.evaluation, scene.layer, scene.output);
    const float output = result.forward.output.at(scene.output);
    line("= " + number(output), p.output, 1.6F * em, Face::mono);
    // A formula that does not fit is in the explanation anyway; a cut one would mislead.
    const std::string numbers = plain_math(formula.numbers);
    if (text_width(Face::mono, 0.85F * em, numbers) <= room) line(numbers, p.muted, 0.85F * em, Face::mono);
}

}  // namespace

void draw_lens(Drawing& drawing, const PairScene& scene) {
    const Palette& p = scene.palette();
    const Rect window = scene.window_rect();
    const Rect output = scene.right.cell_rect(scene.output.y, scene.output.x);
    {
        const Group group(drawing, "frustum");
        thin_lines(drawing, scene, window, scene.lens);
        thin_lines(drawing, scene, scene.lens, output);
    }
    {
        const Group group(drawing, "lens");
        drawing.add(RectFill{scene.lens.inset(-0.35F * scene.em()), p.paper, 0.3F * scene.em()});
        drawing.add(RectStroke{scene.lens.inset(-0.35F * scene.em()), p.window, 2 * scene.style.line,
                               0.3F * scene.em()});
    }
    if (scene.resting()) window_routes(drawing, scene);
    draw_taps(drawing, scene);
    if (scene.resting()) {
        for (std::size_t i = 0; i < scene.taps.size(); ++i) {
            if (!scene.wins(scene.taps[i])) continue;
            drawing.add(
                RectStroke{scene.lens_rect(i).inset(1), p.winner, 3 * scene.style.line, 0.15F * scene.em()});
        }
    }
    captions(drawing, scene);
}

}  // namespace figure
