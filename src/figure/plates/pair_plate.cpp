#include <algorithm>
#include <array>
#include <functional>

#include "figure/math.h"
#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/plates/lineage.h"
#include "figure/text.h"
#include "pool/moment.h"
#include "pool/notation.h"

// A layer's input, one window of it under a lens, its output. Lines run between the three alone: they end at
// the edges of maps and cross no number.

namespace figure {

namespace {

constexpr float kPairGapEm = 2.4F;
constexpr float kNarrowGapEm = 1.5F;  // where numbers would be left out otherwise
constexpr float kSmallPair = 0.45F;   // of a cell's natural size: below it all stands closer
constexpr float kLensEm = 7.0F;       // at least as wide, so that a formula has room below it
constexpr float kLensCellEm = 3.2F;   // at most
constexpr std::size_t kMostLensCells = 400;
constexpr std::size_t kMostFormulaTaps = 16;

struct PairFigure {
    const FigureRequest& request;
    const pool::Evaluation& evaluation = request.evaluation;
    std::size_t layer = layer_of(request);
    const pool::LayerResult& result = evaluation.layers[layer];
    bool backward = request.cursor.phase == pool::Phase::backward;
    pool::Cursor cursor{};
    pool::Cell output{};
    std::vector<pool::Tap> taps{};
    pool::AxisWindow h{}, w{};
    MapBlock below{}, above{};
    pool::Tensor so_far{};  ///< of a gradient that is still adding up
    MapArea left{}, right{};
    Rect lens{};
    float lens_cell = 0;
    float gap = kPairGapEm;  ///< in ems

