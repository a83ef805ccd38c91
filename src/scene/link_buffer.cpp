#include <algorithm>
#include <array>
#include <cstddef>

#include "scene/links.h"

namespace scene {

namespace {

constexpr int kPieces = 20;  // straight pieces of a curved ribbon

gpu::Buffer make_buffer() {
    GLuint id = 0;
    glGenBuffers(1, &id);
    return gpu::Buffer(id);
}

gpu::Buffer make_static(const std::vector<float>& values) {
    gpu::Buffer buffer = make_buffer();
    glBindBuffer(GL_ARRAY_BUFFER, buffer.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(values.size() * sizeof(float)), values.data(),
                 GL_STATIC_DRAW);
    return buffer;
}

gpu::VertexArray make_array(const gpu::Buffer& shape, const gpu::Buffer& instances) {
    GLuint id = 0;
    glGenVertexArrays(1, &id);
    glBindVertexArray(id);
    glBindBuffer(GL_ARRAY_BUFFER, shape.id());
    glEnableVertexAttribArray(0);
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
    glBindBuffer(GL_ARRAY_BUFFER, instances.id());
    const auto attribute = [](GLuint index, GLint size, std::size_t offset) {
        glEnableVertexAttribArray(index);
        glVertexAttribPointer(index, size, GL_FLOAT, GL_FALSE, sizeof(LinkInstance),
                              reinterpret_cast<const void*>(offset));
        glVertexAttribDivisor(index, 1);
    };
    attribute(1, 3, offsetof(LinkInstance, from));
    attribute(2, 3, offsetof(LinkInstance, to));
    attribute(3, 4, offsetof(LinkInstance, color));
    attribute(4, 1, offsetof(LinkInstance, weight));
    glBindVertexArray(0);
    return gpu::VertexArray(id);
}

std::vector<float> strip_points() {
    std::vector<float> points;
    for (int i = 0; i <= kPieces; ++i) {
        const float t = static_cast<float>(i) / kPieces;
        points.insert(points.end(), {t, -1, t, 1});
    }
    return points;
}

}  // namespace

LinkBuffer::LinkBuffer()
    : strip_(make_static(strip_points())),
      corners_(make_static({-1, -1, 1, -1, -1, 1, 1, 1})),
      instances_(make_buffer()),
      ribbon_(make_array(strip_, instances_)),
      particle_(make_array(corners_, instances_)) {}

void LinkBuffer::upload(const std::vector<LinkInstance>& links) {
    count_ = static_cast<std::int64_t>(links.size());
    if (links.empty()) return;
    glBindBuffer(GL_ARRAY_BUFFER, instances_.id());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(links.size() * sizeof(LinkInstance)), links.data(),
                 GL_DYNAMIC_DRAW);
}

void LinkBuffer::draw_ribbons() const {
    if (count_ == 0) return;
    glBindVertexArray(ribbon_.id());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 2 * (kPieces + 1), static_cast<GLsizei>(count_));
}

void LinkBuffer::draw_particles(std::int64_t most) const {
    if (count_ == 0) return;
    glBindVertexArray(particle_.id());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(std::min(count_, most)));
}

}  // namespace scene
