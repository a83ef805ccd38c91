#include "io/autosave.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <unistd.h>

#include "io/document_file.h"
#include "io/files.h"
#include "io/left_files.h"

namespace io {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kInterval = std::chrono::milliseconds(700);

std::filesystem::path from_environment(const char* name) {
    const char* value = std::getenv(name);
    const std::filesystem::path path = value ? value : "";
    // Anything else would be written into whatever folder the program was started in.
    return path.is_absolute() ? path : std::filesystem::path();
}

std::filesystem::path below(const std::filesystem::path& folder, const char* path) {
    return folder.empty() ? folder : folder / path;
}

/// In local time, as `format` of strftime.
std::string time_text(std::time_t time, const char* format) {
    std::tm local{};
    localtime_r(&time, &local);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &local)};
}

std::string time_text(std::filesystem::file_time_type time) {
    const auto ago = std::filesystem::file_time_type::clock::now() - time;
    const auto then =
        std::chrono::system_clock::now() - std::chrono::duration_cast<std::chrono::seconds>(ago);
    return time_text(std::chrono::system_clock::to_time_t(then), "%Y-%m-%d %H:%M");
}

/// Names of contents in the autosaves of a folder, of running programs too.
std::set<std::string> objects_in_use(const std::filesystem::path& folder) {
    constexpr std::string_view kField = "_object\": \"";
    constexpr std::size_t kLength = 64;
    std::set<std::string> names;
    std::error_code failed;
    for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        if (at->path().extension() != ".json") continue;
        const std::string text = read_text(at->path());
        for (std::size_t i = text.find(kField); i != text.npos; i = text.find(kField, i + 1))
            names.insert(text.substr(i + kField.size(), kLength));
    }
    return names;
}

/// A name that no other program has: by the time it started and its number.
std::string session_name() {
    static std::atomic<int> count = 0;
    return time_text(std::time(nullptr), "%Y%m%d-%H%M%S-") + std::to_string(::getpid()) + "-" +
           std::to_string(++count);
}

}  // namespace

std::filesystem::path data_folder() {
#if defined(_WIN32)
    return below(from_environment("APPDATA"), "poolscope");
#elif defined(__APPLE__)
    return below(from_environment("HOME"), "Library/Application Support/poolscope");
#else
    const std::filesystem::path data = from_environment("XDG_DATA_HOME");
    return data.empty() ? below(from_environment("HOME"), ".local/share/poolscope") : data / "poolscope";
#endif
}

struct Autosave::State {
    explicit State(std::filesystem::path where)
        : folder(std::move(where)),
          file(below(folder, (session_name() + kAutosaveEnding).c_str())),
          objects(folder / "objects") {
        if (folder.empty()) {
            error = words::Message("error.autosave.nowhere");
            return;
        }
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        sweep_leftovers(folder);
        sweep_leftovers(folder / "objects");
        lock = std::make_unique<SessionLock>(lock_of(file));
        // Where versions before 0.2 kept the one autosave.
        const std::filesystem::path earlier = folder.parent_path() / "autosave.poolscope.json";
        if (std::filesystem::is_regular_file(earlier, failed))
            std::filesystem::rename(earlier, folder / "earlier.poolscope.json", failed);
    }

    std::filesystem::path folder;
    std::filesystem::path file;
    std::filesystem::path taken_over;  ///< what this program has opened, until its own file is there
    Objects objects;
    std::unique_ptr<SessionLock> lock;
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::optional<document::Document> pending;
    std::optional<words::Message> error;
    bool writing = false;
    bool stopping = false;
    bool hurry = false;
    bool standing = false;  ///< the window was shown
    std::optional<Clock::time_point> last_write;
    std::thread worker;

    void run() {
        std::unique_lock guard(mutex);
        while (true) {
            changed.wait(guard, [&] { return pending || stopping; });
            if (!pending) return;
            // Several quick changes become one write; the newest one is on disk within the interval.
            if (last_write)
                changed.wait_until(guard, *last_write + kInterval, [&] { return stopping || hurry; });
            const document::Document document = std::move(*pending);
            pending.reset();
            writing = true;
            guard.unlock();
            std::optional<words::Message> failure = write(document);
            guard.lock();
            writing = false;
            last_write = Clock::now();
            error = std::move(failure);
            changed.notify_all();
        }
    }

    std::optional<words::Message> write(const document::Document& document) {
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        try {
            WriteOptions options;
            options.private_file = true;
            write_file_atomically(file, to_json(document, objects), options);
        } catch (const std::exception& problem) {
            return words::Message("error.autosave", {words::message_of(problem)});
        }
        // The work goes on in this program's own file.
        if (!taken_over.empty()) std::filesystem::remove(std::exchange(taken_over, {}), failed);
        return std::nullopt;
    }
};

Autosave::Autosave(std::filesystem::path folder) : state_(std::make_unique<State>(std::move(folder))) {
    if (!state_->folder.empty()) state_->worker = std::thread([state = state_.get()] { state->run(); });
}

Autosave::~Autosave() {
    {
        const std::lock_guard guard(state_->mutex);
        state_->stopping = true;
    }
    state_->changed.notify_all();
    if (state_->worker.joinable()) state_->worker.join();
    // A program that fails before its window leaves its note of what it had opened.
    if (state_->lock && state_->standing) state_->lock->remove();
}

LeftWork Autosave::take_left(bool open) {
    LeftWork left;
    if (state_->folder.empty()) return left;
    words::Message trouble;
    for (const LeftFile& file : left_files(state_->folder)) {
        const bool put_aside_before = file.path.filename().string().starts_with(kPutAside);
        if (!open || left.document || put_aside_before) {
            left.others.push_back(file.path);
            continue;
        }
        if (file.suspect) {
            left.others.push_back(put_aside(file.path));
            trouble = {"autosave.suspect", {display_name(left.others.back())}};
            continue;
        }
        state_->lock->note(file.path.filename().string());
        try {
            left.document = from_json(read_text(file.path), display_name(file.path), &state_->objects);
            state_->taken_over = file.path;
            if (file.killed) left.message = {"autosave.restored", {time_text(file.saved)}};
        } catch (const std::exception& problem) {
            left.others.push_back(put_aside(file.path));
            trouble = {"autosave.damaged", {display_name(left.others.back()), words::message_of(problem)}};
        }
    }
    if (!trouble.empty()) left.message = trouble;
    try {
        state_->objects.remove_all_but(objects_in_use(state_->folder));
    } catch (const FileError&) {
        // What cannot be read may name any of them: all stay.
    }
    return left;
}

void Autosave::started() {
    if (!state_->standing && state_->lock) state_->lock->note({});
    state_->standing = true;
}

void Autosave::offer(const document::Document& document) {
    {
        const std::lock_guard guard(state_->mutex);
        if (!state_->worker.joinable()) return;
        state_->pending = document;
    }
    state_->changed.notify_all();
}

void Autosave::flush() {
    std::unique_lock guard(state_->mutex);
    state_->hurry = true;
    state_->changed.notify_all();
    state_->changed.wait(guard, [&] { return !state_->pending && !state_->writing; });
    state_->hurry = false;
}

std::optional<words::Message> Autosave::error() const {
    const std::lock_guard guard(state_->mutex);
    return state_->error;
}

const std::filesystem::path& Autosave::file() const { return state_->file; }

}  // namespace io
