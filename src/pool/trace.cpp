#include "pool/trace.h"

#include <algorithm>
#include <tuple>

#include "pool/explain.h"

namespace pool {

namespace {

auto order(const Cell& cell) { return std::tie(cell.n, cell.c, cell.y, cell.x); }
bool before(const Cell& a, const Cell& b) { return order(a) < order(b); }

void sort_unique(std::vector<Cell>& cells) {
    std::ranges::sort(cells, before);
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
}

Link link_of(std::size_t layer, std::int64_t item, const Cell& above, const Tap& tap) {
    return {layer, {item, tap.c, tap.y, tap.x}, above, tap.share, tap.gradient, tap.winner};
}

/// A loser of a `select` layer gives no value and receives no gradient, so lineage does not follow it.
bool carries(const LayerResult& layer, const Link& link) {
    return !layer.kind->has_indices(layer.layer.params) || link.winner || link.share != 0;
}

/// Flat index of the winner in the plane below, where the kind keeps it; −1: none.
std::int64_t winner_index(const LayerResult& layer, const Cell& above) {
    return layer.forward.indices.empty() ? -1 : layer.forward.indices.at(above);
}

Tap winner_tap(const Evaluation& evaluation, std::size_t index, const Cell& above, std::int64_t flat) {
    const LayerResult& layer = evaluation.layers[index];
    const Tensor& input = evaluation.map(index);
    const std::int64_t columns = input.shape().w;
    Tap tap;
    tap.y = flat / columns;
    tap.x = flat % columns;
    tap.c = above.c;
    tap.valid = tap.winner = true;
    tap.value = input.at({layer.geometry().item(above.n), above.c, tap.y, tap.x});
    tap.share = 1;
    tap.gradient = evaluation.gradient(index + 1).at(above);
    return tap;
}

bool too_large(const LayerResult& layer, const Cell& above, bool bounded) {
    return bounded && tap_count(layer, above) > kMostTaps;
}

void add(Trace& trace, const Evaluation& evaluation, std::size_t layer, const std::vector<Link>& links,
         bool upwards) {
    for (const Link& link : links) {
        if (!carries(evaluation.layers[layer], link)) continue;
        trace.links[layer].push_back(link);
        trace.cells[upwards ? layer + 1 : layer].push_back(upwards ? link.above : link.below);
    }
}

std::vector<Link> shown_links(const Evaluation& evaluation, std::size_t index, const Cell& above) {
    std::vector<Link> links;
    const std::int64_t item = evaluation.layers[index].geometry().item(above.n);
    for (const Tap& tap : shown_taps(evaluation, index, above))
        if (tap.valid) links.push_back(link_of(index, item, above, tap));
    return links;
}

void down(const Evaluation& evaluation, Trace& trace, bool bounded) {
    for (std::size_t i = trace.origin.map; i-- > 0;) {
        const LayerResult& layer = evaluation.layers[i];
        for (const Cell& above : trace.cells[i + 1]) {
            if (bounded && trace.links[i].size() > static_cast<std::size_t>(kMostTaps)) break;
            if (!too_large(layer, above, bounded)) {
                add(trace, evaluation, i, links_into(evaluation, i, above), false);
                continue;
            }
            const std::vector<Link> winner = shown_links(evaluation, i, above);
            add(trace, evaluation, i, winner, false);
            if (!winner.empty()) continue;
            const AxisWindow h = layer.geometry().rows(above);
            const AxisWindow w = layer.geometry().columns(above);
            const Shape& below = evaluation.map(i).shape();
            trace.blocks[i] =
                trace.blocks[i].with({std::max<std::int64_t>(h.start, 0), std::min(h.end(), below.h),
                                      std::max<std::int64_t>(w.start, 0), std::min(w.end(), below.w)});
        }
        sort_unique(trace.cells[i]);
    }
}

void up(const Evaluation& evaluation, Trace& trace, bool bounded) {
    for (std::size_t i = trace.origin.map; i < evaluation.layers.size(); ++i) {
        const LayerResult& layer = evaluation.layers[i];
        const std::int64_t columns = evaluation.map(i).shape().w;
        for (const Cell& below : trace.cells[i]) {
            if (bounded && trace.links[i].size() > static_cast<std::size_t>(kMostTaps)) break;
            const std::vector<Cell> windows = windows_containing(evaluation, i, below);
            if (windows.empty()) continue;
            const std::int64_t work =
                tap_count(layer, windows.front()) * static_cast<std::int64_t>(windows.size());
            if (!bounded || work <= 16 * kMostTaps) {
                add(trace, evaluation, i, links_out_of(evaluation, i, below), true);
                continue;
            }
            // Listing every tap of every window to find one cell would take too long: what indices say is
            // enough.
            for (const Cell& above : windows) {
                const bool select = layer.kind->has_indices(layer.layer.params);
                const std::int64_t flat = winner_index(layer, above);
                if (select && flat != below.y * columns + below.x) continue;
                if (select)
                    trace.links[i].push_back(
                        link_of(i, below.n, above, winner_tap(evaluation, i, above, flat)));
                trace.cells[i + 1].push_back(above);
            }
        }
        sort_unique(trace.cells[i + 1]);
    }
}

void follow_winners(const Evaluation& evaluation, Trace& trace, bool bounded) {
    MapCell at = trace.origin;
    trace.winner_path.push_back(at);
    while (at.map > 0) {
        const LayerResult& layer = evaluation.layers[at.map - 1];
        const bool large = too_large(layer, at.cell, bounded);
        const std::vector<Link> links = large ? shown_links(evaluation, at.map - 1, at.cell)
                                              : links_into(evaluation, at.map - 1, at.cell);
        const Link* best = nullptr;
        for (const Link& link : links) {
            const bool select = layer.kind->has_indices(layer.layer.params);
            if (select ? link.winner : (!best || link.share > best->share)) best = &link;
        }
        if (!best) return;
        at = {at.map - 1, best->below};
        trace.winner_path.push_back(at);
    }
}

}  // namespace

std::int64_t tap_count(const LayerResult& layer, const Cell& output) {
    const AxisGeometry::Range channels = layer.geometry().channels(output.c);
    return (channels.last - channels.first) * layer.geometry().rows(output).count *
           layer.geometry().columns(output).count;
}

std::vector<Tap> shown_taps(const Evaluation& evaluation, std::size_t index, const Cell& output) {
    const LayerResult& layer = evaluation.layers[index];
    if (tap_count(layer, output) <= kMostTaps) return taps(evaluation, index, output);
    const std::int64_t flat = winner_index(layer, output);
    const bool select = layer.kind->has_indices(layer.layer.params);
    if (!select || flat < 0) return {};
    return {winner_tap(evaluation, index, output, flat)};
}

std::vector<Cell> windows_containing(const Evaluation& evaluation, std::size_t index, const Cell& below) {
    const LayerResult& layer = evaluation.layers[index];
    return layer.kind->outputs_of(layer.layer.params, evaluation.map(index).shape(), layer.forward, below);
}

std::vector<Link> links_into(const Evaluation& evaluation, std::size_t layer, const Cell& above) {
    std::vector<Link> links;
    const std::int64_t item = evaluation.layers[layer].geometry().item(above.n);
    for (const Tap& tap : taps(evaluation, layer, above))
        if (tap.valid) links.push_back(link_of(layer, item, above, tap));
    return links;
}

std::vector<Link> links_out_of(const Evaluation& evaluation, std::size_t layer, const Cell& below) {
    std::vector<Link> links;
    for (const Cell& above : windows_containing(evaluation, layer, below)) {
        for (const Tap& tap : taps(evaluation, layer, above)) {
            if (tap.valid && tap.y == below.y && tap.x == below.x && tap.c == below.c)
                links.push_back(link_of(layer, below.n, above, tap));
        }
    }
    return links;
}

Trace trace(const Evaluation& evaluation, const MapCell& origin, bool bounded) {
    Trace result;
    result.origin = origin;
    result.cells.resize(evaluation.map_count());
    result.links.resize(evaluation.layers.size());
    result.blocks.resize(evaluation.map_count());
    result.cells[origin.map] = {origin.cell};
    down(evaluation, result, bounded);
    up(evaluation, result, bounded);
    for (std::vector<Link>& links : result.links) {
        std::ranges::sort(links, [](const Link& a, const Link& b) {
            return std::tuple_cat(order(a.above), order(a.below)) <
                   std::tuple_cat(order(b.above), order(b.below));
        });
    }
    follow_winners(evaluation, result, bounded);
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
        const Geometry& geometry = evaluation.layers[i].geometry();
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
