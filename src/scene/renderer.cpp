#include "scene/renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include "gpu/framebuffer.h"
#include "scene/contents.h"
#include "scene/marks.h"
#include "scene/shaders.h"
#include "scene/vector.h"

namespace scene {

namespace {

constexpr float kRibbonPixels = 2.2F;
constexpr float kParticleRadius = 0.42F;  // of the largest magnitude, in cells of the input
constexpr float kCrossingsPerSecond = 0.4F;
constexpr float kRelief = 0.6F;  // of the height between maps
constexpr float kQuiet = 0.12F;  // other links while a lineage stands out
constexpr float kDimmed =
    0.35F;  // other links while one window is looked at, and while cells are on their way
constexpr float kHidden = 0.4F;  // marks behind a map
constexpr float kOtherLayers = 0.45F;
constexpr float kReadablePixels = 20;  // a cell's size from which numbers may be read

enum Unit { unit_values, unit_lut, unit_numbers, unit_glyphs, unit_above };

gpu::Texture glyph_texture(const Glyphs& glyphs) {
    gpu::Texture texture = make_texture(GL_TEXTURE_2D);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, glyphs.width * static_cast<int>(glyphs.characters.size()),
                 glyphs.height, 0, GL_RED, GL_UNSIGNED_BYTE, glyphs.coverage.data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    // Smaller pictures would mix neighbouring characters.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 3);
    glGenerateMipmap(GL_TEXTURE_2D);
    return texture;
}

void bind(Unit unit, GLenum target, GLuint texture) {
    glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
    glBindTexture(target, texture);
}

/// Directions of reading on a slab, so that numbers stand upright on the screen from every side.
std::array<float, 4> reading(const Camera& camera) {
    const int turn = static_cast<int>(std::lround(std::remainder(camera.azimuth, 360.0F) / 90)) & 3;
    constexpr std::array<std::array<float, 4>, 4> kTurns = {
        {{1, 0, 0, 1}, {0, -1, 1, 0}, {-1, 0, 0, -1}, {0, 1, -1, 0}}};
    return kTurns[static_cast<std::size_t>(turn)];
}

/// The size on the screen of the nearest cell of a map, about.
float cell_pixels(const MapPlace& place, const Camera& camera, float height) {
    const Vec3 eye = camera.eye();
    const Vec3 far =
        place.point(place.channels - 1, static_cast<float>(place.rows), static_cast<float>(place.columns));
    const Vec3 nearest{std::clamp(eye.x, place.corner.x, std::max(place.corner.x, far.x)), place.corner.y,
                       std::clamp(eye.z, place.corner.z, std::max(place.corner.z, far.z))};
    const Vec3 way = eye - nearest;
    return std::max(place.cell_w, place.cell_h) * camera.pixels_per_unit(std::sqrt(dot(way, way)), height);
}

}  // namespace

Relief relief_of(const pool::Evaluation& evaluation, const View& view, const Look& look,
                 const Layout& layout) {
    const bool backward = view.cursor.phase == pool::Phase::backward;
    Relief relief{&evaluation, backward, std::max(view.relief, 0.0F) * kRelief * layout.level,
                  std::min(look.activation_low, 0.0F), look.activation_high};
    if (backward) relief.gradient_highs = look.gradient_highs;
    relief.veil = view.veil;
    relief.high = std::max(relief.high, relief.low + 1e-12F);
    return relief;
}

/// One picture being drawn.
struct Picture {
    const pool::Evaluation& evaluation;
    const View& view;
    const Look& look;
    int width, height;
    Mat4 matrix;
    Relief relief;
    bool backward = false;
};

struct Renderer::State {
    /// What this machine can draw in time. A software driver takes a hundred times as long as a graphics
    /// card.
    struct Limits {
        std::int64_t links = 150000;
        std::int64_t boxes = 2000000;
    };
    static Limits machine_limits() {
        const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
        const std::string_view text = name ? name : "";
        for (const char* software : {"llvmpipe", "softpipe", "SwiftShader"})
            if (text.find(software) != text.npos) return {5000, 30000};
        return {};
    }

