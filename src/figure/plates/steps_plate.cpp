#include <algorithm>
#include <cmath>

#include "figure/math.h"
#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/text.h"
#include "pool/moment.h"
#include "pool/notation.h"

// A contact sheet: one small picture for each window, with the output as far as it is known then.

namespace figure {

namespace {

constexpr std::int64_t kMostSteps = 64;
constexpr std::int64_t kFewestSteps = 6;  // of many, where a page has no room for more
constexpr float kStepArrowEm = 1.8F;
constexpr float kStepGapEm = 1.0F;
constexpr float kLeastStepCell = 1.3F;  // points

struct StepSheet {
    const FigureRequest& request;
    const pool::Evaluation& evaluation = request.evaluation;
    std::size_t layer = layer_of(request);
    const pool::LayerResult& result = evaluation.layers[layer];
    bool backward = request.cursor.phase == pool::Phase::backward;
    MapBlock below{}, above{};
    std::vector<std::int64_t> windows{};
    float em() const { return request.style.em; }

    Point panel(float cell) const {
        const float arrow = kStepArrowEm * em();
        const auto wide = static_cast<float>(below.all_columns() + above.all_columns());
        const auto high = static_cast<float>(std::max(below.all_rows(), above.all_rows()));
        // The number of the step above, its formula below.
        return {cell * wide + arrow, 1.5F * em() + cell * high + 2.0F * em()};
    }
};

/// The chosen windows, or all; of more than `most`, evenly spaced ones.
std::vector<std::int64_t> windows_shown(const FigureRequest& request, std::int64_t all, std::int64_t most) {
    std::vector<std::int64_t> windows;
    for (const std::int64_t window : request.windows)
        if (window >= 0 && window < all) windows.push_back(window);
    if (!windows.empty()) return windows;
    const std::int64_t step = (all + most - 1) / most;
    for (std::int64_t window = 0; window < all; window += step) windows.push_back(window);
    return windows;
}

std::string step_text(const StepSheet& sheet, const pool::Cell& output) {
    if (sheet.backward) return "grad " + number(sheet.evaluation.gradient(sheet.layer + 1).at(output));
    const pool::Formula formula = sheet.result.kind->explain(
        sheet.result.layer.params, sheet.evaluation.map(sheet.layer), sheet.result.forward, output);
    return plain_math(formula.numbers);
}

void draw_step(Drawing& drawing, const StepSheet& sheet, std::int64_t window, Point at, float cell) {
    const FigureRequest& request = sheet.request;
    const Style& style = request.style;
    const float em = style.em;
    const Group group(drawing, "step." + std::to_string(window));
    const pool::Cursor cursor{request.cursor.phase, sheet.layer, window, 0, false};
    const pool::Cell output = pool::output_cell(sheet.evaluation, cursor, request.n, request.c);
    const pool::WindowMoments moments(sheet.evaluation, cursor, output);
    const Point size = sheet.panel(cell);
    MapBlock below = sheet.below;
    MapBlock above = sheet.above;
    pool::Tensor so_far;
    if (sheet.backward) {
        MapImages images;
        so_far = *images.partial_gradient(sheet.evaluation, sheet.layer, window + 1);
        below.values = &so_far;
    } else {
        above.shown = window + 1;
    }
    const float axis = at.y + 1.5F * em + (size.y - 3.5F * em) / 2;
    const auto top = [&](const MapBlock& block) {
        return axis - cell * static_cast<float>(block.all_rows()) / 2;
    };
    const float right = at.x + size.x - cell * static_cast<float>(above.all_columns());
    const MapArea left_area = draw_map(drawing, request, below, {at.x, top(below)}, cell);
    const MapArea right_area = draw_map(drawing, request, above, {right, top(above)}, cell);
    const pool::AxisWindow h = sheet.result.geometry().rows(output);
    const pool::AxisWindow w = sheet.result.geometry().columns(output);
    outline(drawing, window_on(left_area, h, w), pen(style, Meaning::window));
    for (const pool::Tap& tap : pool::shown_taps(sheet.evaluation, sheet.layer, output))
        if (moments.wins(tap) && tap.c == below.c)
            outline(drawing, left_area.cell_rect(tap.y, tap.x), pen(style, Meaning::winner),
                    -1.2F * style.line);
    outline(drawing, right_area.cell_rect(output.y, output.x), pen(style, Meaning::output));
    const Point a{padded_rect(below, left_area).right() + 0.4F * em, axis};
    const Point b{right_area.rect.x - 0.4F * em, axis};
    const Pen line = pen(style, Meaning::quiet);
    if (sheet.backward) {
        arrow(drawing, style, b, a, line);
    } else {
        arrow(drawing, style, a, b, line);
    }
    if (!request.names) return;
    drawing.add(
        Text{{at.x, at.y + 0.6F * em}, std::to_string(window + 1), style.palette.muted, em, Face::text_bold});
    const std::string text = step_text(sheet, output);
    float wide = text_width(Face::mono, 1, text);
    const float smallest = 0.75F * em;
    const float fitting = std::min(0.85F * em, size.x / std::max(wide, 1.0F));
    // A cut formula would mislead: its result stands alone where there is no room.
    const bool whole = fitting >= smallest;
    const std::string shown = whole
                                  ? text
                                  : "= " + number((sheet.backward ? sheet.evaluation.gradient(sheet.layer + 1)
                                                                  : sheet.result.forward.output)
                                                      .at(output));
    centred(drawing, {at.x + size.x / 2, at.y + size.y - 0.9F * em}, shown, style.palette.ink,
            whole ? fitting : 0.85F * em, Face::mono);
}

/// How the panels stand: so many in a row, with cells of this size.
struct StepGrid {
    std::int64_t across = 1;
    float cell = 0;
};

/// The height of a sheet of these panels, with its scale.
float sheet_height(const StepSheet& sheet, const StepGrid& grid) {
    const auto count = static_cast<std::int64_t>(sheet.windows.size());
    const auto rows = static_cast<float>((count + grid.across - 1) / grid.across);
    return rows * (sheet.panel(grid.cell).y + 0.6F * sheet.em()) + 2 * sheet.em();
}

/// With a width, as many panels in a row as keep their numbers, and more where a page would be too short for
/// them; without one, the sheet is a little wider than high.
StepGrid step_grid(const StepSheet& sheet, float natural) {
    const auto count = static_cast<std::int64_t>(sheet.windows.size());
    const float em = sheet.em();
    const float gap = kStepGapEm * em;
    if (const float width = sheet.request.width; width > 0) {
        const bool numbered = natural >= kNumberCellEm * em;
        const float least = numbered ? 1.03F * kNumberCellEm * em : 0.6F * natural;
        const auto room = [&](std::int64_t n) { return (width + gap) / static_cast<float>(n) - gap; };
        const auto grid = [&](std::int64_t n) {
            return StepGrid{n, fitted_cell(natural, room(n), [&](float c) { return sheet.panel(c).x; })};
        };
        std::int64_t n = count;
        while (n > 1 && sheet.panel(least).x > room(n)) --n;
        StepGrid best = grid(n);
        while (n < count && sheet_height(sheet, best) > kPageHeight &&
               sheet.panel(kLeastStepCell).x <= room(n + 1))
            best = grid(++n);
        return best;
    }
    const Point panel = sheet.panel(natural);
    const float across = std::sqrt(1.5F * static_cast<float>(count) * panel.y / panel.x);
    const std::int64_t best = std::clamp<std::int64_t>(std::lround(across), 1, count);
    // Full rows look tidier.
    for (std::int64_t n = best; n <= std::min(count, best + 2); ++n)
        if (count % n == 0) return {n, natural};
    return {best, natural};
}

/// Chooses the windows and how they stand. Where not all are shown anyway, as many as a page has room for.
StepGrid lay_out_steps(StepSheet& sheet, std::int64_t all) {
    const float whole = natural_cell(sheet.request, sheet.below.all_rows(), sheet.below.all_columns());
    for (std::int64_t most = kMostSteps;; most = most * 3 / 4) {
        sheet.windows = windows_shown(sheet.request, all, most);
        const StepGrid grid = step_grid(sheet, whole * (sheet.windows.size() > 16 ? 0.5F : 0.8F));
        const bool high = sheet.request.width > 0 && sheet_height(sheet, grid) > kPageHeight;
        if (!high || all <= kMostSteps || !sheet.request.windows.empty() || most <= kFewestSteps) return grid;
    }
}

}  // namespace

Figure compose_steps_figure(const FigureRequest& request) {
    StepSheet sheet{request};
    sheet.below = block_of(request, sheet.evaluation, sheet.layer, sheet.backward);
    sheet.above = block_of(request, sheet.evaluation, sheet.layer + 1, sheet.backward);
    add_padding(sheet.below, sheet.result, sheet.backward);
    MapImages images;
    const MapImages::PairRanges ranges = images.ranges(sheet.evaluation, sheet.layer, sheet.backward);
    sheet.below.range = ranges.below;
    sheet.above.range = ranges.above;
    const std::int64_t all = sheet.result.forward.output.shape().plane();
    const auto [across, cell] = lay_out_steps(sheet, all);
    const Point panel = sheet.panel(cell);
    const float gap = kStepGapEm * sheet.em();
    Figure figure;
    for (std::size_t i = 0; i < sheet.windows.size(); ++i) {
        const auto column = static_cast<float>(static_cast<std::int64_t>(i) % across);
        const auto row = static_cast<float>(static_cast<std::int64_t>(i) / across);
        draw_step(figure.drawing, sheet, sheet.windows[i],
                  {column * (panel.x + gap), row * (panel.y + 0.6F * sheet.em())}, cell);
    }
    if (ranges.shared())
        legend_below(figure.drawing, request, bounds(figure.drawing).right(), ranges.below, sheet.backward);
    trim(figure.drawing, request);
    const bool few = natural_cell(request, sheet.below.all_rows(), sheet.below.all_columns()) >=
                     kNumberCellEm * sheet.em();
    if (request.numbers && few && cell < kNumberCellEm * sheet.em())
        figure.notes.emplace_back("plate.steps.no_numbers",
                                  std::initializer_list<words::Argument>{sheet.windows.size()});
    figure.caption = request.words.sentence(
        "plate.steps.caption",
        {pool::notation(sheet.result.layer), std::to_string(sheet.windows.size()), std::to_string(all)});
    return figure;
}

}  // namespace figure
