#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "app/offscreen.h"
#include "gpu/framebuffer.h"
#include "gpu/shader.h"

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST(Shaders, CompileAsCore330) {
    const app::OffscreenContext context;
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SOURCE_DIR) + "/shaders")) {
        const std::string extension = entry.path().extension().string();
        const GLenum type = extension == ".vert" ? GL_VERTEX_SHADER : GL_FRAGMENT_SHADER;
        const GLuint id = gpu::compile_shader(type, entry.path().filename().string(), text_of(entry.path()));
        EXPECT_NE(id, 0U);
        glDeleteShader(id);
        ++count;
    }
    EXPECT_GE(count, 6);
}

TEST(Shaders, AMistakeIsNamed) {
    const app::OffscreenContext context;
    try {
        gpu::compile_shader(GL_FRAGMENT_SHADER, "wrong.frag", "void main() { nonsense(); }");
        FAIL() << "the shader was accepted";
    } catch (const gpu::GlError& error) {
        EXPECT_NE(std::string(error.what()).find("wrong.frag"), std::string::npos);
    }
}

TEST(Framebuffer, ClearsAndResolvesToTheTexture) {
    const app::OffscreenContext context;
    for (const int samples : {0, 4}) {
        const gpu::Framebuffer target(32, 16, samples);
        target.bind();
        glClearColor(1, 0, 0, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        target.resolve();
        std::vector<unsigned char> rgba(32 * 16 * 4);
        glReadPixels(0, 0, 32, 16, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
        EXPECT_EQ(rgba[0], 255);
        EXPECT_EQ(rgba[1], 0);
        EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    }
}

}  // namespace
