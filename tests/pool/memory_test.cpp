#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pool/evaluation.h"
#include "pool/notation.h"
#include "pool/workers.h"

namespace {

constexpr pool::Shape kShape{1, 1, 2048, 2048};

/// Peak memory of a process of its own that runs `body`, in bytes.
template <class Body>
std::int64_t peak_of(Body&& body) {
    const pid_t child = fork();
    if (child == 0) {
        // The threads that another test has started are not in this process.
        pool::set_thread_count(1);
        body();
        _exit(0);
    }
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) != child || status != 0) return -1;
    return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

TEST(Memory, OfOneLayerIsItsMapsAndATenth) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers keep memory of their own";
#endif
    for (const char* notation : {"MaxPool2d(2)", "MaxPool2d(3, stride=1, padding=1)", "AvgPool2d(2)",
                                 "MaxPool2d(31, stride=1, padding=15)", "AvgPool2d(31, stride=1, padding=15)",
                                 "AdaptiveMaxPool2d(7)", "MinPool2d(2)"}) {
        const pool::Stack stack = pool::parse_stack(notation);
        const pool::Shape out = pool::infer_shapes(kShape, stack).shapes.back();
        const bool indices = pool::kind_of(stack[0]).has_indices(stack[0].params);
        const std::int64_t before = peak_of([] {});
        const std::int64_t peak = peak_of([&] {
            const auto x = std::make_shared<const pool::Tensor>(pool::Tensor(kShape, 1.0F));
            pool::evaluate(x, stack, {});
        });
        ASSERT_GT(peak, 0);
        // Input and its gradient, output and the gradient that arrives at it, indices of eight bytes.
        const std::int64_t maps = kShape.size() * 8 + out.size() * (indices ? 16 : 8);
        EXPECT_LE(peak - before, maps + maps / 10) << notation;
    }
}

}  // namespace
