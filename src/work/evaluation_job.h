#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "work/evaluate.h"

namespace work {

/// One evaluation at a time on a thread of its own, so that the screen goes on while a large map is computed.
class EvaluationJob {
 public:
    EvaluationJob();
    /// Cancels and waits until the layer that is being computed is done.
    ~EvaluationJob();
    EvaluationJob(const EvaluationJob&) = delete;
    EvaluationJob& operator=(const EvaluationJob&) = delete;

    /// Starts anew; an evaluation that still runs is cancelled. The recipe's input must not change any more.
    void start(Recipe recipe);
    void cancel();
    bool busy() const { return running_ != nullptr; }
    /// How much is done, 0..1.
    float progress() const;
    /// The result, once it is there. Throws what the evaluation threw.
    std::optional<pool::Evaluation> take();

 private:
    struct Run;
    std::unique_ptr<Run> running_;
    std::vector<std::unique_ptr<Run>> cancelled_;  ///< still to come to their end
};

}  // namespace work
