#include <algorithm>
#include <cmath>
#include <numbers>

#include "scene/scene.h"
#include "scene/vector.h"

namespace scene {

namespace {

struct Ray {
    Vec3 from, way;
};

Ray ray_through(const Camera& camera, float x, float y, float width, float height) {
    const Mat4 view = camera.view();
    const Vec3 right{view[0], view[4], view[8]};
    const Vec3 up{view[1], view[5], view[9]};
    const Vec3 back{view[2], view[6], view[10]};
    const float half = std::tan(camera.field_of_view * std::numbers::pi_v<float> / 360);
    const float nx = (2 * x / width - 1) * half * width / height;
    const float ny = (1 - 2 * y / height) * half;
    if (camera.orthographic) {
        const Vec3 from = camera.eye() + right * (nx * camera.distance) + up * (ny * camera.distance);
        // From far enough behind the eye to meet everything.
        return {from + back * (camera.distance * 10), back * -1};
    }
    return {camera.eye(), normalized(right * nx + up * ny - back)};
}

struct Hit {
    float t = 0;
    pool::Cell cell;
};

/// One channel map in its own cells: the ray is x + t·dx, z + t·dz columns and rows, y above the slab.
struct Plane {
    Vec3 from, way;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    bool inside(std::int64_t row, std::int64_t column) const {
        return row >= 0 && column >= 0 && row < rows && column < columns;
    }
};

std::optional<Hit> hit_flat(const Plane& plane) {
    if (std::abs(plane.way.y) < 1e-9F) return std::nullopt;
    const float t = -plane.from.y / plane.way.y;
    if (t <= 0) return std::nullopt;
    const Vec3 p = plane.from + plane.way * t;
    const auto column = static_cast<std::int64_t>(std::floor(p.x));
    const auto row = static_cast<std::int64_t>(std::floor(p.z));
    if (!plane.inside(row, column)) return std::nullopt;
    return Hit{t, {0, 0, row, column}};
}

/// The part of the ray between two values of one coordinate.
void clip(float from, float way, float low, float high, float& first, float& last) {
    if (std::abs(way) < 1e-12F) {
        if (from < low || from > high) last = -1;
        return;
    }
    const float a = (low - from) / way;
    const float b = (high - from) / way;
    first = std::max(first, std::min(a, b));
    last = std::min(last, std::max(a, b));
}

/// From cell to cell along the ray: a box is met where the ray enters it, through its side or its top.
std::optional<Hit> hit_boxes(const Plane& plane, const Relief& relief, std::size_t map, std::int64_t n,
                             std::int64_t c) {
    float t = 0;
    float last = 1e9F;
    clip(plane.from.y, plane.way.y, 0, relief.scale, t, last);
    clip(plane.from.x, plane.way.x, 0, static_cast<float>(plane.columns), t, last);
    clip(plane.from.z, plane.way.z, 0, static_cast<float>(plane.rows), t, last);
    const auto cell_at = [](float v, std::int64_t count) {
        return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(v)), 0, count - 1);
    };
    if (last < t) return std::nullopt;
    std::int64_t row = cell_at(plane.from.z + plane.way.z * t, plane.rows);
    std::int64_t column = cell_at(plane.from.x + plane.way.x * t, plane.columns);
    const auto leaves = [](float from, float way, std::int64_t cell) {
        if (std::abs(way) < 1e-12F) return 1e9F;
        return (static_cast<float>(way > 0 ? cell + 1 : cell) - from) / way;
    };
    while (plane.inside(row, column) && t <= last) {
        const float x_end = leaves(plane.from.x, plane.way.x, column);
        const float z_end = leaves(plane.from.z, plane.way.z, row);
        const float end = std::min({x_end, z_end, last});
        const pool::Cell cell{n, c, row, column};
        const float height = relief.height(map, cell);
        float a = t;
        float b = std::max(end, t);
        clip(plane.from.y, plane.way.y, 0, height, a, b);
        if (a <= b) return Hit{a, cell};
        t = end;
        if (end >= last) break;
        if (x_end <= z_end)
            column += plane.way.x > 0 ? 1 : -1;
        else
            row += plane.way.z > 0 ? 1 : -1;
    }
    return std::nullopt;
}

}  // namespace

