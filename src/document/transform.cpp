#include "document/transform.h"

#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "document/raster.h"

namespace document {

namespace {

/// Where a cell comes from: row and column of `map` for row y and column x of the result.
struct Linear {
    double yy = 1, yx = 0, y0 = 0;
    double xy = 0, xx = 1, x0 = 0;
    double row(double y, double x) const { return yy * y + yx * x + y0; }
    double column(double y, double x) const { return xy * y + xx * x + x0; }
};

struct Turn {
    double cosine = 1;
    double sine = 0;
};

/// Quarter turns are exact, which std::cos of a multiple of π/2 is not.
Turn turn_of(double degrees) {
    const double quarters = degrees / 90;
    if (quarters == std::floor(quarters)) {
        const int q = static_cast<int>(std::fmod(std::fmod(quarters, 4) + 4, 4));
        return {q == 0 ? 1.0 : q == 2 ? -1.0 : 0.0, q == 1 ? 1.0 : q == 3 ? -1.0 : 0.0};
    }
    constexpr double kPi = 3.14159265358979323846;
    return {std::cos(degrees * kPi / 180), std::sin(degrees * kPi / 180)};
}

/// The inverse of: turn counter-clockwise (rows go down) and scale about the middle, then shift.
Linear source_of(const Transform& t, double middle_y, double middle_x) {
    const Turn turn = turn_of(t.angle);
    const double c = turn.cosine / t.scale;
    const double s = turn.sine / t.scale;
    Linear from{c, s, 0, -s, c, 0};
    from.y0 = middle_y - from.row(middle_y + t.dy, middle_x + t.dx);
    from.x0 = middle_x - from.column(middle_y + t.dy, middle_x + t.dx);
    return from;
}

bool whole(double number) { return number == std::floor(number) && std::abs(number) < 1e9; }

bool moves_cells(const pool::Shape& shape, const Transform& t) {
    if (t.scale != 1 || !whole(t.dx) || !whole(t.dy) || !whole(t.angle / 90)) return false;
    return whole(t.angle / 180) || shape.h == shape.w;
}

/// Numbers for the order of cells, the same everywhere (SplitMix64).
class Random {
 public:
    explicit Random(std::int64_t seed) : state_(static_cast<std::uint64_t>(seed)) {}
    std::size_t below(std::size_t count) {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return static_cast<std::size_t>((z ^ (z >> 31U)) % count);
    }

