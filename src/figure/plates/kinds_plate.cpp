#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <span>

#include "figure/math.h"
#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/text.h"
#include "pool/notation.h"

// One window under several kinds of pooling: its cells on the left, on a narrow sheet above, and a line for
// each kind.

namespace figure {

namespace {

constexpr float kKindsGapEm = 2.0F;
constexpr std::int64_t kMostKindTaps = 16;
constexpr float kFormulaCellEm = 3.8F;  // holds as many digits as a formula
constexpr std::int64_t kMostFormulaSide = 3;
constexpr float kFormulaEm = 14;       // beside the window; by nature it takes one line
constexpr float kFormulaLeastEm = 10;  // where the window stands above
constexpr float kSmallWindow = 0.6F;   // of a cell's natural size: below it the window stands above the kinds

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

/// How the window and the lines of the kinds stand.
struct KindsLayout {
    const FigureRequest& request;
    std::shared_ptr<const pool::Tensor> window = std::make_shared<const pool::Tensor>(window_values(request));
    MapBlock block{};
    float natural = 0;  ///< size of a cell
    float name_w = 0, result_w = 0;
    float cell = 0;
    bool below = false;  ///< the lines stand below the window, not beside it

    float em() const { return request.style.em; }
    Point size(float c) const { return block_size(request, block, c); }
    /// Of a line without its formula.
    float before_formula() const { return name_w + em() + result_w + 0.8F * em(); }
    float beside(float c) const { return size(c).x + kKindsGapEm * em() + before_formula(); }
};

KindsLayout lay_out_kinds(const FigureRequest& request) {
    KindsLayout layout{request};
    const float em = request.style.em;
    MapBlock& block = layout.block;
    block.values = layout.window.get();
    if (request.names) block.name = request.words.label("plate.kinds.window");
    // Equal colours are equal values, also among the results.
    std::vector<float> shown(layout.window->data().begin(), layout.window->data().end());
    layout.result_w = 3.4F * em;
    for (const KindLine& line : kind_lines(request, layout.window, 0)) {
        shown.push_back(line.value);
        layout.result_w =
            std::max(layout.result_w, text_width(Face::mono, em, number(line.value)) + 0.8F * em);
    }
    const std::array values = {std::span<const float>(shown)};
    block.range = activation_range_of(values);
    for (const std::string& text : kinds_compared(layout.window->shape()))
        layout.name_w =
            std::max(layout.name_w, text_width(Face::mono, 0.9F * em, text.substr(0, text.find('('))));
    layout.natural = natural_cell(request, block.rows(), block.columns());
    if (request.numbers && std::max(block.rows(), block.columns()) <= kMostFormulaSide)
        layout.natural = kFormulaCellEm * em;
    const std::array<std::function<float(float)>, 2> widths = {
        [&](float c) { return layout.beside(c) + kFormulaEm * em; },
        [&](float c) { return std::max(layout.size(c).x, layout.before_formula() + kFormulaLeastEm * em); }};
    const auto [form, cell] = fitted_form(layout.natural, request.width, kSmallWindow, widths);
    layout.cell = cell;
    layout.below = form == 1;
    return layout;
}

float line_height(const KindLine& line, float em) { return std::max(line.size.y, 1.9F * em) + 0.7F * em; }

void draw_kind(Drawing& drawing, const KindsLayout& layout, const KindLine& line, float left, float middle) {
    const Style& style = layout.request.style;
    const float em = style.em;
    const Group group(drawing, "kind." + line.name);
    drawing.add(Text{{left, middle}, line.name, style.palette.ink, 0.9F * em, Face::mono});
    const Rect result{left + layout.name_w + em, middle - 0.85F * em, layout.result_w, 1.7F * em};
    const Color fill = activation_color(style.palette, style.activations, layout.block.range, line.value);
    drawing.add(RectFill{result, fill, 0});
    outline(drawing, result, pen(style, Meaning::output));
    centred(drawing, result.center(), number(line.value), ink_on(fill), em, Face::mono);
    Drawing formula = line.formula;
    move(formula, result.right() + 0.8F * em, middle - line.size.y / 2);
    for (Primitive& item : formula.items) drawing.items.push_back(std::move(item));
}

}  // namespace

Figure compose_kinds_figure(const FigureRequest& request) {
    const float em = request.style.em;
    const KindsLayout layout = lay_out_kinds(request);
    const Point size = layout.size(layout.cell);
    // By nature formulas take one line.
    const float formula_w = request.width <= 0 ? 24 * em
                                               : request.width - (layout.below ? layout.before_formula()
                                                                               : layout.beside(layout.cell));
    const std::vector<KindLine> lines = kind_lines(request, layout.window, formula_w);
    float high = 0;
    for (const KindLine& line : lines) high += line_height(line, em);
    Figure figure;
    Drawing& drawing = figure.drawing;
    float left = size.x + kKindsGapEm * em;
    float y = std::max(0.0F, (size.y - high) / 2);
    if (layout.below) {
        draw_block(drawing, request, layout.block, {0, 0}, request.width, layout.cell);
        left = 0;
        y = size.y + 0.8F * em;
    } else {
        draw_block(drawing, request, layout.block, {0, std::max(0.0F, (high - size.y) / 2)}, size.x,
                   layout.cell);
    }
    for (const KindLine& line : lines) {
        draw_kind(drawing, layout, line, left, y + line_height(line, em) / 2);
        y += line_height(line, em);
    }
    legend_below(drawing, request, bounds(drawing).right(), layout.block.range, false);
    trim(drawing, request);
    figure.caption = request.words.sentence("plate.kinds.caption", {std::to_string(lines.size())});
    return figure;
}

}  // namespace figure
