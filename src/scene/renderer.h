#pragma once

#include <cstdint>
#include <memory>

#include "scene/look.h"
#include "scene/scene.h"

namespace scene {

/// What to show of an evaluation.
struct View {
    pool::Cursor cursor;
    std::int64_t n = 0;
    std::int64_t c = 0;
    Camera camera;
    const pool::Trace* lineage = nullptr;  ///< hovered cell's trace
    float time = 0;                        ///< seconds, drives the flow; equal times draw equal pictures
    float flat = 0;                        ///< see layout()
    float relief = 0;         ///< 0: flat maps, 1: the largest value is as high as maps are apart
    bool losers = false;      ///< links of losing cells too
    bool flow = true;         ///< values or gradients travel along the links
    std::int64_t budget = 0;  ///< most links of the whole picture; 0: what this machine can bear
    float line = 1;           ///< width of lines, 1 on an ordinary screen
    int samples = 4;          ///< as many as the driver has at most
    /// What differs from the evaluation `since`, where that is known: then only this is looked
    /// at.
    const pool::Changes* changes = nullptr;
    pool::EvaluationId since;
    work::Veil veil = {};      ///< what a lesson hides for now: hidden maps are hatched paper
    bool transparent = false;  ///< the background has no colour; then colours are premultiplied
    bool lines = true;         ///< routes, windows and lineages
    bool numbers = true;       ///< in cells that are near enough
};

/// The heights of a view's maps.
Relief relief_of(const pool::Evaluation& evaluation, const View& view, const Look& look,
                 const Layout& layout);

/// Draws the tower with OpenGL into a texture of its own. Needs a current context for its whole life.
class Renderer {
 public:
    Renderer();  ///< throws gpu::GlError when the shaders do not compile
    ~Renderer();
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    /// Renders and returns the GL texture (RGBA8, rows from the bottom). Of the evaluation that was drawn
    /// last nothing is uploaded again. Throws gpu::GlError when a map or the picture is larger than the
    /// driver allows.
    unsigned render(const pool::Evaluation& evaluation, const View& view, const Look& look, int width,
                    int height);

    struct Stats {
        int draw_calls = 0;               ///< of the newest picture
        std::int64_t uploaded_bytes = 0;  ///< of maps and links, for the newest picture
        std::int64_t links_shown = 0;     ///< of links_total
        std::int64_t links_total = 0;
        bool relief_left_out = false;  ///< heights were asked for, but there are too many cells
    };
    const Stats& stats() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace scene
