#include "scene/buffers.h"

#include <cstddef>
#include <type_traits>

namespace scene {

namespace {

constexpr int kMarkPieces = 14;
constexpr int kStripVertices = 2 * (kMarkPieces + 1);
constexpr int kBoxVertices = 30;

}  // namespace

gpu::Buffer make_buffer() {
    GLuint id = 0;
    glGenBuffers(1, &id);
    return gpu::Buffer(id);
}

gpu::Buffer make_static_buffer(std::span<const float> values) {
    gpu::Buffer buffer = make_buffer();
    glBindBuffer(GL_ARRAY_BUFFER, buffer.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(values.size_bytes()), values.data(),
                 GL_STATIC_DRAW);
    return buffer;
}

gpu::VertexArray make_vertex_array() {
    GLuint id = 0;
    glGenVertexArrays(1, &id);
    glBindVertexArray(id);
    return gpu::VertexArray(id);
}

void float_attribute(GLuint index, GLint size, std::size_t stride, std::size_t offset, bool instanced) {
    glEnableVertexAttribArray(index);
    glVertexAttribPointer(index, size, GL_FLOAT, GL_FALSE, static_cast<GLsizei>(stride),
                          reinterpret_cast<const void*>(offset));
    if (instanced) glVertexAttribDivisor(index, 1);
}

void short_attribute(GLuint index, GLint size, std::size_t stride, std::size_t offset) {
    glEnableVertexAttribArray(index);
    glVertexAttribIPointer(index, size, GL_UNSIGNED_SHORT, static_cast<GLsizei>(stride),
                           reinterpret_cast<const void*>(offset));
    glVertexAttribDivisor(index, 1);
}

std::vector<float> strip_points(int pieces) {
    std::vector<float> points;
    for (int i = 0; i <= pieces; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(pieces);
        points.insert(points.end(), {t, -1, t, 1});
    }
    return points;
}

template <class Instance>
InstanceBuffer<Instance>::InstanceBuffer() {
    constexpr bool kMarks = std::is_same_v<Instance, Mark>;
    if constexpr (kMarks) {
        shape_ = make_static_buffer(strip_points(kMarkPieces));
    } else {
        shape_ = make_static_buffer(kCorners);
    }
    instances_ = make_buffer();
    array_ = make_vertex_array();
    glBindBuffer(GL_ARRAY_BUFFER, shape_.id());
    float_attribute(0, 2, 0, 0, false);
    glBindBuffer(GL_ARRAY_BUFFER, instances_.id());
    if constexpr (kMarks) {
        float_attribute(1, 3, sizeof(Mark), offsetof(Mark, from), true);
        float_attribute(2, 3, sizeof(Mark), offsetof(Mark, to), true);
        float_attribute(3, 4, sizeof(Mark), offsetof(Mark, color), true);
        float_attribute(4, 2, sizeof(Mark), offsetof(Mark, width), true);
    } else {
        float_attribute(1, 3, sizeof(Tile), offsetof(Tile, middle), true);
        float_attribute(2, 2, sizeof(Tile), offsetof(Tile, half_w), true);
        float_attribute(3, 4, sizeof(Tile), offsetof(Tile, color), true);
    }
    glBindVertexArray(0);
}

template <class Instance>
void InstanceBuffer<Instance>::upload(const std::vector<Instance>& instances) {
    count_ = instances.size();
    glBindBuffer(GL_ARRAY_BUFFER, instances_.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(count_ * sizeof(Instance)), instances.data(),
                 GL_STREAM_DRAW);
}

template <class Instance>
void InstanceBuffer<Instance>::draw() const {
    glBindVertexArray(array_.id());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, std::is_same_v<Instance, Mark> ? kStripVertices : 4,
                          static_cast<GLsizei>(count_));
}

template class InstanceBuffer<Mark>;
template class InstanceBuffer<Tile>;

BoxMesh::BoxMesh() : array_(make_vertex_array()) { glBindVertexArray(0); }

void BoxMesh::draw(std::int64_t boxes) const {
    glBindVertexArray(array_.id());
    glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(boxes * kBoxVertices));
}

QuadMesh::QuadMesh()
    : shape_(make_static_buffer(std::array<float, 8>{0, 0, 1, 0, 0, 1, 1, 1})), array_(make_vertex_array()) {
    glBindBuffer(GL_ARRAY_BUFFER, shape_.id());
    float_attribute(0, 2, 0, 0, false);
    glBindVertexArray(0);
}

void QuadMesh::draw(std::int64_t quads) const {
    glBindVertexArray(array_.id());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(quads));
}

}  // namespace scene
