#include "pool/trace.h"

#include <algorithm>
#include <tuple>

namespace pool {

namespace {

auto order(const Cell& cell) { return std::tie(cell.n, cell.c, cell.y, cell.x); }
bool before(const Cell& a, const Cell& b) { return order(a) < order(b); }

void sort_unique(std::vector<Cell>& cells) {
    std::ranges::sort(cells, before);
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
}

/// Taps of one output cell with their gradients.
std::vector<Tap> taps_of(const Evaluation& evaluation, std::size_t index, const Cell& above) {
    const LayerResult& layer = evaluation.layers[index];
    const Tensor& input = evaluation.map(index);
    std::vector<Tap> taps = layer.kind->taps(layer.layer.params, input, layer.forward, above);
    layer.kind->spread(layer.layer.params, input.shape(), above, evaluation.gradient(index + 1).at(above),
                       taps);
    return taps;
}

Link link_of(std::size_t layer, std::int64_t item, const Cell& above, const Tap& tap) {
    return {layer, {item, tap.c, tap.y, tap.x}, above, tap.share, tap.gradient, tap.winner};
}

/// A loser of a `select` layer gives no value and receives no gradient, so lineage does not follow it.
bool carries(const LayerResult& layer, const Link& link) {
    return layer.kind->reduction(layer.layer.params) != Reduction::select || link.winner || link.share != 0;
}

void down(const Evaluation& evaluation, Trace& trace) {
    for (std::size_t i = trace.origin.map; i-- > 0;) {
        for (const Cell& above : trace.cells[i + 1]) {
            for (const Link& link : links_into(evaluation, i, above)) {
                if (!carries(evaluation.layers[i], link)) continue;
                trace.links[i].push_back(link);
                trace.cells[i].push_back(link.below);
            }
        }
        sort_unique(trace.cells[i]);
    }
}

void up(const Evaluation& evaluation, Trace& trace) {
    for (std::size_t i = trace.origin.map; i < evaluation.layers.size(); ++i) {
        for (const Cell& below : trace.cells[i]) {
            for (const Link& link : links_out_of(evaluation, i, below)) {
                if (!carries(evaluation.layers[i], link)) continue;
                trace.links[i].push_back(link);
                trace.cells[i + 1].push_back(link.above);
            }
        }
        sort_unique(trace.cells[i + 1]);
    }
}

void follow_winners(const Evaluation& evaluation, Trace& trace) {
    MapCell at = trace.origin;
    trace.winner_path.push_back(at);
    while (at.map > 0) {
        const std::vector<Link> links = links_into(evaluation, at.map - 1, at.cell);
        const Link* best = nullptr;
        for (const Link& link : links) {
            const LayerResult& layer = evaluation.layers[at.map - 1];
            const bool select = layer.kind->reduction(layer.layer.params) == Reduction::select;
            if (select ? link.winner : (!best || link.share > best->share)) best = &link;
        }
        if (!best) return;
        at = {at.map - 1, best->below};
        trace.winner_path.push_back(at);
    }
}

}  // namespace

std::vector<Cell> windows_containing(const Evaluation& evaluation, std::size_t index, const Cell& below) {
    const LayerResult& layer = evaluation.layers[index];
    return layer.kind->outputs_of(layer.layer.params, evaluation.map(index).shape(), layer.forward, below);
}

std::vector<Link> links_into(const Evaluation& evaluation, std::size_t layer, const Cell& above) {
    std::vector<Link> links;
    const std::int64_t item = evaluation.layers[layer].geometry.item(above.n);
    for (const Tap& tap : taps_of(evaluation, layer, above))
        if (tap.valid) links.push_back(link_of(layer, item, above, tap));
    return links;
}

std::vector<Link> links_out_of(const Evaluation& evaluation, std::size_t layer, const Cell& below) {
    std::vector<Link> links;
    for (const Cell& above : windows_containing(evaluation, layer, below)) {
        for (const Tap& tap : taps_of(evaluation, layer, above)) {
            if (tap.valid && tap.y == below.y && tap.x == below.x && tap.c == below.c)
                links.push_back(link_of(layer, below.n, above, tap));
        }
    }
    return links;
}

Trace trace(const Evaluation& evaluation, const MapCell& origin) {
    Trace result;
    result.origin = origin;
    result.cells.resize(evaluation.map_count());
    result.links.resize(evaluation.layers.size());
    result.cells[origin.map] = {origin.cell};
    down(evaluation, result);
    up(evaluation, result);
    for (std::vector<Link>& links : result.links) {
        std::ranges::sort(links, [](const Link& a, const Link& b) {
            return std::tuple_cat(order(a.above), order(a.below)) <
                   std::tuple_cat(order(b.above), order(b.below));
        });
    }
    follow_winners(evaluation, result);
    return result;
}

ReceptiveField receptive_field(const Evaluation& evaluation, const MapCell& origin) {
    ReceptiveField field{origin.cell.y, origin.cell.y + 1, origin.cell.x, origin.cell.x + 1, 1, 1};
    // The effective stride exists where every window is as far from the last one.
    const auto step = [](const AxisGeometry& axis) {
        if (axis.is_sliding()) return axis.output() > 1 ? axis.stride() : 0;
        std::int64_t result = axis.output() > 1 ? axis.window(1).start - axis.window(0).start : 0;
        for (std::int64_t o = 2; o < axis.output() && result > 0; ++o)
            if (axis.window(o).start - axis.window(o - 1).start != result) result = 0;
        return result;
    };
    Cell corner = origin.cell;
    for (std::size_t i = origin.map; i-- > 0;) {
        const Geometry& geometry = evaluation.layers[i].geometry;
        field.jump_h *= geometry.uniform() ? step(geometry.h()) : 0;
        field.jump_w *= geometry.uniform() ? step(geometry.w()) : 0;
        Region region;
        const Region above{field.y0, field.y1, field.x0, field.x1};
        if (geometry.uniform()) {
            region = geometry.inputs_of(above);
        } else {
            // The windows of this plane alone, the corners of the region standing for all of it.
            for (const std::int64_t y : {above.y0, above.y1 - 1}) {
                for (const std::int64_t x : {above.x0, above.x1 - 1}) {
                    const AxisWindow h = geometry.rows({corner.n, corner.c, y, x});
                    const AxisWindow w = geometry.columns({corner.n, corner.c, y, x});
                    const Shape& below = evaluation.map(i).shape();
                    region = region.with({std::max<std::int64_t>(h.start, 0), std::min(h.end(), below.h),
                                          std::max<std::int64_t>(w.start, 0), std::min(w.end(), below.w)});
                }
            }
        }
        corner.n = geometry.item(corner.n);
        if (region.empty()) return {0, 0, 0, 0, field.jump_h, field.jump_w};
        field.y0 = region.y0;
        field.y1 = region.y1;
        field.x0 = region.x0;
        field.x1 = region.x1;
    }
    return field;
}

}  // namespace pool
