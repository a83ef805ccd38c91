#include <algorithm>
#include <cmath>

#include "figure/plates/blocks.h"
#include "figure/plates/lineage.h"
#include "figure/text.h"
#include "pool/notation.h"

// The whole stack as papers draw it: maps side by side, their sizes at their edges, layers above the arrows.

namespace figure {

namespace {

constexpr float kLargestEm = 9;    // of the largest map's side
constexpr float kLayerEm = 6.5F;   // room for a layer's name
constexpr float kSheetEm = 0.45F;  // from one channel to the next behind it
constexpr float kSmallestName = 0.75F;
constexpr std::int64_t kMostSheets = 4;

struct StackRow {
    const FigureRequest& request;
    const pool::Evaluation& evaluation = request.evaluation;
    bool backward = request.cursor.phase == pool::Phase::backward;
    std::vector<MapBlock> blocks{};
    std::vector<std::vector<std::string>> layers{};

    float em() const { return request.style.em; }
    float small() const { return 0.85F * em(); }
    /// Sides go with the square root, so that a pooled map looks smaller but stays visible.
    float cell_of(const MapBlock& block, float largest) const {
        std::int64_t most = 1;
        for (const MapBlock& other : blocks) most = std::max({most, other.rows(), other.columns()});
        const auto side = static_cast<float>(std::max(block.rows(), block.columns()));
        return largest * std::sqrt(side / static_cast<float>(most)) / side;
    }
    float sheets(const MapBlock& block) const {
        const std::int64_t behind = std::min(block.values->shape().c, kMostSheets) - 1;
        return static_cast<float>(behind) * kSheetEm * em();
    }
    /// Room for the height's number left of the map.
    float edge(const MapBlock& block) const {
        if (!request.names) return 0;
        return text_width(Face::mono, small(), std::to_string(block.rows())) + 0.4F * em();
    }
    float slot(const MapBlock& block, float largest) const {
        const float map = cell_of(block, largest) * static_cast<float>(block.columns());
        const float name = text_width(Face::text_bold, em(), block.name);
        return std::max(edge(block) + map + sheets(block), name);
    }
    /// Of a layer's name: a long word is written smaller.
    float name_size(std::size_t layer) const {
        float wide = 0;
        for (const std::string& line : layers[layer])
            wide = std::max(wide, text_width(Face::mono, small(), line));
        return small() * std::clamp(kLayerEm * em() / std::max(wide, 1.0F), kSmallestName, 1.0F);
    }
    float gap(std::size_t layer) const {
        float wide = 3 * em();
        if (request.names)
            for (const std::string& line : layers[layer])
                wide = std::max(wide, text_width(Face::mono, name_size(layer), line) + 1.6F * em());
        return wide;
    }
    float width(float largest) const {
        float total = 0;
        for (const MapBlock& block : blocks) total += slot(block, largest);
        for (std::size_t i = 0; i < layers.size(); ++i) total += gap(i);
        return total;
    }
};

void draw_sheets(Drawing& drawing, const StackRow& row, const Rect& front, const MapBlock& block) {
    const std::int64_t behind = std::min(block.values->shape().c, kMostSheets) - 1;
    const Style& style = row.request.style;
    for (std::int64_t i = behind; i > 0; --i) {
        const float d = static_cast<float>(i) * kSheetEm * row.em();
        const Rect sheet{front.x + d, front.y - d, front.w, front.h};
        drawing.add(RectFill{sheet, style.palette.panel, 0});
        drawing.add(RectStroke{sheet, style.palette.muted, style.line});
    }
}

/// Draws a map of the row in its slot and returns where its cells are.
MapArea draw_stacked(Drawing& drawing, const StackRow& row, const MapBlock& block, float x, float axis,
                     float largest, float lowest) {
    const Style& style = row.request.style;
    const float em = row.em();
    const float cell = row.cell_of(block, largest);
    const float wide = cell * static_cast<float>(block.columns());
    const float high = cell * static_cast<float>(block.rows());
    const float slot = row.slot(block, largest);
    const float used = row.edge(block) + wide + row.sheets(block);
    const Point at{x + (slot - used) / 2 + row.edge(block), axis - high / 2};
    draw_sheets(drawing, row, {at.x, at.y, wide, high}, block);
    const MapArea area = draw_map(drawing, row.request, block, at, cell);
    draw_lineages(drawing, row.request.pins, area, style);
    if (!row.request.names) return area;
    const Group group(drawing, "sizes");
    const Color muted = style.palette.muted;
    drawing.add(Text{{at.x - 0.4F * em, axis},
                     std::to_string(block.rows()),
                     muted,
                     row.small(),
                     Face::mono,
                     Align::right});
    centred(drawing, {area.rect.center().x, area.rect.bottom() + 0.8F * em}, std::to_string(block.columns()),
            muted, row.small(), Face::mono);
    const pool::Shape& shape = block.values->shape();
    centred(drawing, {x + slot / 2, lowest}, block.name, style.palette.ink, em, Face::text_bold);
    if (shape.c > 1)
        centred(drawing, {x + slot / 2, lowest + 1.3F * em}, size_text(shape), muted, row.small(),
                Face::mono);
    return area;
}

void draw_layer(Drawing& drawing, const StackRow& row, std::size_t layer, float x, float axis) {
    const Style& style = row.request.style;
    const float em = row.em();
    const Group group(drawing, "layer." + std::to_string(layer + 1));
    const float gap = row.gap(layer);
    const Point a{x + 0.5F * em, axis};
    const Point b{x + gap - 0.5F * em, axis};
    const Pen line = pen(style, Meaning::quiet);
    const Pen ink{style.palette.ink, 1.3F * line.width, 0};
    if (row.backward) {
        arrow(drawing, style, b, a, ink);
    } else {
        arrow(drawing, style, a, b, ink);
    }
    if (!row.request.names) return;
    const std::vector<std::string>& lines = row.layers[layer];
    const float step = 1.15F * em;
    float y = axis - 0.9F * em - step * static_cast<float>(lines.size() - 1);
    for (const std::string& text : lines) {
        centred(drawing, {x + gap / 2, y}, text, style.palette.ink, row.name_size(layer), Face::mono);
        y += step;
    }
}

}  // namespace

Figure compose_stack_figure(const FigureRequest& request) {
    StackRow row{request};
    for (std::size_t i = 0; i < row.evaluation.map_count(); ++i) {
        row.blocks.push_back(block_of(request, row.evaluation, i, row.backward));
        share_range({&row.blocks.back(), 1});
    }
    if (!row.backward) share_range(row.blocks);
    std::string stack;
    for (const pool::LayerResult& layer : row.evaluation.layers) {
        row.layers.push_back(
            notation_lines(layer.layer, kLayerEm * request.style.em, Face::mono, row.small()));
        stack += (stack.empty() ? "" : ", ") + pool::notation(layer.layer);
    }
    const float largest =
        fitted_cell(kLargestEm * row.em(), request.width, [&](float side) { return row.width(side); });
    float high = 0;
    for (const MapBlock& block : row.blocks)
        high = std::max(high, row.cell_of(block, largest) * static_cast<float>(block.rows()));
    Figure figure;
    float x = 0;
    for (std::size_t i = 0; i < row.blocks.size(); ++i) {
        draw_stacked(figure.drawing, row, row.blocks[i], x, 0, largest, high / 2 + 2.2F * row.em());
        x += row.slot(row.blocks[i], largest);
        if (i < row.layers.size()) {
            draw_layer(figure.drawing, row, i, x, 0);
            x += row.gap(i);
        }
    }
    if (!row.backward) legend_below(figure.drawing, request, x, row.blocks.front().range, false);
    trim(figure.drawing, request);
    const pool::Shape& first = row.evaluation.map(0).shape();
    const pool::Shape& last = row.evaluation.output().shape();
    figure.caption = request.words.sentence("plate.stack.caption", {stack, size_text(first), size_text(last),
                                                                    std::to_string(first.c * first.plane()),
                                                                    std::to_string(last.c * last.plane())});
    return figure;
}

}  // namespace figure