Mat4 multiplied(const Mat4& a, const Mat4& b) {
    Mat4 result{};
    for (std::size_t column = 0; column < 4; ++column)
        for (std::size_t row = 0; row < 4; ++row)
            for (std::size_t k = 0; k < 4; ++k)
                result[column * 4 + row] += a[k * 4 + row] * b[column * 4 + k];
    return result;
}

bool Relief::hides(std::size_t map) const {
    return veil.hides_shape(map) || (gradients ? veil.hides_gradient(map) : veil.hides_map(map));
}

std::array<float, 2> Relief::ends(std::size_t map) const {
    constexpr float kNever = 1e30F;
    if (hides(map)) return {0, kNever};
    if (!gradients || gradient_highs.empty()) return {low, high};
    const float largest = gradient_highs[std::min(map, gradient_highs.size() - 1)];
    return {-largest, largest};
}

float Relief::height(std::size_t map, const pool::Cell& cell) const {
    if (scale <= 0 || !evaluation || hides(map)) return 0;
    const float value = (gradients ? evaluation->gradient(map) : evaluation->map(map)).at(cell);
    const auto [none, full] = ends(map);
    return std::isnan(value) ? 0 : scale * std::clamp((value - none) / (full - none), 0.0F, 1.0F);
}

std::optional<Pixel> project(const Camera& camera, Vec3 p, float width, float height) {
    const Mat4 m = multiplied(camera.projection(width / height), camera.view());
    const auto row = [&](std::size_t i) { return m[i] * p.x + m[4 + i] * p.y + m[8 + i] * p.z + m[12 + i]; };
    const float w = row(3);
    if (w <= 1e-5F) return std::nullopt;
    return Pixel{(row(0) / w + 1) / 2 * width, (1 - row(1) / w) / 2 * height};
}

std::optional<pool::MapCell> pick(const Layout& layout, const Relief& relief, const Camera& camera, float x,
                                  float y, float width, float height) {
    const Ray ray = ray_through(camera, x, y, width, height);
    std::optional<pool::MapCell> nearest;
    float best = 0;
    for (const MapPlace& place : layout.maps) {
        for (std::int64_t c = 0; c < place.channels; ++c) {
            const Vec3 from = ray.from - place.point(c, 0, 0);
            const Plane plane{{from.x / place.cell_w, from.y, from.z / place.cell_h},
                              {ray.way.x / place.cell_w, ray.way.y, ray.way.z / place.cell_h},
                              place.rows,
                              place.columns};
            const auto hit =
                relief.scale > 0 ? hit_boxes(plane, relief, place.map, place.n, c) : hit_flat(plane);
            if (!hit || (nearest && hit->t >= best)) continue;
            best = hit->t;
            nearest = pool::MapCell{place.map, {place.n, c, hit->cell.y, hit->cell.x}};
        }
    }
    return nearest;
}

bool hides(const MapPlace& map, const Camera& camera, Vec3 point) {
    const Vec3 way = camera.orthographic ? camera.eye() - camera.target : camera.eye() - point;
    if (std::abs(way.y) < 1e-6F) return false;
    const float t = (map.corner.y - point.y) / way.y;
    // The map that the point lies on does not hide it, nor what is behind the eye.
    if (t < 1e-4F || (!camera.orthographic && t >= 1)) return false;
    const Vec3 p = point + way * t;
    for (std::int64_t c = 0; c < map.channels; ++c) {
        const Vec3 low = map.point(c, 0, 0);
        const Vec3 high = map.point(c, static_cast<float>(map.rows), static_cast<float>(map.columns));
        if (p.x > low.x && p.x < high.x && p.z > low.z && p.z < high.z) return true;
    }
    return false;
}

}  // namespace scene
