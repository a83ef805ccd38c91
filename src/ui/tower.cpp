#include "ui/tower.h"

#include <algorithm>

#include "pool/moment.h"

namespace ui {

namespace {

constexpr float kFlySeconds = 0.67F;

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
    switch (preset) {
        case TowerPreset::front:
            goal.azimuth = 0;
            goal.elevation = 12;
            break;
        case TowerPreset::oblique:
            goal.azimuth = scene::Camera{}.azimuth;
            goal.elevation = scene::Camera{}.elevation;
            break;
        case TowerPreset::top:
            goal.azimuth = 0;
            goal.elevation = 90;
            break;
    }
    // From above the tower would hide itself: its maps lie side by side, as on the bench.
    fly_to(goal, preset == TowerPreset::top ? 1.0F : 0.0F);
    framed = false;
}

}  // namespace ui
