#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "figure/math.h"
#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/text.h"
#include "pool/notation.h"

// One window under several kinds of pooling: its cells on the left, a line for each kind on the right.

namespace figure {

namespace {

constexpr float kKindsGapEm = 2.0F;
constexpr std::int64_t kMostKindTaps = 16;
constexpr float kFormulaCellEm = 3.8F;  // holds as many digits as a formula
constexpr std::int64_t kMostFormulaSide = 3;

struct KindLine {
    std::string name;
    Drawing formula;
    Point size;
    float value = 0;
};

/// The cells of the cursor's window that lie inside the layer's input, as an input of their own.
pool::Tensor window_values(const FigureRequest& request) {
    const pool::Evaluation& evaluation = request.evaluation;
    pool::Cursor cursor = request.cursor;
    cursor.layer = layer_of(request);
    cursor = pool::clamped(evaluation, cursor);
    const pool::LayerResult& layer = evaluation.layers[cursor.layer];
    const pool::Cell output = pool::output_cell(evaluation, cursor, request.n, request.c);
    const pool::Tensor& input = evaluation.map(cursor.layer);
    const pool::AxisWindow h = layer.geometry().rows(output);
    const pool::AxisWindow w = layer.geometry().columns(output);
    const auto inside = [](const pool::AxisWindow& axis, std::int64_t limit) {
        std::vector<std::int64_t> taps;
        for (std::int64_t j = 0; j < axis.count; ++j)
            if (axis.tap(j) >= 0 && axis.tap(j) < limit) taps.push_back(axis.tap(j));
        return taps;
    };
    const std::vector<std::int64_t> rows = inside(h, input.shape().h);
    const std::vector<std::int64_t> columns = inside(w, input.shape().w);
    pool::Tensor values({1, 1, std::ssize(rows), std::ssize(columns)});
    const std::int64_t n = layer.geometry().item(output.n);
    const std::int64_t c = std::min(request.c, input.shape().c - 1);
    for (std::size_t y = 0; y < rows.size(); ++y)
        for (std::size_t x = 0; x < columns.size(); ++x)
            values.data()[y * columns.size() + x] = input.at({n, c, rows[y], columns[x]});
    return values;
}

std::vector<std::string> kinds_compared(const pool::Shape& shape) {
    const std::string k = "(" + std::to_string(shape.h) + ", " + std::to_string(shape.w) + ")";
    return {"MaxPool2d(" + k + ")",
            "AvgPool2d(" + k + ")",
            "MinPool2d(" + k + ")",
            "LPPool2d(2, " + k + ")",
            "SoftPool2d(" + k + ")",
            "LogSumExpPool2d(" + k + ")",
            "Subsample2d(" + std::to_string(std::max(shape.h, shape.w)) + ")"};
}

/// Every kind that takes this window.
std::vector<KindLine> kind_lines(const FigureRequest& request,
                                 const std::shared_ptr<const pool::Tensor>& window, float width) {
    std::vector<KindLine> lines;
    for (const std::string& text : kinds_compared(window->shape())) {
        try {
            const pool::Evaluation evaluation = pool::evaluate(window, pool::parse_stack(text), {});
            const pool::LayerResult& layer = evaluation.layers.front();
            if (layer.forward.output.shape().size() != 1) continue;
            KindLine line;
            line.name = text.substr(0, text.find('('));
            line.value = layer.forward.output.data()[0];
            const pool::Formula formula = layer.kind->explain(layer.layer.params, *window, layer.forward, {});
            const bool few = window->shape().size() <= kMostKindTaps;
            line.size = draw_math(line.formula, {}, few ? formula.numbers : formula.symbols, width,
                                  0.95F * request.style.em, request.style.palette.ink);
            lines.push_back(std::move(line));
        } catch (const std::exception&) {
            // A kind that refuses this window is not compared.
        }
    }
    return lines;
}

}  // namespace

Figure compose_kinds_figure(const FigureRequest& request) {
    const Style& style = request.style;
    const float em = style.em;
    const auto window = std::make_shared<const pool::Tensor>(window_values(request));
    MapBlock block;
    block.values = window.get();
    if (request.names) block.name = request.words.label("plate.kinds.window");
    // Equal colours are equal values, also among the results.
    std::vector<float> shown(window->data().begin(), window->data().end());
    for (const KindLine& line : kind_lines(request, window, 0)) shown.push_back(line.value);
    const std::array values = {std::span<const float>(shown)};
    block.range = activation_range_of(values);
    float name_w = 0;
    for (const std::string& text : kinds_compared(window->shape()))
        name_w = std::max(name_w, text_width(Face::mono, 0.9F * em, text.substr(0, text.find('('))));
    float result_w = 3.4F * em;
    for (const KindLine& line : kind_lines(request, window, 0))
        result_w = std::max(result_w, text_width(Face::mono, em, number(line.value)) + 0.8F * em);
    const auto beside = [&](float cell) {
        return block_size(request, block, cell).x + kKindsGapEm * em + name_w + em + result_w + 0.8F * em;
    };
    float natural = natural_cell(request, block.rows(), block.columns());
    if (request.numbers && std::max(block.rows(), block.columns()) <= kMostFormulaSide)
        natural = kFormulaCellEm * em;
    // Formulas have at least ten ems, and by nature as much as they take on one line.
    const float formula_least = 10 * em;
    const float cell =
        fitted_cell(natural, request.width, [&](float c) { return beside(c) + formula_least; });
    const float formula_w = request.width > 0 ? request.width - beside(cell) : 24 * em;
    const std::vector<KindLine> lines = kind_lines(request, window, formula_w);
    Figure figure;
    Drawing& drawing = figure.drawing;
    const Point size = block_size(request, block, cell);
    const float left = size.x + kKindsGapEm * em;
    const float result_x = left + name_w + em;
    float high = 0;
    const auto line_height_of = [&](const KindLine& line) {
        return std::max(line.size.y, 1.9F * em) + 0.7F * em;
    };
    for (const KindLine& line : lines) high += line_height_of(line);
    draw_block(drawing, request, block, {0, std::max(0.0F, (high - size.y) / 2)}, size.x, cell);
    float y = std::max(0.0F, (size.y - high) / 2);
    for (const KindLine& line : lines) {
        const Group group(drawing, "kind." + line.name);
        const float middle = y + line_height_of(line) / 2;
        drawing.add(Text{{left, middle}, line.name, style.palette.ink, 0.9F * em, Face::mono});
        const Rect result{result_x, middle - 0.85F * em, result_w, 1.7F * em};
        const Color fill = activation_color(style.palette, style.activations, block.range, line.value);
        drawing.add(RectFill{result, fill, 0});
        outline(drawing, result, pen(style, Meaning::output));
        centred(drawing, result.center(), number(line.value), ink_on(fill), em, Face::mono);
        Drawing formula = line.formula;
        move(formula, result.right() + 0.8F * em, middle - line.size.y / 2);
        for (Primitive& item : formula.items) drawing.items.push_back(std::move(item));
        y += line_height_of(line);
    }
    legend_below(drawing, request, bounds(drawing).right(), block.range, false);
    trim(drawing, request);
    figure.caption = request.words.sentence("plate.kinds.caption", {std::to_string(lines.size())});
    return figure;
}

}  // namespace figure
