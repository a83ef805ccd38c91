#pragma once

#include <memory>

#include "lesson/progress.h"
#include "lesson/step_run.h"

namespace lesson {

/// A lesson, step by step, on a workspace of its own. Requests are carried out by `apply`, at the end of a
/// frame, when nothing reads the evaluation.
class Runner {
 public:
    /// All three must outlive it. Begins at step `step`. `fresh`: questions come with another case than the
    /// lesson's own, where one can be made.
    Runner(const Lesson& lesson, work::Workspace& workspace, Progress& progress, std::size_t step = 0,
           bool fresh = false);

    const Lesson& lesson() const { return lesson_; }
    std::size_t position() const { return position_; }
    const StepRun& run() const { return *run_; }
    StepRun& run() { return *run_; }

    // --- requests ---

    void go_to(std::size_t step) { wanted_ = {Wanted::go, step}; }
    /// The step's gate is open, or was before.
    bool may_go_on() const { return run_->gate_open() || state(position_) != StepState::open; }
    /// On to the next step where one may; behind the last one `ended` is true.
    void next();
    void back();
    void again() { go_to(position_); }
    void show_me() { wanted_ = {Wanted::show, 0}; }
    /// A new case of the question.
    void another() { wanted_ = {Wanted::vary, 0}; }
    /// Forgets what is known of this lesson's steps and begins again.
    void start_over() { wanted_ = {Wanted::start, 0}; }
    /// Judges an answer now. `sure`: what the learner said about it.
    void answer(const measure::Value& value, std::optional<bool> sure);

    /// Carries out the request and the workspace's edits, brings the step in step and notes progress.
    void apply();
    /// Time that the learner takes.
    void advance(double seconds) { seconds_ += seconds; }
    /// The last step is behind: the document stays, for trying out.
    bool ended() const { return ended_; }
    StepState state(std::size_t step) const { return progress_.state(lesson_.steps[step].id); }

 private:
    struct Wanted {
        enum Kind { nothing, go, show, vary, start } kind = nothing;
        std::size_t step = 0;
    };
    void enter(std::size_t step);
    void carry_out(const Wanted& wanted);

    const Lesson& lesson_;
    work::Workspace& workspace_;
    Progress& progress_;
    std::unique_ptr<StepRun> run_;
    std::size_t position_ = 0;
    Wanted wanted_;
    double seconds_ = 0;
    bool ended_ = false;
    bool fresh_;
};

}  // namespace lesson
