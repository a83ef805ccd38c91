#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <glad/gl.h>

#include "words/message.h"

namespace gpu {

/// What the graphics driver refuses.
class GlError : public words::Error {
 public:
    using Error::Error;
};

/// Loads the GL functions of the current context. Throws GlError when the context is older than 3.3.
void load_gl(GLADloadfunc get_proc);

/// A GL object that deletes itself; move-only.
template <void (*Delete)(GLuint)>
class Handle {
 public:
    Handle() = default;
    explicit Handle(GLuint id) : id_(id) {}
    ~Handle() { reset(); }
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, 0U)) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            reset();
            id_ = std::exchange(other.id_, 0U);
        }
        return *this;
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    GLuint id() const { return id_; }
    explicit operator bool() const { return id_ != 0; }
    void reset() {
        if (id_ != 0) Delete(id_);
        id_ = 0;
    }

 private:
    GLuint id_ = 0;
};
void delete_buffer(GLuint id);
void delete_texture(GLuint id);
void delete_program(GLuint id);
void delete_vertex_array(GLuint id);
void delete_framebuffer(GLuint id);
void delete_renderbuffer(GLuint id);
using Buffer = Handle<delete_buffer>;
using Texture = Handle<delete_texture>;
using ProgramHandle = Handle<delete_program>;
using VertexArray = Handle<delete_vertex_array>;
using FramebufferHandle = Handle<delete_framebuffer>;
using Renderbuffer = Handle<delete_renderbuffer>;

}  // namespace gpu
