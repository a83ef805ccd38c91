#pragma once

#include <cstdint>
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

}  // namespace io