 private:
    std::uint64_t state_;
};

/// All planes take the same order.
pool::Tensor shuffled(const pool::Tensor& map, std::int64_t seed) {
    const pool::Shape& shape = map.shape();
    std::vector<std::size_t> order(static_cast<std::size_t>(shape.plane()));
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random(seed);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    pool::Tensor result(shape);
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t c = 0; c < shape.c; ++c)
            for (std::size_t i = 0; i < order.size(); ++i) result.plane(n, c)[i] = map.plane(n, c)[order[i]];
    return result;
}

/// A plane between its cells; 0 outside.
float bilinear(std::span<const float> plane, const pool::Shape& shape, double y, double x) {
    const double y0 = std::floor(y);
    const double x0 = std::floor(x);
    if (!(y0 >= -1 && x0 >= -1 && y0 < static_cast<double>(shape.h) && x0 < static_cast<double>(shape.w)))
        return 0;
    const auto row = static_cast<std::int64_t>(y0);
    const auto column = static_cast<std::int64_t>(x0);
    const auto at = [&](std::int64_t r, std::int64_t c, double weight) {
        // A weight of 0 leaves out also what is not finite.
        if (weight == 0 || r < 0 || c < 0 || r >= shape.h || c >= shape.w) return 0.0;
        return weight * static_cast<double>(plane[static_cast<std::size_t>(r * shape.w + c)]);
    };
    const double fy = y - y0;
    const double fx = x - x0;
    return static_cast<float>(at(row, column, (1 - fy) * (1 - fx)) + at(row, column + 1, (1 - fy) * fx) +
                              at(row + 1, column, fy * (1 - fx)) + at(row + 1, column + 1, fy * fx));
}

/// The value of the cell that holds the point; 0 outside.
float nearest(std::span<const float> plane, const pool::Shape& shape, double y, double x) {
    const auto row = static_cast<std::int64_t>(std::lround(y));
    const auto column = static_cast<std::int64_t>(std::lround(x));
    const bool inside = row >= 0 && column >= 0 && row < shape.h && column < shape.w;
    return inside ? plane[static_cast<std::size_t>(row * shape.w + column)] : 0.0F;
}

/// Fills every cell of `result` with what `read` finds in the map where the cell comes from.
template <class Read>
void resample(const pool::Tensor& map, const Linear& from, pool::Tensor& result, Read&& read) {
    const pool::Shape& shape = map.shape();
    for (std::int64_t n = 0; n < shape.n; ++n) {
        for (std::int64_t c = 0; c < shape.c; ++c) {
            const auto source = map.plane(n, c);
            float* out = result.plane(n, c).data();
            for (std::int64_t y = 0; y < shape.h; ++y) {
                for (std::int64_t x = 0; x < shape.w; ++x) {
                    const auto fy = static_cast<double>(y);
                    const auto fx = static_cast<double>(x);
                    *out++ = read(source, shape, from.row(fy, fx), from.column(fy, fx));
                }
            }
        }
    }
}

/// The strokes, moved on a canvas of width × height cells.
std::vector<Stroke> moved_strokes(const std::vector<Stroke>& strokes, const Transform& t, double height,
                                  double width) {
    const Turn turn = turn_of(t.angle);
    std::vector<Stroke> result;
    for (const Stroke& stroke : strokes) {
        Stroke moved = stroke;
        moved.size = static_cast<float>(stroke.size * t.scale);
        std::vector<StrokePoint> points;
        points.reserve(stroke.points.size());
        for (const StrokePoint& p : stroke.points) {
            const double x = (static_cast<double>(p.x) - 0.5) * width * t.scale;
            const double y = (static_cast<double>(p.y) - 0.5) * height * t.scale;
            const double turned_x = turn.cosine * x + turn.sine * y + t.dx;
            const double turned_y = -turn.sine * x + turn.cosine * y + t.dy;
            points.push_back(
                {static_cast<float>(0.5 + turned_x / width), static_cast<float>(0.5 + turned_y / height)});
        }
        moved.points = StrokePoints(std::move(points));
        result.push_back(std::move(moved));
    }
    return result;
}

}  // namespace

Resampling resampling(const Input& input, const Transform& transform) {
    if (transform == Transform{}) return Resampling::none;
    if (moves_cells(input_shape(input), transform)) return Resampling::cells;
    const bool drawn = !input.base.values && input.edits.empty() && transform.shuffle == 0;
    return drawn ? Resampling::strokes : Resampling::bilinear;
}

void transform_map(const pool::Tensor& map, const Transform& transform, pool::Tensor& result) {
    const pool::Shape& shape = map.shape();
    if (result.shape() != shape) result = pool::Tensor::unfilled(shape);
    std::optional<pool::Tensor> mixed;
    if (transform.shuffle != 0) mixed = shuffled(map, transform.shuffle);
    const pool::Tensor& source = mixed ? *mixed : map;
    const Linear from =
        source_of(transform, (static_cast<double>(shape.h) - 1) / 2, (static_cast<double>(shape.w) - 1) / 2);
    if (moves_cells(shape, transform)) {
        resample(source, from, result, nearest);
    } else {
        resample(source, from, result, bilinear);
    }
}

Input transformed(const Input& input, const Transform& transform) {
    const Resampling how = resampling(input, transform);
    if (how == Resampling::none) return input;
    Input result = input;
    if (how == Resampling::strokes) {
        result.strokes = moved_strokes(input.strokes, transform, input.height, input.width);
        return result;
    }
    auto values = std::make_shared<pool::Tensor>();
    transform_map(raster(input), transform, *values);
    result = Input{};
    result.height = input.height;
    result.width = input.width;
    result.base.name = input.base.name;
    result.base.values = std::move(values);
    return result;
}

}  // namespace document
