#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "measure/sweep.h"

namespace measure {

/// Makes curves aside, for inputs that take too long for a frame. The newest request wins: an older one that
/// has not ended is cancelled.
class SweepJob {
 public:
    SweepJob() = default;
    SweepJob(const SweepJob&) = delete;
    SweepJob& operator=(const SweepJob&) = delete;
    ~SweepJob() { cancel(); }

    void start(SweepRequest request, bool digits);
    void cancel();
    bool busy() const { return thread_.joinable(); }
    /// 0 to 1.
    float progress() const;
    /// The curves of the request, once they are there; `error`: why there are none.
    struct Result {
        std::optional<Curves> curves;
        std::string error;
    };
    std::optional<Result> take();

 private:
    std::thread thread_;
    pool::Progress progress_;
    std::atomic<bool> ended_ = false;
    Result result_;
    Sweeper sweeper_;
};

}  // namespace measure
