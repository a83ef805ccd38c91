#include "work/evaluation_job.h"

#include <chrono>
#include <future>
#include <utility>

namespace work {

struct EvaluationJob::Run {
    pool::Progress progress;
    std::future<pool::Evaluation> result;

    bool done() const { return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }
};

EvaluationJob::EvaluationJob() = default;

EvaluationJob::~EvaluationJob() { cancel(); }

void EvaluationJob::start(Recipe recipe) {
    cancel();
    running_ = std::make_unique<Run>();
    running_->result = std::async(
        std::launch::async,
        [recipe = std::move(recipe), &progress = running_->progress] { return evaluate(recipe, &progress); });
}

void EvaluationJob::cancel() {
    std::erase_if(cancelled_, [](const std::unique_ptr<Run>& run) { return run->done(); });
    if (!running_) return;
    running_->progress.cancelled = true;
    cancelled_.push_back(std::move(running_));
}

float EvaluationJob::progress() const {
    if (!running_) return 1;
    return static_cast<float>(running_->progress.done) / static_cast<float>(running_->progress.total);
}

std::optional<pool::Evaluation> EvaluationJob::take() {
    if (!running_ || !running_->done()) return std::nullopt;
    const std::unique_ptr<Run> run = std::move(running_);
    return run->result.get();
}

}  // namespace work