    gpu::Program slab = load_program("slab");
    gpu::Program bars = load_program("bars");
    gpu::Program ribbon = load_program("ribbon");
    gpu::Program particle = load_program("particle");
    gpu::Program mark = load_program("mark");
    gpu::Program tile = load_program("tile");
    QuadMesh quad;
    BoxMesh box;
    InstanceBuffer<Mark> marks;
    InstanceBuffer<Tile> tiles;
    std::array<Contents, 2> contents;
    std::shared_ptr<const Glyphs> glyphs;
    gpu::Texture glyph_atlas;
    gpu::Texture hatch_lut;  ///< colours of hatched paper
    std::vector<Rgba> hatch_colors;
    gpu::Framebuffer target;
    Layout layout;
    Limits limits = machine_limits();
    Stats stats;

    void place(const gpu::Program& program, const Picture& p, std::size_t below, std::size_t above) const {
        program.use();
        program.set_matrix("u_view_projection", p.matrix.data());
        program.set("u_relief", p.relief.scale);
        const std::array<float, 2> lower = p.relief.ends(below), upper = p.relief.ends(above);
        program.set("u_heights", lower[0], lower[1], upper[0], upper[1]);
        program.set("u_viewport", static_cast<float>(p.width), static_cast<float>(p.height));
        const std::array<std::size_t, 2> maps = {below, above};
        std::array<float, 6> corner{};
        std::array<float, 8> grid{};
        std::array<int, 2> across{};
        for (std::size_t i = 0; i < 2; ++i) {
            const MapPlace& m = layout.maps[maps[i]];
            const std::array<float, 3> c = {m.corner.x, m.corner.y, m.corner.z};
            const std::array<float, 4> g = {m.cell_w, m.cell_h, m.step_x, m.step_z};
            std::ranges::copy(c, corner.begin() + static_cast<std::ptrdiff_t>(3 * i));
            std::ranges::copy(g, grid.begin() + static_cast<std::ptrdiff_t>(4 * i));
            across[i] = static_cast<int>(m.across);
        }
        glUniform3fv(program.location("u_corner"), 2, corner.data());
        glUniform4fv(program.location("u_grid"), 2, grid.data());
        glUniform1iv(program.location("u_across"), 2, across.data());
    }

    void set_cells(const gpu::Program& program, const Picture& p, const MapPlace& m, const MapTexture& map) {
        program.set("u_values", unit_values);
        program.set("u_lut", unit_lut);
        program.set("u_text", unit_numbers);
        program.set("u_glyphs", unit_glyphs);
        program.set("u_count", static_cast<float>(m.columns), static_cast<float>(m.rows));
        const float rim = 0.012F * static_cast<float>(layout.maps.front().columns);
        program.set("u_rim", rim / m.cell_w, rim / m.cell_h);
        set_color(program, "u_paper", p.look.paper);
        set_color(program, "u_rim_color", p.look.muted);
        set_color(program, "u_invalid", p.look.winner);
        const float high = p.look.gradient_high(m.map);
        const bool hidden = p.relief.hides(m.map);
        if (hidden)
            program.set("u_range", 0.0F, 1.0F);
        else
            program.set("u_range", p.backward ? -high : p.look.activation_low,
                        p.backward ? high : p.look.activation_high);
        const std::array<float, 4> read = reading(p.view.camera);
        program.set("u_reading", read[0], read[1], read[2], read[3]);
        // All numbers of a map have one size, that of the longest.
        float line = 0;
        float character = 0;
        if (map.has_numbers() && glyphs && !hidden && p.view.numbers) {
            const float shape = static_cast<float>(glyphs->width) / static_cast<float>(glyphs->height);
            line = std::min(0.5F, 0.86F / (shape * static_cast<float>(map.longest_number())));
            character = line * shape;
        }
        program.set("u_glyph_size", character, line);
        program.set("u_glyph_count", glyphs ? static_cast<float>(glyphs->characters.size()) : 1.0F);
    }

