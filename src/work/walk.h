#pragma once

#include <cstdint>

#include "pool/walkthrough.h"
#include "work/live.h"

namespace work {

/// What moves in one step: one window, all windows of a layer, or one layer after the other.
enum class PlayMode { window, layer, stack };

/// Where the walkthrough stands, and its playback. It knows no screen: whoever shows it tells it how much
/// time has passed.
class Walk {
 public:
    /// `live` must outlive it.
    explicit Walk(const Live& live) : live_(live) {}

    const pool::Cursor& cursor() const { return cursor_; }
    /// The cursor as it is drawn: at high speed the stages inside a window are left out.
    pool::Cursor shown() const;
    /// To the nearest cursor that exists; its `whole` follows from the mode of playback.
    void set_cursor(pool::Cursor cursor);
    /// The same, and everything that moves stops.
    void jump(pool::Cursor cursor);

    PlayMode mode() const { return mode_; }
    void set_mode(PlayMode mode);
    bool playing() const { return playing_; }
    /// The cursor moves by itself: it plays, or the current step's stages run.
    bool moving() const { return playing_ || animating_; }
    float windows_per_second() const { return windows_per_second_; }
    void set_windows_per_second(float speed) { windows_per_second_ = speed; }

    /// Moves by whole steps of the mode and runs the animation; stops playing.
    void step(std::int64_t steps);
    /// To the first window of the next (+1) or previous (−1) layer of the walk.
    void step_layer(int layers);
    /// To the next (+1) or previous (−1) of the three stages inside a step.
    void step_stage(int way);
    /// Holds the current step at a stage, 0..3.
    void set_stage(float stage);
    /// Plays, or pauses and comes to rest.
    void toggle_play();

    /// Seconds of flow animation; equal times draw equal pictures.
    float time() const { return time_; }
    void set_time(float seconds) { time_ = seconds; }
    /// Advances playback and animations by `seconds`.
    void advance(float seconds);
    /// The evaluation is another one: the cursor stays where it exists.
    void settle();
    /// Back to the first window, at rest.
    void restart();

 private:
    const pool::Evaluation& evaluation() const { return live_.evaluation(); }
    void advance_steps(float seconds);
    void move(std::int64_t steps);
    void move_layer(int layers);
    /// Nothing is left to step to.
    bool at_end() const;
    /// At rest, or at `stage` of the current step.
    void rest(float stage = 0);

    const Live& live_;
    pool::Cursor cursor_;
    PlayMode mode_ = PlayMode::window;
    bool playing_ = false;
    bool animating_ = false;  ///< the current step's stages run as far as `until_`, then rest
    float until_ = 3;
    float windows_per_second_ = 1.5F;
    float time_ = 0;
};

}  // namespace work
