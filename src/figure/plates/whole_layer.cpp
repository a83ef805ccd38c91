#include <algorithm>
#include <cmath>

#include "figure/number.h"
#include "figure/plates/lineage.h"
#include "figure/plates/pair_layout.h"
#include "figure/shares.h"
#include "figure/text.h"

// All windows of a layer at once: the same three stages as for one window.

namespace figure {

namespace {

constexpr std::int64_t kMostMovers = 2500;
constexpr std::int64_t kMostShares = 12000;
constexpr std::int64_t kMostRoutes = 240;
constexpr std::int64_t kMostSums = 400;
constexpr float kCovered = 1 - pool::WindowMoments::kLoser;

/// One window's cells (for `select` its winner) and where its value goes.
struct Mover {
    Rect window;
    Rect source;  ///< the winner's cell, or the whole window
    Rect output;
    float above = 0;  ///< output, or the gradient that it sends
};

/// What a cell gets of one window's gradient, at this moment.
struct Share {
    std::int64_t y = 0, x = 0;  ///< the cell
    pool::Moment moment;
};

Rect mixed(const Rect& a, const Rect& b, float t) {
    const auto mix = [t](float p, float q) { return p + (q - p) * t; };
    return {mix(a.x, b.x), mix(a.y, b.y), mix(a.w, b.w), mix(a.h, b.h)};
}

/// Every k-th row and column of outputs, so that at most `most` are left.
std::int64_t thinning(const MapArea& area, std::int64_t most) {
    std::int64_t k = 1;
    while (((area.rows + k - 1) / k) * ((area.columns + k - 1) / k) > most) ++k;
    return k;
}

bool mover_of(const PairScene& scene, const pool::Cell& output, Mover& mover) {
    const pool::LayerResult& layer = *scene.result;
    if (layer.geometry().item(output.n) != scene.left.n) return false;
    const pool::AxisWindow h = layer.geometry().rows(output);
    const pool::AxisWindow w = layer.geometry().columns(output);
    const Rect first = scene.left.cell_rect(h.start, w.start);
    mover.window = {first.x, first.y, scene.left.cell * static_cast<float>(w.end() - w.start),
                    scene.left.cell * static_cast<float>(h.end() - h.start)};
    mover.source = mover.window;
    mover.output = scene.right.cell_rect(output.y, output.x);
    mover.above = scene.right_values().at(output);
    if (!scene.select || layer.forward.indices.empty()) return true;
    const std::int64_t index = layer.forward.indices.at(output);
    if (index < 0) return false;
    mover.source = scene.left.cell_rect(index / scene.left.columns, index % scene.left.columns);
    return true;
}

std::vector<Mover> movers_of(const PairScene& scene, std::int64_t most) {
    std::vector<Mover> movers;
    const std::int64_t k = thinning(scene.right, most);
    for (std::int64_t y = 0; y < scene.right.rows; y += k) {
        for (std::int64_t x = 0; x < scene.right.columns; x += k) {
            Mover mover;
            if (mover_of(scene, {scene.output.n, scene.output.c, y, x}, mover)) movers.push_back(mover);
        }
    }
    return movers;
}

/// The shares of as many windows as the movers are, fewer where windows are large.
std::vector<Share> shares_of(const PairScene& scene) {
    std::vector<Share> shares;
    const std::int64_t taps = std::max<std::int64_t>(1, pool::tap_count(*scene.result, scene.output));
    if (taps > pool::kMostTaps) return shares;
    const std::int64_t k =
        thinning(scene.right, std::clamp<std::int64_t>(kMostShares / taps, 1, kMostMovers));
    for (std::int64_t y = 0; y < scene.right.rows; y += k) {
        for (std::int64_t x = 0; x < scene.right.columns; x += k) {
            const pool::Cell output{scene.output.n, scene.output.c, y, x};
            const pool::WindowMoments moments(scene.evaluation, scene.cursor, output);
            for (const pool::Link& link : pool::links_into(scene.evaluation, scene.layer, output))
                if (link.share != 0 && link.below.n == scene.left.n && link.below.c == scene.left.c)
                    shares.push_back({link.below.y, link.below.x, moments.of(link)});
        }
    }
    return shares;
}

/// A window's outline, kept inside its cells so that neighbours do not share one line.
void outlines(Drawing& drawing, const PairScene& scene, const std::vector<Mover>& movers, float alpha) {
    const Group group(drawing, "windows");
    if (scene.left.cell < 2.5F) return;
    for (const Mover& m : movers)
        drawing.add(RectStroke{m.window.inset(std::min(1.0F, 0.1F * scene.left.cell)),
                               scene.palette().window.with_alpha(alpha), scene.style.line});
}

void fills(Drawing& drawing, const PairScene& scene, const std::vector<Mover>& movers, float alpha, float t,
           Rect (*place)(const Mover&, float)) {
    const Group group(drawing, "movers");
    for (const Mover& m : movers) {
        const Rect rect = place(m, t);
        const float gap = std::min(1.0F, 0.08F * rect.w);
        drawing.add(RectFill{rect.inset(gap), scene.color_of(m.above, 0).with_alpha(alpha)});
    }
}

Rect at_source(const Mover& m, float) { return m.source; }
Rect rising(const Mover& m, float t) { return mixed(m.source, m.output, t); }
Rect falling(const Mover& m, float t) { return mixed(m.output, m.source, t); }

/// The k-th of `count` equal parts of a cell.
Rect part_of(const Rect& cell, int k, int count) {
    int across = 1;
    while (across * across < count) ++across;
    const int down = (count + across - 1) / across;
    const float w = cell.w / static_cast<float>(across);
    const float h = cell.h / static_cast<float>(down);
    return {cell.x + w * static_cast<float>(k % across), cell.y + h * static_cast<float>(k / across), w, h};
}

/// Shares in their cells, side by side where several meet.
void split_fills(Drawing& drawing, const PairScene& scene, float alpha) {
    const Group group(drawing, "movers");
    const std::vector<Share> shares = shares_of(scene);
    const auto at = [&](const Share& s) { return static_cast<std::size_t>(s.y * scene.left.columns + s.x); };
    std::vector<int> count(static_cast<std::size_t>(scene.left.rows * scene.left.columns));
    std::vector<int> drawn(count.size());
    for (const Share& s : shares) ++count[at(s)];
    for (const Share& s : shares) {
        const Rect part = part_of(scene.left.cell_rect(s.y, s.x), drawn[at(s)]++, count[at(s)]);
        const float gap = std::min(1.0F, 0.08F * part.w);
        const Color color = scene.color_of(s.moment.shade, s.moment.below);
        drawing.add(RectFill{part.inset(gap), color.with_alpha(alpha)});
    }
}

void cover(Drawing& drawing, const Rect& rect, Color paper, float alpha) {
    if (alpha > 0) drawing.add(RectFill{rect, paper.with_alpha(std::min(alpha, 1.0F))});
}

/// Forward. Gather: windows are outlined. Compare: losers fade, or cells level to their mean. Collapse: what
/// is left moves into the output cells.
void forward_stages(Drawing& drawing, const PairScene& scene, const std::vector<Mover>& movers) {
    const pool::Act act = pool::act_of(scene.stage());
    const auto [gathered, compared, collapsed] = pool::stage_progress(scene.stage());
    // Losers turn grey; mixed with paper they would take a colour that means another value.
    constexpr Color kGrey{127, 127, 127, 255};
    drawing.add(PushClip{scene.left_frame.inset(-3)});
    if (scene.select) cover(drawing, scene.left.rect, kGrey, kCovered * compared);
    if (act == pool::Act::second) fills(drawing, scene, movers, scene.select ? 1.0F : compared, 0, at_source);
    outlines(drawing, scene, movers, gathered * (1 - 0.7F * collapsed));
    drawing.add(PopClip{});
    if (act == pool::Act::third) fills(drawing, scene, movers, 1, collapsed, rising);
}

/// Backward, the other way round: gradients leave the output cells, are split among the windows' cells, and
/// add up.
void backward_stages(Drawing& drawing, const PairScene& scene, const std::vector<Mover>& movers) {
    const pool::Act act = pool::act_of(scene.stage());
    const auto [left, split, added] = pool::stage_progress(scene.stage());
    drawing.add(PushClip{scene.left_frame.inset(-3)});
    cover(drawing, scene.left.rect, scene.palette().paper, 1 - added);
    drawing.add(PopClip{});
    if (act == pool::Act::first) {
        fills(drawing, scene, movers, 1, left, falling);
    } else {
        split_fills(drawing, scene, 1 - added);
    }
    // Above the shares, of which those of 0 are as light as paper.
    drawing.add(PushClip{scene.left_frame.inset(-3)});
    outlines(drawing, scene, movers, left * (1 - 0.6F * added));
    drawing.add(PopClip{});
}

void layer_routes(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "routes");
    const Palette& p = scene.palette();
    const std::vector<Mover> movers = movers_of(scene, kMostRoutes);
    const float fade = movers.size() > 60 ? 0.45F : 0.8F;
    for (const Mover& m : movers) {
        const Point a{m.source.right(), m.source.center().y};
        const Point b{m.output.x, m.output.center().y};
        const float bend = (b.x - a.x) * 0.5F;
        const Color color = !scene.backward ? (scene.select ? p.winner : p.output)
                            : m.above < 0   ? p.negative
                            : m.above > 0   ? p.positive
                                            : p.muted;
        drawing.add(Cubic{a,
                          {a.x + bend, a.y},
                          {b.x - bend, b.y},
                          b,
                          color.with_alpha(scene.quiet() * fade),
                          scene.style.line});
    }
}

/// "0.7 + 0.9" in cells where several windows' shares arrive, while they do.
void sums(Drawing& drawing, const PairScene& scene) {
    if (scene.hides(work::Hidden::sums)) return;
    if (scene.left.cell < 3.2F * scene.em() || scene.left.rows * scene.left.columns > kMostSums) return;
    if (pool::tap_count(*scene.result, scene.output) > kMostTapsOfEach) return;
    const Group group(drawing, "sums");
    const pool::Tensor& total = scene.evaluation.gradient(scene.layer);
    const auto all = [](const pool::Link&) { return true; };
    for (std::int64_t y = 0; y < scene.left.rows; ++y) {
        for (std::int64_t x = 0; x < scene.left.columns; ++x) {
            const pool::Cell cell{scene.left.n, scene.left.c, y, x};
            const auto met = met_shares(scene.evaluation, scene.layer, cell, 2, all);
            if (!met) continue;
            const float room = 0.92F * scene.left.cell;
            const float size =
                std::min(0.8F * scene.em(), room / std::max(text_width(Face::mono, 1, met->terms), 1.0F));
            if (size < 0.5F * scene.em()) continue;
            const Rect rect = scene.left.cell_rect(y, x);
            drawing.add(Text{{rect.center().x, rect.bottom() - 0.7F * size},
                             met->terms,
                             ink_on(scene.color_of(total.at(cell), 1)),
                             size,
                             Face::mono,
                             Align::center});
        }
    }
}

void captions(Drawing& drawing, const PairScene& scene, std::size_t routes_shown) {
    const Group group(drawing, "whole.text");
    const Palette& p = scene.palette();
    const float em = scene.em();
    const float left = scene.left_frame.right();
    const Point at{(left + scene.right_frame.x) / 2,
                   std::max(std::min(scene.left_frame.y, scene.right_frame.y) - 1.05F * em, 0.8F * em)};
    const std::int64_t windows = scene.right.rows * scene.right.columns;
    const float room = scene.right_frame.x - left - em;
    const auto line = [&](float y, const std::string& text, Color ink, float size, Face face) {
        const std::string shown = elided(face, size, text, room);
        const float w = text_width(face, size, shown) + 0.6F * em;
        drawing.add(
            RectFill{{at.x - w / 2, y - 0.7F * size, w, 1.4F * size}, p.paper.with_alpha(0.85F), 0.3F * em});
        drawing.add(Text{{at.x, y}, shown, ink, size, face, Align::center});
    };
    line(at.y,
         windows == 1 ? scene.strings("figure.windows.one")
                      : scene.strings.format("figure.windows", {std::to_string(windows)}),
         p.ink, 1.1F * em, Face::text_bold);
    if (static_cast<std::int64_t>(routes_shown) < windows && scene.resting())
        line(at.y + 1.7F * em,
             scene.strings.format("figure.routes", {std::to_string(routes_shown), std::to_string(windows)}),
             p.muted, 0.85F * em, Face::text);
}

}  // namespace

void draw_whole_layer(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "whole");
    if (scene.hides_result() || scene.hides_window()) {
        if (!scene.hides_size(scene.layer + 1))
            captions(drawing, scene, static_cast<std::size_t>(scene.right.rows * scene.right.columns));
        return;
    }
    const std::vector<Mover> movers = movers_of(scene, kMostMovers);
    if (scene.resting()) {
        layer_routes(drawing, scene);
        captions(drawing, scene, movers_of(scene, kMostRoutes).size());
        return;
    }
    if (scene.backward) {
        backward_stages(drawing, scene, movers);
        if (pool::act_of(scene.stage()) == pool::Act::third) sums(drawing, scene);
    } else {
        forward_stages(drawing, scene, movers);
    }
    captions(drawing, scene, movers.size());
}

}  // namespace figure
