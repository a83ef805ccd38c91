#include "scene/links.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace scene {

namespace {

/// Numbers that are ordered as what decides which cells' links are drawn first.
std::uint32_t rank_of(float value, bool magnitude) {
    if (std::isnan(value)) return 0;
    const auto bits = std::bit_cast<std::uint32_t>(magnitude ? std::abs(value) : value);
    return bits >> 31 ? ~bits : bits | 1U << 31;
}

/// Numbers of the `count` cells with the largest values, in scan order; of equal ones the first.
std::vector<std::uint32_t> largest(std::span<const float> values, std::size_t count, bool magnitude) {
    // The smallest rank that is taken, found half by half, and how many of the cells with that rank.
    std::uint32_t least = 0;
    std::size_t left = count;
    for (const unsigned shift : {16U, 0U}) {
        std::vector<std::size_t> seen(std::size_t{1} << 16);
        for (const float v : values) {
            const std::uint32_t rank = rank_of(v, magnitude);
            if (shift == 16 || rank >> 16 == least >> 16) ++seen[rank >> shift & 0xFFFF];
        }
        std::size_t half = seen.size() - 1;
        while (half > 0 && seen[half] < left) left -= seen[half--];
        least |= static_cast<std::uint32_t>(half) << shift;
    }
    std::vector<std::uint32_t> cells;
    cells.reserve(count);
    for (std::size_t i = 0; i < values.size() && cells.size() < count; ++i) {
        const std::uint32_t rank = rank_of(values[i], magnitude);
        if (rank < least || (rank == least && left == 0)) continue;
        if (rank == least) --left;
        cells.push_back(static_cast<std::uint32_t>(i));
    }
    return cells;
}

pool::Cell cell_of(const MapPlace& place, std::int64_t at) {
    const std::int64_t plane = place.rows * place.columns;
    const std::int64_t rest = at % plane;
    return {place.n, at / plane, rest / place.columns, rest % place.columns};
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
            const LinkRole role = !carries ? LinkRole::loser : select_ ? LinkRole::winner : LinkRole::share;
            out.push_back({narrow(link.below.x), narrow(link.below.y), narrow(above.x), narrow(above.y),
                           narrow(link.below.c), narrow(above.c), role, 0, link.share});
        }
    }
    /// How many links all shown cells have, listed or not, and the most that one of them has.
    struct Count {
        std::int64_t all = 0;
        std::int64_t most = 0;
    };
    Count count(const MapPlace& above) const {
        const pool::LayerResult& layer = evaluation_.layers[index_];
        Count count;
        if (select_ && !choice_.losers) {
            for (std::int64_t c = 0; c < above.channels; ++c)
                count.all += layer.forward.indices.found(above.n, c);
            count.most = 1;
            return count;
        }
        for (std::int64_t c = 0; c < above.channels; ++c) {
            const pool::Axes& axes = layer.geometry().axes(above.n, c);
            const pool::AxisGeometry::Range inputs = layer.geometry().channels(c);
            const std::int64_t channels = inputs.last - inputs.first;
            std::int64_t rows = 0;
            std::int64_t columns = 0;
            std::int64_t listed = 0;
            std::int64_t tallest = 0;
            std::int64_t widest = 0;
            for (std::int64_t x = 0; x < above.columns; ++x) {
                const std::int64_t w = axes.w.valid(x).count();
                columns += w;
                widest = std::max(widest, w);
                if (layer.geometry().listed_columns()) listed += w * axes.h.valid(x).count();
            }
            const std::int64_t windows = layer.geometry().listed_columns() ? above.columns : above.rows;
            for (std::int64_t y = 0; y < windows; ++y) {
                const std::int64_t h = axes.h.valid(y).count();
                rows += h;
                tallest = std::max(tallest, h);
            }
            count.all += channels * (layer.geometry().listed_columns() ? listed : rows * columns);
            count.most = std::max(count.most, channels * tallest * widest);
        }
        return count;
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
                       const LinkChoice& choice, const KnownLinks& known) {
    const MapPlace& place = layout.maps[index + 1];
    const Collector collector(evaluation, index, layout, choice);
    const auto budget = static_cast<std::size_t>(std::max<std::int64_t>(choice.budget, 0));
    const Collector::Count count = collector.count(place);
    LayerLinks result;
    result.total = count.all;
    std::size_t next = 0;  // of the known cells, which are in scan order too
    const auto add = [&](std::int64_t number) {
        result.first.push_back(static_cast<std::uint32_t>(result.links.size()));
        const pool::Cell cell = cell_of(place, number);
        while (next < known.cells.size() && known.cells[next] < number) ++next;
        const bool is_known = next < known.cells.size() && known.cells[next] == number;
        if (!is_known || known.changed.contains(cell.y, cell.x)) return collector.add(cell, result.links);
        const std::span<const LinkInstance> links =
            known.links.subspan(known.first[next], known.first[next + 1] - known.first[next]);
        result.links.insert(result.links.end(), links.begin(), links.end());
    };
    const auto cells = static_cast<std::size_t>(place.channels * place.rows * place.columns);
    if (count.all <= choice.budget) {
        for (std::size_t i = 0; i < cells; ++i) add(static_cast<std::int64_t>(i));
        result.total = static_cast<std::int64_t>(result.links.size());
    } else if (budget > 0) {
        const pool::Tensor& values =
            choice.backward ? evaluation.gradient(index + 1) : evaluation.map(index + 1);
        const std::size_t most = std::max<std::size_t>(1, budget / static_cast<std::size_t>(count.most));
        result.cells =
            largest({values.plane(place.n, 0).data(), cells}, std::min(cells, most), choice.backward);
        for (const std::uint32_t cell : result.cells) add(cell);
    }
    result.first.push_back(static_cast<std::uint32_t>(result.links.size()));
    // Part of a sheaf would mislead, unless it is all that there is.
    if (result.links.size() > budget) {
        result.links.resize(budget);
        result.cells.clear();
    }
    return result;
}

std::optional<std::vector<LinkInstance>> links_of_row(const pool::Evaluation& evaluation, std::size_t index,
                                                      const Layout& layout, const LinkChoice& choice,
                                                      const std::vector<std::uint32_t>& first, std::int64_t c,
                                                      std::int64_t y, std::int64_t x0, std::int64_t x1) {
    const MapPlace& place = layout.maps[index + 1];
    const Collector collector(evaluation, index, layout, choice);
    std::vector<LinkInstance> links;
    const auto row = static_cast<std::size_t>((c * place.rows + y) * place.columns);
    for (std::int64_t x = x0; x < x1; ++x) {
        const std::size_t at = row + static_cast<std::size_t>(x);
        const std::size_t before = links.size();
        collector.add({place.n, c, y, x}, links);
        if (links.size() - before != first[at + 1] - first[at]) return std::nullopt;
    }
    return links;
}

}  // namespace scene
