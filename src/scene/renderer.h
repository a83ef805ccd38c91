#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "scene/scene.h"

namespace scene {

/// RGBA, 0..1.
using Rgba = std::array<float, 4>;

/// Colours and ranges that the caller (who owns the theme) hands in, so that the 3-D view agrees with the 2-D
/// one.
struct Look {
    Rgba paper, line, ink, muted, window, winner, output, positive, negative;
    std::vector<Rgba> activation_lut;  ///< 256 colours over [activation_low, activation_high]
    std::vector<Rgba> gradient_lut;    ///< 256 colours over [-gradient_high, gradient_high]
    float activation_low = 0, activation_high = 1;
    float gradient_high = 1;
};

/// What to show of an evaluation.
struct View {
    pool::Cursor cursor;
    std::int64_t n = 0;
    std::int64_t c = 0;
    Camera camera;
    const pool::Trace* lineage = nullptr;  ///< hovered cell's trace
    float time = 0;                        ///< seconds, drives the flow; equal times draw equal pictures
    int samples = 4;
};

/// Draws the tower with OpenGL into a texture of its own. Needs a current context for its whole life.
class Renderer {
 public:
    Renderer();  ///< throws gpu::GlError when the shaders do not compile
    ~Renderer();
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    /// Renders and returns the GL texture (RGBA8, rows from the bottom). `revision` names the evaluation's
    /// contents: equal numbers mean that nothing needs to be uploaded again.
    unsigned render(const pool::Evaluation& evaluation, std::uint64_t revision, const View& view,
                    const Look& look, int width, int height);

    struct Stats {
        int draw_calls = 0;            ///< of the newest picture
        int uploads = 0;               ///< how often maps and links were sent to the GPU
        std::int64_t links_shown = 0;  ///< of links_total
        std::int64_t links_total = 0;
    };
    const Stats& stats() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace scene
