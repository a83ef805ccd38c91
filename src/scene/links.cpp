#include "scene/links.h"

#include <algorithm>
#include <cmath>

#include "scene/vector.h"

namespace scene {

namespace {

constexpr std::size_t kBudget = 20000;
/// An average has as many links as its windows have cells; beyond this only the current window's are drawn.
constexpr std::int64_t kMostShares = 8000;
constexpr std::size_t kMostRings = 400;

const Slab* find_slab(const Layout& layout, std::size_t map, std::int64_t c) {
    const auto found =
        std::ranges::find_if(layout.slabs, [&](const Slab& s) { return s.map == map && s.c == c; });
    return found == layout.slabs.end() ? nullptr : &*found;
}

float lift(const Slab& slab) { return 0.02F * std::max(slab.cell_w, slab.cell_h) + 0.02F; }

Vec3 middle(const Slab& slab, std::int64_t y, std::int64_t x, float rise) {
    Vec3 p = slab.point(static_cast<float>(y) + 0.5F, static_cast<float>(x) + 0.5F);
    p.y += rise;
    return p;
}

Rgba faded(Rgba color, float alpha) {
    color[3] = alpha;
    return color;
}

void frame(std::vector<LinkInstance>& out, const Slab& slab, float y0, float x0, float y1, float x1,
           Rgba color, float weight) {
    const std::array<Vec3, 4> p = {slab.point(y0, x0), slab.point(y0, x1), slab.point(y1, x1),
                                   slab.point(y1, x0)};
    const float rise = lift(slab);
    for (std::size_t i = 0; i < 4; ++i) {
        Vec3 a = p[i];
        Vec3 b = p[(i + 1) % 4];
        a.y += rise;
        b.y += rise;
        out.push_back({a, b, color, weight});
    }
}

void ring(std::vector<LinkInstance>& out, const Slab& slab, const pool::Cell& cell, Rgba color,
          float weight) {
    const auto y = static_cast<float>(cell.y);
    const auto x = static_cast<float>(cell.x);
    frame(out, slab, y, x, y + 1, x + 1, color, weight);
}

/// Strength of a link between 0 and 1, and the colour of its role.
struct Paint {
    Rgba color;
    float strength;
};

Paint paint_of(float value, float gradient, bool backward, const Look& look) {
    if (backward) {
        const float s = std::clamp(std::abs(gradient) / look.gradient_high, 0.0F, 1.0F);
        return {gradient < 0 ? look.negative : look.positive, s};
    }
    const float span = std::max(look.activation_high - look.activation_low, 1e-12F);
    return {look.winner, std::clamp((value - look.activation_low) / span, 0.0F, 1.0F)};
}

void keep_strongest(std::vector<LinkInstance>& links) {
    if (links.size() <= kBudget) return;
    const auto cut = links.begin() + static_cast<std::ptrdiff_t>(kBudget);
    std::ranges::nth_element(
        links, cut, [](const LinkInstance& a, const LinkInstance& b) { return a.weight > b.weight; });
    links.erase(cut, links.end());
}

}  // namespace

LayerLinks layer_links(const pool::Evaluation& evaluation, std::size_t index, const Layout& layout,
                       bool backward, const Look& look) {
    const pool::LayerResult& layer = evaluation.layers[index];
    const pool::Shape& out = layer.forward.output.shape();
    const std::int64_t width = evaluation.map(index).shape().w;
    LayerLinks result;
    if (layer.forward.indices.empty()) {
        result.total = layer.geometry.window_cells(1, out.c);
        if (result.total > kMostShares) return result;
    }
    for (std::int64_t c = 0; c < out.c; ++c) {
        const Slab* below = find_slab(layout, index, c);
        const Slab* above = find_slab(layout, index + 1, c);
        if (!below || !above) continue;
        for (std::int64_t i = 0; i < out.plane(); ++i) {
            const pool::Cell cell{above->n, c, i / out.w, i % out.w};
            const Vec3 to = middle(*above, cell.y, cell.x, -0.02F);
            if (!layer.forward.indices.empty()) {
                const std::int64_t winner = layer.forward.indices.at(cell);
                if (winner < 0) continue;
                const Paint paint = paint_of(layer.forward.output.at(cell),
                                             evaluation.gradient(index + 1).at(cell), backward, look);
                result.links.push_back({middle(*below, winner / width, winner % width, lift(*below)), to,
                                        faded(paint.color, 0.06F + 0.6F * paint.strength),
                                        0.25F + 0.75F * paint.strength});
                ++result.total;
                continue;
            }
            for (const pool::Link& link : pool::links_into(evaluation, index, cell)) {
                if (link.below.c != c || link.share == 0) continue;
                const Paint paint =
                    paint_of(evaluation.map(index).at(link.below), link.gradient, backward, look);
                const Rgba color = backward ? paint.color : look.output;
                result.links.push_back({middle(*below, link.below.y, link.below.x, lift(*below)), to,
                                        faded(color, 0.05F + 0.35F * paint.strength), 0.3F});
            }
        }
    }
    keep_strongest(result.links);
    return result;
}

std::vector<LinkInstance> window_marks(const pool::Evaluation& evaluation, const View& view,
                                       const Layout& layout, const Look& look) {
    std::vector<LinkInstance> marks;
    if (evaluation.layers.empty()) return marks;
    const std::size_t index = view.cursor.layer;
    const pool::LayerResult& layer = evaluation.layers[index];
    const pool::Cell cell = pool::output_cell(evaluation, view.cursor, view.n, view.c);
    const Slab* below = find_slab(layout, index, std::min(view.c, evaluation.map(index).shape().c - 1));
    const Slab* above = find_slab(layout, index + 1, cell.c);
    if (!below || !above) return marks;
    const pool::AxisWindow h = layer.geometry.rows(cell);
    const pool::AxisWindow w = layer.geometry.columns(cell);
    const auto y0 = static_cast<float>(h.start);
    const auto y1 = static_cast<float>(h.end());
    const auto x0 = static_cast<float>(w.start);
    const auto x1 = static_cast<float>(w.end());
    frame(marks, *below, y0, x0, y1, x1, look.window, 1);
    ring(marks, *above, cell, look.output, 1);
    const auto cy = static_cast<float>(cell.y);
    const auto cx = static_cast<float>(cell.x);
    const std::array<std::array<float, 4>, 4> corners = {
        {{y0, x0, cy, cx}, {y0, x1, cy, cx + 1}, {y1, x1, cy + 1, cx + 1}, {y1, x0, cy + 1, cx}}};
    for (const auto& [ya, xa, yb, xb] : corners)
        marks.push_back({below->point(ya, xa), above->point(yb, xb), faded(look.window, 0.8F), 0.5F});
    for (const pool::Link& link : pool::links_into(evaluation, index, cell)) {
        if (link.share == 0 || link.below.c != below->c) continue;
        const bool backward = view.cursor.phase == pool::Phase::backward;
        const Rgba sign = link.gradient < 0 ? look.negative : look.positive;
        const Rgba color = backward ? sign : link.winner ? look.winner : look.output;
        const float weight = link.winner ? 1.6F : 0.7F;
        marks.push_back({middle(*below, link.below.y, link.below.x, lift(*below)),
                         middle(*above, cell.y, cell.x, -0.02F), color, weight});
        if (link.winner) ring(marks, *below, link.below, look.winner, 1.3F);
    }
    return marks;
}

std::vector<LinkInstance> lineage_marks(const pool::Trace& trace, const View& view, const Layout& layout,
                                        const Look& look) {
    std::vector<LinkInstance> marks;
    for (std::size_t map = 0; map < trace.cells.size(); ++map) {
        std::size_t drawn = 0;
        for (const pool::Cell& cell : trace.cells[map]) {
            const Slab* slab = find_slab(layout, map, cell.c);
            if (!slab || cell.n != slab->n || ++drawn > kMostRings) continue;
            ring(marks, *slab, cell, look.ink, 0.9F);
        }
    }
    for (const std::vector<pool::Link>& links : trace.links) {
        std::size_t drawn = 0;
        for (const pool::Link& link : links) {
            const Slab* below = find_slab(layout, link.layer, link.below.c);
            const Slab* above = find_slab(layout, link.layer + 1, link.above.c);
            if (!below || !above || ++drawn > kMostRings) continue;
            const bool backward = view.cursor.phase == pool::Phase::backward;
            const Rgba color = backward ? (link.gradient < 0 ? look.negative : look.positive) : look.winner;
            marks.push_back({middle(*below, link.below.y, link.below.x, lift(*below)),
                             middle(*above, link.above.y, link.above.x, -0.02F), color, 1.2F});
        }
    }
    return marks;
}

}  // namespace scene
