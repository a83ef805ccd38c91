#include "scene/contents.h"

#include <utility>

namespace scene {

namespace {

/// Hatched paper: 1 on every fourth diagonal, 0 between.
pool::Tensor hatched(const MapPlace& place) {
    pool::Tensor values({place.n + 1, place.channels, place.rows, place.columns});
    for (std::int64_t c = 0; c < place.channels; ++c)
        for (std::int64_t y = 0; y < place.rows; ++y)
            for (std::int64_t x = 0; x < place.columns; ++x)
                values.at({place.n, c, y, x}) = (y + x) % 4 == 3 ? 1.0F : 0.0F;
    return values;
}

/// Links tell who wins and what depends on what.
bool hides_links(const work::Veil& veil) {
    using enum work::Hidden;
    return veil.hides(winner) || veil.hides(routes) || veil.hides(lineage) || veil.hides(receptive_field) ||
           veil.hides(window);
}

}  // namespace

std::int64_t Contents::refresh(const pool::Evaluation& evaluation, const Key& wanted, const Layout& layout,
                               pool::EvaluationId since, const pool::Changes* changes) {
    if (key == wanted) return 0;
    const Key before{since, wanted.n, wanted.choice, wanted.veil};
    if (key != before) changes = nullptr;
    const bool backward = wanted.choice.backward;
    std::int64_t bytes = 0;
    maps.resize(layout.maps.size());
    for (std::size_t i = 0; i < maps.size(); ++i) {
        const bool hidden = wanted.veil.hides_shape(i) ||
                            (backward ? wanted.veil.hides_gradient(i) : wanted.veil.hides_map(i));
        if (hidden) {
            const pool::Tensor paper = hatched(layout.maps[i]);
            bytes += maps[i].update(paper, layout.maps[i], pool::Region::whole(paper.shape()));
            continue;
        }
        const pool::Tensor& values = backward ? evaluation.gradient(i) : evaluation.map(i);
        const pool::Region region = !changes   ? pool::Region::whole(values.shape())
                                    : backward ? changes->gradients[i]
                                               : changes->values[i];
        bytes += maps[i].update(values, layout.maps[i], region);
    }
    links.resize(evaluation.layers.size());
    chosen.resize(links.size());
    links_shown = 0;
    links_total = 0;
    LinkChoice each = wanted.choice;
    // Upper layers have fewer links: what they leave of their part is for the lower ones.
    for (std::size_t i = links.size(); i-- > 0;) {
        if (hides_links(wanted.veil)) {
            bytes += links[i].update({});
            chosen[i] = {};
            continue;
        }
        each.budget = (wanted.choice.budget - links_shown) / static_cast<std::int64_t>(i + 1);
        bytes += relink(evaluation, i, layout, each, chosen[i].budget == each.budget ? changes : nullptr);
        links_shown += links[i].count();
        links_total += chosen[i].total;
    }
    key = wanted;
    return bytes;
}

std::int64_t Contents::relink(const pool::Evaluation& evaluation, std::size_t layer, const Layout& layout,
                              const LinkChoice& choice, const pool::Changes* changes) {
    Chosen& now = chosen[layer];
    KnownLinks known;
    if (changes) {
        const pool::Region& region = changes->values[layer + 1];
        const bool all = now.cells.empty();
        // Gradients decide which links are drawn, where not all are.
        const bool reordered = !all && choice.backward && !changes->gradients[layer + 1].empty();
        if (region.empty() && !reordered) return 0;
        std::int64_t bytes = 0;
        if (all && now.total == links[layer].count() &&
            relink_region(evaluation, layer, layout, choice, region, bytes))
            return bytes;
        known = {now.cells, now.first, links[layer].sent(), region};
    }
    LayerLinks wanted = layer_links(evaluation, layer, layout, choice, known);
    now = {choice.budget, wanted.total, std::move(wanted.cells), std::move(wanted.first)};
    return links[layer].update(std::move(wanted.links));
}

bool Contents::relink_region(const pool::Evaluation& evaluation, std::size_t layer, const Layout& layout,
                             const LinkChoice& choice, const pool::Region& region, std::int64_t& bytes) {
    const MapPlace& place = layout.maps[layer + 1];
    const std::vector<std::uint32_t>& first = chosen[layer].first;
    for (std::int64_t c = 0; c < place.channels; ++c) {
        for (std::int64_t y = region.y0; y < region.y1; ++y) {
            const auto row =
                links_of_row(evaluation, layer, layout, choice, first, c, y, region.x0, region.x1);
            if (!row) return false;
            const auto at = static_cast<std::size_t>((c * place.rows + y) * place.columns + region.x0);
            bytes += links[layer].write(first[at], *row);
        }
    }
    return true;
}

void Contents::recolor(const std::vector<Rgba>& wanted) {
    if (colors == wanted) return;
    colors = wanted;
    if (!lut) lut = make_texture(GL_TEXTURE_2D);
    glBindTexture(GL_TEXTURE_2D, lut.id());
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, static_cast<GLsizei>(colors.size()), 1, 0, GL_RGBA, GL_FLOAT,
                 colors.data());
}

}  // namespace scene
