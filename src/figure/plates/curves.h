#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "figure/drawing.h"
#include "figure/style.h"
#include "figure/words.h"
#include "measure/sweep.h"

namespace figure {

/// Which number of a curve's point is drawn.
enum class CurveMeasure { relative_difference, cosine, differ, equal_share };
double value_of(const measure::CurvePoint& point, CurveMeasure measure);
/// Its name in the string tables.
const char* measure_key(CurveMeasure measure);

/// One line of the picture.
struct Series {
    std::size_t kind = 0;  ///< index in Curves::kinds
    std::size_t map = 0;
    bool operator==(const Series&) const = default;
};
/// Every map of the stack as given, where it is the only kind; otherwise the input and every kind's last map.
std::vector<Series> usual_series(const measure::Curves& curves);

struct CurvesView {
    std::vector<Series> series;
    CurveMeasure measure = CurveMeasure::relative_difference;
    std::optional<double> current;     ///< where lane B stands: a dashed line
    std::optional<std::size_t> hover;  ///< the step that is pointed at: its numbers are written
    bool spread = false;               ///< bands of the standard deviation
};

/// Curves with axes, a legend and a title, and where a pointer finds their steps.
struct CurvesPlate {
    Drawing drawing;
    Rect plot;
    /// The step nearest to a point over the plot; none: the point lies outside of it.
    std::optional<std::size_t> step_at(Point p) const;
    std::vector<float> steps;  ///< x of each
};
CurvesPlate compose_curves(const measure::Curves& curves, const CurvesView& view, const Style& style,
                           const Words& words, Point size);
inline CurvesPlate compose_curves(const measure::Curves& curves, const CurvesView& view, const Style& style,
                                  const Strings& strings, Point size) {
    return compose_curves(curves, view, style, Words({strings}), size);
}

/// The colour of a map's line: the input grey, then one for each depth.
Color series_color(const Palette& palette, std::size_t map);

}  // namespace figure
