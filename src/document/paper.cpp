#include "document/paper.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace document {

namespace {

/// A plane of its own size.
struct Plane {
    std::int64_t h = 0;
    std::int64_t w = 0;
    std::vector<float> values;
    float& at(std::int64_t y, std::int64_t x) { return values[static_cast<std::size_t>(y * w + x)]; }
    float at(std::int64_t y, std::int64_t x) const { return values[static_cast<std::size_t>(y * w + x)]; }
};

/// The largest value (or the smallest) of each `2 * reach + 1` cells of a line, as far as they lie in it.
/// Blocks of that length hold their extremes from the left and from the right, so that a cell takes two looks
/// whatever the reach (van Herk 1992).
class Extremes {
 public:
    Extremes(std::int64_t reach, bool largest) : reach_(reach), block_(2 * reach + 1), largest_(largest) {}

    /// `count` cells that lie `step` apart.
    void apply(float* line, std::int64_t step, std::int64_t count) {
        const std::int64_t padded = (count + 2 * reach_ + block_ - 1) / block_ * block_;
        left_.resize(static_cast<std::size_t>(padded));
        right_.resize(static_cast<std::size_t>(padded));
        for (std::int64_t i = 0; i < padded; ++i) {
            const float here = line[std::clamp<std::int64_t>(i - reach_, 0, count - 1) * step];
            left(i) = i % block_ == 0 ? here : better(left(i - 1), here);
            right(i) = here;
        }
        for (std::int64_t i = padded - 2; i >= 0; --i)
            if ((i + 1) % block_ != 0) right(i) = better(right(i), right(i + 1));
        for (std::int64_t i = 0; i < count; ++i) line[i * step] = better(right(i), left(i + block_ - 1));
    }

 private:
    float better(float a, float b) const { return largest_ ? std::max(a, b) : std::min(a, b); }
    float& left(std::int64_t i) { return left_[static_cast<std::size_t>(i)]; }
    float& right(std::int64_t i) { return right_[static_cast<std::size_t>(i)]; }

