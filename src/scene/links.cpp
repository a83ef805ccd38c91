#include "scene/links.h"

#include <algorithm>
#include <cmath>

namespace scene {

namespace {

/// Output cells of the shown channels, with what decides which are drawn first.
struct Candidate {
    float weight = 0;
    std::int64_t at = 0;  ///< c · plane + cell
};

std::vector<Candidate> candidates(const pool::Tensor& values, const MapPlace& place, bool magnitude) {
    std::vector<Candidate> result;
    const std::int64_t count = place.channels * place.rows * place.columns;
    result.reserve(static_cast<std::size_t>(count));
    const float* first = values.plane(place.n, 0).data();
    for (std::int64_t i = 0; i < count; ++i) {
        const float v = first[i];
        result.push_back({std::isnan(v) ? -INFINITY : magnitude ? std::abs(v) : v, i});
    }
    return result;
}

pool::Cell cell_of(const MapPlace& place, std::int64_t at) {
    const std::int64_t plane = place.rows * place.columns;
    const std::int64_t rest = at % plane;
    return {place.n, at / plane, rest / place.columns, rest % place.columns};
}

/// Valid cells of one output cell's window, counted without listing them.
std::int64_t taps_of(const pool::LayerResult& layer, const pool::Cell& above) {
    const pool::Axes& axes = layer.geometry.axes(above.n, above.c);
    const std::int64_t row = layer.geometry.listed_columns() ? above.x : above.y;
    const pool::AxisGeometry::Range channels = layer.geometry.channels(above.c);
    return axes.h.valid(row).count() * axes.w.valid(above.x).count() * (channels.last - channels.first);
}

/// Links of one output cell; those that carry nothing only where losers are asked for.
class Collector {
 public:
    Collector(const pool::Evaluation& evaluation, std::size_t layer, const Layout& layout,
              const LinkChoice& choice)
        : evaluation_(evaluation),
          index_(layer),
          below_(layout.maps[layer]),
          choice_(choice),
          select_(!evaluation.layers[layer].forward.indices.empty()) {}

    void add(const pool::Cell& above, std::vector<LinkInstance>& out) const {
        for (const pool::Link& link : pool::links_into(evaluation_, index_, above)) {
            const bool carries = link.share != 0 || link.winner;
            if (!below_.shows(link.below) || (!carries && !choice_.losers)) continue;
            const Role role = !carries ? Role::loser : select_ ? Role::winner : Role::share;
            out.push_back({narrow(link.below.x), narrow(link.below.y), narrow(above.x), narrow(above.y),
                           narrow(link.below.c), narrow(above.c), role, 0, link.share});
        }
    }
    /// How many links a cell has, listed or not.
    std::int64_t count(const pool::Cell& above) const {
        const pool::LayerResult& layer = evaluation_.layers[index_];
        if (select_ && !choice_.losers) return layer.forward.indices.at(above) >= 0 ? 1 : 0;
        return taps_of(layer, above);
    }

 private:
    static std::uint16_t narrow(std::int64_t v) { return static_cast<std::uint16_t>(v); }

    const pool::Evaluation& evaluation_;
    std::size_t index_;
    const MapPlace& below_;
    LinkChoice choice_;
    bool select_;
};

}  // namespace

LayerLinks layer_links(const pool::Evaluation& evaluation, std::size_t index, const Layout& layout,
                       const LinkChoice& choice) {
    const MapPlace& place = layout.maps[index + 1];
    const Collector collector(evaluation, index, layout, choice);
    LayerLinks result;
    std::vector<Candidate> cells = candidates(
        choice.backward ? evaluation.gradient(index + 1) : evaluation.map(index + 1), place, choice.backward);
    for (const Candidate& cell : cells) result.total += collector.count(cell_of(place, cell.at));
    const auto budget = static_cast<std::size_t>(std::max<std::int64_t>(choice.budget, 0));
    const bool cut = result.total > choice.budget;
    if (cut) {
        // No more cells can be needed than links may be drawn.
        const auto first = [](const Candidate& a, const Candidate& b) {
            return a.weight != b.weight ? a.weight > b.weight : a.at < b.at;
        };
        if (cells.size() > budget) {
            std::ranges::nth_element(cells, cells.begin() + static_cast<std::ptrdiff_t>(budget), first);
            cells.resize(budget);
        }
        std::ranges::sort(cells, first);
    }
    for (const Candidate& cell : cells) {
        const std::size_t before = result.links.size();
        if (before >= budget) break;
        collector.add(cell_of(place, cell.at), result.links);
        if (result.links.size() <= budget) continue;
        // Part of a sheaf would mislead, unless it is all that there is.
        result.links.resize(before > 0 ? before : budget);
        break;
    }
    if (!cut) result.total = static_cast<std::int64_t>(result.links.size());
    return result;
}

}  // namespace scene
