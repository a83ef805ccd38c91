#include "io/process.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#ifndef _WIN32
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;
#endif

namespace io {

#ifdef _WIN32

bool on_path(const std::string&) { return false; }
bool start_program(const std::vector<std::string>&) { return false; }
bool feed_program(const std::vector<std::string>&, std::span<const std::uint8_t>, double) { return false; }
FedProgram::FedProgram(const std::vector<std::string>&) {}
FedProgram::~FedProgram() = default;
bool FedProgram::feed(std::span<const std::uint8_t>, const Waiting&) { return false; }
bool FedProgram::finish(const Waiting&) { return false; }
std::string FedProgram::last_words() const { return {}; }
void FedProgram::close_input() {}

#else

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Where a child's standard input, output and errors go.
class Streams {
 public:
    Streams(int input, int errors) {
        posix_spawn_file_actions_init(&actions_);
        if (input < 0) {
            posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        } else {
            posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        }
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        if (errors < 0) {
            posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        } else {
            posix_spawn_file_actions_adddup2(&actions_, errors, STDERR_FILENO);
        }
    }
    ~Streams() { posix_spawn_file_actions_destroy(&actions_); }
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;
    const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
    posix_spawn_file_actions_t actions_;
};

constexpr int kPatienceMilliseconds = 20;

/// While it lives, writing into a pipe that nobody reads fails without a signal to this thread.
class WithoutPipeSignal {
 public:
    WithoutPipeSignal() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        waiting_before_ = is_waiting();
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~WithoutPipeSignal() {
        int taken = 0;
        if (!waiting_before_ && is_waiting()) sigwait(&pipe_, &taken);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    WithoutPipeSignal(const WithoutPipeSignal&) = delete;
    WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;

 private:
    static bool is_waiting() {
        sigset_t waiting{};
        sigpending(&waiting);
        return sigismember(&waiting, SIGPIPE) == 1;
    }
    sigset_t pipe_{}, before_{};
    bool waiting_before_ = false;
};

std::optional<pid_t> spawn(const std::vector<std::string>& command, int input, int errors = -1) {
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const Streams streams(input, errors);
    pid_t child = 0;
    if (posix_spawnp(&child, arguments[0], streams.get(), nullptr, arguments.data(), environ) != 0)
        return std::nullopt;
    return child;
}

}  // namespace

bool on_path(const std::string& program) {
    const char* const path = std::getenv("PATH");
    std::string_view rest = path ? path : "";
    while (!rest.empty()) {
        const std::size_t colon = std::min(rest.find(':'), rest.size());
        const std::filesystem::path file = std::filesystem::path(rest.substr(0, colon)) / program;
        std::error_code none;
        if (std::filesystem::is_regular_file(file, none) && access(file.c_str(), X_OK) == 0) return true;
        rest.remove_prefix(std::min(colon + 1, rest.size()));
    }
    return false;
}

bool start_program(const std::vector<std::string>& command) {
    const auto child = spawn(command, -1);
    if (!child) return false;
    // Somebody has to take note of its end.
    std::thread([pid = *child] { waitpid(pid, nullptr, 0); }).detach();
    return true;
}

bool feed_program(const std::vector<std::string>& command, std::span<const std::uint8_t> input,
                  double seconds) {
    // A file, not a pipe: a program that does not read cannot hold us up.
    const File file(std::tmpfile());
    if (!file) return false;
    // No bytes may be at no address, which fwrite does not take.
    if (!input.empty() && std::fwrite(input.data(), 1, input.size(), file.get()) != input.size())
        return false;
    std::rewind(file.get());
    const auto child = spawn(command, fileno(file.get()));
    if (!child) return false;
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    int status = 0;
    while (waitpid(*child, &status, WNOHANG) == 0) {
        if (Clock::now() > end) {
            kill(*child, SIGTERM);
            waitpid(*child, &status, 0);
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

FedProgram::FedProgram(const std::vector<std::string>& command)
    : errors_(std::tmpfile(), [](std::FILE* file) {
          if (file) std::fclose(file);
      }) {
    std::array<int, 2> ends{};
    if (!errors_ || ::pipe2(ends.data(), O_CLOEXEC) != 0) return;
    input_ = ends[1];
    fcntl(input_, F_SETFL, O_NONBLOCK);
    child_ = spawn(command, ends[0], fileno(errors_.get())).value_or(0);
    ::close(ends[0]);
}

FedProgram::~FedProgram() {
    close_input();
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
}

void FedProgram::close_input() {
    if (input_ >= 0) ::close(std::exchange(input_, -1));
}

bool FedProgram::feed(std::span<const std::uint8_t> bytes, const Waiting& waiting) {
    const WithoutPipeSignal quiet;
    while (!bytes.empty() && input_ >= 0) {
        const ssize_t written = ::write(input_, bytes.data(), bytes.size());
        if (written > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(written));
            continue;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return false;
        pollfd room{input_, POLLOUT, 0};
        ::poll(&room, 1, kPatienceMilliseconds);
        waiting();
    }
    return bytes.empty();
}

bool FedProgram::finish(const Waiting& waiting) {
    close_input();
    if (child_ <= 0) return false;
    int status = 0;
    while (waitpid(child_, &status, WNOHANG) == 0) {
        waiting();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    child_ = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string FedProgram::last_words() const {
    if (!errors_) return {};
    std::rewind(errors_.get());
    std::string line, last;
    for (int c = std::fgetc(errors_.get()); c != EOF; c = std::fgetc(errors_.get())) {
        if (c == '\n' || c == '\r') {
            if (!line.empty()) last = std::exchange(line, {});
        } else {
            line += static_cast<char>(c);
        }
    }
    return line.empty() ? last : line;
}

#endif

}  // namespace io
