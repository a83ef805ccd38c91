#include <algorithm>
#include <cmath>

#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/shares.h"
#include "figure/text.h"
#include "pool/moment.h"
#include "pool/notation.h"

// What a layer sends back: its input and output above, the gradients below them, sums where windows overlap.

namespace figure {

namespace {

constexpr float kBackGapEm = 3.4F;
constexpr float kSumCellEm = 4.4F;  // of cells that hold a sum and its terms
constexpr float kSmallestTermsEm = 0.5F;

struct BackwardFigure {
    const FigureRequest& request;
    const pool::Evaluation& evaluation = request.evaluation;
    std::size_t layer = layer_of(request);
    const pool::LayerResult& result = evaluation.layers[layer];
    MapBlock input{}, output{}, grad_input{}, grad_output{};
    bool overlaps = false;

    float width(float cell) const { return left(cell) + right(cell) + kBackGapEm * request.style.em; }
    float left(float cell) const {
        return std::max(block_size(request, input, cell).x, block_size(request, grad_input, cell).x);
    }
    float right(float cell) const {
        return std::max(block_size(request, output, cell).x, block_size(request, grad_output, cell).x);
    }
};

bool windows_overlap(const BackwardFigure& figure) {
    const pool::Shape& shape = figure.evaluation.map(figure.layer).shape();
    for (std::int64_t y = 0; y < shape.h; ++y)
        for (std::int64_t x = 0; x < shape.w; ++x)
            if (pool::windows_containing(figure.evaluation, figure.layer,
                                         {figure.grad_input.n, figure.grad_input.c, y, x})
                    .size() > 1)
                return true;
    return false;
}

/// Gradients with their terms below, where several shares meet.
void sums_in_cells(Drawing& drawing, const BackwardFigure& figure, const MapArea& area) {
    const FigureRequest& request = figure.request;
    const Style& style = request.style;
    if (!request.numbers || area.cell < kNumberCellEm * style.em) return;
    std::vector<CellNumber> totals;
    const Group group(drawing, "sums");
    const auto all = [](const pool::Link&) { return true; };
    for (std::int64_t y = 0; y < area.rows; ++y) {
        for (std::int64_t x = 0; x < area.columns; ++x) {
            if (has_letter(request, area.map, y, x)) continue;
            const pool::Cell cell{area.n, area.c, y, x};
            const float value = figure.grad_input.values->at(cell);
            const Color ink = ink_on(gradient_color(style.palette, figure.grad_input.range, value));
            Rect place = area.cell_rect(y, x);
            const auto met = met_shares(figure.evaluation, figure.layer, cell, 2, all);
            const float room = 0.88F * area.cell;
            const float unit = met ? text_width(Face::mono, 1, met->terms) : 1;
            const float size = std::min(0.75F * style.em, room / unit);
            if (met && size >= kSmallestTermsEm * style.em) {
                drawing.add(Text{{place.center().x, place.y + 0.72F * place.h},
                                 met->terms,
                                 ink,
                                 size,
                                 Face::mono,
                                 Align::center});
                place.h *= 0.8F;
            }
            totals.push_back({place, value, ink});
        }
    }
    draw_numbers(drawing, totals, style);
}

/// Cells that a maximum chose, in both left maps.
void ring_winners(Drawing& drawing, const BackwardFigure& figure, const MapArea& above,
                  const MapArea& below) {
    Pen ring = pen(figure.request.style, Meaning::winner);
    // Among small cells a ring of its full width would leave nothing of them.
    constexpr float kMostOfCell = 0.14F;
    const bool small = kMostOfCell * below.cell < ring.width / 2;
    ring.width = std::min(ring.width, kMostOfCell * below.cell);
    const Group group(drawing, "winners");
    std::vector<bool> seen(static_cast<std::size_t>(above.rows * above.columns));
    const pool::Shape& out = figure.output.values->shape();
    for (std::int64_t y = 0; y < out.h; ++y) {
        for (std::int64_t x = 0; x < out.w; ++x) {
            const pool::Cell cell{figure.output.n, figure.output.c, y, x};
            const pool::WindowMoments moments(figure.evaluation,
                                              {pool::Phase::backward, figure.layer, 0, 0, false}, cell);
            for (const pool::Tap& tap : pool::shown_taps(figure.evaluation, figure.layer, cell)) {
                if (!moments.wins(tap) || !tap.valid || tap.c != figure.input.c) continue;
                const auto at = static_cast<std::size_t>(tap.y * above.columns + tap.x);
                if (seen[at]) continue;
                seen[at] = true;
                outline(drawing, above.cell_rect(tap.y, tap.x), ring, -ring.width / 2);
                // There what they get is seen by its colour.
                if (!small) outline(drawing, below.cell_rect(tap.y, tap.x), ring, -ring.width / 2);
            }
        }
    }
}

std::string backward_key(const BackwardFigure& figure) {
    switch (figure.result.kind->reduction(figure.result.layer.params)) {
        case pool::Reduction::select:
            return "plate.backward.caption.select";
        case pool::Reduction::average:
            return "plate.backward.caption.average";
        default:
            return "plate.backward.caption.weighted";
    }
}

BackwardFigure backward_figure(const FigureRequest& request) {
    BackwardFigure figure{request};
    figure.input = block_of(request, figure.evaluation, figure.layer, false);
    figure.output = block_of(request, figure.evaluation, figure.layer + 1, false);
    figure.grad_input = block_of(request, figure.evaluation, figure.layer, true);
    figure.grad_output = block_of(request, figure.evaluation, figure.layer + 1, true);
    if (request.names) {
        figure.grad_input.name = "grad_input";
        figure.grad_output.name = "grad_output";
        figure.grad_input.detail = figure.grad_output.detail = "";
    }
    MapImages images;
    const MapImages::PairRanges values = images.ranges(figure.evaluation, figure.layer, false);
    const MapImages::PairRanges gradients = images.ranges(figure.evaluation, figure.layer, true);
    figure.input.range = values.below;
    figure.output.range = values.above;
    figure.grad_input.range = gradients.below;
    figure.grad_output.range = gradients.above;
    figure.overlaps = windows_overlap(figure);
    return figure;
}

}  // namespace

Figure compose_backward_figure(const FigureRequest& request) {
    const BackwardFigure plate = backward_figure(request);
    const Style& style = request.style;
    const float em = style.em;
    float natural = natural_cell(request, plate.input.rows(), plate.input.columns());
    if (plate.overlaps && natural > kNumberCellEm * em) natural = kSumCellEm * em;
    const float cell = fitted_cell(natural, request.width, [&](float c) { return plate.width(c); });
    Figure figure;
    Drawing& drawing = figure.drawing;
    const float left = plate.left(cell);
    const float right = plate.right(cell);
    const float high = block_size(request, plate.input, cell).y;
    const float second = high + 1.2F * em;
    const float x = left + kBackGapEm * em;
    // The smaller map stands in the middle of its row.
    const float names = name_height(request);
    const float lower = (high - names) / 2 - cell * static_cast<float>(plate.output.rows()) / 2;
    const MapArea input = draw_block(drawing, request, plate.input, {0, 0}, left, cell);
    const MapArea output = draw_block(drawing, request, plate.output, {x, lower}, right, cell);
    FigureRequest bare = request;
    bare.numbers = false;
    const MapArea grad_input = draw_block(drawing, bare, plate.grad_input, {0, second}, left, cell);
    if (!plate.grad_input.hidden) sums_in_cells(drawing, plate, grad_input);
    const MapArea grad_output =
        draw_block(drawing, request, plate.grad_output, {x, second + lower}, right, cell);
    if (!request.veil.hides(work::Hidden::routes)) ring_winners(drawing, plate, input, grad_input);
    {
        const Group group(drawing, "arrows");
        const float space = 0.5F * em;
        const float up = input.rect.center().y;
        const float down = grad_input.rect.center().y;
        const Pen line = pen(style, Meaning::quiet);
        arrow(drawing, style, {input.rect.right() + space, up}, {output.rect.x - space, up}, line);
        arrow(drawing, style, {grad_output.rect.x - space, down}, {grad_input.rect.right() + space, down},
              pen(style, Meaning::positive));
    }
    legend_below(drawing, request, bounds(drawing).right(), plate.grad_output.range, true);
    trim(drawing, request);
    double sum = 0, sent = 0;
    for (const float g : plate.grad_output.values->data()) sum += static_cast<double>(g);
    for (const float g : plate.grad_input.values->data()) sent += static_cast<double>(g);
    figure.caption = request.words.sentence(backward_key(plate),
                                            {pool::notation(plate.result.layer), number(sum), number(sent)});
    return figure;
}

}  // namespace figure
