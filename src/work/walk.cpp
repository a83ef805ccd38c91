#include "work/walk.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace work {

namespace {

constexpr float kStages = 3.0F;
/// The first moment of a step's animation; 0 is rest, which shows the finished step.
constexpr float kStageStart = 0.001F;
/// Seconds of a step by hand, and of a whole layer.
constexpr float kByHand = 1.0F;
constexpr float kWholeLayer = 4.0F;
/// Above this speed a window is over before its stages can be seen, so they are left out.
constexpr float kFastestAnimated = 12.0F;
/// After so many whole crossings of a layer the flow is where it began; a float stays exact.
constexpr float kFlowPeriod = 1000;

bool same_step(const pool::Cursor& a, const pool::Cursor& b) {
    return a.phase == b.phase && a.layer == b.layer && a.window == b.window;
}

}  // namespace

pool::Cursor Walk::shown() const {
    pool::Cursor shown = cursor_;
    const bool fast = !shown.whole && playing_ && windows_per_second() > kFastestAnimated;
    if (fast || (still_ && playing_)) shown.stage = 0;
    return shown;
}

void Walk::set_cursor(pool::Cursor cursor) {
    cursor_ = pool::clamped(evaluation(), cursor);
    cursor_.whole = mode_ != PlayMode::window;
    if (!evaluation().layers.empty()) return;
    playing_ = false;
    animating_ = false;
}

void Walk::jump(pool::Cursor cursor) {
    playing_ = false;
    animating_ = false;
    set_cursor(cursor);
}

void Walk::settle() { set_cursor(cursor_); }

void Walk::restart() { jump(pool::opening(evaluation(), plane_)); }

void Walk::rest(float stage) {
    animating_ = false;
    cursor_.stage = stage;
}

void Walk::set_mode(PlayMode mode) {
    mode_ = mode;
    playing_ = false;
    rest();
    set_cursor(cursor_);
}

void Walk::step(std::int64_t steps) {
    if (evaluation().layers.empty()) return;
    playing_ = false;
    move(steps);
}

void Walk::replay() {
    if (evaluation().layers.empty()) return;
    playing_ = false;
    rest();
    animating_ = true;
    until_ = kStages;
}

void Walk::move(std::int64_t steps) {
    const std::int64_t count = pool::step_count(evaluation());
    if (count == 0) return;
    const pool::Cursor before = cursor_;
    if (cursor_.whole) {
        move_layer(static_cast<int>(std::clamp<std::int64_t>(steps, -count, count)));
    } else {
        const std::int64_t now = pool::step_of(evaluation(), cursor_);
        set_cursor(pool::cursor_at(evaluation(), std::clamp<std::int64_t>(now + steps, 0, count - 1)));
    }
    rest();
    animating_ = !same_step(before, cursor_) && steps > 0;
    until_ = kStages;
}

void Walk::step_layer(int layers) {
    if (evaluation().layers.empty()) return;
    playing_ = false;
    move_layer(layers);
}

void Walk::move_layer(int layers) {
    rest();
    const auto count = static_cast<std::int64_t>(evaluation().layers.size());
    const auto layer = static_cast<std::int64_t>(cursor_.layer);
    const std::int64_t now = cursor_.phase == pool::Phase::forward ? layer : 2 * count - 1 - layer;
    const std::int64_t next = std::clamp<std::int64_t>(now + layers, 0, 2 * count - 1);
    pool::Cursor cursor;
    cursor.phase = next < count ? pool::Phase::forward : pool::Phase::backward;
    cursor.layer = static_cast<std::size_t>(next < count ? next : 2 * count - 1 - next);
    set_cursor(cursor);
}

void Walk::step_stage(int way) {
    if (evaluation().layers.empty()) return;
    const bool resting = cursor_.stage <= 0;
    playing_ = false;
    if (way > 0) {
        if (resting) {
            step(1);
            if (!animating_) return;
        }
        animating_ = true;
        until_ = std::min(std::floor(cursor_.stage + kStageStart) + 1, kStages);
        return;
    }
    const float back = resting ? kStages - 1 : std::ceil(cursor_.stage - kStageStart) - 1;
    rest(std::max(back, 0.0F));
    if (back <= 0) step(-1);
}

