#pragma once

#include <cstdint>

#include "pool/events.h"
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
    /// 1: a layer takes about 20 seconds, a window 1.5 at most (pool::seconds_a_window).
    float speed() const { return speed_; }
    void set_speed(float speed) { speed_ = speed; }
    /// Playing passes over windows at which nothing happens.
    bool skips_equal() const { return skips_equal_; }
    void set_skips_equal(bool skips) { skips_equal_ = skips; }
    /// Nothing is animated: a step is over at once.
    void set_still(bool still) { still_ = still; }
    /// The item and channel that are looked at.
    void set_shown_plane(pool::ShownPlane plane) { plane_ = plane; }

    /// Moves by whole steps of the mode and runs the animation; stops playing.
    void step(std::int64_t steps);
    /// To the first window of the next (+1) or previous (−1) layer of the walk.
    void step_layer(int layers);
    /// To the next (+1) or previous (−1) of the three stages inside a step.
    void step_stage(int way);
    /// To the next (+1) or previous (−1) idea: the next stage of this window, then the next key moment.
    void step_idea(int way);
    /// To the same window in the other direction.
    void turn_round();
    /// Holds the current step at a stage, 0..3.
    void set_stage(float stage);
    /// Runs the current step's stages once more, from its beginning to rest.
    void replay();
    /// Plays, or pauses and comes to rest.
    void toggle_play();

    /// Seconds of flow animation; equal times draw equal pictures.
    float time() const { return time_; }
    void set_time(float seconds) { time_ = seconds; }
    /// Advances playback and animations by `seconds`.
    void advance(float seconds);
    /// The evaluation is another one: the cursor stays where it exists.
    void settle();
    /// To the window at which a walk opens, at rest.
    void restart();

 private:
    const pool::Evaluation& evaluation() const { return live_.evaluation(); }
    void advance_steps(float seconds);
    void move(std::int64_t steps);
    void move_layer(int layers);
    /// Goes on by `steps` windows at which something happens; false where there is none.
    bool move_eventful(std::int64_t steps);
    float windows_per_second() const;
    /// Of the cursor's layer, those that playing shows.
    std::int64_t shown_windows() const;
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
    float speed_ = 1;
    bool skips_equal_ = true;
    bool still_ = false;
    pool::ShownPlane plane_;
    /// How many windows of a layer are shown, counted once.
    struct Pace {
        pool::EvaluationId evaluation;
        std::size_t layer = 0;
        pool::Phase phase = pool::Phase::forward;
        pool::ShownPlane plane;
        bool operator==(const Pace&) const = default;
    };
    mutable Pace paced_;
    mutable std::int64_t paced_windows_ = 0;
    float time_ = 0;
};

}  // namespace work
