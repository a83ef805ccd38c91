#pragma once

#include "lesson/progress.h"
#include "lesson/step_run.h"

namespace lesson {

/// A challenge, checked live while its document is worked on.
class ChallengeRun {
 public:
    /// All must outlive it. Sets the workspace up: nothing may read its evaluation meanwhile.
    ChallengeRun(const Challenge& challenge, work::Workspace& workspace, Progress& progress);

    const Challenge& challenge() const { return challenge_; }
    StepRun& run() { return run_; }
    const StepRun& run() const { return run_; }
    /// Brings goal and stars in step with the workspace; at the end of a frame.
    void follow();
    /// 0 while the goal is not met; then one and one for each star whose predicate holds now.
    int stars() const;
    bool goal_met() const { return goal_; }
    bool star_met(std::size_t star) const { return goal_ && star < met_.size() && met_[star]; }
    /// Opens one more hint; that is noted, and costs nothing.
    void open_hint();
    std::size_t open_hints() const;
    /// Does the solution at the next `follow`; what is reached by it is not noted.
    void show_me() { show_ = true; }
    /// A number that the learner typed, where a star's predicate names `answer`.
    void type(double value);
    bool asks_for_number() const;
    /// What the goal and the stars come to, one line each, in numbers: "nonzero(0) = 4". For showing a
    /// teacher.
    std::string proof() const;

 private:
    const Challenge& challenge_;
    Progress& progress_;
    Step step_;
    StepRun run_;
    bool goal_ = false;
    bool show_ = false;
    std::vector<bool> met_;
    std::optional<measure::Value> typed_;
};

/// The challenge as a step that is solved by its goal.
Step step_of(const Challenge& challenge);

}  // namespace lesson