    Rect lens_rect(std::size_t tap) const {
        const auto columns = static_cast<std::size_t>(std::max<std::int64_t>(w.count, 1));
        return {lens.x + static_cast<float>(tap % columns) * lens_cell,
                lens.y + static_cast<float>(tap / columns) * lens_cell, lens_cell, lens_cell};
    }
    Rect spot(std::size_t tap, pool::Spot at) const {
        if (at == pool::Spot::map) return left.cell_rect(taps[tap].y, taps[tap].x);
        return at == pool::Spot::output ? right.cell_rect(output.y, output.x) : lens_rect(tap);
    }
    Color color_of(const pool::Moment& moment) const {
        const auto mix = [&](float a, float b) { return b + (a - b) * moment.below; };
        const Range range{mix(below.range.low, above.range.low), mix(below.range.high, above.range.high)};
        return backward
                   ? gradient_color(request.style.palette, range, moment.shade)
                   : activation_color(request.style.palette, request.style.activations, range, moment.shade);
    }
};

/// Windows that have given what they give, when outputs appear one by one.
std::int64_t windows_done(const PairFigure& pair) {
    const std::int64_t all = pair.result.forward.output.shape().plane();
    if (!pair.request.so_far) return all;
    return std::min(all, pair.cursor.window + (pair.cursor.stage <= 0 ? 1 : 0));
}

PairFigure pair_of(const FigureRequest& request) {
    PairFigure pair{request};
    pair.cursor = request.cursor;
    pair.cursor.layer = pair.layer;
    pair.cursor = pool::clamped(pair.evaluation, pair.cursor);
    pair.output = pool::output_cell(pair.evaluation, pair.cursor, request.n, request.c);
    pair.taps = pool::shown_taps(pair.evaluation, pair.layer, pair.output);
    pair.h = pair.result.geometry().rows(pair.output);
    pair.w = pair.result.geometry().columns(pair.output);
    pair.below = block_of(request, pair.evaluation, pair.layer, pair.backward);
    pair.above = block_of(request, pair.evaluation, pair.layer + 1, pair.backward);
    pair.below.n = pair.result.geometry().item(pair.output.n);
    std::erase_if(pair.taps, [&](const pool::Tap& tap) {
        return tap.c != pair.below.c && pair.result.geometry().channels(pair.output.c).last -
                                                pair.result.geometry().channels(pair.output.c).first >
                                            1;
    });
    add_padding(pair.below, pair.result, pair.backward);
    MapImages images;
    const MapImages::PairRanges ranges = images.ranges(pair.evaluation, pair.layer, pair.backward);
    pair.below.range = ranges.below;
    pair.above.range = ranges.above;
    return pair;
}

/// What is known at this moment.
void show_what_is_known(PairFigure& pair) {
    const std::int64_t done = windows_done(pair);
    if (done == pair.result.forward.output.shape().plane()) return;
    if (!pair.backward) {
        if (!pair.above.hidden) pair.above.shown = done;
        return;
    }
    if (pair.below.hidden) return;
    MapImages images;
    pair.so_far = *images.partial_gradient(pair.evaluation, pair.layer, done);
    pair.below.values = &pair.so_far;
}

float lens_cell_for(const PairFigure& pair, float cell) {
    const float em = pair.request.style.em;
    const auto wide = static_cast<float>(std::max<std::int64_t>(pair.w.count, 1));
    const auto high = static_cast<float>(std::max<std::int64_t>(pair.h.count, 1));
    const float least = kLensEm * em / wide;
    return std::min(
        {std::max(std::min(1.3F * cell, kLensCellEm * em), least), 14 * em / wide, 14 * em / high});
}

float pair_width(const PairFigure& pair, float cell) {
    const float lens = lens_cell_for(pair, cell) * static_cast<float>(pair.w.count);
    return block_size(pair.request, pair.below, cell).x + block_size(pair.request, pair.above, cell).x +
           lens + 2 * pair.gap * pair.request.style.em;
}

/// Chooses how close the three stand and returns the size of a cell.
float fit_pair(PairFigure& pair) {
    const FigureRequest& request = pair.request;
    struct Form {
        float gap;
        bool tall_names;
    };
    constexpr std::array kForms = {Form{kPairGapEm, false}, Form{kNarrowGapEm, false},
                                   Form{kNarrowGapEm, true}};
    const auto take = [&](const Form& form) {
        pair.gap = form.gap;
        pair.below.tall_name = pair.above.tall_name = form.tall_names;
    };
    std::vector<std::function<float(float)>> widths;
    for (const Form& form : kForms)
        widths.emplace_back([&pair, &take, &form](float cell) {
            take(form);
            return pair_width(pair, cell);
        });
    const float natural = natural_cell(request, pair.below.all_rows(), pair.below.all_columns());
    const float numbered = kNumberCellEm * request.style.em;
    const bool numbers = request.numbers && natural >= numbered;
    const FittedForm fitted =
        fitted_form(natural, request.width, numbers ? numbered / natural : kSmallPair, widths);
    take(kForms[fitted.form]);
    return fitted.cell;
}

void place_pair(PairFigure& pair, Drawing& drawing) {
    const FigureRequest& request = pair.request;
    const float cell = fit_pair(pair);
    const Point left = block_size(request, pair.below, cell);
    const Point right = block_size(request, pair.above, cell);
    pair.lens_cell = lens_cell_for(pair, cell);
    const float lens_w = pair.lens_cell * static_cast<float>(pair.w.count);
    const float lens_h = pair.lens_cell * static_cast<float>(pair.h.count);
    const float gap = pair.gap * request.style.em;
    // Maps and lens stand around one axis.
    const float names = name_height(request, pair.below.tall_name);
    const float axis = names + std::max({left.y - names, right.y - names, lens_h}) / 2;
    const auto top = [&](Point block) { return axis - (block.y + names) / 2; };
    pair.left = draw_block(drawing, request, pair.below, {0, top(left)}, left.x, cell);
    pair.right =
        draw_block(drawing, request, pair.above, {left.x + lens_w + 2 * gap, top(right)}, right.x, cell);
    pair.lens = {left.x + gap, axis - lens_h / 2, lens_w, lens_h};
}

void pair_marks(Drawing& drawing, const PairFigure& pair, const pool::WindowMoments& moments) {
    const Style& style = pair.request.style;
    const Group group(drawing, "window");
    const Rect window = window_on(pair.left, pair.h, pair.w);
    if (pair.h.dilation > 1 || pair.w.dilation > 1)
        for (const pool::Tap& tap : pair.taps)
            outline(drawing, pair.left.cell_rect(tap.y, tap.x), pen(style, Meaning::window));
    outline(drawing, window, pen(style, Meaning::window));
    const Rect cell = pair.right.cell_rect(pair.output.y, pair.output.x);
    outline(drawing, cell, pen(style, Meaning::output));
    if (pair.request.veil.hides(work::Hidden::winner)) return;
    for (std::size_t i = 0; i < pair.taps.size(); ++i)
        if (moments.wins(pair.taps[i]))
            outline(drawing, pair.left.cell_rect(pair.taps[i].y, pair.taps[i].x), pen(style, Meaning::winner),
                    -1.2F * style.line);
    draw_lineages(drawing, pair.request.pins, pair.left, style);
    draw_lineages(drawing, pair.request.pins, pair.right, style);
}

/// From the window's rows at the edge of the map to the lens, and from the lens to the output cell's row.
void pair_routes(Drawing& drawing, const PairFigure& pair) {
    const Style& style = pair.request.style;
    const Group group(drawing, "routes");
    const Rect map = padded_rect(pair.below, pair.left);
    const Rect window = window_on(pair.left, pair.h, pair.w);
    const Rect lens = pair.lens.inset(-0.5F * style.line);
    const Pen quiet = pen(style, Meaning::quiet);
    const auto thin = [&](float y, float to) {
        drawing.add(Polyline{{{map.right(), y}, {lens.x, to}}, quiet.color, quiet.width});
    };
    thin(window.y, lens.y);
    thin(window.bottom(), lens.bottom());
    const float space = 0.25F * style.em;
    const float row = pair.right.cell_rect(pair.output.y, pair.output.x).center().y;
    const Point at_lens{lens.right() + space, lens.center().y};
    const Point at_map{pair.right.rect.x - space, row};
    if (!pair.backward) return arrow(drawing, style, at_lens, at_map, pen(style, Meaning::output));
    const float arriving = pair.evaluation.gradient(pair.layer + 1).at(pair.output);
    const Pen sign = pen(style, arriving < 0 ? Meaning::negative : Meaning::positive);
    arrow(drawing, style, at_map, at_lens, sign);
}

void pair_lens(Drawing& drawing, const PairFigure& pair, const pool::WindowMoments& moments) {
    const Style& style = pair.request.style;
    drawing.add(RectFill{pair.lens, style.palette.paper, 0});
    outline(drawing, pair.lens, pen(style, Meaning::window), style.line);
    const Group group(drawing, "lens.cells");
    if (pair.backward && pair.below.hidden) return;
    if (pair.taps.size() > kMostLensCells ||
        pair.taps.size() != static_cast<std::size_t>(pair.h.count * pair.w.count))
        return;
    std::vector<CellNumber> numbers;
    for (std::size_t i = 0; i < pair.taps.size(); ++i) {
        const pool::Moment moment = moments.of(pair.taps[i]);
        if (moment.alpha <= 0) continue;
        const Rect from = pair.spot(i, moment.from);
        const Rect to = pair.spot(i, moment.to);
        const auto mix = [&](float a, float b) { return a + (b - a) * moment.way; };
        const Rect place{mix(from.x, to.x), mix(from.y, to.y), mix(from.w, to.w), mix(from.h, to.h)};
        if (!pair.taps[i].valid) {
            outline(drawing, place.inset(1), pen(style, Meaning::padding));
            numbers.push_back({place, moment.number, style.palette.muted});
            continue;
        }
        const Color fill = pair.color_of(moment);
        // Losers are paler, which would say who wins.
        const float alpha = pair.request.veil.hides(work::Hidden::winner) ? 1 : moment.alpha;
        drawing.add(RectFill{place.inset(0.5F), fill.with_alpha(alpha)});
        numbers.push_back({place, moment.number, alpha < 0.7F ? style.palette.muted : ink_on(fill)});
    }
    if (pair.request.numbers && pair.lens_cell >= kNumberCellEm * style.em)
        draw_numbers(drawing, numbers, style);
    if (pair.cursor.stage > 0 || pair.request.veil.hides(work::Hidden::winner)) return;
    for (std::size_t i = 0; i < pair.taps.size(); ++i)
        if (moments.wins(pair.taps[i]))
            outline(drawing, pair.lens_rect(i), pen(style, Meaning::winner), -1.2F * style.line);
}

/// What the window becomes, below the lens.
void pair_formula(Drawing& drawing, const PairFigure& pair) {
    if (!pair.request.names || pair.request.veil.hides(work::Hidden::formula)) return;
    const Style& style = pair.request.style;
    const Group group(drawing, "formula");
    const Point below{pair.lens.center().x, pair.lens.bottom() + 0.7F * style.em};
    if (pair.request.so_far) {
        // Room for two lines, so that nothing moves when the formula comes.
        drawing.add(RectFill{{pair.lens.x, below.y, pair.lens.w, 2.6F * style.em}, {0, 0, 0, 0}});
        if (pool::act_of(pair.cursor.stage) == pool::Act::first) return;
    }
    if (pair.backward) {
        const float arriving = pair.evaluation.gradient(pair.layer + 1).at(pair.output);
        const std::string text = "grad " + number(arriving);
        const Color ink = arriving < 0 ? style.palette.negative_text : style.palette.positive_text;
        centred(drawing, {below.x, below.y + 0.5F * style.em}, text, ink, style.em, Face::mono);
        return;
    }
    const float value = pair.result.forward.output.at(pair.output);
    if (pair.taps.size() <= kMostFormulaTaps) {
        const pool::Formula formula = pair.result.kind->explain(
            pair.result.layer.params, pair.evaluation.map(pair.layer), pair.result.forward, pair.output);
        Drawing written;
        const Point size =
            draw_math(written, {}, formula.numbers, pair.lens.w, 0.8F * style.em, style.palette.ink);
        if (size.x <= pair.lens.w + 1) {
            move(written, below.x - size.x / 2, below.y);
            for (Primitive& item : written.items) drawing.items.push_back(std::move(item));
            return;
        }
    }
    centred(drawing, {below.x, below.y + 0.5F * style.em}, "= " + number(value), style.palette.output_text,
            1.1F * style.em, Face::mono);
}

}  // namespace

Figure compose_pair_figure(const FigureRequest& request) {
    PairFigure pair = pair_of(request);
    show_what_is_known(pair);
    Figure figure;
    Drawing& drawing = figure.drawing;
    place_pair(pair, drawing);
    const pool::WindowMoments moments(pair.evaluation, pair.cursor, pair.output);
    if (!request.veil.hides(work::Hidden::window)) {
        pair_marks(drawing, pair, moments);
        pair_routes(drawing, pair);
        pair_lens(drawing, pair, moments);
        pair_formula(drawing, pair);
    }
    const float width = bounds(drawing).right();
    if (pair.below.range == pair.above.range)
        legend_below(drawing, request, width, pair.below.range, pair.backward);
    trim(drawing, request);
    const std::string layer = pool::notation(pair.result.layer);
    const float value = pair.backward ? pair.evaluation.gradient(pair.layer + 1).at(pair.output)
                                      : pair.result.forward.output.at(pair.output);
    figure.caption =
        request.words.sentence(pair.backward ? "plate.pair.caption.backward" : "plate.pair.caption",
                               {layer, size_text(pair.evaluation.map(pair.layer).shape()),
                                size_text(pair.result.forward.output.shape()), std::to_string(pair.output.y),
                                std::to_string(pair.output.x), number(value)});
    return figure;
}

}  // namespace figure
