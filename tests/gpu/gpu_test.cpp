#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "app/offscreen.h"
#include "gpu/debug_log.h"
#include "gpu/framebuffer.h"
#include "gpu/shader.h"
#include "scene/shaders.h"

namespace {

TEST(Shaders, CompileAsCore330AndAsEs300) {
    const app::OffscreenContext context;
    const std::vector<scene::ShaderSource> sources = scene::shader_sources();
    EXPECT_GE(sources.size(), 6U);
    for (const scene::ShaderSource& source : sources) {
        EXPECT_NO_THROW(gpu::Program(source.name, source.vertex, source.fragment)) << source.name;
        for (const std::string_view version : {gpu::kCore330, gpu::kEs300}) {
            for (const bool vertex : {true, false}) {
                const GLuint id =
                    gpu::compile_shader(vertex ? GL_VERTEX_SHADER : GL_FRAGMENT_SHADER, source.name,
                                        vertex ? source.vertex : source.fragment, version);
                EXPECT_NE(id, 0U);
                glDeleteShader(id);
            }
        }
    }
}

TEST(Shaders, EveryFileBelongsToAProgram) {
    std::string all;
    for (const scene::ShaderSource& source : scene::shader_sources()) all += source.vertex + source.fragment;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SOURCE_DIR) + "/shaders")) {
        std::stringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        EXPECT_NE(all.find(text.str()), all.npos) << entry.path();
    }
}

TEST(DebugLog, HearsAnError) {
    const app::OffscreenContext context(true);
    const gpu::DebugLog log;
    ASSERT_TRUE(log.listening());
    EXPECT_TRUE(log.messages().empty());
    glEnable(GL_TEXTURE_2D_ARRAY + 12345);
    EXPECT_FALSE(log.messages().empty());
    while (glGetError() != GL_NO_ERROR) {
    }
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
