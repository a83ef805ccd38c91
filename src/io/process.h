#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace io {

/// Whether a program of that name lies on the PATH.
bool on_path(const std::string& program);
/// Starts a program with its arguments, without a shell, and goes on; what it prints goes nowhere. False
/// where it cannot be started.
bool start_program(const std::vector<std::string>& command);
/// Runs a program without a shell, with `input` as its standard input, and waits until it ends, at most
/// `seconds`. True when it ended well.
bool feed_program(const std::vector<std::string>& command, std::span<const std::uint8_t> input,
                  double seconds);

/// A program that runs without a shell and is fed through a pipe. What it prints goes nowhere; what it says
/// of its faults is kept.
class FedProgram {
 public:
    /// Called again and again while it is waited for; it may throw to end that.
    using Waiting = std::function<void()>;
    explicit FedProgram(const std::vector<std::string>& command);
    ~FedProgram();  ///< ends the program where it still runs
    FedProgram(const FedProgram&) = delete;
    FedProgram& operator=(const FedProgram&) = delete;
    bool started() const { return child_ > 0; }
    /// False where it takes no more, because it ended or closed its input.
    bool feed(std::span<const std::uint8_t> bytes, const Waiting& waiting);
    /// Ends its input and waits for its end. True when it ended well.
    bool finish(const Waiting& waiting);
    /// The last line that it said of its faults; empty: none.
    std::string last_words() const;

 private:
    void close_input();

    int child_ = 0;
    int input_ = -1;
    std::shared_ptr<std::FILE> errors_;
};

}  // namespace io
