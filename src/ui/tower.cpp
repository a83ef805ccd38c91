#include "ui/tower.h"

#include <algorithm>
#include <cmath>

#include "pool/moment.h"

namespace ui {

namespace {

constexpr float kFlySeconds = 0.67F;

struct Angles {
    float azimuth = 0;
    float elevation = 0;
};

Angles angles_of(TowerPreset preset) {
    switch (preset) {
        case TowerPreset::front:
            return {0, 12};
        case TowerPreset::top:
            return {0, 90};
        case TowerPreset::oblique:
            break;
    }
    return {scene::Camera{}.azimuth, scene::Camera{}.elevation};
}

}  // namespace

void Tower::advance(float seconds) {
    if (!camera_to || !camera_from) return;
    fly = std::min(1.0F, fly + seconds / kFlySeconds);
    camera = scene::between(*camera_from, *camera_to, fly);
    flat = flat_from + (flat_to - flat_from) * pool::ease(fly);
    if (fly >= 1.0F) {
        camera_to.reset();
        camera_from.reset();
    }
}

void Tower::fly_to(const scene::Camera& goal, float flat_goal) {
    camera_from = camera;
    camera_to = goal;
    flat_from = flat;
    flat_to = flat_goal;
    fly = 0;
}

void Tower::arrive() { advance(kFlySeconds); }

void Tower::hold() {
    camera_to.reset();
    flat_to = flat;
}

void Tower::look_from(TowerPreset preset) {
    scene::Camera goal = camera_to.value_or(camera);
    const auto [azimuth, elevation] = angles_of(preset);
    goal.azimuth = azimuth;
    goal.elevation = elevation;
    // From above the tower would hide itself: its maps lie side by side, as on the bench.
    fly_to(goal, preset == TowerPreset::top ? 1.0F : 0.0F);
    framed = false;
}

bool Tower::looks_from(TowerPreset preset) const {
    const scene::Camera& goal = camera_to ? *camera_to : camera;
    const auto [azimuth, elevation] = angles_of(preset);
    return std::abs(std::remainder(goal.azimuth - azimuth, 360.0F)) < 0.5F &&
           std::abs(goal.elevation - elevation) < 0.5F;
}

}  // namespace ui
