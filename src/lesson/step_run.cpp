#include "lesson/step_run.h"

#include <algorithm>

#include "lesson/vary.h"

namespace lesson {

namespace {

/// More clicks than a lesson needs are forgotten, oldest first.
constexpr std::size_t kMostCells = 64;
constexpr std::size_t kMostCollected = 256;

void keep(std::vector<pool::MapCell>& cells, const pool::MapCell& cell) {
    if (cells.size() == kMostCells) cells.erase(cells.begin());
    cells.push_back(cell);
}

}  // namespace

StepRun::StepRun(const Step& step, work::Workspace& workspace) : step_(step), workspace_(workspace) {
    begin(step.setup.document);
}

void StepRun::begin(const document::Document& document) {
    workspace_.edit([document](document::Document& now) { now = document; });
    workspace_.apply_edits();
    workspace_.selection().restart();
    workspace_.walk().jump(step_.setup.cursor());
    if (step_.pin) workspace_.selection().toggle_pin(*step_.pin);
    deeds_ = {};
    deeds_.start = workspace_.document();
    deeds_.first = workspace_.cursor();
    verdict_.reset();
    gate_ = answered_ = shown_ = false;
    Scope scope(shown_of(workspace_), deeds_);
    deeds_.remembered = scope.fill(step_.remember);
    note();
    follow();
}

void StepRun::note() { ++deeds_count_; }

bool StepRun::stale() const {
    const Seen now{workspace_.evaluation().id, workspace_.history().revision(), workspace_.cursor(),
                   deeds_count_};
    return !(now == seen_);
}

void StepRun::observe() {
    const pool::Cursor& cursor = workspace_.cursor();
    deeds_.stage_reached = std::max(deeds_.stage_reached, cursor.stage);
    const pool::Evaluation& e = workspace_.evaluation();
    if (e.layers.empty()) return;
    constexpr float kLastStage = 2.9F;
    const bool moved = cursor.layer != deeds_.first.layer || cursor.window != deeds_.first.window ||
                       cursor.phase != deeds_.first.phase || deeds_.stage_reached >= kLastStage;
    const std::int64_t all = pool::step_count(e);
    const std::int64_t last = step_.setup.phase == pool::Phase::forward ? all / 2 : all;
    if (moved && pool::step_of(e, cursor) >= last - 1) deeds_.events.insert("played_to_end");
}

bool StepRun::held(Scope& scope, const std::string& predicate) {
    try {
        return scope.holds(predicate);
    } catch (const measure::MeasureError&) {
        return false;  // what cannot be measured on this document does not hold
    }
}

void StepRun::collect(Scope& scope) {
    if (step_.collect.empty() || deeds_.collected.size() >= kMostCollected) return;
    try {
        const measure::Value value = scope.evaluate(step_.collect);
        const bool* truth = value.boolean();
        const bool nothing = std::holds_alternative<std::monostate>(value.data) || (truth && !*truth);
        if (nothing || std::ranges::count(deeds_.collected, value) > 0) return;
        deeds_.collected.push_back(value);
        scope.set("collected", deeds_.collected);
    } catch (const measure::MeasureError&) {
        return;  // nothing to collect on this document
    }
}

void StepRun::choose_saying(Scope& scope) {
    saying_.reset();
    for (std::size_t i = 0; i < step_.says.size(); ++i) {
        const std::string& when = step_.says[i].when;
        const bool holds = when == "else" || (when == "check" ? held(scope, step_.check) : held(scope, when));
        if (!holds) continue;
        saying_ = i;
        return;
    }
}

void StepRun::follow() {
    // An evaluation aside: what is shown is still the one before.
    if (workspace_.live().busy() || !stale()) return;
    observe();
    const Shown shown = shown_of(workspace_);
    refusal_ = shown.refusal;
    Scope scope(shown, deeds_);
    fill_ = scope.fill(step_.fill);
    collect(scope);
    choose_saying(scope);
    if (step_.question) {
        ready_ = step_.question->ready.empty() || held(scope, step_.question->ready);
        if (!answered_) {
            offers_.clear();
            try {
                if (ready_) offers_ = offers(*step_.question, scope);
            } catch (const measure::MeasureError&) {
                ready_ = false;
            }
        }
        gate_ = gate_ || (answered_ && (step_.check.empty() || held(scope, step_.check)));
    } else {
        gate_ = gate_ || held(scope, step_.check);
    }
    seen_ = {workspace_.evaluation().id, workspace_.history().revision(), workspace_.cursor(), deeds_count_};
}

void StepRun::click(const pool::MapCell& cell) {
    keep(deeds_.clicks, cell);
    note();
}

void StepRun::hover(const std::optional<pool::MapCell>& cell) {
    if (!cell || (!deeds_.hovers.empty() && deeds_.hovers.back() == *cell)) return;
    std::erase(deeds_.hovers, *cell);
    keep(deeds_.hovers, *cell);
    note();
}

void StepRun::happened(const std::string& event) {
    if (deeds_.events.insert(event).second) note();
}

void StepRun::answer(const measure::Value& value) {
    if (!can_answer()) return;
    Scope scope(shown_of(workspace_), deeds_);
    scope.fill(step_.fill);
    try {
        verdict_ = judge(*step_.question, value, scope);
    } catch (const measure::MeasureError&) {
        ready_ = false;
        return;
    }
    deeds_.answer = value;
    answered_ = verdict_->right || step_.answered_once();
    note();
}

void StepRun::perform(const Act& act) {
    if (act.setup) {
        workspace_.edit([setup = *act.setup](document::Document& now) { now = setup.document; });
        workspace_.apply_edits();
        workspace_.walk().jump(act.setup->cursor());
    }
    if (act.stage) {
        workspace_.walk().set_stage(*act.stage);
        note();
    }
    if (act.click) click(*act.click);
    if (act.hover) hover(act.hover);
    if (!act.event.empty()) happened(act.event);
    follow();
}

void StepRun::show_me() {
    shown_ = true;
    for (const Act& act : step_.solution) perform(act);
    follow();
    if (!step_.question || !can_answer()) return;
    const std::string expression = step_.solution.empty() ? "" : step_.solution.back().answer;
    measure::Value value;
    try {
        Scope scope(shown_of(workspace_), deeds_);
        value = expression.empty() ? right_answer(*step_.question, scope) : scope.evaluate(expression);
    } catch (const measure::MeasureError&) {
        return;
    }
    answer(value);
    follow();
}

namespace {

/// Whether every window of the first layer has one largest value; false where it does not select.
bool has_no_ties(const Setup& setup) {
    try {
        const Deeds deeds;
        Scope scope(shown_of(setup), deeds);
        return scope.holds("ties(1) == 0");
    } catch (const words::Error&) {
        return false;
    }
}

}  // namespace

bool StepRun::can_vary() const { return step_.question && varied(step_.setup.document, 1).has_value(); }

bool StepRun::another(std::uint32_t passed) {
    if (!step_.question) return false;
    case_ += passed;
    constexpr std::uint32_t kTries = 60;
    const measure::Value before = verdict_ ? verdict_->answer : measure::Value();
    const bool without_ties = has_no_ties(step_.setup);
    for (std::uint32_t i = 0; i < kTries; ++i) {
        const auto document = varied(step_.setup.document, ++case_);
        if (!document) return false;
        try {
            Setup setup = step_.setup;
            setup.document = *document;
            Deeds deeds;
            deeds.start = *document;
            // Ties are a chapter of their own.
            if (without_ties && !has_no_ties(setup)) continue;
            Scope scope(shown_of(setup), deeds);
            scope.fill(step_.fill);
            const Question& question = *step_.question;
            if (!question.ready.empty() && !scope.holds(question.ready)) continue;
            if (same_answer(question, right_answer(question, scope), before)) continue;
            if (!question.wrong.empty() && offers(question, scope).size() < 2) continue;
        } catch (const words::Error&) {
            continue;
        }
        begin(*document);
        return true;
    }
    return false;
}

bool StepRun::own_input() const { return !(workspace_.document().input == deeds_.start.input); }

bool StepRun::other_case() const { return !(deeds_.start.input == step_.setup.document.input); }

work::Veil StepRun::veil() const {
    const bool lifted = step_.question ? answered_ : gate_;
    return lifted ? work::Veil() : step_.veil_at_setup();
}

std::string StepRun::in_words(const Text& text, words::Language language) const {
    Fill fill = fill_;
    if (refusal_)
        for (const Named& named : step_.fill)
            if (named.expression == "refusal") fill[named.name] = refusal_->text(language);
    return filled(text.in(language), fill, language);
}

std::string StepRun::saying(words::Language language) const {
    return saying_ ? in_words(step_.says[*saying_].say, language) : std::string();
}

std::string StepRun::feedback(words::Language language) const {
    return verdict_ ? in_words(verdict_->say, language) : std::string();
}

}  // namespace lesson
