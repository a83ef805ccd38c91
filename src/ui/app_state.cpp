#include "ui/app_state.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "document/raster.h"
#include "document/samples.h"

namespace ui {

namespace {

/// Inputs of more cells are evaluated aside, so that no frame waits for them.
constexpr std::int64_t kMostAtOnce = 512 * 512;
constexpr float kEaseIn = 0.4F;   // seconds until a hovered lineage stands out fully
constexpr float kEaseOut = 0.2F;  // seconds until it is gone
constexpr float kStages = 3.0F;
/// The first moment of a step's animation; 0 is rest, which shows the finished step.
constexpr float kStageStart = 0.001F;
/// All windows of a layer take as long as this many single ones.
constexpr float kWindowsPerLayer = 4.0F;
/// Above this speed a window is over before its stages can be seen, so they are left out.
constexpr float kFastestAnimated = 12.0F;

bool exists(const pool::Evaluation& evaluation, const pool::MapCell& cell) {
    return cell.map < evaluation.map_count() && evaluation.map(cell.map).contains(cell.cell);
}

}  // namespace

AppState::AppState(document::Document document) : history_(std::move(document)) { reevaluate(false); }

void AppState::edit(std::function<void(document::Document&)> change, std::string merge) {
    pending_.push_back({PendingEdit::change, std::move(change), std::move(merge)});
}

void AppState::open(document::Document document, std::filesystem::path path) {
    pending_.clear();
    history_.reset(std::move(document));
    evaluated_stack_.clear();
    evaluated_upstream_ = {};
    evaluation_ = {};
    path_ = std::move(path);
    cursor_ = {};
    playback.playing = false;
    playback.animating = false;
    pinned_.clear();
    hover(std::nullopt);
    n = 0;
    c = 0;
    below = {};
    above = {};
    tower.framed = false;
    tower.focus.reset();
    background_.cancel();
    in_step_ = false;
    reevaluate(true);
}

void AppState::show_input_alone() {
    evaluation_ = pool::evaluate(raster_.map(), {}, {});
    evaluated_stack_.clear();
    evaluated_upstream_ = {};
    in_step_ = true;
    ++revision_;
    loss_ = pool::loss(evaluation_);
    cursor_ = {};
    refresh_lineage();
}

void AppState::mark_saved(std::filesystem::path path) {
    path_ = std::move(path);
    history_.mark_saved();
}

void AppState::apply_edits() {
    strokes_ = {};
    if (pending_.empty()) return;
    const std::size_t before = history_.revision();
    for (PendingEdit& pending : std::exchange(pending_, {})) {
        switch (pending.kind) {
            case PendingEdit::undo:
                history_.undo();
                break;
            case PendingEdit::redo:
                history_.redo();
                break;
            case PendingEdit::change: {
                document::Document next = history_.current();
                pending.apply(next);
                history_.change(std::move(next), pending.merge);
                break;
            }
        }
    }
    if (history_.revision() != before) reevaluate(true);
}

void AppState::reevaluate(bool aside) {
    const document::Document& current = history_.current();
    const std::optional<pool::Region> changed = raster_.update(current.input);
    if (!changed || !changed->empty()) ++input_revision_;
    if (changed && !changed->empty())
        canvas_images.changed(input_revision_ - 1, input_revision_, *changed, input());
    chain_ = pool::infer_shapes(input().shape(), current.stack);
    // While the stack does not fit, the last one that did goes on with the new input.
    const bool wrong = chain_.error.has_value();
    const pool::Stack stack = wrong ? evaluated_stack_ : current.stack;
    const pool::Upstream upstream = wrong ? evaluated_upstream_ : current.upstream;
    in_step_ = in_step_ && changed && evaluation_.input;
    if (in_step_ && !follow_input(*changed)) return;
    const bool shown = in_step_ && evaluated_stack_ == stack && evaluated_upstream_ == upstream;
    if (shown) return background_.cancel();
    if (background_.busy() && changed && wanted_stack_ == stack && wanted_upstream_ == upstream) {
        behind_ = behind_.with(*changed);
        return;
    }
    background_.cancel();
    if (wrong && pool::infer_shapes(input().shape(), stack).error) return show_input_alone();
    wanted_stack_ = stack;
    wanted_upstream_ = upstream;
    behind_ = {};
    pool::Upstream resolved = document::resolved_upstream(upstream, input().shape());
    if (aside && input().shape().size() > kMostAtOnce) {
        if (!evaluation_.input) show_input_alone();
        // Strokes go on changing the map itself.
        background_.start(std::make_shared<const pool::Tensor>(input()), stack, std::move(resolved));
        return;
    }
    try {
        adopt(pool::evaluate(raster_.map(), stack, resolved));
    } catch (const pool::StackException& refused) {
        chain_.error = refused.error();
        show_input_alone();
    }
}

bool AppState::follow_input(const pool::Region& changed) {
    if (changed.empty()) return true;
    pool::Changes changes;
    try {
        changes = pool::update(evaluation_, raster_.map(), changed);
        map_images.changed(revision_, revision_ + 1, changes, evaluation_);
    } catch (const pool::StackException& refused) {
        chain_.error = refused.error();
        show_input_alone();
        return false;
    }
    ++revision_;
    follow_changes(changes);
    loss_ = pool::loss(evaluation_);
    refresh_lineage();
    return true;
}

void AppState::follow_changes(const pool::Changes& changes) {
    if (strokes_.until != revision_ - 1) {
        strokes_ = {revision_ - 1, revision_, changes};
        return;
    }
    strokes_.until = revision_;
    for (std::size_t i = 0; i < changes.values.size(); ++i) {
        strokes_.changes.values[i] = strokes_.changes.values[i].with(changes.values[i]);
        strokes_.changes.gradients[i] = strokes_.changes.gradients[i].with(changes.gradients[i]);
    }
}

void AppState::adopt(pool::Evaluation evaluation) {
    evaluation_ = std::move(evaluation);
    evaluated_stack_ = wanted_stack_;
    evaluated_upstream_ = wanted_upstream_;
    in_step_ = true;
    // What was drawn while it was computed.
    pool::update(evaluation_, raster_.map(), behind_);
    behind_ = {};
    ++revision_;
    loss_ = pool::loss(evaluation_);
    std::int64_t items = 1;
    for (std::size_t i = 0; i < evaluation_.map_count(); ++i)
        items = std::max(items, evaluation_.map(i).shape().n);
    n = std::clamp<std::int64_t>(n, 0, items - 1);
    cursor_ = pool::clamped(evaluation_, cursor_);
    cursor_.whole = playback.mode != PlayMode::window;
    refresh_lineage();
}

void AppState::poll() {
    if (!background_.busy()) return;
    try {
        if (std::optional<pool::Evaluation> done = background_.take()) adopt(std::move(*done));
    } catch (const pool::StackException& refused) {
        chain_.error = refused.error();
        show_input_alone();
    }
}

void AppState::cancel_evaluation() {
    if (!background_.busy()) return;
    background_.cancel();
    // Taking the change back is what makes what is shown right again.
    if (history_.can_undo()) {
        request_undo();
    } else {
        show_input_alone();
    }
}

void AppState::refresh_lineage() {
    std::erase_if(pinned_, [&](const Lineage& pin) { return !exists(evaluation_, pin.origin); });
    for (Lineage& pin : pinned_) pin = {pin.origin, pool::trace(evaluation_, pin.origin, true), revision_};
    if (lineage_ && exists(evaluation_, lineage_->origin)) {
        lineage_ = Lineage{lineage_->origin, pool::trace(evaluation_, lineage_->origin, true), revision_};
    } else {
        lineage_.reset();
        hovered_.reset();
    }
}

void AppState::set_cursor(pool::Cursor cursor) {
    pool::Cursor next = pool::clamped(evaluation_, cursor);
    next.whole = playback.mode != PlayMode::window;
    if (next.layer != cursor_.layer) {
        below = {};
        above = {};
    }
    cursor_ = next;
}

void AppState::rest(float stage) {
    playback.animating = false;
    cursor_.stage = stage;
}

void AppState::set_play_mode(PlayMode mode) {
    playback.mode = mode;
    playback.playing = false;
    rest();
    set_cursor(cursor_);
}

void AppState::step(std::int64_t steps, bool keep_playing) {
    const std::int64_t count = pool::step_count(evaluation_);
    if (count == 0) return;
    if (!keep_playing) playback.playing = false;
    const pool::Cursor before = cursor_;
    if (cursor_.whole) {
        const bool playing = playback.playing;
        step_layer(static_cast<int>(std::clamp<std::int64_t>(steps, -count, count)));
        playback.playing = playing;
    } else {
        const std::int64_t now = pool::step_of(evaluation_, cursor_);
        set_cursor(pool::cursor_at(evaluation_, std::clamp<std::int64_t>(now + steps, 0, count - 1)));
    }
    rest();
    const bool moved =
        before.phase != cursor_.phase || before.layer != cursor_.layer || before.window != cursor_.window;
    playback.animating = moved && steps > 0;
    playback.until = kStages;
}

void AppState::step_layer(int layers) {
    const std::int64_t count = static_cast<std::int64_t>(evaluation_.layers.size());
    if (count == 0) return;
    playback.playing = false;
    rest();
    const std::int64_t layer = static_cast<std::int64_t>(cursor_.layer);
    const std::int64_t now = cursor_.phase == pool::Phase::forward ? layer : 2 * count - 1 - layer;
    const std::int64_t next = std::clamp<std::int64_t>(now + layers, 0, 2 * count - 1);
    pool::Cursor cursor;
    cursor.phase = next < count ? pool::Phase::forward : pool::Phase::backward;
    cursor.layer = static_cast<std::size_t>(next < count ? next : 2 * count - 1 - next);
    set_cursor(cursor);
}

void AppState::step_stage(int way) {
    if (evaluation_.layers.empty()) return;
    const bool resting = cursor_.stage <= 0;
    playback.playing = false;
    if (way > 0) {
        if (resting) {
            step(1);
            if (!playback.animating) return;
        }
        playback.animating = true;
        playback.until = std::min(std::floor(cursor_.stage + kStageStart) + 1, kStages);
        return;
    }
    const float back = resting ? kStages - 1 : std::ceil(cursor_.stage - kStageStart) - 1;
    rest(std::max(back, 0.0F));
    if (back <= 0) step(-1);
}

void AppState::set_stage(float stage) {
    if (evaluation_.layers.empty()) return;
    playback.playing = false;
    rest(std::clamp(stage, kStageStart, kStages));
}

void AppState::toggle_play() {
    playback.playing = !playback.playing && !evaluation_.layers.empty();
    // A single window comes to rest; a whole layer is held as it is, and goes on from there.
    if (!playback.playing) return rest(cursor_.whole ? cursor_.stage : 0.0F);
    if (playback.mode != PlayMode::layer && cursor_.stage <= 0 && at_end()) set_cursor({});
}

bool AppState::at_end() const {
    if (cursor_.whole) return cursor_.phase == pool::Phase::backward && cursor_.layer == 0;
    return pool::step_of(evaluation_, cursor_) >= pool::step_count(evaluation_) - 1;
}

void AppState::advance(float seconds) {
    poll();
    // After so many whole crossings of a layer the flow is where it began; a float stays exact.
    constexpr float kFlowPeriod = 1000;
    time = std::fmod(time + seconds, kFlowPeriod);
    const float target = hovered_ ? 1.0F : 0.0F;
    const float rate = seconds / (hovered_ ? kEaseIn : kEaseOut);
    emphasis_ = target > emphasis_ ? std::min(target, emphasis_ + rate) : std::max(target, emphasis_ - rate);
    if (emphasis_ == 0.0F && !hovered_) lineage_.reset();
    tower.advance(seconds);
    if (playback.playing || playback.animating) advance_walk(seconds);
}

void AppState::advance_walk(float seconds) {
    float speed =
        playback.playing ? playback.windows_per_second : std::max(playback.windows_per_second, 1.5F);
    if (cursor_.whole) speed = std::min(speed, kFastestAnimated) / kWindowsPerLayer;
    cursor_.stage += seconds * speed * kStages;
    if (!playback.playing) {
        if (cursor_.stage >= playback.until) rest(playback.until < kStages ? playback.until : 0.0F);
        return;
    }
    if (cursor_.stage < kStages) return;
    const auto whole = static_cast<std::int64_t>(std::floor(cursor_.stage / kStages));
    const float left = std::fmod(cursor_.stage, kStages);
    if (playback.mode == PlayMode::layer || at_end()) {
        playback.playing = false;
        return rest();
    }
    step(whole, true);
    cursor_.stage = left;
}

pool::Cursor AppState::shown_cursor() const {
    pool::Cursor shown = cursor_;
    if (!shown.whole && playback.playing && playback.windows_per_second > kFastestAnimated) shown.stage = 0;
    return shown;
}

void AppState::hover(std::optional<pool::MapCell> cell) {
    if (cell && !exists(evaluation_, *cell)) cell.reset();
    if (cell == hovered_) return;
    hovered_ = cell;
    if (cell) lineage_ = Lineage{*cell, pool::trace(evaluation_, *cell, true), revision_};
}

void AppState::toggle_pin(const pool::MapCell& cell) {
    if (!exists(evaluation_, cell)) return;
    const auto same = [&](const Lineage& pin) { return pin.origin == cell; };
    if (std::erase_if(pinned_, same) > 0) return;
    pinned_.push_back({cell, pool::trace(evaluation_, cell, true), revision_});
}

bool AppState::animating() const {
    const bool easing = hovered_ ? emphasis_ < 1.0F : emphasis_ > 0.0F;
    const bool flows = settings.view == MainView::tower && tower.flow && !evaluation_.layers.empty();
    return playback.playing || playback.animating || easing || tower.flying() || flows || busy();
}

}  // namespace ui