    std::int64_t reach_;
    std::int64_t block_;
    bool largest_;
    std::vector<float> left_;
    std::vector<float> right_;
};

/// The extremes along every row and every column.
void spread_in_squares(Plane& plane, std::int64_t reach, bool largest) {
    Extremes extremes(reach, largest);
    for (std::int64_t y = 0; y < plane.h; ++y) extremes.apply(&plane.at(y, 0), 1, plane.w);
    for (std::int64_t x = 0; x < plane.w; ++x) extremes.apply(&plane.at(0, x), plane.w, plane.h);
}

/// The extremes along every diagonal of both directions.
void spread_along_diagonals(Plane& plane, std::int64_t reach, bool largest) {
    Extremes extremes(reach, largest);
    for (std::int64_t i = 1 - plane.h; i < plane.w; ++i) {
        const std::int64_t y = std::max<std::int64_t>(-i, 0);
        const std::int64_t x = std::max<std::int64_t>(i, 0);
        extremes.apply(&plane.at(y, x), plane.w + 1, std::min(plane.h - y, plane.w - x));
    }
    for (std::int64_t i = 0; i < plane.w + plane.h - 1; ++i) {
        const std::int64_t x = std::min(i, plane.w - 1);
        const std::int64_t y = i - x;
        extremes.apply(&plane.at(y, x), plane.w - 1, std::min(plane.h - y, x + 1));
    }
}

/// The extremes of the octagon around each cell, which reaches so many cells to each side.
void spread_in_octagons(Plane& plane, std::int64_t reach, bool largest) {
    // A regular octagon is a square of 0.414 of its width and two diagonals of 0.293; a square alone where it
    // is too small for that.
    const std::int64_t diagonal = std::min((reach * 293 + 500) / 1000, (reach - 1) / 2);
    spread_in_squares(plane, reach - 2 * diagonal, largest);
    if (diagonal > 0) spread_along_diagonals(plane, diagonal, largest);
}

/// A large plane made smaller: the means of blocks of `by` by `by` cells.
Plane reduced(const Plane& plane, std::int64_t by) {
    Plane result{(plane.h + by - 1) / by, (plane.w + by - 1) / by, {}};
    result.values.resize(static_cast<std::size_t>(result.h * result.w));
    for (std::int64_t y = 0; y < result.h; ++y) {
        for (std::int64_t x = 0; x < result.w; ++x) {
            double sum = 0;
            const std::int64_t y1 = std::min((y + 1) * by, plane.h);
            const std::int64_t x1 = std::min((x + 1) * by, plane.w);
            for (std::int64_t v = y * by; v < y1; ++v)
                for (std::int64_t u = x * by; u < x1; ++u) sum += static_cast<double>(plane.at(v, u));
            result.at(y, x) = static_cast<float>(sum / static_cast<double>((y1 - y * by) * (x1 - x * by)));
        }
    }
    return result;
}

/// Pictures whose shorter side is longer than this are looked at in blocks of so many cells.
std::int64_t block_of(const pool::Shape& shape) {
    constexpr std::int64_t kFine = 1024;
    return (std::min(shape.h, shape.w) + kFine - 1) / kFine;
}

/// Between the centres of the blocks that `reduced` made.
void enlarge(const Plane& small, std::int64_t by, Plane& result) {
    const auto block = static_cast<float>(by);
    for (std::int64_t y = 0; y < result.h; ++y) {
        const float v =
            std::clamp((static_cast<float>(y) + 0.5F) / block - 0.5F, 0.0F, static_cast<float>(small.h - 1));
        const auto top = static_cast<std::int64_t>(v);
        const std::int64_t bottom = std::min(top + 1, small.h - 1);
        const float b = v - static_cast<float>(top);
        for (std::int64_t x = 0; x < result.w; ++x) {
            const float u = std::clamp((static_cast<float>(x) + 0.5F) / block - 0.5F, 0.0F,
                                       static_cast<float>(small.w - 1));
            const auto left = static_cast<std::int64_t>(u);
            const std::int64_t right = std::min(left + 1, small.w - 1);
            const float a = u - static_cast<float>(left);
            result.at(y, x) = (1 - b) * ((1 - a) * small.at(top, left) + a * small.at(top, right)) +
                              b * ((1 - a) * small.at(bottom, left) + a * small.at(bottom, right));
        }
    }
}

/// The plane without dark marks into which no octagon of that reach fits. Around the plane nothing is known:
/// octagons may stand half outside.
void close_marks(Plane& plane, std::int64_t reach) {
    Plane wide{plane.h + 2 * reach, plane.w + 2 * reach, {}};
    wide.values.assign(static_cast<std::size_t>(wide.h * wide.w), -std::numeric_limits<float>::infinity());
    for (std::int64_t y = 0; y < plane.h; ++y)
        std::copy_n(&plane.at(y, 0), plane.w, &wide.at(y + reach, reach));
    spread_in_octagons(wide, reach, true);
    spread_in_octagons(wide, reach, false);
    for (std::int64_t y = 0; y < plane.h; ++y)
        std::copy_n(&wide.at(y + reach, reach), plane.w, &plane.at(y, 0));
}

/// One of the four sides of a plane: lines of cells that run inwards from it.
struct Side {
    float* first = nullptr;
    std::int64_t along = 0;  ///< from one line to the next
    std::int64_t inwards = 0;
    std::int64_t lines = 0;
    std::int64_t depth = 0;
    float& at(std::int64_t line, std::int64_t cell) const { return first[line * along + cell * inwards]; }
};

/// Where the white rim of a line ends: the first cell behind the sharp edge of the sheet, or 0. Behind the
/// edge of a mark it would soon be white again.
std::int64_t end_of_rim(const Side& side, std::int64_t line, float rim) {
    constexpr float kWhite = 0.08F;  // as far below the rim's value it is still the rim
    constexpr float kSharp = 0.1F;   // a sheet's edge falls by as much …
    constexpr float kFalls = 0.02F;
    constexpr std::int64_t kEdge = 8;  // … within so many cells
    const std::int64_t deepest = side.depth / 4;
    const auto white = [&](std::int64_t cell) { return side.at(line, cell) >= rim - kWhite; };
    std::int64_t cell = 0;
    while (cell < deepest && white(cell)) ++cell;
    if (cell == 0 || cell >= deepest) return 0;
    const std::int64_t last = std::min(cell + kEdge, side.depth - 1);
    while (cell < last && side.at(line, cell + 1) < side.at(line, cell) - kFalls) ++cell;
    if (rim - side.at(line, cell) < kSharp) return 0;
    for (std::int64_t behind = cell; behind < std::min(cell + deepest, side.depth); ++behind)
        if (white(behind)) return 0;
    return cell;
}

/// The straight edge that most lines agree on: its place on the first line and its slope.
struct Edge {
    double place = 0;
    double slope = 0;
    std::int64_t agreeing = 0;
    double at(std::int64_t line) const { return place + slope * static_cast<double>(line); }
};

Edge edge_of_sheet(const std::vector<std::int64_t>& ends) {
    constexpr std::int64_t kTries = 32;
    constexpr double kSteepest = 0.15;
    constexpr double kNear = 1.5;
    const auto count = static_cast<std::int64_t>(ends.size());
    const auto end = [&](std::int64_t line) { return ends[static_cast<std::size_t>(line)]; };
    Edge best;
    for (std::int64_t i = 0; i < kTries * kTries; ++i) {
        const std::int64_t a = i / kTries * count / kTries;
        const std::int64_t b = i % kTries * count / kTries;
        if (a >= b || end(a) == 0 || end(b) == 0) continue;
        Edge edge;
        edge.slope = static_cast<double>(end(b) - end(a)) / static_cast<double>(b - a);
        edge.place = static_cast<double>(end(a)) - edge.slope * static_cast<double>(a);
        if (std::abs(edge.slope) > kSteepest) continue;
        for (std::int64_t line = 0; line < count; ++line)
            edge.agreeing +=
                end(line) > 0 && std::abs(static_cast<double>(end(line)) - edge.at(line)) <= kNear;
        if (edge.agreeing > best.agreeing) best = edge;
    }
    return best;
}

/// The sheet goes on where a white rim was, as light as at its edge.
void fill_rim(const Side& side, float rim) {
    constexpr std::int64_t kShare =
        6;  // the lines of one part of six see the edge, even if light paper hides it
    std::vector<std::int64_t> ends;
    for (std::int64_t line = 0; line < side.lines; ++line) ends.push_back(end_of_rim(side, line, rim));
    const Edge edge = edge_of_sheet(ends);
    if (edge.agreeing * kShare < side.lines) return;
    for (std::int64_t line = 0; line < side.lines; ++line) {
        const auto end = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::ceil(edge.at(line))) + 1, 0,
                                                  side.depth - 1);
        for (std::int64_t cell = 0; cell < end; ++cell) side.at(line, cell) = side.at(line, end);
    }
}

