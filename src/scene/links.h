#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "gpu/gl.h"
#include "scene/look.h"
#include "scene/scene.h"

// Links as the GPU reads them: one instance a link, drawn as a ribbon or as what travels along it. An
// instance names cells, so that it stays the same while maps move.

namespace scene {

enum class LinkRole : std::uint16_t { winner, share, loser };

struct LinkInstance {
    std::uint16_t below_column = 0, below_row = 0, above_column = 0, above_row = 0;
    std::uint16_t below_channel = 0, above_channel = 0;
    LinkRole role = LinkRole::winner;
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
    /// Numbers of the output cells that are drawn, c · plane + cell, ascending; empty: all shown ones are.
    std::vector<std::uint32_t> cells;
    std::vector<std::uint32_t> first;  ///< link of each such cell, and the end
};
/// Links that were drawn before and are the same still, but for output cells in `changed`.
struct KnownLinks {
    std::span<const std::uint32_t> cells, first;
    std::span<const LinkInstance> links;
    pool::Region changed;
};
/// The links of the output cells with the largest values (gradients), whole windows, within the budget; cells
/// in scan order.
LayerLinks layer_links(const pool::Evaluation& evaluation, std::size_t layer, const Layout& layout,
                       const LinkChoice& choice, const KnownLinks& known = {});
/// The links of the output cells (c, y, x0) up to (c, y, x1), in the order of layer_links; nothing where one
/// of these cells has another number of links than `first` says.
std::optional<std::vector<LinkInstance>> links_of_row(const pool::Evaluation& evaluation, std::size_t layer,
                                                      const Layout& layout, const LinkChoice& choice,
                                                      const std::vector<std::uint32_t>& first, std::int64_t c,
                                                      std::int64_t y, std::int64_t x0, std::int64_t x1);

/// Instances on the GPU with the vertex arrays that draw them.
class LinkBuffer {
 public:
    LinkBuffer();
    /// Sends the instances that differ from what was sent before; returns the bytes sent.
    std::int64_t update(std::vector<LinkInstance> links);
    /// The same for links from number `first` on.
    std::int64_t write(std::size_t first, std::span<const LinkInstance> links);
    std::span<const LinkInstance> sent() const { return sent_; }
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