    static void set_color(const gpu::Program& program, const char* name, const Rgba& c) {
        glUniform3f(program.location(name), c[0], c[1], c[2]);
    }
    static void set_rgba(const gpu::Program& program, const char* name, const Rgba& c) {
        program.set(name, c[0], c[1], c[2], c[3]);
    }

    /// Which maps lie before the current window.
    std::vector<bool> hiding(const Picture& p) const {
        std::vector<bool> result(layout.maps.size(), false);
        pool::Cursor cursor = p.view.cursor;
        // On nothing a veil would be pale colours that the scale does not have.
        if (p.evaluation.layers.empty() || cursor.whole || p.view.transparent) return result;
        if (p.view.veil.hides(work::Hidden::window) || p.view.veil.hides_shape(cursor.layer)) return result;
        if (p.view.veil.hides_shape(cursor.layer + 1)) cursor.window = 0;
        const pool::Cell output = pool::output_cell(p.evaluation, cursor, p.view.n, p.view.c);
        const auto& geometry = p.evaluation.layers[cursor.layer].geometry();
        const pool::AxisWindow h = geometry.rows(output);
        const pool::AxisWindow w = geometry.columns(output);
        const MapPlace& below = layout.maps[cursor.layer];
        const std::int64_t channel = std::min(p.view.c, below.channels - 1);
        const Vec3 middle = below.point(channel, static_cast<float>(h.start + h.end()) / 2,
                                        static_cast<float>(w.start + w.end()) / 2);
        for (std::size_t i = cursor.layer + 1; i < layout.maps.size(); ++i)
            result[i] = hides(layout.maps[i], p.view.camera, middle);
        return result;
    }

    /// What hides the current window is drawn last, as a veil.
    void draw_all_maps(const Picture& p, Contents& now) {
        constexpr float kVeil = 0.2F;
        const std::vector<bool> veils = hiding(p);
        draw_maps(p, now, veils, false, 1);
        if (std::ranges::find(veils, true) == veils.end()) return;
        glEnable(GL_BLEND);
        glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
        glDepthMask(GL_FALSE);
        draw_maps(p, now, veils, true, kVeil);
        glDepthMask(GL_TRUE);
        glDisable(GL_BLEND);
    }

    void draw_maps(const Picture& p, Contents& now, const std::vector<bool>& veils, bool veiled,
                   float opacity) {
        bind(unit_glyphs, GL_TEXTURE_2D, glyph_atlas.id());
        for (const MapPlace& m : layout.maps) {
            if (veils[m.map] != veiled) continue;
            MapTexture& map = now.maps[m.map];
            const bool hidden = p.relief.hides(m.map);
            bind(unit_lut, GL_TEXTURE_2D, hidden ? hatch_lut.id() : now.lut.id());
            glActiveTexture(GL_TEXTURE0 + unit_numbers);
            if (glyphs && !hidden &&
                cell_pixels(m, p.view.camera, static_cast<float>(p.height)) > kReadablePixels)
                stats.uploaded_bytes += map.update_numbers(*glyphs);
            map.bind_numbers();
            glActiveTexture(GL_TEXTURE0 + unit_values);
            map.bind_values();
            const bool boxes = p.relief.scale > 0;
            place(slab, p, m.map, m.map);
            set_cells(slab, p, m, map);
            slab.set("u_opacity", opacity);
            slab.set("u_hollow", boxes ? 1.0F : 0.0F);
            quad.draw(m.channels);
            ++stats.draw_calls;
            if (!boxes) continue;
            place(bars, p, m.map, m.map);
            set_cells(bars, p, m, map);
            bars.set("u_opacity", opacity);
            const Camera& camera = p.view.camera;
            const Vec3 eye = camera.orthographic ? camera.eye() - camera.target : camera.eye();
            bars.set("u_eye", eye.x, eye.y, eye.z, camera.orthographic ? 0.0F : 1.0F);
            box.draw(m.channels * m.rows * m.columns);
            ++stats.draw_calls;
        }
    }

