#pragma once

#include <cstdint>
#include <type_traits>

namespace pool {

/// How many threads the kernels may use: the machine's processors at first. One means no other thread is ever
/// started.
int thread_count();
void set_thread_count(int count);

namespace detail {
using RangeBody = void (*)(void* context, std::int64_t first, std::int64_t last);
void run_parallel(std::int64_t count, std::int64_t pieces, RangeBody body, void* context);
}  // namespace detail

/// Calls body(first, last) on pieces of [0, count) that cover it, each piece at least `grain` long, some of
/// them on other threads, and returns when all are done. Body must not throw.
template <class Body>
void parallel_for(std::int64_t count, std::int64_t grain, Body&& body) {
    if (count <= 0) return;
    const std::int64_t pieces = grain > 0 ? count / grain : count;
    if (pieces < 2 || thread_count() < 2) {
        body(std::int64_t{0}, count);
        return;
    }
    using Plain = std::remove_reference_t<Body>;
    detail::run_parallel(
        count, pieces,
        [](void* context, std::int64_t first, std::int64_t last) {
            (*static_cast<Plain*>(context))(first, last);
        },
        const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace pool
