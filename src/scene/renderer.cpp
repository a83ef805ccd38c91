#include "scene/renderer.h"

#include <optional>

#include "embedded/shaders.h"
#include "gpu/framebuffer.h"
#include "gpu/shader.h"
#include "scene/links.h"
#include "scene/vector.h"

namespace scene {

namespace {

constexpr float kRibbonPixels = 2.2F;
constexpr float kParticlePixels = 7;
constexpr std::int64_t kMostParticles = 6000;

gpu::Texture make_texture() {
    GLuint id = 0;
    glGenTextures(1, &id);
    glBindTexture(GL_TEXTURE_2D, id);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return gpu::Texture(id);
}

gpu::Texture values_texture(std::span<const float> plane, std::int64_t rows, std::int64_t columns) {
    gpu::Texture texture = make_texture();
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, static_cast<GLsizei>(columns), static_cast<GLsizei>(rows), 0,
                 GL_RED, GL_FLOAT, plane.data());
    return texture;
}

void fill_lut(const gpu::Texture& texture, const std::vector<Rgba>& colors) {
    glBindTexture(GL_TEXTURE_2D, texture.id());
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, static_cast<GLsizei>(colors.size()), 1, 0, GL_RGBA, GL_FLOAT,
                 colors.data());
}

gpu::Program load(const std::string& name) {
    return gpu::Program(name, embedded::shaders(name + ".vert"), embedded::shaders(name + ".frag"));
}

/// What decides whether textures and links must be made anew.
struct Contents {
    std::uint64_t revision = 0;
    std::int64_t n = 0;
    bool backward = false;
    Rgba winner{};  ///< the theme
    std::vector<Rgba> lut;
    bool operator==(const Contents&) const = default;
};

}  // namespace

struct Renderer::State {
    gpu::Program slab = load("slab");
    gpu::Program ribbon = load("ribbon");
    gpu::Program particle = load("particle");
    gpu::Texture lut = make_texture();
    gpu::VertexArray quad;
    gpu::Buffer quad_points;
    gpu::Framebuffer target;
    std::optional<Contents> contents;
    Layout layout;
    std::vector<gpu::Texture> values;  ///< one for each slab
    std::vector<LinkBuffer> links;     ///< one for each layer
    LinkBuffer marks;
    LinkBuffer lineage;
    Stats stats;

    State() {
        GLuint id = 0;
        glGenVertexArrays(1, &id);
        quad = gpu::VertexArray(id);
        glGenBuffers(1, &id);
        quad_points = gpu::Buffer(id);
        glBindVertexArray(quad.id());
        glBindBuffer(GL_ARRAY_BUFFER, quad_points.id());
        constexpr std::array<float, 8> kUnit = {0, 0, 1, 0, 0, 1, 1, 1};
        glBufferData(GL_ARRAY_BUFFER, sizeof(kUnit), kUnit.data(), GL_STATIC_DRAW);
        glEnableVertexAttribArray(0);
        glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
        glBindVertexArray(0);
    }

    void refresh(const pool::Evaluation& evaluation, Contents wanted, const Look& look) {
        if (contents == wanted) return;
        layout = scene::layout(evaluation, wanted.n);
        values.clear();
        for (const Slab& s : layout.slabs) {
            const pool::Tensor& tensor = wanted.backward ? evaluation.gradient(s.map) : evaluation.map(s.map);
            values.push_back(values_texture(tensor.plane(s.n, s.c), s.rows, s.columns));
        }
        fill_lut(lut, wanted.backward ? look.gradient_lut : look.activation_lut);
        links.resize(evaluation.layers.size());
        stats.links_shown = 0;
        stats.links_total = 0;
        for (std::size_t i = 0; i < links.size(); ++i) {
            const LayerLinks layer = layer_links(evaluation, i, layout, wanted.backward, look);
            links[i].upload(layer.links);
            stats.links_shown += links[i].count();
            stats.links_total += layer.total;
        }
        ++stats.uploads;
        contents = std::move(wanted);
    }

