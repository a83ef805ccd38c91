#include "pool/workers.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace pool {

namespace {

void relax() {
#if defined(__x86_64__) || defined(_M_X64)
    _mm_pause();
#else
    std::this_thread::yield();
#endif
}

/// A worker looks for work for some microseconds before it sleeps: layers follow each other closely, and
/// waking a thread takes longer than pooling a small map.
constexpr int kSpins = 4000;

/// A thread's share is cut so finely at its end: the last pieces decide how long one thread waits for
/// another. Less is not taken from another's share: what a thread has written lies in its core's caches, and
/// is fetched from there when the next layer is computed.
constexpr std::int64_t kPiecesEach = 8;

std::atomic<int> wanted_threads{0};

/// What one thread begins with: the pieces [next, end) of a job. All that it has to know of the job to begin
/// lies on this one cache line: each line costs it another way to the caller's core.
struct alignas(64) Share {
    std::atomic<std::int64_t> next{0};
    std::int64_t end = 0;
    std::int64_t pieces = 0;  ///< of the whole job
    std::int64_t count = 0;   ///< what they are cut from
    detail::RangeBody body = nullptr;
    void* context = nullptr;

    /// Does some pieces, half of what is left each time: few, as each costs a start, and small ones last.
    /// False: nothing is left.
    bool work() {
        std::int64_t first = next.load(std::memory_order_relaxed);
        std::int64_t last = 0;
        do {
            if (first >= end) return false;
            last = first + (end - first + 1) / 2;
        } while (!next.compare_exchange_weak(first, last, std::memory_order_relaxed));
        body(context, count * first / pieces, count * last / pieces);
        return true;
    }
};

/// Threads that wait for the next job. The caller works too; one job runs at a time.
class Workers {
 public:
    ~Workers() { stop(); }

    void run(std::int64_t count, std::int64_t pieces, detail::RangeBody body, void* context) {
        // A second caller at the same time does its work alone.
        const std::unique_lock lock(busy_, std::try_to_lock);
        if (!lock) return body(context, 0, count);
        const int threads = thread_count();
        if (static_cast<int>(shares_.size()) != threads) restart(threads);
        pieces = std::min(pieces, kPiecesEach * threads);
        for (std::int64_t i = 0; i < threads; ++i) {
            Share& share = shares_[static_cast<std::size_t>(i)];
            share.next.store(pieces * i / threads, std::memory_order_relaxed);
            share.end = pieces * (i + 1) / threads;
            share.pieces = pieces;
            share.count = count;
            share.body = body;
            share.context = context;
        }
        running_.store(threads - 1, std::memory_order_relaxed);
        job_.fetch_add(1, std::memory_order_release);
        job_.notify_all();
        work(0);
        while (running_.load(std::memory_order_acquire) > 0) relax();
    }

 private:
    /// A thread's own share first, the same part of a map each time: what it has left in its cache is found
    /// there by the next layer. Then what others have not begun.
    void work(std::size_t first) {
        for (std::size_t k = 0; k < shares_.size(); ++k) {
            Share& share = shares_[(first + k) % shares_.size()];
            while (share.work()) continue;
        }
    }
    void loop(std::size_t number, unsigned seen) {
        while (true) {
            for (int i = 0; i < kSpins && job_.load(std::memory_order_acquire) == seen; ++i) relax();
            job_.wait(seen, std::memory_order_acquire);
            ++seen;
            if (stopping_.load(std::memory_order_relaxed)) return;
            work(number);
            running_.fetch_sub(1, std::memory_order_release);
        }
    }
    void restart(int threads) {
        stop();
        shares_ = std::vector<Share>(static_cast<std::size_t>(threads));
        const unsigned seen = job_.load();
        for (std::size_t i = 1; i < shares_.size(); ++i)
            workers_.emplace_back([this, i, seen] { loop(i, seen); });
    }
    void stop() {
        stopping_ = true;
        job_.fetch_add(1);
        job_.notify_all();
        for (std::thread& worker : workers_) worker.join();
        workers_.clear();
        stopping_ = false;
    }

    std::mutex busy_;
    std::vector<std::thread> workers_;
    std::vector<Share> shares_;  ///< one for each thread, the caller's first
    std::atomic<unsigned> job_{0};
    std::atomic<int> running_{0};
    std::atomic<bool> stopping_{false};
};

}  // namespace

int thread_count() {
    const int wanted = wanted_threads.load(std::memory_order_relaxed);
    if (wanted > 0) return wanted;
    static const int processors = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 16);
    return processors;
}

void set_thread_count(int count) { wanted_threads.store(std::max(count, 0), std::memory_order_relaxed); }

void detail::run_parallel(std::int64_t count, std::int64_t pieces, RangeBody body, void* context) {
    static Workers workers;
    workers.run(count, pieces, body, context);
}

}  // namespace pool
