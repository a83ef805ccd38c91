#include "ui/gl_textures.h"

#include <algorithm>

namespace ui {

namespace {
constexpr std::size_t kMaxTextures = 256;
constexpr int kMipmapSide = 256;
}  // namespace

ImTextureID GlTextures::texture(const figure::Image& image) {
    if (const auto found = by_key_.find(image.key); found != by_key_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
        return compat::texture_id(entries_.front().texture.id());
    }
    GLuint id = 0;
    glGenTextures(1, &id);
    entries_.push_front({image.key, gpu::Texture(id)});
    by_key_[image.key] = entries_.begin();
    versions_[compat::texture_id(id)] = ++made_;
    GLint bound = 0;
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
    glBindTexture(GL_TEXTURE_2D, id);
    // Smaller maps are hardly ever shown smaller than they are; mipmaps would lengthen the start for nothing.
    const bool mipmaps = std::max(image.pixels->width, image.pixels->height) > kMipmapSide;
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, mipmaps ? GL_LINEAR_MIPMAP_LINEAR : GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, image.pixels->width, image.pixels->height, 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, image.pixels->rgba.data());
    if (mipmaps) glGenerateMipmap(GL_TEXTURE_2D);
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(bound));
    if (entries_.size() > kMaxTextures) {
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
    return compat::texture_id(id);
}

std::uint64_t GlTextures::version(ImTextureID texture) const {
    const auto found = versions_.find(texture);
    return found == versions_.end() ? 0 : found->second;
}

}  // namespace ui
