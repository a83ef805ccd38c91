#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scene/links.h"
#include "scene/map_texture.h"

namespace scene {

/// What is on the GPU for one direction: values and their links, or gradients and theirs.
struct Contents {
    struct Key {
        pool::EvaluationId evaluation;
        std::int64_t n = 0;
        LinkChoice choice;
        work::Veil veil = {};
        bool operator==(const Key&) const = default;
    };
    std::optional<Key> key;
    std::vector<MapTexture> maps;
    std::vector<LinkBuffer> links;
    /// Which cells of a layer have their links drawn.
    struct Chosen {
        std::int64_t budget = 0;
        std::int64_t total = 0;
        std::vector<std::uint32_t> cells, first;  ///< see LayerLinks
    };
    std::vector<Chosen> chosen;
    std::int64_t links_shown = 0;
    std::int64_t links_total = 0;
    gpu::Texture lut;
    std::vector<Rgba> colors;

    /// Sends what differs from what was sent before; returns the bytes sent. `changes`: all that differs from
    /// the evaluation `since`; may be absent.
    std::int64_t refresh(const pool::Evaluation& evaluation, const Key& wanted, const Layout& layout,
                         pool::EvaluationId since, const pool::Changes* changes);
    /// The colours of the values, sent when they change.
    void recolor(const std::vector<Rgba>& wanted);

 private:
    std::int64_t relink(const pool::Evaluation& evaluation, std::size_t layer, const Layout& layout,
                        const LinkChoice& choice, const pool::Changes* changes);
    bool relink_region(const pool::Evaluation& evaluation, std::size_t layer, const Layout& layout,
                       const LinkChoice& choice, const pool::Region& region, std::int64_t& bytes);
};

}  // namespace scene
