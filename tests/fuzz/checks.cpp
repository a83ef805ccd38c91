#include "checks.h"

#include <cstdio>
#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

#include "words/message.h"
#include "words/utf8.h"

namespace fuzz {

void fail(std::string_view what, std::string_view detail) {
    std::fprintf(stderr, "fuzz: %.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(detail.size()), detail.data());
    std::abort();
}

void check_message(std::string_view message) {
    if (message.empty()) fail("an empty message", "");
    if (message.size() > words::Message::kMostBytes) fail("a message that is too long", message);
    // What one_line leaves as it is, is one valid line.
    if (words::one_line(message) != message) fail("a message that is not one valid line", message);
}

std::filesystem::path file_of(Bytes bytes) {
    static const int file = memfd_create("fuzz", 0);
    if (ftruncate(file, 0) != 0 ||
        pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        fail("no memory file", "");
    return "/proc/self/fd/" + std::to_string(file);
}

}  // namespace fuzz