    void set_links(const gpu::Program& program, const Picture& p, std::size_t layer, const Contents& now) {
        place(program, p, layer, layer + 1);
        program.set("u_below", unit_values);
        program.set("u_above", unit_above);
        program.set("u_backward", p.backward ? 1.0F : 0.0F);
        program.set("u_range", p.backward ? 0.0F : p.look.activation_low,
                    p.backward ? p.look.gradient_high(layer) : p.look.activation_high);
        set_rgba(program, "u_winner", p.look.winner);
        set_rgba(program, "u_share", p.look.output);
        set_rgba(program, "u_loser", p.look.muted);
        set_rgba(program, "u_positive", p.look.positive);
        set_rgba(program, "u_negative", p.look.negative);
        glActiveTexture(GL_TEXTURE0 + unit_values);
        now.maps[layer].bind_values();
        glActiveTexture(GL_TEXTURE0 + unit_above);
        now.maps[layer + 1].bind_values();
    }

    void draw_links(const Picture& p, const Contents& now) {
        const bool quiet = p.view.lineage != nullptr;
        // Side by side, links lie on the maps and must not hide them.
        const float flat = 1 - 0.5F * p.view.flat;
        const bool one_window = !p.view.cursor.whole;
        const float dimmed = flat * (one_window || p.view.cursor.stage > 0 ? kDimmed : 1.0F);
        for (std::size_t i = 0; i < now.links.size(); ++i) {
            if (now.links[i].count() == 0) continue;
            set_links(ribbon, p, i, now);
            ribbon.set("u_width", kRibbonPixels * p.view.line);
            ribbon.set("u_opacity",
                       (quiet ? kQuiet : dimmed) * (i == p.view.cursor.layer ? 1.0F : kOtherLayers));
            now.links[i].draw_ribbons();
            ++stats.draw_calls;
        }
        if (quiet || !p.view.flow || p.view.cursor.stage > 0) return;
        for (std::size_t i = 0; i < now.links.size(); ++i) {
            if (now.links[i].count() == 0) continue;
            set_links(particle, p, i, now);
            particle.set("u_time", p.view.time * kCrossingsPerSecond);
            particle.set("u_scale", p.view.camera.pixels_per_unit(1, static_cast<float>(p.height)));
            particle.set("u_unit", kParticleRadius);
            particle.set("u_opacity", one_window ? kDimmed : 1.0F);
            const float largest = std::max(std::abs(p.look.activation_low), std::abs(p.look.activation_high));
            particle.set("u_high", p.backward ? p.look.gradient_high(i) : largest,
                         p.backward ? p.look.gradient_high(i + 1) : largest);
            now.links[i].draw_particles();
            ++stats.draw_calls;
        }
    }

    /// What a map hides is seen through it, faintly: a window must not be lost behind its own output.
    template <class Instance>
    void draw_through(const gpu::Program& program, InstanceBuffer<Instance>& buffer,
                      const std::vector<Instance>& instances) {
        if (instances.empty()) return;
        buffer.upload(instances);
        program.set("u_opacity", kHidden);
        glDepthFunc(GL_GREATER);
        buffer.draw();
        program.set("u_opacity", 1.0F);
        glDepthFunc(GL_LEQUAL);
        buffer.draw();
        stats.draw_calls += 2;
    }

    void draw_marks(const Picture& p) {
        const Stage stage{p.evaluation, p.view, p.look, layout, p.relief};
        std::vector<Mark> lines = region_marks(stage);
        for (const auto& more : {window_marks(stage), lineage_marks(stage)})
            lines.insert(lines.end(), more.begin(), more.end());
        place(mark, p, 0, 0);
        mark.set("u_width", kRibbonPixels * 1.6F * p.view.line);
        draw_through(mark, marks, lines);
        place(tile, p, 0, 0);
        set_color(tile, "u_border", p.look.window);
        draw_through(tile, tiles, walking_cells(stage).tiles);
    }

