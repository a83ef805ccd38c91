#include "app/tower_numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>

#include "figure/drawing.h"

namespace app {

namespace {

using figure::Point;
using CellKey = std::array<std::int64_t, 4>;  // map, channel, row, column

std::size_t index_of(const PictureOf& picture, int x, int y) {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
            static_cast<std::size_t>(x)) *
           4;
}

/// Whether a glyph can be seen there.
bool differs(const std::vector<unsigned char>& a, const std::vector<unsigned char>& b, std::size_t at) {
    constexpr int kSeen = 24;
    int difference = 0;
    for (std::size_t k = at; k < at + 4; ++k) difference += std::abs(int{a[k]} - int{b[k]});
    return difference > kSeen;
}

/// The pixels of each cell's number, of every row the first and the last.
std::map<CellKey, std::vector<Point>> glyphs_of(
    const PictureOf& picture, const std::vector<unsigned char>& bare, const std::vector<unsigned char>& blank,
    const std::function<std::optional<pool::MapCell>(int, int)>& cell_at) {
    std::map<CellKey, std::vector<Point>> numbers;
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            if (!differs(bare, blank, index_of(picture, x, y))) continue;
            const auto cell = cell_at(x, y);
            if (!cell) continue;
            std::vector<Point>& points =
                numbers[{static_cast<std::int64_t>(cell->map), cell->cell.c, cell->cell.y, cell->cell.x}];
            const Point at{static_cast<float>(x), static_cast<float>(y)};
            const std::size_t n = points.size();
            if (n >= 2 && points[n - 1].y == at.y && points[n - 2].y == at.y)
                points[n - 1] = at;
            else
                points.push_back(at);
        }
    }
    return numbers;
}

float turn(Point a, Point b, Point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

/// The smallest convex polygon around points, its corners in the order of a positive turn.
std::vector<Point> hull_of(std::vector<Point> points) {
    std::ranges::sort(points, {}, [](Point p) { return std::pair(p.x, p.y); });
    std::vector<Point> hull;
    for (int pass = 0; pass < 2; ++pass) {
        const std::size_t begin = hull.size();
        for (const Point p : points) {
            while (hull.size() >= begin + 2 && turn(hull[hull.size() - 2], hull.back(), p) <= 0)
                hull.pop_back();
            hull.push_back(p);
        }
        hull.pop_back();
        std::ranges::reverse(points);
    }
    return hull.empty() ? points : hull;
}

/// How far a point lies outside of a hull; negative or 0: inside.
float outside(const std::vector<Point>& hull, Point p) {
    float most = -1;
    for (std::size_t i = 0; i < hull.size(); ++i) {
        const Point a = hull[i];
        const Point b = hull[(i + 1) % hull.size()];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        if (length > 0) most = std::max(most, -turn(a, b, p) / length);
    }
    return most;
}

void clear_hull(const PictureOf& picture, const std::vector<unsigned char>& bare,
                const std::vector<Point>& hull, float around) {
    const auto [left, right] = std::ranges::minmax(hull, {}, &Point::x);
    const auto [top, bottom] = std::ranges::minmax(hull, {}, &Point::y);
    const auto from = [around](float v) { return std::max(0, static_cast<int>(std::floor(v - around))); };
    const auto to = [around](float v, int size) {
        return std::min(size - 1, static_cast<int>(std::ceil(v + around)));
    };
    for (int y = from(top.y); y <= to(bottom.y, picture.height); ++y) {
        for (int x = from(left.x); x <= to(right.x, picture.width); ++x) {
            if (outside(hull, {static_cast<float>(x), static_cast<float>(y)}) > around) continue;
            const std::size_t at = index_of(picture, x, y);
            std::copy_n(bare.begin() + static_cast<std::ptrdiff_t>(at), 4,
                        picture.rgba.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
}

}  // namespace

void clear_numbers(const PictureOf& picture, const std::vector<unsigned char>& bare,
                   const std::vector<unsigned char>& blank,
                   const std::function<std::optional<pool::MapCell>(int x, int y)>& cell_at, float around) {
    for (const auto& [cell, points] : glyphs_of(picture, bare, blank, cell_at))
        clear_hull(picture, bare, hull_of(points), around);
}

}  // namespace app
