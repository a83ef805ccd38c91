#pragma once

#include <string>
#include <string_view>

#include "gpu/gl.h"

namespace gpu {

/// The line that is put in front of a shader's source: the same source serves both dialects.
constexpr std::string_view kCore330 = "#version 330 core\n";
constexpr std::string_view kEs300 =
    "#version 300 es\nprecision highp float;\nprecision highp int;\n"
    "precision highp sampler2DArray;\nprecision highp usampler2DArray;\n";

/// Compiles one shader; throws GlError with the name and the compiler's words. The caller deletes it with
/// glDeleteShader.
GLuint compile_shader(GLenum type, std::string_view name, std::string_view source,
                      std::string_view version = kCore330);

/// A linked program.
class Program {
 public:
    Program() = default;
    /// Throws GlError when the sources do not compile or link.
    Program(std::string_view name, std::string_view vertex, std::string_view fragment);
    void use() const { glUseProgram(handle_.id()); }
    GLint location(const char* uniform) const { return glGetUniformLocation(handle_.id(), uniform); }
    void set(const char* uniform, float value) const { glUniform1f(location(uniform), value); }
    void set(const char* uniform, int value) const { glUniform1i(location(uniform), value); }
    void set(const char* uniform, float x, float y) const { glUniform2f(location(uniform), x, y); }
    void set(const char* uniform, float x, float y, float z, float w) const {
        glUniform4f(location(uniform), x, y, z, w);
    }
    void set_matrix(const char* uniform, const float* columns) const {
        glUniformMatrix4fv(location(uniform), 1, GL_FALSE, columns);
    }

 private:
    ProgramHandle handle_;
};

}  // namespace gpu