    void color_hatch(const Look& look) {
        Rgba ink = look.muted;
        for (std::size_t i = 0; i < 3; ++i) ink[i] = 0.5F * (ink[i] + look.paper[i]);
        const std::vector<Rgba> wanted = {look.paper, ink};
        if (hatch_colors == wanted) return;
        hatch_colors = wanted;
        if (!hatch_lut) hatch_lut = make_texture(GL_TEXTURE_2D);
        glBindTexture(GL_TEXTURE_2D, hatch_lut.id());
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, static_cast<GLsizei>(wanted.size()), 1, 0, GL_RGBA,
                     GL_FLOAT, wanted.data());
    }

    void refresh(const Picture& p) {
        layout = scene::layout(p.evaluation, p.view.n, p.view.flat, p.view.veil);
        Contents& now = contents[p.backward ? 1 : 0];
        const LinkChoice choice{p.backward, p.view.losers, p.view.budget > 0 ? p.view.budget : limits.links};
        stats.uploaded_bytes = now.refresh(p.evaluation, {p.evaluation.id, p.view.n, choice, p.view.veil},
                                           layout, p.view.since, p.view.changes);
        stats.links_shown = now.links_shown;
        stats.links_total = now.links_total;
        now.recolor(p.backward ? p.look.gradient_lut : p.look.activation_lut);
        if (!p.view.veil.empty()) color_hatch(p.look);
        if (glyphs != p.look.glyphs) {
            glyphs = p.look.glyphs;
            if (glyphs) glyph_atlas = glyph_texture(*glyphs);
        }
    }

    void draw(const Picture& p) {
        Contents& now = contents[p.backward ? 1 : 0];
        glViewport(0, 0, p.width, p.height);
        glDisable(GL_SCISSOR_TEST);
        glDisable(GL_CULL_FACE);
        glEnable(GL_DEPTH_TEST);
        glDepthFunc(GL_LEQUAL);
        glDepthMask(GL_TRUE);
        glDisable(GL_BLEND);
        const Rgba& paper = p.look.paper;
        if (p.view.transparent)
            glClearColor(0, 0, 0, 0);
        else
            glClearColor(paper[0], paper[1], paper[2], 1);
        glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
        draw_all_maps(p, now);
        glEnable(GL_BLEND);
        glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
        glDepthMask(GL_FALSE);
        if (p.view.lines) {
            draw_links(p, now);
            draw_marks(p);
        }
        glDepthMask(GL_TRUE);
        glDisable(GL_DEPTH_TEST);
        glBindVertexArray(0);
        glActiveTexture(GL_TEXTURE0);
    }
};

Renderer::Renderer() : state_(std::make_unique<State>()) {}
Renderer::~Renderer() = default;

const Renderer::Stats& Renderer::stats() const { return state_->stats; }

unsigned Renderer::render(const pool::Evaluation& evaluation, const View& view, const Look& look, int width,
                          int height) {
    State& s = *state_;
    GLint bound = 0;
    std::array<GLint, 4> viewport{};
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &bound);
    glGetIntegerv(GL_VIEWPORT, viewport.data());
    if (s.target.width() != width || s.target.height() != height || s.target.asked() != view.samples)
        s.target = gpu::Framebuffer(width, height, view.samples);
    const float aspect = static_cast<float>(width) / static_cast<float>(height);
    Picture picture{evaluation, view,
                    look,       width,
                    height,     multiplied(view.camera.projection(aspect), view.camera.view()),
                    {},         view.cursor.phase == pool::Phase::backward};
    s.stats = {};
    s.refresh(picture);
    picture.relief = relief_of(evaluation, view, look, s.layout);
    std::int64_t boxes = 0;
    for (const MapPlace& m : s.layout.maps) boxes += m.channels * m.rows * m.columns;
    s.stats.relief_left_out = picture.relief.scale > 0 && boxes > s.limits.boxes;
    if (s.stats.relief_left_out) picture.relief.scale = 0;
    s.target.bind();
    s.draw(picture);
    s.target.resolve();
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(bound));
    glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
    return s.target.texture();
}

}  // namespace scene
