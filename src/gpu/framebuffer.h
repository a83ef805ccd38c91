#pragma once

#include "gpu/gl.h"

namespace gpu {

/// A colour texture with depth to draw into, multisampled when `samples` is above 1.
class Framebuffer {
 public:
    Framebuffer() = default;
    /// Throws GlError when the driver refuses the size.
    Framebuffer(int width, int height, int samples);
    int width() const { return width_; }
    int height() const { return height_; }
    int samples() const { return samples_; }  ///< as many as the driver has, at most those asked for
    int asked() const { return asked_; }
    /// Everything drawn from now on goes here.
    void bind() const;
    /// Makes `texture` hold what was drawn. Leaves the single-sampled framebuffer bound.
    void resolve() const;
    GLuint texture() const { return color_.id(); }

 private:
    int width_ = 0;
    int height_ = 0;
    int samples_ = 0;
    int asked_ = 0;
    Texture color_;
    FramebufferHandle plain_;
    Renderbuffer depth_;
    FramebufferHandle multi_;  ///< only when samples_ > 1
    Renderbuffer multi_color_;
};

}  // namespace gpu
