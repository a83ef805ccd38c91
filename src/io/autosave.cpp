#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>

#include "io/document_file.h"
#include "io/files.h"

namespace io {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kInterval = std::chrono::milliseconds(700);

std::filesystem::path from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value && *value ? std::filesystem::path(value) : std::filesystem::path();
}

}  // namespace

std::filesystem::path data_folder() {
#if defined(_WIN32)
    return from_environment("APPDATA") / "poolscope";
#elif defined(__APPLE__)
    return from_environment("HOME") / "Library" / "Application Support" / "poolscope";
#else
    const std::filesystem::path data = from_environment("XDG_DATA_HOME");
    if (data.is_absolute()) return data / "poolscope";
    return from_environment("HOME") / ".local" / "share" / "poolscope";
#endif
}

struct Autosave::State {
    explicit State(std::filesystem::path path) : file(std::move(path)) {}

    std::filesystem::path file;
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<document::Document> pending;
    std::optional<words::Message> error;
    bool writing = false;
    bool stopping = false;
    bool hurry = false;
    Clock::time_point last_write = Clock::time_point::min();
    std::thread worker;

    void run() {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [&] { return pending || stopping; });
            if (!pending) return;
            // Several quick changes become one write; the newest one is on disk within the interval.
            if (last_write != Clock::time_point::min())
                changed.wait_until(lock, last_write + kInterval, [&] { return stopping || hurry; });
            const document::Document document = std::move(*pending);
            pending.reset();
            writing = true;
            lock.unlock();
            std::optional<words::Message> failure = write(document);
            lock.lock();
            writing = false;
            last_write = Clock::now();
            if (failure) error = std::move(failure);
            changed.notify_all();
        }
    }

    std::optional<words::Message> write(const document::Document& document) const {
        std::error_code failed;
        std::filesystem::create_directories(file.parent_path(), failed);
        try {
            save_document(file, document);
        } catch (const std::exception& problem) {
            return words::Message("error.autosave", {words::message_of(problem)});
        }
        return std::nullopt;
    }
};

Autosave::Autosave(std::filesystem::path file) : state_(std::make_unique<State>(std::move(file))) {
    state_->worker = std::thread([state = state_.get()] { state->run(); });
}

Autosave::~Autosave() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->changed.notify_all();
    state_->worker.join();
}

void Autosave::offer(const document::Document& document) {
    {
        const std::lock_guard lock(state_->mutex);
        state_->pending = document;
    }
    state_->changed.notify_all();
}

void Autosave::flush() {
    std::unique_lock lock(state_->mutex);
    state_->hurry = true;
    state_->changed.notify_all();
    state_->changed.wait(lock, [&] { return !state_->pending && !state_->writing; });
    state_->hurry = false;
}

std::optional<words::Message> Autosave::take_error() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->error, std::nullopt);
}

std::optional<document::Document> Autosave::recover(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) return std::nullopt;
    try {
        return load_document(file);
    } catch (const FileError&) {
        // Kept for the person, out of the way of the next autosave.
        std::filesystem::rename(file, file.string() + ".damaged", failed);
        return std::nullopt;
    }
}

}  // namespace io
