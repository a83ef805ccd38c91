#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "figure/lines.h"
#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/plates/lanes.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "words/message.h"

// Two inputs through one stack, lane below lane, and their difference below both. On a narrow sheet the lanes
// go down beside each other.

namespace figure {

namespace {

constexpr float kLaneEm = 9;  // of the largest map's side
constexpr float kLaneGapEm = 1.8F;
constexpr float kLaneNameEm = 8;  // a longer name has several lines
constexpr float kNameLineEm = 1.2F;
constexpr float kAcross = 0.6F;      // of a map's natural side: smaller ones stand in lanes that go down
constexpr float kDownNameEm = 4.5F;  // room for names beside and above lanes that go down
constexpr float kDownGapEm = 1.3F;
constexpr float kDownArrowEm = 1.6F;  // from a map to the one below it
constexpr float kSaidLineEm = 1.1F;

float widest(const std::vector<std::string>& lines, Face face, float size) {
    float wide = 0;
    for (const std::string& line : lines) wide = std::max(wide, text_width(face, size, line));
    return wide;
}

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
    bool equal(std::size_t column) const {
        return !rows[2][column].hidden && numbers.maps[column].comparison.equal();
    }
    std::vector<std::string> name_lines(std::size_t row, float ems) const {
        if (row == 2) return {request.name == "A" ? "B − A" : "−"};
        return lines_of(row == 0 ? request.name : request.other_name, ems * em(), Face::text_bold, em());
    }
    float label_width() const {
        float wide = text_width(Face::text_bold, em(), "B − A");
        for (std::size_t row = 0; row < 2; ++row)
            wide = std::max(wide, widest(name_lines(row, kLaneNameEm), Face::text_bold, em()));
        return wide + 0.8F * em();
    }
    /// What the names of both lanes need.
    float label_height(float ems = kLaneNameEm) const {
        return kNameLineEm * em() *
               static_cast<float>(std::max(name_lines(0, ems).size(), name_lines(1, ems).size()));
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

/// One map of a lane around `middle`.
Rect draw_lane_map(Drawing& drawing, const LaneRows& lanes, std::size_t row, std::size_t column, Point middle,
                   float largest) {
    FigureRequest request = lanes.request;
    if (row == 1) request.labels = request.other_labels;
    if (row == 2) request.labels.clear();
    const MapBlock& block = lanes.rows[row][column];
    const float cell = lanes.cell(column, largest);
    const float wide = cell * static_cast<float>(block.columns());
    const float tall = cell * static_cast<float>(block.rows());
    const bool equal = row == 2 && lanes.equal(column);
    // One sign says what a zero in every cell would say.
    request.numbers = lanes.request.numbers && !equal;
    const Rect rect =
        draw_map(drawing, request, block, {middle.x - wide / 2, middle.y - tall / 2}, cell).rect;
    if (equal) draw_equal(drawing, rect, request.style);
    return rect;
}

/// In how many cells both lanes differ, below the difference.
void say_differing(Drawing& drawing, const LaneRows& lanes, std::size_t column, Point at,
                   const std::vector<std::string>& lines) {
    const Palette& p = lanes.request.style.palette;
    for (const std::string& line : lines) {
        centred(drawing, at, line, lanes.equal(column) ? p.output_text : p.ink, 0.85F * lanes.em(),
                Face::text);
        at.y += kSaidLineEm * lanes.em();
    }
}

void draw_lane(Drawing& drawing, const LaneRows& lanes, std::size_t row, float top, float high,
               float largest) {
    const Style& style = lanes.request.style;
    const float em = lanes.em();
    const Group group(drawing, "lane." + std::to_string(row));
    if (lanes.request.names) {
        const std::vector<std::string> lines = lanes.name_lines(row, kLaneNameEm);
        float y = top + high / 2 - kNameLineEm * em * static_cast<float>(lines.size() - 1) / 2;
        for (const std::string& line : lines) {
            drawing.add(Text{{0, y}, line, style.palette.ink, em, Face::text_bold});
            y += kNameLineEm * em;
        }
    }
    float x = lanes.label_width();
    for (std::size_t column = 0; column < lanes.rows[row].size(); ++column) {
        const float slot = lanes.slot(column, largest);
        const Rect rect = draw_lane_map(drawing, lanes, row, column, {x + slot / 2, top + high / 2}, largest);
        if (row == 2)
            say_differing(drawing, lanes, column, {x + slot / 2, top + high + 0.9F * em},
                          {lanes.differing(column)});
        const float gap = kLaneGapEm * em;
        if (row < 2 && column + 1 < lanes.rows[row].size())
            arrow(drawing, style, {rect.right() + 0.25F * em, top + high / 2},
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

void draw_across(Drawing& drawing, const LaneRows& lanes, float largest) {
    const FigureRequest& request = lanes.request;
    const float em = lanes.em();
    float high = request.names ? lanes.label_height() : 0;
    for (std::size_t i = 0; i < lanes.rows[0].size(); ++i)
        high = std::max(high, lanes.cell(i, largest) * static_cast<float>(lanes.rows[0][i].rows()));
    const float top = name_height(request);
    if (request.names) {
        float x = lanes.label_width();
        const Group group(drawing, "names");
        for (std::size_t i = 0; i < lanes.rows[0].size(); ++i) {
            const float slot = lanes.slot(i, largest);
            draw_name(drawing, request, lanes.rows[0][i], {x, 0.5F * em}, slot);
            x += slot + kLaneGapEm * em;
        }
    }
    for (std::size_t row = 0; row < 3; ++row)
        draw_lane(drawing, lanes, row, top + static_cast<float>(row) * (high + 1.0F * em), high, largest);
}

/// Both lanes and their difference as columns: below each map the one that comes out of it.
struct DownLanes {
    const LaneRows& lanes;
    float em() const { return lanes.em(); }
    std::vector<std::string> map_name(std::size_t map) const {
        return lines_of(lanes.rows[0][map].name, kDownNameEm * em(), Face::text_bold, em());
    }
    std::vector<std::string> said(std::size_t map) const {
        return lines_of(lanes.differing(map), kDownNameEm * em(), Face::text, 0.85F * em());
    }
    /// Room on the left for the names of the maps.
    float left() const {
        if (!lanes.request.names) return 0;
        float wide = 0;
        for (std::size_t map = 0; map < lanes.rows[0].size(); ++map)
            wide = std::max({wide, widest(map_name(map), Face::text_bold, em()),
                             text_width(Face::mono, 0.85F * em(), lanes.rows[0][map].detail)});
        return wide + 0.8F * em();
    }
    float column(float largest) const {
        float wide = 0;
        for (std::size_t map = 0; map < lanes.rows[0].size(); ++map)
            wide =
                std::max({wide, lanes.cell(map, largest) * static_cast<float>(lanes.rows[0][map].columns()),
                          widest(said(map), Face::text, 0.85F * em())});
        for (std::size_t lane = 0; lanes.request.names && lane < 3; ++lane)
            wide = std::max(wide, widest(lanes.name_lines(lane, kDownNameEm), Face::text_bold, em()));
        return wide;
    }
    float width(float largest) const { return left() + 3 * column(largest) + 2 * kDownGapEm * em(); }
    Point middle(std::size_t lane, float y, float largest) const {
        const float wide = column(largest);
        return {left() + static_cast<float>(lane) * (wide + kDownGapEm * em()) + wide / 2, y};
    }
    float height(std::size_t map, float largest) const {
        const float name =
            lanes.request.names
                ? kNameLineEm * em() * static_cast<float>(map_name(map).size()) + kSaidLineEm * em()
                : 0;
        return std::max(name, lanes.cell(map, largest) * static_cast<float>(lanes.rows[0][map].rows()));
    }
};

void name_down(Drawing& drawing, const DownLanes& down, std::size_t map, float middle) {
    const Palette& p = down.lanes.request.style.palette;
    const float em = down.em();
    const std::vector<std::string> lines = down.map_name(map);
    const Group group(drawing, "names");
    float y = middle - kNameLineEm * em * static_cast<float>(lines.size()) / 2;
    for (const std::string& line : lines) {
        drawing.add(Text{{0, y}, line, p.ink, em, Face::text_bold});
        y += kNameLineEm * em;
    }
    drawing.add(Text{{0, y}, down.lanes.rows[0][map].detail, p.muted, 0.85F * em, Face::mono});
}

/// One lane as a column: its name, its maps, the ways between them; beside the first the maps' names.
void draw_column(Drawing& drawing, const DownLanes& down, std::size_t lane, float largest) {
    const LaneRows& lanes = down.lanes;
    const Style& style = lanes.request.style;
    const float em = down.em();
    const Group group(drawing, "lane." + std::to_string(lane));
    float y = 0;
    if (lanes.request.names) {
        const std::vector<std::string> lines = lanes.name_lines(lane, kDownNameEm);
        const float high = std::max(lanes.label_height(kDownNameEm), kNameLineEm * em);
        y = high - kNameLineEm * em * (static_cast<float>(lines.size()) - 0.5F);
        for (const std::string& line : lines) {
            centred(drawing, down.middle(lane, y, largest), line, style.palette.ink, em, Face::text_bold);
            y += kNameLineEm * em;
        }
        y = high + 0.5F * em;
    }
    float from = 0;  // where the map above ends
    for (std::size_t map = 0; map < lanes.rows[lane].size(); ++map) {
        const float high = down.height(map, largest);
        const Point middle = down.middle(lane, y + high / 2, largest);
        const Rect rect = draw_lane_map(drawing, lanes, lane, map, middle, largest);
        if (lane == 0 && lanes.request.names) name_down(drawing, down, map, middle.y);
        const std::vector<std::string> said = down.said(map);
        if (lane == 2) say_differing(drawing, lanes, map, {middle.x, rect.bottom() + 0.8F * em}, said);
        if (lane < 2 && map > 0)
            arrow(drawing, style, {middle.x, from + 0.25F * em}, {middle.x, rect.y - 0.25F * em},
                  pen(style, Meaning::quiet));
        from = rect.bottom();
        y += high + (kSaidLineEm * static_cast<float>(said.size()) + kDownArrowEm) * em;
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
    const DownLanes down{lanes};
    const std::array<std::function<float(float)>, 2> widths = {[&](float side) { return lanes.width(side); },
                                                               [&](float side) { return down.width(side); }};
    const auto [form, largest] = fitted_form(kLaneEm * em, request.width, kAcross, widths);
    Figure figure;
    if (form == 0) {
        draw_across(figure.drawing, lanes, largest);
    } else {
        for (std::size_t lane = 0; lane < 3; ++lane) draw_column(figure.drawing, down, lane, largest);
    }
    legend_below(figure.drawing, request, bounds(figure.drawing).right(), lanes.rows[0].front().range, false);
    trim(figure.drawing, request);
    figure.caption = compare_caption(lanes);
    note_further_layers(figure, lanes);
    return figure;
}

}  // namespace figure