    void draw_slabs(const Mat4& matrix, const Look& look, bool backward) {
        slab.use();
        slab.set_matrix("u_view_projection", matrix.data());
        slab.set("u_values", 0);
        slab.set("u_lut", 1);
        slab.set("u_opacity", 1.0F);
        slab.set("u_paper", look.paper[0], look.paper[1], look.paper[2], 1);
        slab.set("u_rim_color", look.muted[0], look.muted[1], look.muted[2], 1);
        slab.set("u_invalid", look.winner[0], look.winner[1], look.winner[2], 1);
        if (backward) {
            slab.set("u_range", -look.gradient_high, look.gradient_high);
        } else {
            slab.set("u_range", look.activation_low, look.activation_high);
        }
        glActiveTexture(GL_TEXTURE1);
        glBindTexture(GL_TEXTURE_2D, lut.id());
        glActiveTexture(GL_TEXTURE0);
        glBindVertexArray(quad.id());
        for (std::size_t i = 0; i < layout.slabs.size(); ++i) {
            const Slab& s = layout.slabs[i];
            slab.set("u_corner", s.corner.x, s.corner.y, s.corner.z, 0);
            slab.set("u_cell", s.cell_w, s.cell_h);
            slab.set("u_count", static_cast<float>(s.columns), static_cast<float>(s.rows));
            const float extent = static_cast<float>(layout.slabs.front().columns);
            slab.set("u_rim", 0.012F * extent / s.cell_w);
            glBindTexture(GL_TEXTURE_2D, values[i].id());
            glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
            ++stats.draw_calls;
        }
    }

    void use_ribbons(const Mat4& matrix, int width, int height, float pixels, float bend, float opacity) {
        ribbon.use();
        ribbon.set_matrix("u_view_projection", matrix.data());
        ribbon.set("u_viewport", static_cast<float>(width), static_cast<float>(height));
        ribbon.set("u_width", pixels);
        ribbon.set("u_bend", bend);
        ribbon.set("u_opacity", opacity);
    }

    void draw_links(const Mat4& matrix, const View& view, int width, int height) {
        const bool quiet = view.lineage != nullptr;
        for (std::size_t i = 0; i < links.size(); ++i) {
            const bool current = i == view.cursor.layer;
            const float opacity = (quiet ? 0.15F : 1.0F) * (current ? 1.0F : 0.45F);
            use_ribbons(matrix, width, height, kRibbonPixels * 0.8F, 1, opacity);
            links[i].draw_ribbons();
            ++stats.draw_calls;
        }
        if (quiet) return;
        particle.use();
        particle.set_matrix("u_view_projection", matrix.data());
        particle.set("u_viewport", static_cast<float>(width), static_cast<float>(height));
        particle.set("u_time", view.time);
        particle.set("u_size", kParticlePixels * 0.6F);
        particle.set("u_down", view.cursor.phase == pool::Phase::backward ? 1.0F : 0.0F);
        particle.set("u_bend", 1.0F);
        for (const LinkBuffer& buffer : links) {
            buffer.draw_particles(kMostParticles);
            ++stats.draw_calls;
        }
    }

    void draw_marks(const pool::Evaluation& evaluation, const Mat4& matrix, const View& view,
                    const Look& look, int width, int height) {
        marks.upload(window_marks(evaluation, view, layout, look));
        use_ribbons(matrix, width, height, kRibbonPixels * 1.6F, 0, 1);
        marks.draw_ribbons();
        ++stats.draw_calls;
        if (!view.lineage) return;
        lineage.upload(lineage_marks(*view.lineage, view, layout, look));
        lineage.draw_ribbons();
        ++stats.draw_calls;
    }
};

Renderer::Renderer() : state_(std::make_unique<State>()) {}
Renderer::~Renderer() = default;

const Renderer::Stats& Renderer::stats() const { return state_->stats; }

unsigned Renderer::render(const pool::Evaluation& evaluation, std::uint64_t revision, const View& view,
                          const Look& look, int width, int height) {
    State& s = *state_;
    GLint bound = 0;
    std::array<GLint, 4> viewport{};
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &bound);
    glGetIntegerv(GL_VIEWPORT, viewport.data());
    if (s.target.width() != width || s.target.height() != height)
        s.target = gpu::Framebuffer(width, height, view.samples);
    const bool backward = view.cursor.phase == pool::Phase::backward;
    s.stats.draw_calls = 0;
    s.refresh(evaluation,
              {revision, view.n, backward, look.winner, backward ? look.gradient_lut : look.activation_lut},
              look);

    s.target.bind();
    glViewport(0, 0, width, height);
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_CULL_FACE);
    glEnable(GL_DEPTH_TEST);
    glDepthMask(GL_TRUE);
    glDisable(GL_BLEND);
    glClearColor(look.paper[0], look.paper[1], look.paper[2], look.paper[3]);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    const float aspect = static_cast<float>(width) / static_cast<float>(height);
    const Mat4 matrix = multiplied(view.camera.projection(aspect), view.camera.view());
    s.draw_slabs(matrix, look, backward);
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glDepthMask(GL_FALSE);
    s.draw_links(matrix, view, width, height);
    s.draw_marks(evaluation, matrix, view, look, width, height);
    glDepthMask(GL_TRUE);
    glDisable(GL_DEPTH_TEST);
    glBindVertexArray(0);
    s.target.resolve();
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(bound));
    glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
    return s.target.texture();
}

}  // namespace scene
