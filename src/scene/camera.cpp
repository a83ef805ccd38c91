#include "scene/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "pool/moment.h"
#include "scene/vector.h"

namespace scene {

namespace {

constexpr float kSteepest = 87;  // by the mouse; a preset may look straight down
constexpr float kDegreesPerPixel = 0.5F;
constexpr float kZoomBase = 1.0013F;

float radians(float degrees) { return degrees * std::numbers::pi_v<float> / 180; }

Vec3 direction(const Camera& camera) {
    const float e = radians(std::clamp(camera.elevation, -90.0F, 90.0F));
    const float a = radians(camera.azimuth);
    return {std::cos(e) * std::sin(a), std::sin(e), std::cos(e) * std::cos(a)};
}

/// Level whatever the elevation, so that straight down has a right hand too.
Vec3 rightwards(const Camera& camera) {
    const float a = radians(camera.azimuth);
    return {std::cos(a), 0, -std::sin(a)};
}

}  // namespace

Vec3 Camera::eye() const { return target + direction(*this) * distance; }

Mat4 Camera::view() const {
    const Vec3 back = direction(*this);
    const Vec3 right = rightwards(*this);
    const Vec3 up = cross(back, right);
    const Vec3 from = eye();
    return {right.x, up.x, back.x, 0, right.y,           up.y,           back.y,           0,
            right.z, up.z, back.z, 0, -dot(right, from), -dot(up, from), -dot(back, from), 1};
}

Mat4 Camera::projection(float aspect) const {
    const float half = std::tan(radians(field_of_view) / 2);
    const float near = std::max(distance * 0.02F, 0.01F);
    const float far = distance * 12 + 100;
    if (orthographic) {
        const float h = distance * half;
        const float depth = far + distance;
        // The eye of an orthographic view lies inside the scene as a rule, so that depth reaches behind it.
        return {1 / (h * aspect), 0, 0, 0, 0, 1 / h, 0, 0, 0, 0, -1 / depth, 0, 0, 0, 0, 1};
    }
    const float f = 1 / half;
    return {f / aspect,
            0,
            0,
            0,
            0,
            f,
            0,
            0,
            0,
            0,
            (far + near) / (near - far),
            -1,
            0,
            0,
            2 * far * near / (near - far),
            0};
}

void Camera::orbit(float dx, float dy) {
    azimuth = std::fmod(azimuth - kDegreesPerPixel * dx, 360.0F);
    elevation = std::clamp(elevation + kDegreesPerPixel * dy, -kSteepest, kSteepest);
}

void Camera::pan(float dx, float dy, float viewport_height) {
    const float units = 2 * distance * std::tan(radians(field_of_view) / 2) / std::max(viewport_height, 1.0F);
    const Vec3 back = direction(*this);
    const Vec3 right = rightwards(*this);
    const Vec3 up = cross(back, right);
    target = target + right * (-dx * units) + up * (dy * units);
}

void Camera::zoom(float wheel) {
    distance = std::clamp(distance * std::pow(kZoomBase, -wheel), 0.5F, 100000.0F);
}

float Camera::pixels_per_unit(float depth, float viewport_height) const {
    const float half = std::tan(radians(field_of_view) / 2);
    return viewport_height / (2 * half * std::max(orthographic ? distance : depth, 1e-3F));
}

Camera between(const Camera& a, const Camera& b, float t) {
    const float s = pool::ease(t);
    const auto mix = [s](float p, float q) { return p + (q - p) * s; };
    Camera c = b;
    c.target = a.target + (b.target - a.target) * s;
    // The short way round.
    c.azimuth = a.azimuth + std::remainder(b.azimuth - a.azimuth, 360.0F) * s;
    c.elevation = mix(a.elevation, b.elevation);
    c.distance = mix(a.distance, b.distance);
    c.field_of_view = mix(a.field_of_view, b.field_of_view);
    return c;
}

}  // namespace scene
