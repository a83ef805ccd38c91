#pragma once

#include <cstdint>
#include <list>
#include <unordered_map>

#include "gpu/gl.h"
#include "ui/textures.h"

namespace ui {

/// Textures of the current GL context, the least recently used dropped first.
class GlTextures : public Textures {
 public:
    ImTextureID texture(const figure::Image& image) override;
    /// Tells textures apart though GL gives a name again; 0 for one that was not made here.
    std::uint64_t version(ImTextureID texture) const;

 private:
    struct Entry {
        std::uint64_t key;
        gpu::Texture texture;
    };
    std::list<Entry> entries_;  ///< newest use first
    std::unordered_map<std::uint64_t, std::list<Entry>::iterator> by_key_;
    std::unordered_map<ImTextureID, std::uint64_t> versions_;
    std::uint64_t made_ = 0;
};

}  // namespace ui
