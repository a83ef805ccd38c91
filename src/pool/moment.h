#pragma once

#include "pool/trace.h"
#include "pool/walkthrough.h"

// What the cells of a window do while the walk passes it: where each stands, which number it shows, which
// colour it has. Bench, whole layer, tower, listing and animations draw what is computed here.

namespace pool {

/// Cubic ease in and out of t in 0..1; what lies outside is clamped.
float ease(float t);

/// The three stages of a step, and rest. Forward: the cells are gathered, compared (or levelled, or weighed),
/// and collapse into the output cell. Backward: the gradient arrives, is split, and goes home.
enum class Act { rest, first, second, third };
Act act_of(float stage);
/// How far the current stage has come, 0..1, at constant speed; 1 at rest.
float part_of_act(float stage);
/// The cell of `count` that a loop has reached in the current stage.
std::size_t tap_at_work(float stage, std::size_t count);
/// Whether the window has given what it gives: at rest, and while it does so.
bool has_arrived(float stage);
/// How far each stage has come, eased: 0 before it begins, 1 after its end.
struct StageProgress {
    float first = 0, second = 0, third = 0;
};
StageProgress stage_progress(float stage);

/// Where a cell of a window may stand.
enum class Spot { map, lens, output };

/// A cell of a window at a moment.
struct Moment {
    Spot from = Spot::lens;
    Spot to = Spot::lens;
    float way = 0;  ///< 0 at `from`, 1 at `to`, eased
    /// What is written: a value of the evaluation, or the product of such a value and its weight.
    float number = 0;
    float shade = 0;   ///< the value whose colour the cell has; on its way between two numbers, never written
    float below = 1;   ///< whose range the colour is of: 1 the lower map's, 0 the upper one's, or between
    float alpha = 1;   ///< 0: not drawn
    float weight = 0;  ///< opacity of the weight beside the number
};

/// The cells of the window of one output cell, at the cursor's moment.
class WindowMoments {
 public:
    /// Opacity of a cell that has lost the comparison.
    static constexpr float kLoser = 0.35F;

    /// `evaluation` outlives this; `output` is a cell of the map above the cursor's layer.
    WindowMoments(const Evaluation& evaluation, const Cursor& cursor, const Cell& output);
    Moment of(const Tap& tap) const;
    /// The same for a tap that lies inside the input.
    Moment of(const Link& link) const;
    /// Whether a tap of a `select` layer gives its value to the output: the winner, or all that tie where the
    /// layer's rule says so.
    bool wins(const Tap& tap) const { return select_ && (tap.winner || (tap.valid && tap.share > 0)); }

 private:
    Moment forward(const Tap& tap) const;
    Moment backward(const Tap& tap) const;

    const Evaluation& evaluation_;
    std::size_t layer_;
    bool backward_;
    bool select_ = false;
    bool sum_ = false;
    float stage_;
    float result_;  ///< the output, or the gradient that arrives
};

}  // namespace pool
