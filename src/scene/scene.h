#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "pool/evaluation.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"
#include "scene/camera.h"
#include "work/veil.h"

namespace scene {

/// Where the channels of one map lie in space: equal horizontal rectangles that fan out, channel 0 first.
struct MapPlace {
    std::size_t map = 0;
    std::int64_t n = 0;  ///< item of the batch
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t channels = 0;  ///< that are shown: the first ones
    std::int64_t across = 1;    ///< of them in one row of the fan
    Vec3 corner;                ///< of cell (0, 0) of channel 0
    float cell_w = 1;           ///< size of a cell along x
    float cell_h = 1;           ///< size of a cell along z (rows)
    float step_x = 0;           ///< from one channel to the next in a row of the fan
    float step_z = 0;           ///< from one row of the fan to the next

    Vec3 point(std::int64_t c, float row, float column) const;
    Vec3 middle(const pool::Cell& cell) const {
        return point(cell.c, static_cast<float>(cell.y) + 0.5F, static_cast<float>(cell.x) + 0.5F);
    }
    /// Whether a cell of this map is among those that are shown.
    bool shows(const pool::Cell& cell) const { return cell.n == n && cell.c < channels; }
};

/// Every map of one item. `flat` 0: maps rise, each output cell right above its window; 1: they lie side by
/// side, as the bench shows them; between: on the way.
struct Layout {
    std::vector<MapPlace> maps;
    Vec3 low, high;   ///< bounding box
    float level = 1;  ///< height between maps of the tower
};
/// A map whose size `veil` hides is one cell, over the middle of the map below it.
Layout layout(const pool::Evaluation& evaluation, std::int64_t n, float flat = 0,
              const work::Veil& veil = {});

/// A camera from the same direction that shows everything, or one map.
Camera framed(const Layout& layout, Camera camera, float aspect);
Camera framed(const MapPlace& map, Camera camera, float aspect);

/// Values as heights above their slab: `low` lies on it, `high` stands `scale` above it; of gradients the
/// largest of their map.
struct Relief {
    const pool::Evaluation* evaluation = nullptr;
    bool gradients = false;
    float scale = 0;  ///< in scene units; 0: everything is flat
    float low = 0;
    float high = 1;
    std::vector<float> gradient_highs = {};  ///< see Look
    work::Veil veil = {};                    ///< hidden maps are flat
    bool hides(std::size_t map) const;
    /// Values of that map that are at no height and at the full one.
    std::array<float, 2> ends(std::size_t map) const;
    float height(std::size_t map, const pool::Cell& cell) const;
};

/// The cell below a pixel of the viewport (origin top left), the nearest one first.
std::optional<pool::MapCell> pick(const Layout& layout, const Relief& relief, const Camera& camera, float x,
                                  float y, float width, float height);
/// Whether a map lies between the eye and a point.
bool hides(const MapPlace& map, const Camera& camera, Vec3 point);
/// The pixel of a point in space; nothing behind the camera.
struct Pixel {
    float x = 0, y = 0;
};
std::optional<Pixel> project(const Camera& camera, Vec3 p, float width, float height);

}  // namespace scene
