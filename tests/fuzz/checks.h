#pragma once

#include <exception>
#include <filesystem>
#include <string>
#include <string_view>

#include "targets.h"

namespace fuzz {

/// Ends the program with a sentence, so that the input counts as a finding.
[[noreturn]] void fail(std::string_view what, std::string_view detail);
/// A refusal is one valid line that is neither empty nor longer than 300 bytes.
void check_message(std::string_view message);
/// A file of these bytes in memory, valid until the next one.
std::filesystem::path file_of(Bytes bytes);

/// Runs `action`; the only exceptions that may leave it are of the type Refusal. False: it was refused.
template <class Refusal, class Action>
bool accepted(Action&& action) {
    try {
        action();
        return true;
    } catch (const Refusal& refusal) {
        check_message(refusal.what());
        return false;
    } catch (const std::exception& other) {
        fail("an error that is not the room's own", other.what());
    }
}

}  // namespace fuzz
