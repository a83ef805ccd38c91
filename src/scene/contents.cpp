#include "scene/contents.h"

#include <utility>

namespace scene {

std::int64_t Contents::refresh(const pool::Evaluation& evaluation, const Key& wanted, const Layout& layout) {
    if (key == wanted) return 0;
    std::int64_t bytes = 0;
    maps.resize(layout.maps.size());
    for (std::size_t i = 0; i < maps.size(); ++i)
        bytes += maps[i].update(wanted.choice.backward ? evaluation.gradient(i) : evaluation.map(i),
                                layout.maps[i]);
    links.resize(evaluation.layers.size());
    links_shown = 0;
    links_total = 0;
    LinkChoice each = wanted.choice;
    // Upper layers have fewer links: what they leave of their part is for the lower ones.
    for (std::size_t i = links.size(); i-- > 0;) {
        each.budget = (wanted.choice.budget - links_shown) / static_cast<std::int64_t>(i + 1);
        LayerLinks layer = layer_links(evaluation, i, layout, each);
        bytes += links[i].update(std::move(layer.links));
        links_shown += links[i].count();
        links_total += layer.total;
    }
    key = wanted;
    return bytes;
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
