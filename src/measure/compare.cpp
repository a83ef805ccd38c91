#include "measure/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

namespace measure {

namespace {

constexpr double kVisible = 1e-6;

bool zero(const pool::Tensor& map) {
    return std::ranges::all_of(map.data(), [](float v) { return v == 0; });
}

bool all_close(const pool::Tensor& a, const pool::Tensor& b) {
    return std::ranges::equal(a.data(), b.data(), close);
}

/// Whether one plane is another's, moved.
bool plane_moved(const float* a, const float* b, const pool::Shape& s, Move move) {
    for (std::int64_t y = 0; y < s.h; ++y) {
        const std::int64_t from = y - move.dy;
        const bool row = from >= 0 && from < s.h;
        for (std::int64_t x = 0; x < s.w; ++x) {
            const std::int64_t column = x - move.dx;
            const bool inside = row && column >= 0 && column < s.w;
            if (!close(inside ? a[from * s.w + column] : 0.0F, b[y * s.w + x])) return false;
        }
    }
    return true;
}

/// A cell of b that is not 0, of the first plane that has one, of a rare value where there is one: only moves
/// onto it can fit.
struct Anchor {
    std::int64_t plane = 0;
    std::int64_t y = 0, x = 0;
    float value = 0;
};
std::optional<Anchor> anchor_of(const pool::Tensor& b) {
    const pool::Shape& s = b.shape();
    std::optional<Anchor> best;
    for (std::int64_t i = 0; i < s.size(); ++i) {
        const float value = b.data()[static_cast<std::size_t>(i)];
        if (best && best->plane != i / s.plane()) break;
        // Drawings are full of zeros and ones.
        const bool rare = value != 0 && value != 1;
        if (value == 0 || (best && !rare)) continue;
        best = Anchor{i / s.plane(), i % s.plane() / s.w, i % s.w, value};
        if (rare) break;
    }
    return best;
}

std::vector<Move> candidates(const pool::Tensor& a, const Anchor& anchor, Move near) {
    const pool::Shape& s = a.shape();
    const float* plane = a.data().data() + anchor.plane * s.plane();
    std::vector<Move> moves;
    for (std::int64_t i = 0; i < s.plane(); ++i) {
        const Move move{anchor.y - i / s.w, anchor.x - i % s.w};
        if (close(plane[i], anchor.value) && move != Move{}) moves.push_back(move);
    }
    std::ranges::sort(moves, {}, [near](const Move& m) {
        return std::tuple(std::abs(m.dy - near.dy) + std::abs(m.dx - near.dx), m.dy, m.dx);
    });
    return moves;
}

/// The move of a that gives b, where b is not zero.
std::optional<Move> find_move(const pool::Tensor& a, const pool::Tensor& b, Move near) {
    if (near != Move{} && moved(a, b, near)) return near;
    const std::optional<Anchor> anchor = anchor_of(b);
    if (!anchor) return std::nullopt;
    for (const Move& move : candidates(a, *anchor, near))
        if (moved(a, b, move)) return move;
    return std::nullopt;
}

}  // namespace

bool identical(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool close(float a, float b) {
    if (identical(a, b)) return true;
    const double scale = std::max({1.0, std::abs(static_cast<double>(a)), std::abs(static_cast<double>(b))});
    return std::isfinite(scale) && std::abs(static_cast<double>(a) - b) <= kVisible * scale;
}

Comparison compare(std::span<const float> a, std::span<const float> b) {
    Comparison result;
    result.same_shape = a.size() == b.size();
    if (!result.same_shape) return result;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    double difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = a[i];
        const double y = b[i];
        aa += x * x;
        bb += y * y;
        ab += x * y;
        if (identical(a[i], b[i])) continue;
        ++result.differ;
        const double change = std::abs(x - y);
        // NaN on one side is a visible change, and stays in the sums.
        if (!(change <= kVisible)) ++result.differ_visibly;
        difference += change * change;
        if (!(change <= result.largest_change)) result.largest_change = change;
    }
    result.cells = static_cast<std::int64_t>(a.size());
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    result.relative_difference = difference == 0 ? 0 : aa == 0 ? kInfinity : std::sqrt(difference / aa);
    const bool angle = aa != 0 && bb != 0;
    result.cosine = angle ? ab / std::sqrt(aa * bb) : std::numeric_limits<double>::quiet_NaN();
    if (result.cells > 0)
        result.equal_share = 1 - static_cast<double>(result.differ) / static_cast<double>(result.cells);
    return result;
}

Comparison compare(const pool::Tensor& a, const pool::Tensor& b) {
    if (a.shape() == b.shape()) return compare(a.data(), b.data());
    Comparison result;
    result.same_shape = false;
    return result;
}

Move expected_move(const pool::Shape& input, const pool::Shape& map, double dy, double dx) {
    const auto along = [](double cells, std::int64_t from, std::int64_t to) {
        const double there = cells * static_cast<double>(to) / static_cast<double>(from);
        return static_cast<std::int64_t>(std::lround(there));
    };
    if (input.h < 1 || input.w < 1) return {};
    return {along(dy, input.h, map.h), along(dx, input.w, map.w)};
}

bool moved(const pool::Tensor& a, const pool::Tensor& b, Move move) {
    const pool::Shape& s = a.shape();
    if (b.shape() != s) return false;
    for (std::int64_t n = 0; n < s.n; ++n)
        for (std::int64_t c = 0; c < s.c; ++c)
            if (!plane_moved(a.plane(n, c).data(), b.plane(n, c).data(), s, move)) return false;
    return true;
}

bool turned(const pool::Tensor& a, const pool::Tensor& b, int quarters) {
    const pool::Shape& s = a.shape();
    const int q = ((quarters % 4) + 4) % 4;
    const pool::Shape expected = q % 2 == 0 ? s : pool::Shape{s.n, s.c, s.w, s.h};
    if (b.shape() != expected) return false;
    for (std::int64_t n = 0; n < s.n; ++n) {
        for (std::int64_t c = 0; c < s.c; ++c) {
            for (std::int64_t y = 0; y < s.h; ++y) {
                for (std::int64_t x = 0; x < s.w; ++x) {
                    // Counter-clockwise: the last column becomes the first row.
                    const Move to = q == 0   ? Move{y, x}
                                    : q == 1 ? Move{s.w - 1 - x, y}
                                    : q == 2 ? Move{s.h - 1 - y, s.w - 1 - x}
                                             : Move{x, s.h - 1 - y};
                    if (!close(a.at({n, c, y, x}), b.at({n, c, to.dy, to.dx}))) return false;
                }
            }
        }
    }
    return true;
}

Relation relation(const pool::Tensor& a, const pool::Tensor& b, Move near) {
    using Kind = Relation::Kind;
    Relation result;
    if (a.shape() == b.shape() && all_close(a, b)) {
        result.kind = Kind::same;
        result.exact = std::ranges::equal(a.data(), b.data(), identical);
        return result;
    }
    if (zero(b) || zero(a)) return result;
    if (a.shape() == b.shape()) {
        if (const std::optional<Move> move = find_move(a, b, near)) {
            result.kind = Kind::moved;
            result.move = *move;
            return result;
        }
    }
    for (const int quarters : {1, 3, 2}) {
        if (!turned(a, b, quarters)) continue;
        result.kind = Kind::turned;
        result.quarters = quarters;
        return result;
    }
    return result;
}

}  // namespace measure
