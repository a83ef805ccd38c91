#include "measure/sweep_job.h"

namespace measure {

void SweepJob::start(SweepRequest request, bool digits) {
    constexpr std::int64_t kDigits = 10;
    const std::int64_t steps = std::ssize(request.values) * (digits ? kDigits : 1);
    auto made = std::make_shared<Made>();
    made->sweeper = idle_ ? std::move(idle_) : std::make_unique<Sweeper>();
    aside_.start(steps, [made, wanted = std::move(request), digits](pool::Progress& progress) {
        if (digits) {
            made->sweeper->run_digits(wanted, made->curves, &progress);
        } else {
            made->sweeper->run(wanted, made->curves, &progress);
        }
        return made;
    });
}

std::optional<SweepJob::Result> SweepJob::take() {
    try {
        const std::optional<std::shared_ptr<Made>> made = aside_.take();
        if (!made) return std::nullopt;
        idle_ = std::move((*made)->sweeper);
        return Result{std::move((*made)->curves), {}};
    } catch (const std::exception& problem) {
        return Result{std::nullopt, words::message_of(problem)};
    }
}

}  // namespace measure
