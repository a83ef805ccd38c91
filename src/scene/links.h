#pragma once

#include <vector>

#include "gpu/gl.h"
#include "scene/renderer.h"

// Links as the GPU reads them: one instance a link, drawn as a ribbon or as what travels along it.

namespace scene {

struct LinkInstance {
    Vec3 from, to;
    Rgba color{};
    float weight = 1;
};

/// Instances on the GPU with the vertex arrays that draw them.
class LinkBuffer {
 public:
    LinkBuffer();
    void upload(const std::vector<LinkInstance>& links);
    std::int64_t count() const { return count_; }
    void draw_ribbons() const;
    void draw_particles(std::int64_t most) const;

 private:
    gpu::Buffer strip_, corners_, instances_;
    gpu::VertexArray ribbon_, particle_;
    std::int64_t count_ = 0;
};

/// Links of one layer that are drawn all the time, at most a budget of them, the largest values first.
struct LayerLinks {
    std::vector<LinkInstance> links;
    std::int64_t total = 0;  ///< how many there are
};
LayerLinks layer_links(const pool::Evaluation& evaluation, std::size_t layer, const Layout& layout,
                       bool backward, const Look& look);
/// The marks of the cursor's window: frames, frustum, winner, route.
std::vector<LinkInstance> window_marks(const pool::Evaluation& evaluation, const View& view,
                                       const Layout& layout, const Look& look);
/// Rings and links of a lineage.
std::vector<LinkInstance> lineage_marks(const pool::Trace& trace, const View& view, const Layout& layout,
                                        const Look& look);

}  // namespace scene
