#include "io/process.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>

#ifndef _WIN32
#include <csignal>

#include <fcntl.h>
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

#else

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Where a child's standard input, output and errors go.
class Streams {
 public:
    explicit Streams(int input) {
        posix_spawn_file_actions_init(&actions_);
        if (input < 0) {
            posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        } else {
            posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        }
        for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
            posix_spawn_file_actions_addopen(&actions_, stream, "/dev/null", O_WRONLY, 0);
    }
    ~Streams() { posix_spawn_file_actions_destroy(&actions_); }
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;
    const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
    posix_spawn_file_actions_t actions_;
};

std::optional<pid_t> spawn(const std::vector<std::string>& command, int input) {
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const Streams streams(input);
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

#endif

}  // namespace io
