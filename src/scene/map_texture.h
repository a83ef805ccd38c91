#pragma once

#include <cstdint>
#include <vector>

#include "gpu/gl.h"
#include "scene/look.h"
#include "scene/scene.h"

namespace scene {

/// A texture that is read texel by texel.
gpu::Texture make_texture(GLenum target);

/// The shown channels of one map on the GPU: values with their averages, and numbers once they are needed.
class MapTexture {
 public:
    /// Sends the rows that differ from what was sent before, which only those of `region` can; returns the
    /// bytes sent. Throws gpu::GlError when the map is larger than the driver allows.
    std::int64_t update(const pool::Tensor& values, const MapPlace& place, const pool::Region& region);
    /// Writes the numbers of the cells that changed since the last call; returns the bytes sent.
    std::int64_t update_numbers(const Glyphs& glyphs);

    void bind_values() const { glBindTexture(GL_TEXTURE_2D_ARRAY, values_.id()); }
    void bind_numbers() const { glBindTexture(GL_TEXTURE_2D_ARRAY, numbers_.id()); }
    bool has_numbers() const { return longest_ > 0; }
    /// Characters of the longest number.
    int longest_number() const { return longest_; }

 private:
    struct Rows {
        std::int64_t channel = 0;
        std::int64_t first = 0;
        std::int64_t count = 0;
    };
    std::span<const float> rows_of(const Rows& rows) const;
    void send(const Rows& rows) const;

    gpu::Texture values_;
    gpu::Texture numbers_;
    std::int64_t rows_ = 0;
    std::int64_t columns_ = 0;
    std::int64_t channels_ = 0;
    std::vector<float> sent_;
    std::vector<Rows> unwritten_;  ///< values whose numbers are out of date
    int longest_ = 0;
};

}  // namespace scene
