#include "figure/plates/curves.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "figure/number.h"
#include "figure/text.h"

namespace figure {

namespace {

using measure::CurvePoint;
using measure::Curves;

}  // namespace

double value_of(const CurvePoint& point, CurveMeasure measure) {
    switch (measure) {
        case CurveMeasure::cosine:
            return point.cosine;
        case CurveMeasure::differ:
            return point.differ;
        case CurveMeasure::equal_share:
            return point.equal_share;
        case CurveMeasure::relative_difference:
            break;
    }
    return point.relative_difference;
}

const char* measure_key(CurveMeasure measure) {
    switch (measure) {
        case CurveMeasure::cosine:
            return "side.cosine";
        case CurveMeasure::differ:
            return "side.differ";
        case CurveMeasure::equal_share:
            return "side.equal_share";
        case CurveMeasure::relative_difference:
            break;
    }
    return "side.relative_difference";
}

namespace {

const char* axis_key(measure::Axis axis) {
    switch (axis) {
        case measure::Axis::shift_y:
            return "side.axis.shift_y";
        case measure::Axis::angle:
            return "side.axis.angle";
        case measure::Axis::scale:
            return "side.axis.scale";
        case measure::Axis::shift_x:
            break;
    }
    return "side.axis.shift_x";
}

/// A step of 1, 2 or 5 times a power of ten that gives about `count` ticks; of angles a part of a circle.
double tick_step(double length, double count, bool angle) {
    const double rough = length / count;
    if (angle)
        for (const double step : {15.0, 30.0, 45.0, 60.0, 90.0})
            if (step >= rough) return step;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough * 0.999) return factor * power;
    return 10 * power;
}

/// Lays values out on the plot.
struct Frame {
    Rect plot;
    double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
    float x(double value) const { return plot.x + plot.w * static_cast<float>((value - x0) / (x1 - x0)); }
    float y(double value) const {
        return plot.bottom() - plot.h * static_cast<float>((value - y0) / (y1 - y0));
    }
};

Frame frame_of(const Curves& curves, const CurvesView& view, Rect plot) {
    Frame frame{plot};
    frame.x0 = curves.values.empty() ? 0 : std::ranges::min(curves.values);
    frame.x1 = curves.values.empty() ? 1 : std::ranges::max(curves.values);
    if (frame.x1 <= frame.x0) frame.x1 = frame.x0 + 1;
    double high = 0;
    double low = 0;
    for (const Series& s : view.series) {
        for (std::size_t i = 0; i < curves.values.size(); ++i) {
            const CurvePoint& p = curves.at(s.kind, s.map, i);
            const double v = value_of(p, view.measure);
            const double band =
                view.spread && view.measure == CurveMeasure::relative_difference ? p.spread : 0;
            if (!std::isfinite(v)) continue;
            high = std::max(high, v + band);
            low = std::min(low, v);
        }
    }
    frame.y0 = low;
    frame.y1 = high > low ? high + 0.06 * (high - low) : low + 1;
    return frame;
}

void draw_axes(Drawing& drawing, const Frame& f, const Curves& curves, const Style& style,
               const Words& words) {
    const Group group(drawing, "axes");
    const Palette& p = style.palette;
    const float size = style.em * 0.8F;
    // No more of them than stand clear of each other.
    const double fit = std::clamp(static_cast<double>(f.plot.h / (1.3F * style.em)), 1.0, 4.0);
    const double rows = tick_step(f.y1 - f.y0, fit, false);
    for (double v = std::ceil(f.y0 / rows - 1e-9) * rows; v <= f.y1; v += rows) {
        const float y = f.y(v);
        drawing.add(Polyline{{{f.plot.x, y}, {f.plot.right(), y}}, p.line, style.line});
        drawing.add(Text{{f.plot.x - style.em * 0.4F, y},
                         number(std::abs(v) < 1e-12 ? 0 : v),
                         p.muted,
                         size,
                         Face::mono,
                         Align::right});
    }
    const double columns = tick_step(f.x1 - f.x0, 4.5, curves.axis == measure::Axis::angle);
    for (double v = std::ceil(f.x0 / columns - 1e-9) * columns; v <= f.x1 + 1e-9; v += columns) {
        const float x = f.x(v);
        const double shown = std::abs(v) < 1e-12 ? 0 : v;
        drawing.add(
            Polyline{{{x, f.plot.bottom()}, {x, f.plot.bottom() + style.em * 0.25F}}, p.muted, style.line});
        drawing.add(Text{
            {x, f.plot.bottom() + style.em * 0.8F}, number(shown), p.muted, size, Face::mono, Align::center});
    }
    drawing.add(
        Polyline{{{f.plot.x, f.plot.y}, {f.plot.x, f.plot.bottom()}, {f.plot.right(), f.plot.bottom()}},
                 p.muted,
                 style.line * 1.5F});
    drawing.add(Text{{f.plot.center().x, f.plot.bottom() + style.em * 1.9F},
                     words.label(axis_key(curves.axis)),
                     p.muted,
                     style.em * 0.85F,
                     Face::text,
                     Align::center});
}

/// The shape of a series' points.
enum class Shape { dot, square, triangle, hollow_square, hollow_dot, none };
constexpr std::array kShapes = {Shape::dot, Shape::hollow_square, Shape::triangle, Shape::hollow_dot,
                                Shape::square};

/// Kinds, or maps where there is one kind, are told apart by it. The input's line has none.
Shape shape_of(const Curves& curves, const Series& s) {
    if (s.map == 0) return Shape::none;
    const std::size_t of =
        curves.kinds.size() > 1 ? static_cast<std::size_t>(curves.kinds[s.kind]) : s.map - 1;
    return kShapes[of % kShapes.size()];
}

/// A point of a line; hollow ones hide what lies behind them.
void draw_point(Drawing& drawing, Shape shape, Point at, float radius, Color color, const Style& style) {
    const Color paper = style.palette.paper;
    const float line = 0.45F * radius;
    // As large to the eye as a circle.
    const float half = 0.9F * radius;
    const Rect square{at.x - half, at.y - half, 2 * half, 2 * half};
    switch (shape) {
        case Shape::dot:
            return drawing.add(Circle{at, radius, color});
        case Shape::square:
            return drawing.add(RectFill{square, color});
        case Shape::triangle:
            return drawing.add(ConvexFill{{{at.x, at.y - 1.3F * radius},
                                           {at.x + 1.2F * radius, at.y + 0.8F * radius},
                                           {at.x - 1.2F * radius, at.y + 0.8F * radius}},
                                          color});
        case Shape::hollow_square:
            drawing.add(RectFill{square, paper});
            return drawing.add(RectStroke{square, color, line});
        case Shape::hollow_dot:
            return drawing.add(Circle{at, radius, paper, color, line});
        case Shape::none:
            return;
    }
}

/// Of a point that can be told from others.
float point_radius(const Style& style) { return 0.27F * style.em; }

/// Kinds besides the given one are told apart by dashes and by the shape of their points.
float dash_of_kind(document::Replacement kind, const Style& style) {
    switch (kind) {
        case document::Replacement::average:
            return style.em * 0.6F;
        case document::Replacement::maximum:
            return style.em * 0.35F;
        case document::Replacement::subsample:
            return style.em * 0.18F;
        case document::Replacement::blur:
            return style.em * 0.9F;
        case document::Replacement::as_given:
            break;
    }
    return 0;
}

/// Where colours do not tell maps apart, dashes do.
float dash_of(const Curves& curves, const Series& s, const Style& style) {
    if (curves.kinds.size() > 1 || !style.palette.print || s.map == 0)
        return dash_of_kind(curves.kinds[s.kind], style);
    constexpr std::array kDashes = {0.0F, 0.35F, 0.7F, 0.18F, 1.1F};
    return style.em * kDashes[s.map % kDashes.size()];
}

Color line_color(const Curves& curves, const Series& s, const Palette& palette) {
    if (curves.kinds.size() == 1 || s.map == 0) return series_color(palette, s.map);
    return series_color(palette, 1 + static_cast<std::size_t>(curves.kinds[s.kind]));
}

void draw_series(Drawing& drawing, const Frame& f, const Curves& curves, const CurvesView& view,
                 const Series& s, const Style& style) {
    const Group group(drawing, "series." + std::to_string(s.kind) + "." + std::to_string(s.map));
    const Color color = line_color(curves, s, style.palette);
    const bool band = view.spread && view.measure == CurveMeasure::relative_difference;
    Polyline line{{}, color, style.line * 2, false, dash_of(curves, s, style)};
    std::vector<Point> dots;
    const auto end_line = [&] {
        if (line.points.size() > 1) drawing.add(line);
        line.points.clear();
    };
    for (std::size_t i = 0; i < curves.values.size(); ++i) {
        const CurvePoint& point = curves.at(s.kind, s.map, i);
        const double v = value_of(point, view.measure);
        if (!std::isfinite(v)) {
            end_line();
            continue;
        }
        const Point at{f.x(curves.values[i]), f.y(v)};
        if (band)
            drawing.add(
                Polyline{{{at.x, f.y(std::max(f.y0, v - point.spread))}, {at.x, f.y(v + point.spread)}},
                         color.with_alpha(0.35F),
                         style.line * 3});
        line.points.push_back(at);
        dots.push_back(at);
    }
    end_line();
    // Of many steps every so many-th has a point: each can be seen then.
    const float radius = point_radius(style);
    const float apart = f.plot.w / static_cast<float>(std::max<std::size_t>(curves.values.size(), 2) - 1);
    const auto every = static_cast<std::size_t>(std::max(1.0F, std::ceil(3 * radius / apart)));
    for (std::size_t i = 0; i < dots.size(); i += every)
        draw_point(drawing, shape_of(curves, s), dots[i], radius, color, style);
}

std::string series_name(const Curves& curves, const Series& s, const Words& words) {
    if (s.map == 0) return words.label("side.input");
    std::string layer = "L" + std::to_string(s.map);
    if (curves.kinds.size() == 1) return layer;
    return words.label("side.kind." + std::string(measure::replacement_name(curves.kinds[s.kind]))) + " " +
           layer;
}

void draw_names(Drawing& drawing, const Curves& curves, const CurvesView& view, const Style& style,
                const Words& words, Point at, float width) {
    const Group group(drawing, "legend");
    const float size = style.em * 0.85F;
    float x = at.x;
    float y = at.y;
    for (const Series& s : view.series) {
        std::string name = series_name(curves, s, words);
        if (view.hover) name += " " + number(value_of(curves.at(s.kind, s.map, *view.hover), view.measure));
        const float wide = style.em * 2 + text_width(Face::text_bold, size, name) + style.em * 0.9F;
        if (x > at.x && x + wide > at.x + width) {
            x = at.x;
            y += style.em * 1.3F;
        }
        const Color color = line_color(curves, s, style.palette);
        drawing.add(Polyline{
            {{x, y}, {x + style.em * 1.6F, y}}, color, style.line * 2.5F, false, dash_of(curves, s, style)});
        draw_point(drawing, shape_of(curves, s), {x + style.em * 0.8F, y}, point_radius(style), color, style);
        drawing.add(Text{{x + style.em * 2, y}, name, style.palette.ink, size, Face::text_bold});
        x += wide;
    }
}

/// Rows that the legend takes, with numbers as wide as they come.
int legend_rows(const Curves& curves, const CurvesView& view, const Style& style, const Words& words,
                float width) {
    float x = 0;
    int rows = 1;
    for (const Series& s : view.series) {
        const std::string name = series_name(curves, s, words) + (view.hover ? " 0.0000" : "");
        const float wide = style.em * 2.9F + text_width(Face::text_bold, style.em * 0.85F, name);
        if (x > 0 && x + wide > width) {
            x = 0;
            ++rows;
        }
        x += wide;
    }
    return rows;
}

}  // namespace

