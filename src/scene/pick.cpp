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

}  // namespace

Mat4 multiplied(const Mat4& a, const Mat4& b) {
    Mat4 result{};
    for (std::size_t column = 0; column < 4; ++column)
        for (std::size_t row = 0; row < 4; ++row)
            for (std::size_t k = 0; k < 4; ++k)
                result[column * 4 + row] += a[k * 4 + row] * b[column * 4 + k];
    return result;
}

std::optional<Pixel> project(const Camera& camera, Vec3 p, float width, float height) {
    const Mat4 m = multiplied(camera.projection(width / height), camera.view());
    const auto row = [&](std::size_t i) { return m[i] * p.x + m[4 + i] * p.y + m[8 + i] * p.z + m[12 + i]; };
    const float w = row(3);
    if (w <= 1e-5F) return std::nullopt;
    return Pixel{(row(0) / w + 1) / 2 * width, (1 - row(1) / w) / 2 * height};
}

std::optional<pool::MapCell> pick(const Layout& layout, const Camera& camera, float x, float y, float width,
                                  float height) {
    const Ray ray = ray_through(camera, x, y, width, height);
    std::optional<pool::MapCell> nearest;
    float best = 0;
    for (const Slab& slab : layout.slabs) {
        if (std::abs(ray.way.y) < 1e-9F) continue;
        const float t = (slab.corner.y - ray.from.y) / ray.way.y;
        if (t <= 0 || (nearest && t >= best)) continue;
        const Vec3 p = ray.from + ray.way * t;
        const float column = std::floor((p.x - slab.corner.x) / slab.cell_w);
        const float row = std::floor((p.z - slab.corner.z) / slab.cell_h);
        if (column < 0 || row < 0 || column >= static_cast<float>(slab.columns) ||
            row >= static_cast<float>(slab.rows))
            continue;
        best = t;
        nearest = pool::MapCell{
            slab.map, {slab.n, slab.c, static_cast<std::int64_t>(row), static_cast<std::int64_t>(column)}};
    }
    return nearest;
}

}  // namespace scene
