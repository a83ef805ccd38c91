#include "pool/workers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <numeric>
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
/// another. The last two are not taken from another's share: what a thread has written lies in its core's
/// caches, and is fetched from there when the next layer is computed.
constexpr int kCutsEach = 8;
/// A job has at most so many pieces for each thread, the steps in which shares differ.
constexpr int kPiecesEach = 64;
/// For so many jobs the threads keep their shares, and their speeds are taken over all of them: each change
/// moves lines from core to core.
constexpr unsigned kSteady = 16;

std::atomic<int> wanted_threads{0};

/// What one thread begins with: the pieces [next, end) of a job. All that it has to know of the job to begin
/// lies on this one cache line: each line costs it another way to the caller's core.
struct alignas(64) Share {
    std::atomic<int> next{0};
    int end = 0;
    int least = 1;           ///< pieces that are taken at once
    int pieces = 0;          ///< of the whole job
    std::int64_t count = 0;  ///< what they are cut from
    detail::RangeBody body = nullptr;
    void* context = nullptr;
    double done = 0;     ///< by its thread, of the jobs since the shares were last cut anew
    double seconds = 0;  ///< that this took

    /// Does some pieces, half of what is left each time: few, as each costs a start, and small ones last.
    /// Returns how many; 0 where less than `enough` is left.
    int work(int enough) {
        int first = next.load(std::memory_order_relaxed);
        int some = 0;
        do {
            const int left = end - first;
            if (left < enough) return 0;
            some = left < 2 * least ? left : left / 2;
        } while (!next.compare_exchange_weak(first, first + some, std::memory_order_relaxed));
        body(context, count * first / pieces, count * (first + some) / pieces);
        return some;
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
        cut(count, static_cast<int>(std::min<std::int64_t>(pieces, kPiecesEach * threads)), body, context);
        running_.store(threads - 1, std::memory_order_relaxed);
        job_.fetch_add(1, std::memory_order_release);
        job_.notify_all();
        work(0);
        while (running_.load(std::memory_order_acquire) > 0) relax();
    }

 private:
    /// Shares as large as their threads were fast: processors differ, also by what else they do.
    void cut(std::int64_t count, int pieces, detail::RangeBody body, void* context) {
        if (++jobs_ % kSteady == 0) learn();
        const auto used = std::min(shares_.size(), static_cast<std::size_t>(pieces));
        const double all = std::accumulate(weights_.begin(), weights_.begin() + used, 0.0);
        double weight = 0;
        int begin = 0;
        for (std::size_t i = 0; i < shares_.size(); ++i) {
            if (i < used) weight += weights_[i];
            Share& share = shares_[i];
            share.next.store(begin, std::memory_order_relaxed);
            share.end = static_cast<int>(std::lround(pieces * weight / all));
            share.least = std::max(1, (share.end - begin) / kCutsEach);
            share.pieces = pieces;
            share.count = count;
            share.body = body;
            share.context = context;
            begin = share.end;
        }
    }
    /// What the last jobs tell of the threads' speeds.
    void learn() {
        double all = 0;
        for (const Share& share : shares_) {
            if (share.seconds == 0) return;
            all += share.done / share.seconds;
        }
        for (std::size_t i = 0; i < shares_.size(); ++i) {
            Share& share = shares_[i];
            weights_[i] = (weights_[i] + share.done / share.seconds / all) / 2;
            // A share that has become empty would tell nothing any more.
            weights_[i] = std::max(weights_[i], 0.25 / static_cast<double>(shares_.size()));
            share.done = share.seconds = 0;
        }
    }
    /// A thread's own share first, the same part of a map each time: what it has left in its cache is found
    /// there by the next layer. Then what others have not begun.
    void work(std::size_t own) {
        using Clock = std::chrono::steady_clock;
        Share& share = shares_[own];
        const auto begin = Clock::now();
        int done = 0;
        while (const int some = share.work(1)) done += some;
        if (done >= kCutsEach) {
            share.done += static_cast<double>(done) / share.pieces;
            share.seconds += std::chrono::duration<double>(Clock::now() - begin).count();
        }
        for (std::size_t k = 1; k < shares_.size(); ++k) {
            Share& other = shares_[(own + k) % shares_.size()];
            while (other.work(2 * other.least) > 0) continue;
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
        weights_.assign(shares_.size(), 1.0 / threads);
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
    std::vector<Share> shares_;    ///< one for each thread, the caller's first
    std::vector<double> weights_;  ///< of their shares
    unsigned jobs_ = 0;
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
