#include "lesson/runner.h"

#include <algorithm>
#include <utility>

namespace lesson {

Runner::Runner(const Lesson& lesson, work::Workspace& workspace, Progress& progress, std::size_t step,
               bool fresh)
    : lesson_(lesson), workspace_(workspace), progress_(progress), fresh_(fresh) {
    enter(step);
}

void Runner::enter(std::size_t step) {
    position_ = std::min(step, lesson_.steps.size() - 1);
    ended_ = false;
    seconds_ = 0;
    // A new one for each step: nothing of the step before can stay.
    run_ = std::make_unique<StepRun>(lesson_.steps[position_], workspace_);
    // At each start other ones: there are more answers then.
    if (fresh_) run_->another(static_cast<std::uint32_t>(progress_.answers().size()));
}

void Runner::next() {
    if (!may_go_on()) return;
    if (position_ + 1 < lesson_.steps.size()) {
        go_to(position_ + 1);
    } else {
        ended_ = true;
    }
}

void Runner::back() {
    if (ended_)
        go_to(position_);
    else if (position_ > 0)
        go_to(position_ - 1);
}

void Runner::answer(const measure::Value& value, std::optional<bool> sure) {
    if (!run_->can_answer()) return;
    run_->answer(value);
    const std::optional<Verdict>& verdict = run_->verdict();
    if (!verdict) return;
    progress_.add({run_->step().id, value, verdict->right, sure, verdict->tag, seconds_});
    if (verdict->right) progress_.reach(run_->step().id, StepState::solved);
}

void Runner::carry_out(const Wanted& wanted) {
    switch (wanted.kind) {
        case Wanted::nothing:
            break;
        case Wanted::go:
            enter(wanted.step);
            break;
        case Wanted::show:
            run_->show_me();
            break;
        case Wanted::vary:
            run_->another();
            seconds_ = 0;
            break;
        case Wanted::start: {
            std::set<std::string> steps;
            for (const Step& step : lesson_.steps) steps.insert(step.id);
            progress_.forget(steps);
            enter(0);
            break;
        }
    }
}

void Runner::apply() {
    workspace_.apply_edits();
    carry_out(std::exchange(wanted_, {}));
    run_->follow();
    if (run_->gate_open()) {
        // A question counts as solved by its right answer alone.
        const bool solved = !run_->step().question && !run_->was_shown();
        progress_.reach(run_->step().id, solved ? StepState::solved : StepState::seen);
    }
    progress_.place = {lesson_.id, run_->step().id, workspace_.document()};
}

}  // namespace lesson
