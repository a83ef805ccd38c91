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
        std::uint64_t revision = 0;
        std::int64_t n = 0;
        LinkChoice choice;
        bool operator==(const Key&) const = default;
    };
    std::optional<Key> key;
    std::vector<MapTexture> maps;
    std::vector<LinkBuffer> links;
    std::int64_t links_shown = 0;
    std::int64_t links_total = 0;
    gpu::Texture lut;
    std::vector<Rgba> colors;

    /// Sends what differs from what was sent before; returns the bytes sent.
    std::int64_t refresh(const pool::Evaluation& evaluation, const Key& wanted, const Layout& layout);
    /// The colours of the values, sent when they change.
    void recolor(const std::vector<Rgba>& wanted);
};

}  // namespace scene