void Walk::set_stage(float stage) {
    if (evaluation().layers.empty()) return;
    playing_ = false;
    rest(std::clamp(stage, kStageStart, kStages));
}

void Walk::toggle_play() {
    playing_ = !playing_ && !evaluation().layers.empty();
    // A single window comes to rest; a whole layer is held as it is, and goes on from there.
    if (!playing_) return rest(cursor_.whole ? cursor_.stage : 0.0F);
    if (mode_ != PlayMode::layer && cursor_.stage <= 0 && at_end())
        set_cursor(pool::opening(evaluation(), plane_));
}

bool Walk::at_end() const {
    if (cursor_.whole) return cursor_.phase == pool::Phase::backward && cursor_.layer == 0;
    return pool::step_of(evaluation(), cursor_) >= pool::step_count(evaluation()) - 1;
}

void Walk::advance(float seconds) {
    time_ = std::fmod(time_ + seconds, kFlowPeriod);
    if (moving()) advance_steps(seconds);
}

void Walk::advance_steps(float seconds) {
    cursor_.stage += seconds * windows_per_second() * kStages;
    if (still_ && !playing_) cursor_.stage = until_;
    if (!playing_) {
        if (cursor_.stage >= until_) rest(until_ < kStages ? until_ : 0.0F);
        return;
    }
    if (cursor_.stage < kStages) return;
    const auto whole = static_cast<std::int64_t>(std::floor(cursor_.stage / kStages));
    const float left = std::fmod(cursor_.stage, kStages);
    if (mode_ == PlayMode::layer || at_end()) {
        playing_ = false;
        return rest();
    }
    if (!skips_equal_ || cursor_.whole) {
        move(whole);
    } else if (!move_eventful(whole)) {
        playing_ = false;
        return rest();
    }
    cursor_.stage = left;
}

bool Walk::move_eventful(std::int64_t steps) {
    std::optional<pool::Cursor> at;
    for (; steps > 0; --steps) {
        const auto next = pool::next_eventful(evaluation(), at.value_or(cursor_), 1, plane_);
        if (!next) break;
        at = next;
    }
    if (at) set_cursor(*at);
    return at.has_value();
}

void Walk::step_idea(int way) {
    if (evaluation().layers.empty()) return;
    if (way > 0 && cursor_.stage > 0) return step_stage(1);
    if (way < 0 && cursor_.stage > 1) return step_stage(-1);
    const auto next = pool::next_key_moment(evaluation(), cursor_, way, plane_);
    playing_ = false;
    rest();
    if (!next) return;
    set_cursor(*next);
    if (way < 0) return;
    animating_ = true;
    until_ = 1;
    cursor_.stage = kStageStart;
}

void Walk::turn_round() {
    if (evaluation().layers.empty()) return;
    pool::Cursor other = cursor_;
    other.phase = cursor_.phase == pool::Phase::forward ? pool::Phase::backward : pool::Phase::forward;
    other.stage = 0;
    jump(other);
}

float Walk::windows_per_second() const {
    if (cursor_.whole) return speed_ / kWholeLayer;
    if (!playing_) return speed_ / kByHand;
    return speed_ / static_cast<float>(pool::seconds_a_window(shown_windows()));
}

std::int64_t Walk::shown_windows() const {
    if (evaluation().layers.empty()) return 0;
    if (!skips_equal_) return evaluation().layers[cursor_.layer].forward.output.shape().plane();
    const Pace now{evaluation().id, cursor_.layer, cursor_.phase, plane_};
    if (now != paced_ || paced_windows_ == 0) {
        paced_ = now;
        paced_windows_ = pool::eventful_windows(evaluation(), cursor_, plane_);
    }
    return paced_windows_;
}

}  // namespace work
