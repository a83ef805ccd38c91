#include "ui/school.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lesson/composed.h"
#include "lesson/reader.h"
#include "ui/app_state.h"
#include "ui/imgui_compat.h"
#include "ui/side.h"
#include "ui/views.h"

namespace ui {

namespace {

using lesson::AnswerKind;
using measure::List;
using measure::Value;

constexpr float kPollSeconds = 30;

Value cell_value(const pool::MapCell& at) { return List{at.cell.y, at.cell.x}; }

/// `blanks`: a field that is left blank is 0, once one is filled.
std::optional<Value> numbers_of(const std::vector<std::string>& typed, bool one, bool blanks = false) {
    List list;
    const bool begun = std::ranges::any_of(typed, [](const std::string& text) { return !text.empty(); });
    for (const std::string& text : typed) {
        if (blanks && begun && text.empty()) {
            list.emplace_back(0.0);
            continue;
        }
        const std::optional<double> number = typed_number(text);
        if (!number) return std::nullopt;
        list.emplace_back(*number);
    }
    if (list.empty()) return std::nullopt;
    return one ? list.front() : Value(list);
}

std::size_t typed_count(const AppState& app, const lesson::Question& question) {
    switch (question.kind) {
        case AnswerKind::number:
            return 1;
        case AnswerKind::two_numbers:
            return 2;
        case AnswerKind::grid: {
            const pool::Shape& shape = app.active().evaluation().map(question.map).shape();
            return static_cast<std::size_t>(shape.plane());
        }
        default:
            return 0;
    }
}

/// A new step begins: its view, an empty draft.
void enter_step(AppState& app) {
    School& school = *app.school;
    const lesson::StepRun& run = *school.run();
    school.entered = run.step().id;
    school.answered = false;
    ++school.changes;
    school.draft = {};
    school.poll = {};
    school.repairs = {};
    school.tutorial_window = 0;
    app.dialogs.popover = {};
    const std::string& view = run.step().setup.view;
    const std::string wanted = view == "invariance" ? "side" : view;
    if (find_view(wanted)) app.settings.view = wanted;
    // A click is an answer here, and no stroke.
    if (run.step().about_clicks || lesson_asks_for_cells(app)) app.brush.on_map = false;
    school.phase = app.active().cursor().phase;
    if (run.step().question) school.draft.typed.resize(typed_count(app, *run.step().question));
}

bool is_own(const School& school, const lesson::Lesson& lesson) {
    return school.own && std::ranges::any_of(school.own->lessons,
                                             [&](const lesson::Lesson& one) { return &one == &lesson; });
}

/// Playing ends with the forward pass: what a step says of it would be said of gradients.
void stay_in_phase(AppState& app) {
    work::Walk& walk = app.active().walk();
    const pool::Phase before = std::exchange(app.school->phase, app.active().cursor().phase);
    if (!walk.playing() || before != pool::Phase::forward || app.school->phase != pool::Phase::backward)
        return;
    const pool::Evaluation& evaluation = app.active().evaluation();
    walk.toggle_play();
    walk.jump(pool::cursor_at(evaluation, pool::step_count(evaluation) / 2 - 1));
    app.school->phase = pool::Phase::forward;
}

/// What follows the step that runs now; called when nothing reads the evaluation.
void follow_lesson(AppState& app) {
    School& school = *app.school;
    lesson::StepRun& run = *school.run();
    const bool new_case = school.answered && !run.answered();
    if (school.entered != run.step().id || new_case) enter_step(app);
    // The reveal is the animation itself.
    if (run.answered() && !school.answered && !run.step().veil.empty()) {
        app.active().walk().replay();
        // Side by side, what is asked about stands in the last row.
        app.side().stand.row = app.active().evaluation().layers.size();
    }
    const lesson::StepState state = school.progress.state(run.step().id);
    if (run.answered() != school.answered || state != school.state) ++school.changes;
    school.answered = run.answered();
    school.state = state;
    stay_in_phase(app);
    // Until the answer the document stays as the step set it up.
    app.active().lock(run.locked());
}

}  // namespace

std::optional<double> typed_number(std::string text) {
    std::ranges::replace(text, ',', '.');
    std::erase_if(text, [](char c) { return c == ' ' || c == '+'; });
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

bool begin_own_lessons(AppState& app, const std::string& path, const std::string& step) {
    auto file = std::make_shared<const lesson::LessonFile>(lesson::load_lessons(path));
    if (file->lessons.empty()) return false;
    app.school->own = file;
    const lesson::Lesson& first = file->lessons[0];
    begin_lesson(app, first, lesson::find_step(first, step).value_or(0));
    return true;
}

std::size_t step_to_go_on(const School& school, const lesson::Lesson& lesson) {
    const auto open = std::ranges::find_if(lesson.steps, [&](const lesson::Step& step) {
        return school.progress.state(step.id) != lesson::StepState::solved;
    });
    return open == lesson.steps.end() ? 0 : static_cast<std::size_t>(open - lesson.steps.begin());
}

void begin_lesson(AppState& app, const lesson::Lesson& lesson, std::size_t step) {
    School& school = *app.school;
    leave_lesson(app);
    school.welcome = false;
    app.show_lesson(std::make_unique<work::Workspace>(lesson.steps[step].setup.document));
    school.runner = std::make_unique<lesson::Runner>(lesson, app.active(), school.progress, step);
    follow_lesson(app);
}

void begin_lesson(AppState& app, const lesson::Lesson& lesson, std::size_t step,
                  const document::Document& document) {
    begin_lesson(app, lesson, step);
    if (app.school->run()->locked()) return;
    app.active().edit([document](document::Document& now) { now = document; });
    app.active().apply_edits();
}

void begin_warm_up(AppState& app) {
    School& school = *app.school;
    if (school.wrong.empty()) return;
    leave_lesson(app);
    school.welcome = false;
    school.warm_up = std::make_unique<const lesson::Lesson>(lesson::warm_up(std::exchange(school.wrong, {})));
    const lesson::Lesson& lesson = *school.warm_up;
    app.show_lesson(std::make_unique<work::Workspace>(lesson.steps[0].setup.document));
    school.runner = std::make_unique<lesson::Runner>(lesson, app.active(), school.progress, 0, true);
    follow_lesson(app);
}

void offer_lessons(AppState& app, bool first_start) {
    School& school = *app.school;
    const std::optional<lesson::Place>& left = school.progress.place;
    if (left && !left->file.empty()) try {
            school.own = std::make_shared<const lesson::LessonFile>(lesson::load_lessons(left->file));
        } catch (const std::exception&) {
            // It was moved or is being written: there is nothing to go on with.
            school.progress.place.reset();
        }
    school.wrong = lesson::warm_up_steps(school.progress);
    school.welcome = first_start || !school.wrong.empty() || place_left(school).lesson;
}

lesson::StepPlace place_left(const School& school) {
    const std::optional<lesson::Place>& left = school.progress.place;
    if (!left) return {};
    if (!left->file.empty()) {
        const bool read = school.own && school.own->path == left->file;
        return read ? lesson::find_step(*school.own, left->step) : lesson::StepPlace{};
    }
    const lesson::Lesson& whole = lesson::class_lesson();
    if (left->lesson == whole.id)
        if (const auto step = lesson::find_step(whole, left->step)) return {&whole, *step};
    return lesson::find_step(left->step);
}

void decline_offer(AppState& app) {
    School& school = *app.school;
    school.welcome = false;
    school.progress.put_off(std::exchange(school.wrong, {}));
    ++school.changes;
}

void begin_challenge(AppState& app, const lesson::Challenge& challenge) {
    School& school = *app.school;
    leave_lesson(app);
    school.welcome = false;
    app.show_lesson(std::make_unique<work::Workspace>(challenge.setup.document));
    school.challenge = std::make_unique<lesson::ChallengeRun>(challenge, app.active(), school.progress);
    follow_lesson(app);
}

void leave_lesson(AppState& app) {
    School& school = *app.school;
    // Only a lesson that was cut off is offered again.
    if (school.runner) {
        school.progress.place.reset();
        ++school.changes;
    }
    school.runner.reset();
    school.challenge.reset();
    school.entered.clear();
    school.draft = {};
    school.poll = {};
    app.hide({});
    app.show_lesson(nullptr);
}

void start_lesson_over(AppState& app) {
    if (app.school->runner) app.school->runner->start_over();
    app.school->entered.clear();
}

void go_on(AppState& app) {
    lesson::Runner& runner = *app.school->runner;
    const lesson::Lesson* after = runner.ended() ? lesson_after(runner.lesson()) : nullptr;
    if (after)
        begin_lesson(app, *after);
    else
        runner.next();
}

const lesson::Lesson* lesson_after(const lesson::Lesson& lesson) {
    bool found = false;
    for (const lesson::LessonFile& file : lesson::shipped()) {
        for (const lesson::Lesson& one : file.lessons) {
            if (found) return &one;
            found = one.id == lesson.id;
        }
    }
    return nullptr;
}

void advance_lesson(AppState& app, float seconds) {
    School& school = *app.school;
    if (school.runner) school.runner->advance(seconds);
    if (school.poll.left > 0) school.poll.left = std::max(0.0F, school.poll.left - seconds);
}

void apply_lesson(AppState& app) {
    School& school = *app.school;
    lesson::StepRun& before = *school.run();
    before.hover(app.active().selection().hovered());
    app.active().lock(false);
    if (school.runner) {
        school.runner->apply();
        if (is_own(school, school.runner->lesson())) school.progress.place->file = school.own->path;
    } else {
        app.active().apply_edits();
        school.challenge->follow();
    }
    follow_lesson(app);
    app.hide(school.run()->veil());
}

bool lesson_asks_for_cells(const AppState& app) {
    const lesson::StepRun* run = app.school->run();
    if (!run || !run->step().question || !run->can_answer()) return false;
    const AnswerKind kind = run->step().question->kind;
    return kind == AnswerKind::cell || kind == AnswerKind::cells;
}

bool lesson_click(AppState& app, const pool::MapCell& cell) {
    School& school = *app.school;
    lesson::StepRun* run = school.run();
    if (!run) return false;
    const std::optional<lesson::Question>& question = run->step().question;
    if (!lesson_asks_for_cells(app)) {
        run->click(cell);
        // Where the step is about clicks, a click is that and pins nothing.
        return run->step().about_clicks;
    }
    school.draft.elsewhere = cell.map != question->map;
    if (school.draft.elsewhere) return true;
    std::vector<pool::MapCell>& cells = school.draft.cells;
    const auto known = std::ranges::find(cells, cell);
    if (question->kind == AnswerKind::cell) {
        cells = {cell};
    } else if (known != cells.end()) {
        cells.erase(known);
    } else {
        cells.push_back(cell);
    }
    read_draft(app);
    return true;
}

void read_draft(AppState& app) {
    School& school = *app.school;
    Draft& draft = school.draft;
    draft.value.reset();
    const lesson::StepRun* run = school.run();
    if (!run || !run->step().question) return;
    switch (run->step().question->kind) {
        case AnswerKind::number:
            draft.value = numbers_of(draft.typed, true);
            return;
        case AnswerKind::two_numbers:
            draft.value = numbers_of(draft.typed, false);
            return;
        case AnswerKind::grid:
            draft.value = numbers_of(draft.typed, false, true);
            return;
        case AnswerKind::cell:
            if (!draft.cells.empty()) draft.value = cell_value(draft.cells.front());
            return;
        case AnswerKind::cells: {
            List list;
            for (const pool::MapCell& cell : draft.cells) list.push_back(cell_value(cell));
            if (!list.empty()) draft.value = list;
            return;
        }
        case AnswerKind::choice:
            if (!draft.chosen.empty()) draft.value = *draft.chosen.begin();
            return;
        case AnswerKind::choices:
        case AnswerKind::lines: {
            List list(draft.chosen.begin(), draft.chosen.end());
            if (!list.empty()) draft.value = list;
            return;
        }
    }
}

void choose_option(AppState& app, const std::string& name) {
    School& school = *app.school;
    std::set<std::string>& chosen = school.draft.chosen;
    const bool several = school.run()->step().question->kind == AnswerKind::choices;
    if (!several) chosen.clear();
    if (chosen.erase(name) == 0) chosen.insert(name);
    read_draft(app);
}

void give_answer(AppState& app, std::optional<bool> sure) {
    School& school = *app.school;
    if (!school.draft.value || !school.runner) return;
    school.runner->answer(*school.draft.value, sure);
    school.answered_at = ImGui::GetTime();
    school.draft.value.reset();
    ++school.changes;
}

bool poll_is_open(const AppState& app) {
    const School& school = *app.school;
    if (!app.settings.presenting || !school.runner) return false;
    const lesson::StepRun& run = school.runner->run();
    const std::size_t count = run.offered().size();
    return run.can_answer() && count >= 2 && count <= 4;
}

void vote_again(AppState& app) {
    Poll& poll = app.school->poll;
    poll.before = std::exchange(poll.votes, {});
    poll.second = true;
    poll.left = 0;
}

void reveal_answer(AppState& app) {
    if (!app.school->runner) return;
    app.school->poll.left = 0;
    app.school->runner->show_me();
}

namespace {

bool asks_for_numbers(const School& school) {
    const lesson::StepRun& run = *school.run();
    if (!run.step().question || !run.can_answer()) return false;
    const AnswerKind kind = run.step().question->kind;
    return kind == AnswerKind::number || kind == AnswerKind::two_numbers || kind == AnswerKind::grid;
}

bool asks_for_choice(const School& school) {
    const lesson::StepRun& run = *school.run();
    if (!run.step().question || !run.can_answer()) return false;
    const AnswerKind kind = run.step().question->kind;
    return kind == AnswerKind::choice || kind == AnswerKind::choices;
}

}  // namespace

bool lesson_key(AppState& app, const KeyPress& press) {
    School& school = *app.school;
    if (!school.runs() || press.ctrl || press.alt || press.shift) return false;
    const bool poll = poll_is_open(app);
    constexpr std::array<Key, kOptionKeys> kVotes = {Key::n1, Key::n2, Key::n3, Key::n4};
    if (const auto vote = std::ranges::find(kVotes, press.key); poll && vote != kVotes.end()) {
        const auto i = static_cast<std::size_t>(vote - kVotes.begin());
        if (i < school.run()->offered().size()) ++school.poll.votes[i];
        return true;
    }
    if (!school.runner) return false;
    if (const auto vote = std::ranges::find(kVotes, press.key);
        vote != kVotes.end() && asks_for_choice(school)) {
        const std::vector<lesson::Offer>& offered = school.run()->offered();
        const auto i = static_cast<std::size_t>(vote - kVotes.begin());
        if (i < offered.size()) choose_option(app, *offered[i].value.text());
        return true;
    }
    // What numbers are written with belongs to the answer; the field takes it as a character.
    const bool digit = press.key >= Key::n0 && press.key <= Key::n4;
    const bool sign = press.key == Key::period || press.key == Key::comma || press.key == Key::minus;
    if ((digit || sign) && asks_for_numbers(school)) return true;
    switch (press.key) {
        case Key::enter:
        case Key::page_down:
            if (school.runner->run().gate_open()) {
                go_on(app);
            } else if (app.settings.presenting && press.key == Key::page_down) {
                reveal_answer(app);
            } else if (school.draft.value) {
                give_answer(app, std::nullopt);
            } else if (school.runner->may_go_on()) {
                go_on(app);
            }
            return true;
        case Key::page_up:
            school.runner->back();
            return true;
        case Key::t:
            if (!poll) return false;
            school.poll.left = school.poll.left > 0 ? 0 : kPollSeconds;
            return true;
        default:
            return false;
    }
}

}  // namespace ui
