#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "pool/evaluation.h"

namespace ui {

/// One evaluation at a time on a thread of its own, so that the screen goes on while a large map is computed.
class Background {
 public:
    Background();
    /// Cancels and waits until the layer that is being computed is done.
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    /// Starts anew; an evaluation that still runs is cancelled. `input` must not change any more.
    void start(std::shared_ptr<const pool::Tensor> input, pool::Stack stack, pool::Upstream upstream);
    void cancel();
    bool busy() const { return job_ != nullptr; }
    /// How much is done, 0..1.
    float progress() const;
    /// The result, once it is there. Throws what the evaluation threw.
    std::optional<pool::Evaluation> take();

 private:
    struct Job;
    std::unique_ptr<Job> job_;
    std::vector<std::unique_ptr<Job>> cancelled_;  ///< still to come to their end
};

}  // namespace ui
