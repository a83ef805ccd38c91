#pragma once

#include <cstdint>
#include <vector>

#include "gpu/gl.h"
#include "scene/look.h"
#include "scene/scene.h"

// Links as the GPU reads them: one instance a link, drawn as a ribbon or as what travels along it. An
// instance names cells, so that it stays the same while maps move.

namespace scene {

enum class Role : std::uint16_t { winner, share, loser };

struct LinkInstance {
    std::uint16_t below_column = 0, below_row = 0, above_column = 0, above_row = 0;
    std::uint16_t below_channel = 0, above_channel = 0;
    Role role = Role::winner;
    std::uint16_t unused = 0;
    float slope = 1;  ///< ∂above/∂below
    bool operator==(const LinkInstance&) const = default;
};

/// Which links of a layer are drawn all the time.
struct LinkChoice {
    bool backward = false;    ///< the largest gradients first, otherwise the largest values
    bool losers = false;      ///< links of cells that lost too
    std::int64_t budget = 0;  ///< at most so many
    bool operator==(const LinkChoice&) const = default;
};
struct LayerLinks {
    std::vector<LinkInstance> links;
    std::int64_t total = 0;  ///< how many there are
};
/// The links of the output cells with the largest values (gradients), whole windows, within the budget.
LayerLinks layer_links(const pool::Evaluation& evaluation, std::size_t layer, const Layout& layout,
                       const LinkChoice& choice);

/// Instances on the GPU with the vertex arrays that draw them.
class LinkBuffer {
 public:
    LinkBuffer();
    /// Sends the instances that differ from what was sent before; returns the bytes sent.
    std::int64_t update(std::vector<LinkInstance> links);
    std::int64_t count() const { return static_cast<std::int64_t>(sent_.size()); }
    void draw_ribbons() const;
    void draw_particles() const;

 private:
    gpu::Buffer strip_, corners_, instances_;
    gpu::VertexArray ribbon_, particle_;
    int pieces_ = 1;
    std::vector<LinkInstance> sent_;
    std::size_t capacity_ = 0;
};

}  // namespace scene
