#include <algorithm>

#include "figure/plates/lineage.h"
#include "figure/plates/veiled.h"

namespace figure {

Plate compose_channels(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                       const Strings&, Point size) {
    Plate plate;
    plate.drawing.size = size;
    if (evaluation.layers.empty()) return plate;
    Drawing& drawing = plate.drawing;
    const Palette& p = style.palette;
    const bool backward = view.cursor.phase == pool::Phase::backward;
    // The map with more channels: before the layer or after it.
    const std::size_t below = view.cursor.layer;
    if (view.veil.hides_shape(below)) return plate;
    const bool first = view.veil.hides_shape(below + 1) ||
                       evaluation.map(below).shape().c > evaluation.map(below + 1).shape().c;
    const std::size_t map = first ? below : below + 1;
    const bool hidden = backward ? view.veil.hides_gradient(map) : view.veil.hides_map(map);
    const pool::Shape& shape = evaluation.map(map).shape();
    const pool::Tensor& values = backward ? evaluation.gradient(map) : evaluation.map(map);
    MapImages unkept(false);
    MapImages& images = view.images ? *view.images : unkept;
    const MapImages::PairRanges ranges = images.ranges(evaluation, below, backward, view.veil);
    const Range range = map == below ? ranges.below : ranges.above;

    const float label = 1.2F * style.em;
    const float gap = 0.5F * style.em;
    const float side = size.y - label - gap;
    const auto fitting = std::max<std::int64_t>(1, static_cast<std::int64_t>((size.x - gap) / (side + gap)));
    const std::int64_t shown = std::min(shape.c, fitting);
    const std::int64_t current = std::clamp<std::int64_t>(view.c, 0, shape.c - 1);
    const std::int64_t start = std::clamp<std::int64_t>(current - shown / 2, 0, shape.c - shown);
    const float width = static_cast<float>(shown) * (side + gap) - gap;
    float x = (size.x - width) / 2;
    for (std::int64_t c = start; c < start + shown; ++c, x += side + gap) {
        const Group group(drawing, "channel." + std::to_string(c));
        MapArea area;
        area.map = map;
        area.gradient = backward;
        area.n = std::clamp<std::int64_t>(view.n, 0, shape.n - 1);
        area.c = c;
        area.rows = shape.h;
        area.columns = shape.w;
        area.cell = std::min(side / static_cast<float>(shape.h), side / static_cast<float>(shape.w));
        const float w = area.cell * static_cast<float>(shape.w);
        const float h = area.cell * static_cast<float>(shape.h);
        area.rect = {x + (side - w) / 2, gap / 2 + (side - h) / 2, w, h};
        area.clip = area.rect;
        if (hidden) {
            draw_veiled_map(drawing, area, style);
        } else {
            Image picture = images.picture(
                {evaluation.id, map, backward, area.n, c, -1, range, style.activations, p.theme}, style,
                values.plane(area.n, c), shape.h, shape.w);
            picture.rect = area.rect;
            drawing.add(picture);
        }
        const bool here = c == current;
        drawing.add(
            RectStroke{area.rect.inset(here ? -1.5F : -0.5F), here ? p.accent : p.line, here ? 2.5F : 1.0F});
        draw_lineages(drawing, view.marks, area, style, view.veil);
        drawing.add(Text{{x + side / 2, size.y - label / 2},
                         "c" + std::to_string(c),
                         here ? p.ink : p.muted,
                         0.82F * style.em,
                         Face::mono,
                         Align::center});
        plate.areas.push_back(area);
    }
    return plate;
}

}  // namespace figure
