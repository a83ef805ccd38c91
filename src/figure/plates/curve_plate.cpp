#include <algorithm>
#include <cmath>

#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/plates/curves.h"
#include "pool/notation.h"

// How far an input's maps and those of its moved form are apart, over shifts, angles or scales.

namespace figure {

namespace {

constexpr float kCurveNaturalEm = 40;
constexpr float kCurveLeastEm = 20;

/// The largest value of one series.
double curve_top(const measure::Curves& curves, const Series& series, CurveMeasure measure) {
    double top = 0;
    for (std::size_t i = 0; i < curves.values.size(); ++i)
        if (const double v = value_of(curves.at(series.kind, series.map, i), measure); std::isfinite(v))
            top = std::max(top, v);
    return top;
}

/// "as given 1.07, average 1.03": the kinds whose last maps are drawn, each with its number.
template <class Top>
words::Message by_kind(const measure::Curves& curves, const std::vector<Series>& series, const Top& top) {
    words::Message list;
    for (const Series& each : series) {
        if (each.map + 1 < curves.maps) continue;
        const std::string name =
            "side.kind." + std::string(measure::replacement_name(curves.kinds[each.kind]));
        const words::Message one("plate.curve.kind", {words::Message(name), top(each)});
        list = list.empty() ? one : words::Message("plate.curve.list", {list, one});
    }
    return list;
}

}  // namespace

Figure compose_curve_figure(const FigureRequest& request) {
    const measure::Curves& curves = *request.curves;
    const float em = request.style.em;
    const float least = kCurveLeastEm * em;
    if (request.width > 0 && request.width < least) throw DoesNotFit(least, request.width);
    const float width = request.width > 0 ? request.width : kCurveNaturalEm * em;
    const CurvesView view{usual_series(curves), request.curve_measure, {}, {}, false};
    Figure figure;
    figure.drawing = compose_curves(curves, view, request.style, request.words,
                                    {width, std::clamp(0.62F * width, 18 * em, 26 * em)})
                         .drawing;
    trim(figure.drawing, request);
    pool::Stack stack;
    for (const pool::LayerResult& layer : request.evaluation.layers) stack.push_back(layer.layer);
    const auto top = [&](const Series& series) {
        return number(curve_top(curves, series, request.curve_measure), 3);
    };
    const words::Message measured(measure_key(request.curve_measure));
    const std::string first = number(std::ranges::min(curves.values));
    const std::string last = number(std::ranges::max(curves.values));
    const bool as_given = curves.kinds == std::vector{document::Replacement::as_given};
    if (as_given || curves.maps < 2)
        figure.caption = request.words.sentence(
            "plate.curve.caption", {pool::notation(stack), measured, curves.values.size(), first, last,
                                    top(view.series.front()), top(view.series.back())});
    else
        figure.caption = request.words.sentence(
            "plate.curve.caption.kinds", {pool::notation(stack), measured, curves.values.size(), first, last,
                                          top(view.series.front()), by_kind(curves, view.series, top)});
    return figure;
}

}  // namespace figure
