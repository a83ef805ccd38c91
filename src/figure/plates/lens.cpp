#include <algorithm>
#include <cmath>

#include "figure/number.h"
#include "figure/plates/lineage.h"
#include "figure/plates/pair_layout.h"
#include "figure/plates/veiled.h"
#include "figure/shares.h"
#include "figure/text.h"

namespace figure {

namespace {

/// Beyond this many taps the lens shows the window's colours alone.
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
    const float room = 0.96F * cell.w - text_width(Face::mono, size, "×");
    const std::string text = "×" + number_within(tap.share, 1, 3, size, room);
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
void window_picture(Drawing& drawing, const PairScene& scene) {
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

/// A cell that has lost turns grey and stays readable; only what vanishes becomes clear.
std::pair<Color, float> colours_of(const PairScene& scene, const pool::Moment& moment) {
    constexpr float kLoser = pool::WindowMoments::kLoser;
    const Color plain = scene.color_of(moment.shade, moment.below);
    if (scene.backward) return {plain, moment.alpha};
    const float lost = std::clamp((1 - moment.alpha) / (1 - kLoser), 0.0F, 1.0F);
    return {mixed(plain, toned(scene.palette(), Tone::unread, plain), lost),
            std::min(moment.alpha / kLoser, 1.0F)};
}

void draw_taps(Drawing& drawing, const PairScene& scene) {
    if (!scene.listed || scene.taps.size() > kMostCells) {
        window_picture(drawing, scene);
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
            if (scene.hides(work::Hidden::padding))
                draw_veiled(drawing, place.inset(2), scene.style);
            else
                numbers.push_back({place, moment.number, p.muted.with_alpha(std::max(moment.alpha, 0.6F))});
            continue;
        }
        const auto [fill, shown] = colours_of(scene, moment);
        drawing.add(RectFill{place.inset(0.5F), fill.with_alpha(shown), 0});
        const Color ink = ink_on(over(p.paper, fill.with_alpha(shown)));
        if (weights) place.h *= kAboveWeight;
        numbers.push_back({place, moment.number, ink});
    }
    if (std::ssize(scene.taps) <= kMostTapsOfOne) {
        // All numbers of a moment have one size, that of the smallest cell.
        // The back row reads two digits better than four.
        draw_numbers(drawing, numbers, scene.style, scene.style.presenting ? 2.45F : 1.0F);
        if (weights) draw_weights(drawing, scene);
    }
}

/// From the window's corners to the lens's nearest ones.
void frustum(Drawing& drawing, const PairScene& scene, const Rect& box) {
    const Group group(drawing, "frustum");
    const Color color = scene.palette().muted.with_alpha(0.9F * scene.quiet());
    const Rect window = scene.window_rect();
    const float width = 0.8F * scene.style.line;
    const auto line = [&](Point from, Point to) {
        drawing.add(Polyline{{kept_in(from, scene.left_frame), to}, color, width});
    };
    line({window.right(), window.y}, {box.x, box.y});
    line({window.right(), window.bottom()}, {box.x, box.bottom()});
}

/// "0.7 + 0.9 = 1.6" at a cell of the window where several windows' shares have arrived.
struct Sum {
    pool::Cell cell;
    std::string text;
};
std::vector<Sum> sums(const PairScene& scene, std::size_t most) {
    std::vector<Sum> found;
    if (!scene.listed || std::ssize(scene.taps) > kMostTapsOfOne) return found;
    // This window's own share counts from the stage on in which it arrives.
    const auto arrived = windows_until(scene.evaluation, scene.layer, scene.output,
                                       scene.cursor.window - (scene.has_arrived() ? 0 : 1));
    for (const pool::Tap& tap : scene.taps) {
        if (found.size() >= most) break;
        if (!tap.valid || tap.share == 0) continue;
        const pool::Cell cell{scene.left.n, tap.c, tap.y, tap.x};
        if (const auto met = met_shares(scene.evaluation, scene.layer, cell, 3, arrived))
            found.push_back({cell, met->terms + " = " + number(met->total, 3)});
    }
    return found;
}

/// The sums in a box above the lens; a single one points to the cell that receives it.
void sum_box(Drawing& drawing, const PairScene& scene) {
    constexpr std::size_t kMostSums = 4;
    const std::vector<Sum> all = sums(scene, kMostSums);
    if (all.empty()) return;
    const Group group(drawing, "lens.sums");
    const Palette& p = scene.palette();
    const float em = scene.em();
    std::vector<std::string> lines;
    for (const Sum& sum : all)
        lines.push_back(all.size() == 1 ? sum.text
                                        : "(" + std::to_string(sum.cell.y) + ", " +
                                              std::to_string(sum.cell.x) + ")  " + sum.text);
    const float room = scene.right_frame.x - scene.left_frame.right() - 1.2F * em;
    float size = (all.size() == 1 ? 1.2F : 0.95F) * em;
    // Made smaller rather than cut: without its end a sum would mislead.
    for (const std::string& text : lines)
        size = std::min(size, 0.94F * room / std::max(text_width(Face::mono, 1, text), 1.0F));
    float width = 0;
    for (const std::string& text : lines) width = std::max(width, text_width(Face::mono, size, text));
    const float height = 1.5F * size * static_cast<float>(lines.size()) + 0.5F * size;
    const float middle = (scene.left_frame.right() + scene.right_frame.x) / 2;
    // Above the title of the lens.
    const float top = std::min(scene.left_frame.y, scene.right_frame.y) + 0.4F * em;
    const float y = std::max(std::min(top, scene.lens.y - 2 * em - height), 0.2F * em);
    const Rect box{middle - width / 2 - 0.7F * size, y, width + 1.4F * size, height};
    if (all.size() == 1) {
        const Rect cell = scene.left.cell_rect(all[0].cell.y, all[0].cell.x);
        const Point to = kept_in({cell.right(), cell.y}, scene.left_frame);
        drawing.add(Polyline{{{box.x + 0.5F * size, box.bottom()}, to}, p.positive, scene.style.line});
    }
    drawing.add(RectFill{box, p.paper, 0.4F * em});
    drawing.add(RectStroke{box, p.positive, 1.2F * scene.style.line, 0.4F * em});
    for (std::size_t i = 0; i < lines.size(); ++i)
        drawing.add(Text{{middle, y + 0.25F * size + 1.5F * size * (static_cast<float>(i) + 0.5F)},
                         lines[i],
                         p.positive_text,
                         size,
                         Face::mono,
                         Align::center});
}

/// Above the lens: backward what the window sends, otherwise of several channels the one that is shown.
void title(Drawing& drawing, const PairScene& scene, const Rect& box) {
    if (!scene.backward && scene.channels == 1) return;
    const Group group(drawing, "lens.text");
    const float em = scene.em();
    const float arriving = scene.evaluation.gradient(scene.layer + 1).at(scene.output);
    const float size = 0.95F * em;
    const bool sends = scene.backward && !scene.hides_cells(scene.layer + 1);
    std::string text = sends ? scene.strings.format("figure.sends", {number(arriving)}) : "";
    if (scene.channels > 1)
        text += (text.empty() ? "" : " · ") +
                scene.strings.format("figure.channel",
                                     {std::to_string(scene.left.c), std::to_string(scene.channels)});
    text = elided(Face::text_bold, size, text, scene.right_frame.x - scene.left_frame.right() - 0.6F * em);
    drawing.add(Text{{scene.lens.center().x, box.y - 0.9F * em},
                     text,
                     scene.palette().ink,
                     size,
                     Face::text_bold,
                     Align::center});
}

void winner_rings(Drawing& drawing, const PairScene& scene) {
    if (!scene.winner_known() || (!scene.resting() && scene.stage() > 2)) return;
    const float width = std::min(kMarkLine * scene.style.line, 0.12F * scene.lens_cell);
    for (std::size_t i = 0; i < scene.taps.size(); ++i)
        if (scene.wins(scene.taps[i]))
            draw_ring(drawing, scene.lens_rect(i).inset(width / 2 + 1), scene.palette().winner, width,
                      0.15F * scene.em());
}

}  // namespace

void draw_lens(Drawing& drawing, const PairScene& scene) {
    const Palette& p = scene.palette();
    const Rect box = scene.lens.inset(-0.35F * scene.em());
    if (!scene.hides_window()) frustum(drawing, scene, box);
    {
        const Group group(drawing, "lens");
        drawing.add(RectFill{box, p.paper, 0.3F * scene.em()});
        draw_ring(drawing, box, p.window, kMarkLine * scene.style.line, 0.3F * scene.em());
    }
    if (scene.hides_lens())
        draw_veiled(drawing, scene.lens, scene.style);
    else
        draw_taps(drawing, scene);
    winner_rings(drawing, scene);
    draw_window_routes(drawing, scene, box);
    title(drawing, scene, box);
    if (scene.backward && scene.has_arrived() && !scene.hides(work::Hidden::sums)) sum_box(drawing, scene);
}

}  // namespace figure