Color series_color(const Palette& palette, std::size_t map) {
    const std::array<Color, 5> colors = {palette.positive, palette.winner, palette.output, palette.negative,
                                         palette.window};
    return map == 0 ? palette.muted : colors[(map - 1) % colors.size()];
}

std::vector<Series> usual_series(const Curves& curves) {
    std::vector<Series> result;
    if (curves.maps == 0) return result;
    if (curves.kinds.size() == 1) {
        for (std::size_t map = 0; map < curves.maps; ++map) result.push_back({0, map});
        return result;
    }
    result.push_back({0, 0});
    for (std::size_t kind = 0; kind < curves.kinds.size() && curves.maps > 1; ++kind)
        if (curves.errors[kind].empty()) result.push_back({kind, curves.maps - 1});
    return result;
}

std::optional<std::size_t> CurvesPlate::step_at(Point p) const {
    if (steps.empty() || p.x < plot.x - 8 || p.x > plot.right() + 8 || p.y < plot.y ||
        p.y > plot.bottom() + 16)
        return std::nullopt;
    const auto nearest = std::ranges::min_element(steps, {}, [&](float x) { return std::abs(x - p.x); });
    return static_cast<std::size_t>(nearest - steps.begin());
}

CurvesPlate compose_curves(const Curves& curves, const CurvesView& view, const Style& style,
                           const Words& words, Point size) {
    CurvesPlate plate;
    plate.drawing.size = size;
    const float em = style.em;
    const float left = em * 3.2F;
    const int rows = legend_rows(curves, view, style, words, size.x - left - em);
    const float top = em * (2.2F + 1.3F * static_cast<float>(rows));
    plate.plot = {left, top, std::max(size.x - left - em, em), std::max(size.y - top - em * 2.6F, em)};
    const Frame frame = frame_of(curves, view, plate.plot);
    for (const double value : curves.values) plate.steps.push_back(frame.x(value));
    plate.drawing.add(
        Text{{left, em}, words.label(measure_key(view.measure)), style.palette.ink, em, Face::text_bold});
    draw_names(plate.drawing, curves, view, style, words, {left, em * 2.4F}, size.x - left - em);
    draw_axes(plate.drawing, frame, curves, style, words);
    for (const Series& s : view.series) draw_series(plate.drawing, frame, curves, view, s, style);
    const auto mark = [&](double value, Color color, float dash) {
        const float x = frame.x(value);
        plate.drawing.add(
            Polyline{{{x, plate.plot.y}, {x, plate.plot.bottom()}}, color, style.line * 2, false, dash});
    };
    if (view.current && *view.current >= frame.x0 && *view.current <= frame.x1)
        mark(*view.current, style.palette.window, em * 0.3F);
    if (view.hover) mark(curves.values[*view.hover], style.palette.muted, 0);
    return plate;
}

}  // namespace figure
