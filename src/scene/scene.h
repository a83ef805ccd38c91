#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pool/evaluation.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"
#include "scene/camera.h"

namespace scene {

/// Where each channel map lies in space: a horizontal rectangle; map 0 at the bottom.
struct Slab {
    std::size_t map = 0;
    std::int64_t n = 0;
    std::int64_t c = 0;
    Vec3 corner;       ///< of cell (0, 0)
    float cell_w = 1;  ///< size of a cell along x
    float cell_h = 1;  ///< size of a cell along z (rows)
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    Vec3 point(float row, float column) const {
        return {corner.x + column * cell_w, corner.y, corner.z + row * cell_h};
    }
};
struct Layout {
    std::vector<Slab> slabs;
    Vec3 low, high;  ///< bounding box
};
/// Slabs of one batch item: maps rise, channels fan out along x.
Layout layout(const pool::Evaluation& evaluation, std::int64_t n);
/// A camera from the same direction that shows everything.
Camera framed(const Layout& layout, Camera camera, float aspect);

/// The cell below a pixel of the viewport (origin top left), nearest slab first.
std::optional<pool::MapCell> pick(const Layout& layout, const Camera& camera, float x, float y, float width,
                                  float height);
/// The pixel of a point in space; nothing behind the camera.
struct Pixel {
    float x = 0, y = 0;
};
std::optional<Pixel> project(const Camera& camera, Vec3 p, float width, float height);

}  // namespace scene
