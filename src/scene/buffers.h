#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "gpu/gl.h"
#include "scene/look.h"
#include "scene/scene.h"

namespace scene {

gpu::Buffer make_buffer();
gpu::Buffer make_static_buffer(std::span<const float> values);
/// An attribute of `size` floats (or whole numbers of 16 bits) that moves on once an instance (or a vertex).
void float_attribute(GLuint index, GLint size, std::size_t stride, std::size_t offset, bool instanced);
void short_attribute(GLuint index, GLint size, std::size_t stride, std::size_t offset);
gpu::VertexArray make_vertex_array();
/// A ribbon along 0..1 in so many straight pieces, as points (along, side).
std::vector<float> strip_points(int pieces);
inline constexpr std::array<float, 8> kCorners = {-1, -1, 1, -1, -1, 1, 1, 1};

/// A line in space.
struct Mark {
    Vec3 from, to;
    Rgba color{};
    float width = 1;
    float bend = 0;  ///< 1: leaves and arrives upright, as a link does
};
/// A cell on its way.
struct Tile {
    Vec3 middle;
    float half_w = 0.5F, half_h = 0.5F;
    Rgba color{};
    float value = 0;  ///< what it carries; not drawn by the GPU
};

/// Marks or tiles: few, made anew for every picture.
template <class Instance>
class InstanceBuffer {
 public:
    InstanceBuffer();
    void upload(const std::vector<Instance>& instances);
    void draw() const;

 private:
    gpu::Buffer shape_, instances_;
    gpu::VertexArray array_;
    std::size_t count_ = 0;
};

/// The boxes of a height field: no data, as every vertex is found by its number.
class BoxMesh {
 public:
    BoxMesh();
    void draw(std::int64_t boxes) const;

 private:
    gpu::VertexArray array_;
};

/// The unit square.
class QuadMesh {
 public:
    QuadMesh();
    void draw(std::int64_t quads) const;

 private:
    gpu::Buffer shape_;
    gpu::VertexArray array_;
};

}  // namespace scene
