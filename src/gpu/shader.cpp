#include "gpu/shader.h"

#include <array>

namespace gpu {

namespace {

std::string log_of(GLuint id, void (*get)(GLuint, GLsizei, GLsizei*, GLchar*)) {
    std::array<char, 2000> text{};
    GLsizei length = 0;
    get(id, static_cast<GLsizei>(text.size()), &length, text.data());
    return std::string(text.data(), static_cast<std::size_t>(length));
}

void shader_log(GLuint id, GLsizei size, GLsizei* length, GLchar* text) {
    glGetShaderInfoLog(id, size, length, text);
}
void program_log(GLuint id, GLsizei size, GLsizei* length, GLchar* text) {
    glGetProgramInfoLog(id, size, length, text);
}

}  // namespace

GLuint compile_shader(GLenum type, std::string_view name, std::string_view source, std::string_view version) {
    const GLuint id = glCreateShader(type);
    const std::array<const GLchar*, 2> parts = {version.data(), source.data()};
    const std::array<GLint, 2> lengths = {static_cast<GLint>(version.size()),
                                          static_cast<GLint>(source.size())};
    glShaderSource(id, 2, parts.data(), lengths.data());
    glCompileShader(id);
    GLint compiled = 0;
    glGetShaderiv(id, GL_COMPILE_STATUS, &compiled);
    if (compiled) return id;
    const std::string log = log_of(id, shader_log);
    glDeleteShader(id);
    throw GlError({"error.gl.shader", {name, log}});
}

Program::Program(std::string_view name, std::string_view vertex, std::string_view fragment)
    : handle_(glCreateProgram()) {
    const GLuint vs = compile_shader(GL_VERTEX_SHADER, std::string(name) + ".vert", vertex);
    const GLuint fs = compile_shader(GL_FRAGMENT_SHADER, std::string(name) + ".frag", fragment);
    glAttachShader(handle_.id(), vs);
    glAttachShader(handle_.id(), fs);
    glLinkProgram(handle_.id());
    glDeleteShader(vs);
    glDeleteShader(fs);
    GLint linked = 0;
    glGetProgramiv(handle_.id(), GL_LINK_STATUS, &linked);
    if (!linked) throw GlError({"error.gl.program", {name, log_of(handle_.id(), program_log)}});
}

}  // namespace gpu
