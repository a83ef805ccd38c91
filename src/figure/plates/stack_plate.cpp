#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "figure/plates/blocks.h"
#include "figure/plates/lineage.h"
#include "figure/text.h"
#include "pool/notation.h"

// The whole stack as papers draw it: maps side by side, their sizes at their edges, layers above the arrows.
// On a narrow sheet it goes on in further lines.

namespace figure {

namespace {

constexpr float kLargestEm = 9;    // of the largest map's side
constexpr float kLayerEm = 6.5F;   // room for a layer's name
constexpr float kSheetEm = 0.45F;  // from one channel to the next behind it
constexpr float kSmallestName = 0.75F;
constexpr float kOneLine = 0.6F;    // of a map's natural side: smaller ones stand in several lines
constexpr float kTurnEm = 1.2F;     // room at the end of a line that goes on below
constexpr float kLineGapEm = 1.6F;  // between two lines
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
    /// A map with the arrow before it.
    float step(std::size_t map, float largest) const {
        return slot(blocks[map], largest) + (map > 0 ? gap(map - 1) : 0);
    }
    float turn(std::size_t map) const { return map + 1 < blocks.size() ? kTurnEm * em() : 0; }
    float width(float largest) const {
        float total = 0;
        for (std::size_t map = 0; map < blocks.size(); ++map) total += step(map, largest);
        return total;
    }
    /// Of lines that hold one map each.
    float narrow_width(float largest) const {
        float most = 0;
        for (std::size_t map = 0; map < blocks.size(); ++map)
            most = std::max(most, step(map, largest) + turn(map));
        return most;
    }
    float highest(std::size_t first, std::size_t end, float largest) const {
        float high = 0;
        for (std::size_t map = first; map < end; ++map)
            high = std::max(high, cell_of(blocks[map], largest) * static_cast<float>(blocks[map].rows()));
        return high;
    }
};

/// Maps that stand side by side around one axis.
struct StackLine {
    std::size_t first = 0, end = 0;
    float high = 0;              ///< of the highest map
    float above = 0, below = 0;  ///< what stands on both sides of the axis
};

void measure_line(const StackRow& row, StackLine& line, float largest) {
    const float em = row.em();
    line.high = row.highest(line.first, line.end, largest);
    line.above = line.below = std::max(line.high / 2, 0.5F * em);
    for (std::size_t map = line.first; map < line.end; ++map) {
        line.above = std::max(line.above, line.high / 2 + row.sheets(row.blocks[map]));
        if (!row.request.names) continue;
        const float name = row.blocks[map].values->shape().c > 1 ? 4.1F : 2.8F;
        line.below = std::max(line.below, line.high / 2 + name * em);
        if (map == 0) continue;
        const auto further = static_cast<float>(row.layers[map - 1].size() - 1);
        line.above = std::max(line.above, (1.5F + 1.15F * further) * em);
    }
}

/// As many maps in a line as `width` (0: any width) has room for.
std::vector<StackLine> lines_of_stack(const StackRow& row, float largest, float width) {
    constexpr float kSlack = 0.02F;
    std::vector<StackLine> lines(1);
    float x = 0;
    for (std::size_t map = 0; map < row.blocks.size(); ++map) {
        const float step = row.step(map, largest);
        if (width > 0 && map > 0 && x + step + row.turn(map) > width + kSlack) {
            lines.push_back({map, map});
            x = 0;
        }
        x += step;
        lines.back().end = map + 1;
    }
    for (StackLine& line : lines) measure_line(row, line, largest);
    return lines;
}

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

struct StackLayout {
    std::vector<StackLine> lines;
    float largest = 0;  ///< side of the largest map
};

/// One line where that leaves maps of a good size; otherwise as few lines as maps a little smaller make.
StackLayout lay_out_stack(const StackRow& row) {
    const float width = row.request.width;
    const std::array<std::function<float(float)>, 2> widths = {
        [&](float side) { return row.width(side); }, [&](float side) { return row.narrow_width(side); }};
    const auto [form, largest] = fitted_form(kLargestEm * row.em(), width, kOneLine, widths);
    StackLayout best{lines_of_stack(row, largest, form == 0 ? 0 : width), largest};
    for (const float smaller : {0.9F, 0.8F, 0.7F}) {
        if (form == 0) break;
        StackLayout other{lines_of_stack(row, smaller * largest, width), smaller * largest};
        if (other.lines.size() < best.lines.size()) best = std::move(other);
    }
    return best;
}

/// A layer's arrow along these points, and its name above the last piece, which is level.
void draw_layer(Drawing& drawing, const StackRow& row, std::size_t layer, std::vector<Point> way, float x) {
    const Style& style = row.request.style;
    const float em = row.em();
    const Group group(drawing, "layer." + std::to_string(layer + 1));
    const Pen line = pen(style, Meaning::quiet);
    const Pen ink{style.palette.ink, 1.3F * line.width, 0};
    const float axis = way.back().y;
    if (row.backward) std::ranges::reverse(way);
    arrow(drawing, style, way[way.size() - 2], way.back(), ink);
    if (way.size() > 2) {
        // Into the arrow, so that their corner is whole.
        const Point before = way[way.size() - 2];
        way.back() = {(before.x + way.back().x) / 2, before.y};
        drawing.add(Polyline{std::move(way), ink.color, ink.width});
    }
    if (!row.request.names) return;
    const std::vector<std::string>& lines = row.layers[layer];
    const float step = 1.15F * em;
    float y = axis - 0.9F * em - step * static_cast<float>(lines.size() - 1);
    for (const std::string& text : lines) {
        centred(drawing, {x + row.gap(layer) / 2, y}, text, style.palette.ink, row.name_size(layer),
                Face::mono);
        y += step;
    }
}

/// All maps and layers, line below line. Returns how wide they are.
float draw_stack(Drawing& drawing, const StackRow& row, const std::vector<StackLine>& lines, float largest) {
    const float em = row.em();
    float x = 0;
    float axis = 0;
    float wide = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const StackLine& line = lines[i];
        for (std::size_t map = line.first; map < line.end; ++map) {
            if (map > line.first) {
                draw_layer(drawing, row, map - 1,
                           {{x + 0.5F * em, axis}, {x + row.gap(map - 1) - 0.5F * em, axis}}, x);
                x += row.gap(map - 1);
            } else if (i > 0) {
                // From the end of the line above, below its names, to the beginning of this one.
                const float out = x + kTurnEm * em;
                const float between = axis + lines[i - 1].below + kLineGapEm * em / 2;
                const float from = axis;
                axis = between + kLineGapEm * em / 2 + line.above;
                draw_layer(drawing, row, map - 1,
                           {{x + 0.4F * em, from},
                            {out, from},
                            {out, between},
                            {0, between},
                            {0, axis},
                            {row.gap(map - 1) - 0.5F * em, axis}},
                           0);
                x = row.gap(map - 1);
            }
            draw_stacked(drawing, row, row.blocks[map], x, axis, largest, axis + line.high / 2 + 2.2F * em);
            x += row.slot(row.blocks[map], largest);
            wide = std::max(wide, x);
        }
    }
    return wide;
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
    const auto [lines, largest] = lay_out_stack(row);
    Figure figure;
    const float wide = draw_stack(figure.drawing, row, lines, largest);
    if (!row.backward) legend_below(figure.drawing, request, wide, row.blocks.front().range, false);
    trim(figure.drawing, request);
    const pool::Shape& first = row.evaluation.map(0).shape();
    const pool::Shape& last = row.evaluation.output().shape();
    figure.caption = request.words.sentence("plate.stack.caption", {stack, size_text(first), size_text(last),
                                                                    std::to_string(first.c * first.plane()),
                                                                    std::to_string(last.c * last.plane())});
    return figure;
}

}  // namespace figure
