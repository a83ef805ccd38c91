#include <algorithm>
#include <cstddef>

#include "scene/buffers.h"
#include "scene/links.h"

namespace scene {

namespace {

// Straight pieces of a curved ribbon: many links are seen from further away.
constexpr int kFinePieces = 12;
constexpr int kCoarsePieces = 5;
constexpr std::size_t kManyLinks = 800;

gpu::VertexArray make_array(const gpu::Buffer& shape, const gpu::Buffer& instances) {
    gpu::VertexArray array = make_vertex_array();
    glBindBuffer(GL_ARRAY_BUFFER, shape.id());
    float_attribute(0, 2, 0, 0, false);
    glBindBuffer(GL_ARRAY_BUFFER, instances.id());
    short_attribute(1, 4, sizeof(LinkInstance), offsetof(LinkInstance, below_column));
    short_attribute(2, 4, sizeof(LinkInstance), offsetof(LinkInstance, below_channel));
    float_attribute(3, 1, sizeof(LinkInstance), offsetof(LinkInstance, slope), true);
    glBindVertexArray(0);
    return array;
}

}  // namespace

LinkBuffer::LinkBuffer()
    : strip_(make_static_buffer(strip_points(kFinePieces))),
      corners_(make_static_buffer(kCorners)),
      instances_(make_buffer()),
      ribbon_(make_array(strip_, instances_)),
      particle_(make_array(corners_, instances_)),
      pieces_(kFinePieces) {}

std::int64_t LinkBuffer::update(std::vector<LinkInstance> links) {
    const int pieces = links.size() > kManyLinks ? kCoarsePieces : kFinePieces;
    if (pieces != pieces_) {
        pieces_ = pieces;
        strip_ = make_static_buffer(strip_points(pieces));
        ribbon_ = make_array(strip_, instances_);
    }
    if (links.size() == sent_.size()) return write(0, links);
    sent_ = std::move(links);
    glBindBuffer(GL_ARRAY_BUFFER, instances_.id());
    const auto bytes = static_cast<std::int64_t>(sent_.size() * sizeof(LinkInstance));
    if (sent_.size() > capacity_) {
        capacity_ = sent_.size();
        glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(bytes), sent_.data(), GL_DYNAMIC_DRAW);
    } else if (!sent_.empty()) {
        glBufferSubData(GL_ARRAY_BUFFER, 0, static_cast<GLsizeiptr>(bytes), sent_.data());
    }
    return bytes;
}

std::int64_t LinkBuffer::write(std::size_t at, std::span<const LinkInstance> links) {
    std::size_t first = 0;
    std::size_t last = links.size();
    while (first < last && links[first] == sent_[at + first]) ++first;
    while (last > first && links[last - 1] == sent_[at + last - 1]) --last;
    if (first == last) return 0;
    const std::span<const LinkInstance> differing = links.subspan(first, last - first);
    std::ranges::copy(differing, sent_.begin() + static_cast<std::ptrdiff_t>(at + first));
    glBindBuffer(GL_ARRAY_BUFFER, instances_.id());
    glBufferSubData(GL_ARRAY_BUFFER, static_cast<GLintptr>((at + first) * sizeof(LinkInstance)),
                    static_cast<GLsizeiptr>(differing.size_bytes()), differing.data());
    return static_cast<std::int64_t>(differing.size_bytes());
}

void LinkBuffer::draw_ribbons() const {
    glBindVertexArray(ribbon_.id());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 2 * (pieces_ + 1), static_cast<GLsizei>(sent_.size()));
}

void LinkBuffer::draw_particles() const {
    glBindVertexArray(particle_.id());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(sent_.size()));
}

}  // namespace scene
