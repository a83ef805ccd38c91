#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "pool/evaluation.h"

namespace work {

/// Works out one thing at a time on a thread of its own, so that the screen goes on. The newest request wins:
/// one that still runs is told to stop, its result is dropped, and nobody waits for it.
template <class Result>
class Aside {
 public:
    Aside() = default;
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
    ~Aside() { cancel(); }

    /// `make` counts its steps, `steps` of them, and throws pool::Cancelled when it is told to stop.
    void start(std::int64_t steps, std::function<Result(pool::Progress&)> make) {
        cancel();
        running_ = std::make_unique<Run>();
        running_->progress.total = std::max<std::int64_t>(steps, 1);
        running_->thread = std::thread([run = running_.get(), make = std::move(make)] {
            try {
                run->result = make(run->progress);
            } catch (...) {
                run->failure = std::current_exception();
            }
            run->ended = true;
        });
    }
    void cancel() {
        std::erase_if(cancelled_, [](const std::unique_ptr<Run>& run) { return run->ended.load(); });
        if (!running_) return;
        running_->progress.cancelled = true;
        cancelled_.push_back(std::move(running_));
    }
    bool busy() const { return running_ != nullptr; }
    /// How much is done, 0..1.
    float progress() const {
        if (!running_) return 1;
        const pool::Progress& p = running_->progress;
        return std::min(1.0F, static_cast<float>(p.done) / static_cast<float>(p.total));
    }
    /// The result, once it is there. Throws what making it threw.
    std::optional<Result> take() {
        if (!running_ || !running_->ended) return std::nullopt;
        const std::unique_ptr<Run> run = std::move(running_);
        if (run->failure) std::rethrow_exception(run->failure);
        return std::move(run->result);
    }

 private:
    struct Run {
        ~Run() {
            progress.cancelled = true;
            if (thread.joinable()) thread.join();
        }
        pool::Progress progress;
        std::optional<Result> result;
        std::exception_ptr failure;
        std::atomic<bool> ended = false;
        std::thread thread;
    };
    std::unique_ptr<Run> running_;
    std::vector<std::unique_ptr<Run>> cancelled_;  ///< still to come to their end
};

}  // namespace work