/// Groups of marked cells that touch each other, corners included.
struct Group {
    std::int64_t size = 0;
    pool::Region region;
};

std::vector<Group> groups_of(std::vector<bool> marked, const pool::Shape& shape) {
    std::vector<Group> groups;
    std::vector<std::int64_t> open;
    const auto take = [&](std::int64_t cell) {
        if (!marked[static_cast<std::size_t>(cell)]) return;
        marked[static_cast<std::size_t>(cell)] = false;
        open.push_back(cell);
    };
    for (std::int64_t first = 0; first < shape.plane(); ++first) {
        take(first);
        if (open.empty()) continue;
        Group& group = groups.emplace_back();
        while (!open.empty()) {
            const std::int64_t y = open.back() / shape.w;
            const std::int64_t x = open.back() % shape.w;
            open.pop_back();
            ++group.size;
            group.region = group.region.with({y, y + 1, x, x + 1});
            for (std::int64_t v = std::max<std::int64_t>(y - 1, 0); v <= std::min(y + 1, shape.h - 1); ++v)
                for (std::int64_t u = std::max<std::int64_t>(x - 1, 0); u <= std::min(x + 1, shape.w - 1);
                     ++u)
                    take(v * shape.w + u);
        }
    }
    return groups;
}

/// Around all groups but specks: dust, noise, what is left of the edges of a sheet that lies askew.
pool::Region without_specks(std::vector<bool> marked, const pool::Shape& shape) {
    constexpr std::int64_t kSpeck = 30;  // so many times smaller than the largest group
    const std::vector<Group> groups = groups_of(std::move(marked), shape);
    std::int64_t largest = 0;
    for (const Group& group : groups) largest = std::max(largest, group.size);
    pool::Region all;
    for (const Group& group : groups)
        if (group.size * kSpeck >= largest) all = all.with(group.region);
    return all;
}

}  // namespace

