#include <algorithm>
#include <cmath>

#include "figure/lines.h"
#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/plates/lanes.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "words/message.h"

// Two inputs through one stack, lane below lane, and their difference below both.

namespace figure {

namespace {

constexpr float kLaneEm = 9;  // of the largest map's side
constexpr float kLaneGapEm = 1.8F;
constexpr float kLaneNameEm = 8;  // a longer name has several lines
constexpr float kNameLineEm = 1.2F;

struct LaneRows {
    const FigureRequest& request;
    const pool::Evaluation& a = request.evaluation;
    const pool::Evaluation& b = *request.other;
    measure::LanePair numbers{};
    std::vector<pool::Tensor> differences{};  ///< B − A, by map
    std::vector<MapBlock> rows[3]{};
    float em() const { return request.style.em; }

    /// Every column has cells of one size.
    float cell(std::size_t column, float largest) const {
        std::int64_t most = 1;
        for (const MapBlock& block : rows[0]) most = std::max({most, block.rows(), block.columns()});
        const auto side = static_cast<float>(std::max(rows[0][column].rows(), rows[0][column].columns()));
        return largest * std::sqrt(side / static_cast<float>(most)) / side;
    }
    std::string differing(std::size_t column) const;
    float slot(std::size_t column, float largest) const {
        const MapBlock& block = rows[0][column];
        return std::max({cell(column, largest) * static_cast<float>(block.columns()),
                         block_size(request, block, 0).x,
                         text_width(Face::text, 0.85F * em(), differing(column))});
    }
    std::vector<std::string> name_lines(std::size_t row) const {
        if (row == 2) return {request.name == "A" ? "B − A" : "−"};
        return lines_of(row == 0 ? request.name : request.other_name, kLaneNameEm * em(), Face::text_bold,
                        em());
    }
    float label_width() const {
        float wide = text_width(Face::text_bold, em(), "B − A");
        for (std::size_t row = 0; row < 2; ++row)
            for (const std::string& line : name_lines(row))
                wide = std::max(wide, text_width(Face::text_bold, em(), line));
        return wide + 0.8F * em();
    }
    /// What the names of both lanes need.
    float label_height() const {
        return kNameLineEm * em() * static_cast<float>(std::max(name_lines(0).size(), name_lines(1).size()));
    }
    float width(float largest) const {
        float total = label_width();
        for (std::size_t i = 0; i < rows[0].size(); ++i)
            total += slot(i, largest) + (i > 0 ? kLaneGapEm * em() : 0);
        return total;
    }
};

std::string LaneRows::differing(std::size_t column) const {
    if (rows[2][column].hidden) return {};
    const measure::Comparison& c = numbers.maps[column].comparison;
    const std::string all = std::to_string(c.cells);
    return c.equal() ? request.words.label("plate.compare.equal", {all})
                     : request.words.label("plate.compare.differ", {std::to_string(c.differ), all});
}

LaneRows lanes_of(const FigureRequest& request) {
    LaneRows lanes{request};
    lanes.numbers = measure::compare_lanes(lanes.a, lanes.b);
    for (std::size_t map = 0; map < lanes.numbers.maps.size(); ++map) {
        const pool::Tensor& a = lanes.a.map(map);
        const pool::Tensor& b = lanes.b.map(map);
        pool::Tensor difference(a.shape());
        for (std::size_t i = 0; i < difference.data().size(); ++i)
            difference.data()[i] =
                measure::identical(a.data()[i], b.data()[i]) ? 0.0F : b.data()[i] - a.data()[i];
        lanes.differences.push_back(std::move(difference));
    }
    for (std::size_t map = 0; map < lanes.numbers.maps.size(); ++map) {
        MapBlock a = block_of(request, lanes.a, map, false);
        MapBlock b = a;
        b.values = &lanes.b.map(map);
        b.hidden = request.veil.hides_map_b(map);
        b.shown = b.hidden ? 0 : -1;
        MapBlock difference = a;
        difference.hidden = a.hidden || b.hidden;
        difference.shown = difference.hidden ? 0 : -1;
        difference.values = &lanes.differences[map];
        difference.gradient = true;
        share_range({&difference, 1});
        b.name = b.detail = difference.name = difference.detail = "";
        lanes.rows[0].push_back(a);
        lanes.rows[1].push_back(b);
        lanes.rows[2].push_back(difference);
    }
    // One range for all maps of both lanes: equal colours are equal values.
    std::vector<MapBlock> all = lanes.rows[0];
    all.insert(all.end(), lanes.rows[1].begin(), lanes.rows[1].end());
    share_range(all);
    for (std::vector<MapBlock>* row : {&lanes.rows[0], &lanes.rows[1]})
        for (MapBlock& block : *row) block.range = all.front().range;
    return lanes;
}

void draw_lane(Drawing& drawing, const LaneRows& lanes, std::size_t row, float top, float high,
               float largest) {
    FigureRequest request = lanes.request;
    if (row == 1) request.labels = request.other_labels;
    if (row == 2) request.labels.clear();
    const Style& style = request.style;
    const float em = lanes.em();
    const Group group(drawing, "lane." + std::to_string(row));
    if (request.names) {
        const std::vector<std::string> lines = lanes.name_lines(row);
        float y = top + high / 2 - kNameLineEm * em * static_cast<float>(lines.size() - 1) / 2;
        for (const std::string& line : lines) {
            drawing.add(Text{{0, y}, line, style.palette.ink, em, Face::text_bold});
            y += kNameLineEm * em;
        }
    }
    float x = lanes.label_width();
    for (std::size_t column = 0; column < lanes.rows[row].size(); ++column) {
        const MapBlock& block = lanes.rows[row][column];
        const float cell = lanes.cell(column, largest);
        const float slot = lanes.slot(column, largest);
        const float wide = cell * static_cast<float>(block.columns());
        const float tall = cell * static_cast<float>(block.rows());
        const bool equal = row == 2 && !block.hidden && lanes.numbers.maps[column].comparison.equal();
        // One sign says what a zero in every cell would say.
        request.numbers = lanes.request.numbers && !equal;
        const MapArea area =
            draw_map(drawing, request, block, {x + (slot - wide) / 2, top + (high - tall) / 2}, cell);
        if (row == 2) {
            if (equal) draw_equal(drawing, area.rect, style);
            centred(drawing, {x + slot / 2, top + high + 0.9F * em}, lanes.differing(column),
                    equal ? style.palette.output_text : style.palette.ink, 0.85F * em, Face::text);
        }
        const float gap = kLaneGapEm * em;
        if (row < 2 && column + 1 < lanes.rows[row].size())
            arrow(drawing, style, {area.rect.right() + 0.25F * em, top + high / 2},
                  {x + slot + gap - 0.25F * em +
                       (lanes.slot(column + 1, largest) -
                        lanes.cell(column + 1, largest) *
                            static_cast<float>(lanes.rows[0][column + 1].columns())) /
                           2,
                   top + high / 2},
                  pen(style, Meaning::quiet));
        x += slot + gap;
    }
}

std::string stack_of(const pool::Evaluation& evaluation) {
    std::string stack;
    for (const pool::LayerResult& layer : evaluation.layers)
        stack += (stack.empty() ? "" : ", ") + pool::notation(layer.layer);
    return stack;
}

std::vector<std::string> compare_caption(const LaneRows& lanes) {
    std::string stack = stack_of(lanes.a);
    if (const std::string other = stack_of(lanes.b); other != stack)
        stack = lanes.request.name + ": " + stack + "; " + lanes.request.other_name + ": " + other;
    const measure::Comparison& inputs = lanes.numbers.maps.front().comparison;
    const measure::Comparison& last = lanes.numbers.maps.back().comparison;
    const std::string before = std::to_string(inputs.differ);
    const std::string cells = std::to_string(inputs.cells);
    const std::string all = std::to_string(last.cells);
    if (last.equal())
        return lanes.request.words.sentence("plate.compare.caption.equal", {stack, before, cells, all});
    return lanes.request.words.sentence(
        "plate.compare.caption",
        {stack, before, cells, std::to_string(last.differ), all, number(last.relative_difference, 3)});
}

/// Throws words::Error where maps of both lanes have different sizes.
void require_one_size(const pool::Evaluation& a, const pool::Evaluation& b) {
    if (a.map(0).shape() != b.map(0).shape()) throw words::Error({"error.figure.sizes"});
    for (std::size_t map = 1; map < std::min(a.map_count(), b.map_count()); ++map)
        if (a.map(map).shape() != b.map(map).shape())
            throw words::Error({"error.figure.map_sizes",
                                {map, size_text(a.map(map).shape()), size_text(b.map(map).shape())}});
}

/// What of the longer stack is left out.
void note_further_layers(Figure& figure, const LaneRows& lanes) {
    const std::size_t a = lanes.a.layers.size();
    const std::size_t b = lanes.b.layers.size();
    if (a == b) return;
    const std::string& name = a > b ? lanes.request.name : lanes.request.other_name;
    figure.notes.emplace_back("plate.compare.further",
                              std::initializer_list<words::Argument>{name, a > b ? a - b : b - a});
}

}  // namespace

Figure compose_compare_figure(const FigureRequest& request) {
    require_one_size(request.evaluation, *request.other);
    FigureRequest named = request;
    if (named.name.empty() || named.other_name.empty()) named.name = "A", named.other_name = "B";
    const LaneRows lanes = lanes_of(named);
    const float em = lanes.em();
    const float largest =
        fitted_cell(kLaneEm * em, request.width, [&](float side) { return lanes.width(side); });
    Figure figure;
    float high = 0;
    for (std::size_t i = 0; i < lanes.rows[0].size(); ++i)
        high = std::max(high, lanes.cell(i, largest) * static_cast<float>(lanes.rows[0][i].rows()));
    if (request.names) high = std::max(high, lanes.label_height());
    const float top = name_height(request);
    if (request.names) {
        float x = lanes.label_width();
        const Group group(figure.drawing, "names");
        for (std::size_t i = 0; i < lanes.rows[0].size(); ++i) {
            const MapBlock& block = lanes.rows[0][i];
            const float slot = lanes.slot(i, largest);
            const float name = text_width(Face::text_bold, em, block.name);
            const float total = name + 0.5F * em + text_width(Face::mono, 0.85F * em, block.detail);
            const float left = x + (slot - total) / 2;
            figure.drawing.add(
                Text{{left, 0.5F * em}, block.name, request.style.palette.ink, em, Face::text_bold});
            figure.drawing.add(Text{{left + name + 0.5F * em, 0.5F * em},
                                    block.detail,
                                    request.style.palette.muted,
                                    0.85F * em,
                                    Face::mono});
            x += slot + kLaneGapEm * em;
        }
    }
    for (std::size_t row = 0; row < 3; ++row)
        draw_lane(figure.drawing, lanes, row, top + static_cast<float>(row) * (high + 1.0F * em), high,
                  largest);
    legend_below(figure.drawing, request, bounds(figure.drawing).right(), lanes.rows[0].front().range, false);
    trim(figure.drawing, request);
    figure.caption = compare_caption(lanes);
    note_further_layers(figure, lanes);
    return figure;
}

}  // namespace figure
