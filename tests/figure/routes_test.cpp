#include <gtest/gtest.h>

#include "document/raster.h"
#include "document/samples.h"
#include "figure/plates/plates.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "work/evaluate.h"

// No line crosses a number.

namespace {

using namespace figure;

/// A number of a map, and what was painted before it.
struct Written {
    Rect box;
    std::size_t at;
};

std::vector<Written> numbers_of(const Drawing& drawing) {
    std::vector<Written> all;
    bool inside = false;
    for (std::size_t i = 0; i < drawing.items.size(); ++i) {
        if (const auto* group = std::get_if<BeginGroup>(&drawing.items[i])) inside = group->name == "numbers";
        if (std::holds_alternative<EndGroup>(drawing.items[i])) inside = false;
        const auto* text = std::get_if<Text>(&drawing.items[i]);
        if (!text || !inside) continue;
        const float w = text_width(text->face, text->size, text->text);
        all.push_back({{text->at.x - w / 2, text->at.y - 0.3F * text->size, w, 0.6F * text->size}, i});
    }
    return all;
}

/// Whether something that is painted between the line and the number hides the line there.
bool hidden(const Drawing& drawing, std::size_t line, const Written& number, Point p) {
    for (std::size_t i = line + 1; i < number.at; ++i)
        if (const auto* fill = std::get_if<RectFill>(&drawing.items[i]); fill && fill->rect.contains(p))
            return true;
    return false;
}

constexpr int kPoints = 200;

/// Points along a route, a lineage or a line of the frustum; none of anything else.
std::vector<Point> points_along(const Primitive& item, const std::string& group) {
    std::vector<Point> points;
    const auto* line = std::get_if<Polyline>(&item);
    for (int k = 0; line && (group == "frustum" || group == "routes") && k <= kPoints; ++k) {
        const float t = static_cast<float>(k) / kPoints;
        const Point a = line->points.front();
        const Point b = line->points.back();
        points.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
    const auto* c = std::get_if<Cubic>(&item);
    const bool route = group == "routes" || group == "lineage.links";
    for (int k = 0; c && route && k <= kPoints; ++k) {
        const float t = static_cast<float>(k) / kPoints;
        const float u = 1 - t;
        const auto at = [&](float a, float b, float d, float e) {
            return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * d + t * t * t * e;
        };
        points.push_back({at(c->p0.x, c->p1.x, c->p2.x, c->p3.x), at(c->p0.y, c->p1.y, c->p2.y, c->p3.y)});
    }
    return points;
}

void expect_no_crossing(const Drawing& drawing) {
    const std::vector<Written> numbers = numbers_of(drawing);
    std::string group;
    for (std::size_t i = 0; i < drawing.items.size(); ++i) {
        if (const auto* begun = std::get_if<BeginGroup>(&drawing.items[i])) group = begun->name;
        for (const Point& p : points_along(drawing.items[i], group))
            for (const Written& number : numbers)
                if (number.box.contains(p)) {
                    EXPECT_TRUE(hidden(drawing, i, number, p)) << group << " " << p.x << ", " << p.y;
                }
    }
}

TEST(Routes, CrossNoNumber) {
    for (const char* sample : {"matrix.textbook", "digit.3", "one"}) {
        for (const char* stack : {"MaxPool2d(2)", "MaxPool2d(3, stride=1)", "AvgPool2d(2, stride=1)"}) {
            document::Document document = document::first_document();
            document.input = document::find_sample(sample)->input;
            document.stack = pool::parse_stack(stack);
            const pool::Evaluation e = work::evaluate(document);
            const std::int64_t windows = e.map(1).shape().plane();
            for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
                for (std::int64_t window = 0; window < windows;
                     window += std::max<std::int64_t>(windows / 9, 1)) {
                    SCOPED_TRACE(std::string(sample) + " " + stack + " " + std::to_string(window));
                    BenchView view;
                    view.cursor = {phase, 0, window, 0};
                    const pool::Shape& below = e.map(0).shape();
                    const std::int64_t cell = window * 7 % below.plane();
                    const pool::Trace trace =
                        pool::trace(e, {0, {0, 0, cell / below.w, cell % below.w}}, true);
                    if (window % 2 == 1) view.marks = {{&trace, 1, 0}};
                    for (const Point size : {Point{1030, 560}, Point{700, 420}})
                        expect_no_crossing(compose_pair(e, view, Style{}, Strings(), size).drawing);
                }
            }
        }
    }
}

/// In cells that have room a route goes beside the numbers: nothing is painted over it.
void expect_unbroken(const Drawing& drawing) {
    std::string group;
    std::size_t checked = 0;
    for (std::size_t i = 0; i < drawing.items.size(); ++i) {
        if (const auto* begun = std::get_if<BeginGroup>(&drawing.items[i])) group = begun->name;
        if (group != "routes") continue;
        for (const Point& p : points_along(drawing.items[i], group)) {
            ++checked;
            EXPECT_FALSE(hidden(drawing, i, {{}, drawing.items.size()}, p)) << p.x << ", " << p.y;
        }
    }
    EXPECT_GT(checked, 0U);
}

TEST(Routes, AreUnbrokenAmongLargeCells) {
    document::Document document = document::first_document();
    document.input = document::find_sample("matrix.textbook")->input;
    for (const char* stack : {"MaxPool2d(2)", "MaxPool2d(3, stride=1)", "MaxPool2d(2, stride=1)",
                              "AvgPool2d(2)", "AvgPool2d(3, stride=1)"}) {
        document.stack = pool::parse_stack(stack);
        const pool::Evaluation e = work::evaluate(document);
        const std::int64_t windows = e.map(1).shape().plane();
        for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward})
            for (std::int64_t window = 0; window < windows; ++window) {
                SCOPED_TRACE(std::string(stack) + " " + std::to_string(window));
                BenchView view;
                view.cursor = {phase, 0, window, 0};
                expect_unbroken(compose_pair(e, view, Style{}, Strings(), {1030, 560}).drawing);
            }
    }
}

}  // namespace