void fill_white_rim(std::span<float> plane, const pool::Shape& shape, float rim) {
    constexpr float kLight = 0.5F;
    if (rim < kLight || std::min(shape.h, shape.w) < 2) return;
    const std::int64_t h = shape.h;
    const std::int64_t w = shape.w;
    float* const first = plane.data();
    for (const Side& side : {Side{first, w, 1, h, w}, Side{first + w - 1, w, -1, h, w},
                             Side{first, 1, w, w, h}, Side{first + (h - 1) * w, 1, -w, w, h}})
        fill_rim(side, rim);
}

std::vector<float> light_on_paper(std::span<const float> plane, const pool::Shape& shape, std::int64_t side) {
    Plane light{shape.h, shape.w, {plane.begin(), plane.end()}};
    spread_in_squares(light, 1, false);
    spread_in_squares(light, 1, true);
    const std::int64_t by = block_of(shape);
    Plane small = by > 1 ? reduced(light, by) : std::move(light);
    close_marks(small, std::max<std::int64_t>(side / by / 2, 1));
    if (by == 1) return std::move(small.values);
    enlarge(small, by, light);
    return std::move(light.values);
}

pool::Region ink_of(std::span<const float> plane, const pool::Shape& shape, float rim) {
    constexpr float kInk = 0.25F;     // of the light, as a difference
    constexpr float kDimmest = 0.5F;  // in less light noise would pass for ink
    const bool light_rim = rim > kDimmest;
    const std::int64_t by = block_of(shape);
    Plane values = reduced({shape.h, shape.w, {plane.begin(), plane.end()}}, by);
    const pool::Shape small{1, 1, values.h, values.w};
    std::vector<bool> differs(values.values.size());
    for (std::size_t i = 0; i < differs.size(); ++i) differs[i] = std::abs(values.values[i] - rim) > kInk;
    if (!light_rim)
        for (float& value : values.values) value = 1 - value;
    fill_white_rim(values.values, small, light_rim ? rim : 1 - rim);
    const std::vector<float> light = light_on_paper(values.values, small, std::min(small.h, small.w) / 2);
    std::vector<bool> marked(light.size());
    for (std::size_t i = 0; i < light.size(); ++i)
        marked[i] = light[i] - values.values[i] > kInk * std::max(light[i], kDimmest);
    pool::Region ink = without_specks(std::move(marked), small);
    if (ink.empty()) ink = without_specks(std::move(differs), small);
    return {ink.y0 * by, std::min(ink.y1 * by, shape.h), ink.x0 * by, std::min(ink.x1 * by, shape.w)};
}

}  // namespace document
