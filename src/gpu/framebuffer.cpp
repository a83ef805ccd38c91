#include "gpu/framebuffer.h"

#include <algorithm>
#include <string>

namespace gpu {

namespace {

Renderbuffer make_renderbuffer(GLenum format, int width, int height, int samples) {
    GLuint id = 0;
    glGenRenderbuffers(1, &id);
    Renderbuffer buffer(id);
    glBindRenderbuffer(GL_RENDERBUFFER, id);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples > 1 ? samples : 0, format, width, height);
    return buffer;
}

FramebufferHandle make_framebuffer() {
    GLuint id = 0;
    glGenFramebuffers(1, &id);
    glBindFramebuffer(GL_FRAMEBUFFER, id);
    return FramebufferHandle(id);
}

void check(int width, int height) {
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) return;
    throw GlError({"error.gl.picture", {width, height}});
}

}  // namespace

Framebuffer::Framebuffer(int width, int height, int samples)
    : width_(width), height_(height), asked_(samples) {
    GLint most = 0;
    glGetIntegerv(GL_MAX_SAMPLES, &most);
    samples_ = std::min(samples, static_cast<int>(most));
    GLint before = 0;
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before);
    GLuint color = 0;
    glGenTextures(1, &color);
    color_ = Texture(color);
    glBindTexture(GL_TEXTURE_2D, color);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glBindTexture(GL_TEXTURE_2D, 0);
    depth_ = make_renderbuffer(GL_DEPTH_COMPONENT24, width, height, samples_);
    plain_ = make_framebuffer();
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, color, 0);
    if (samples_ > 1) {
        check(width, height);
        multi_color_ = make_renderbuffer(GL_RGBA8, width, height, samples_);
        multi_ = make_framebuffer();
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, multi_color_.id());
    }
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, depth_.id());
    check(width, height);
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before));
}

void Framebuffer::bind() const {
    glBindFramebuffer(GL_FRAMEBUFFER, samples_ > 1 ? multi_.id() : plain_.id());
}

void Framebuffer::resolve() const {
    if (samples_ > 1) {
        glBindFramebuffer(GL_READ_FRAMEBUFFER, multi_.id());
        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, plain_.id());
        glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, plain_.id());
}

}  // namespace gpu
