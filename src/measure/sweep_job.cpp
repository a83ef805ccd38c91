#include "measure/sweep_job.h"

namespace measure {

void SweepJob::start(SweepRequest request, bool digits) {
    cancel();
    constexpr std::int64_t kDigits = 10;
    progress_.total = static_cast<std::int64_t>(request.values.size()) * (digits ? kDigits : 1) + 1;
    progress_.done = 0;
    progress_.cancelled = false;
    ended_ = false;
    result_ = {};
    thread_ = std::thread([this, wanted = std::move(request), digits] {
        try {
            Curves curves;
            if (digits) {
                sweeper_.run_digits(wanted, curves, &progress_);
            } else {
                sweeper_.run(wanted, curves, &progress_);
            }
            result_.curves = std::move(curves);
        } catch (const pool::Cancelled&) {
        } catch (const std::exception& error) {
            result_.error = error.what();
        }
        ended_ = true;
    });
}

void SweepJob::cancel() {
    if (!thread_.joinable()) return;
    progress_.cancelled = true;
    thread_.join();
}

float SweepJob::progress() const {
    return static_cast<float>(progress_.done) / static_cast<float>(progress_.total);
}

std::optional<SweepJob::Result> SweepJob::take() {
    if (!thread_.joinable() || !ended_) return std::nullopt;
    thread_.join();
    return std::move(result_);
}

}  // namespace measure
