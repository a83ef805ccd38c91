#pragma once

#include <array>

namespace scene {

struct Vec3 {
    float x = 0, y = 0, z = 0;
    bool operator==(const Vec3&) const = default;
};
/// Column-major, as GL reads it.
using Mat4 = std::array<float, 16>;

/// An orbiting camera: angles in degrees, distance and target in scene units (one unit is one input cell).
struct Camera {
    Vec3 target;
    float azimuth = -35;
    float elevation = 32;  ///< at most ±90; the mouse stops at ±87
    float distance = 60;
    float field_of_view = 40;
    bool orthographic = false;
    bool operator==(const Camera&) const = default;

    Vec3 eye() const;
    Mat4 view() const;
    Mat4 projection(float aspect) const;
    /// Pixels of one unit of length that lies across the view, at `depth` units before the eye.
    float pixels_per_unit(float depth, float viewport_height) const;
    void orbit(float dx_pixels, float dy_pixels);                       ///< 0.5° a pixel
    void pan(float dx_pixels, float dy_pixels, float viewport_height);  ///< the target follows the pointer
    void zoom(float wheel);  ///< distance × 1.0013^−Δ, Δ = 120 a notch
};
/// Eased (cubic) way between two cameras, t in 0..1.
Camera between(const Camera& a, const Camera& b, float t);

}  // namespace scene
