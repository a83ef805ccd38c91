#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "pool/trace.h"
#include "scene/scene.h"

namespace ui {

/// How the tower is looked at.
enum class TowerPreset { front, oblique, top };

/// Of every map's values and gradients, counted once for each evaluation.
struct TowerRanges {
    pool::EvaluationId of;
    work::Veil veil;  ///< what it hides counts for nothing
    float low = 0;
    float high = 1;
    std::vector<float> gradient_highs = {1};  ///< see scene::Look
};

/// What the 3-D view keeps between frames. It belongs to the person and the screen, not to the document.
struct Tower {
    scene::Camera camera;
    std::optional<scene::Camera> camera_from;  ///< fly-to under way
    std::optional<scene::Camera> camera_to;
    float fly = 0;
    bool framed = false;  ///< false: the view frames everything in the next frame
    bool framed_once = false;
    float flat = 0;  ///< 0: tower, 1: side by side as on the bench
    float flat_from = 0;
    float flat_to = 0;  ///< the same as `flat` at rest
    float relief = 0;
    bool relief_left_out = false;  ///< the machine could not draw it in the newest picture
    bool losers = false;
    bool flow = false;                   ///< moves on its own; while the walk plays it does so anyway
    int samples = 4;                     ///< of a pixel
    std::optional<pool::MapCell> focus;  ///< the cell that the keys walk

    bool flying() const { return camera_to.has_value(); }
    void advance(float seconds);
    /// Starts a flight; the maps move with it when `flat` is another than now.
    void fly_to(const scene::Camera& camera, float flat);
    /// Ends the flight at its goal.
    void arrive();
    /// Holds the flight where it is: the person has taken over.
    void hold();
    /// Frames everything in the next frame, from another side.
    void look_from(TowerPreset preset);
    /// Whether the camera stands there, or is on its way there.
    bool looks_from(TowerPreset preset) const;
};

}  // namespace ui
