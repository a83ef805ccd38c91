#include "ui/background.h"

#include <chrono>
#include <future>
#include <utility>

namespace ui {

struct Background::Job {
    pool::Progress progress;
    std::future<pool::Evaluation> result;

    bool done() const { return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }
};

Background::Background() = default;

Background::~Background() { cancel(); }

void Background::start(std::shared_ptr<const pool::Tensor> input, pool::Stack stack,
                       pool::Upstream upstream) {
    cancel();
    job_ = std::make_unique<Job>();
    job_->result = std::async(
        std::launch::async,
        [input = std::move(input), stack = std::move(stack), upstream = std::move(upstream),
         &progress = job_->progress] { return pool::evaluate(input, stack, upstream, nullptr, &progress); });
}

void Background::cancel() {
    std::erase_if(cancelled_, [](const std::unique_ptr<Job>& job) { return job->done(); });
    if (!job_) return;
    job_->progress.cancelled = true;
    cancelled_.push_back(std::move(job_));
}

float Background::progress() const {
    if (!job_) return 1;
    return static_cast<float>(job_->progress.done) / static_cast<float>(job_->progress.total);
}

std::optional<pool::Evaluation> Background::take() {
    if (!job_ || !job_->done()) return std::nullopt;
    const std::unique_ptr<Job> job = std::move(job_);
    return job->result.get();
}

}  // namespace ui
