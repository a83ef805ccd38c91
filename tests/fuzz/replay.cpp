// fuzz_replay CORPUS: runs every file of CORPUS/<target>/ through its target, under a budget of memory.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <sys/resource.h>

#include "checks.h"

namespace {

/// The most that the program has held so far, in KiB.
long most_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int replay(const fuzz::Target& target, const std::filesystem::path& folder) {
    // The sanitizers' own memory counts too.
    constexpr long kMostMemory = 1536 * 1024;
    int runs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::vector<char> text{std::istreambuf_iterator<char>(file), {}};
        target.run({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        if (most_memory() > kMostMemory) fuzz::fail("more memory than 1.5 GiB", entry.path().string());
        ++runs;
    }
    return runs;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("fuzz_replay CORPUS\n", stderr);
        return 2;
    }
    for (const fuzz::Target& target : fuzz::kTargets) {
        const int runs = replay(target, std::filesystem::path(arguments[1]) / target.name);
        std::printf("%-8s %d\n", std::string(target.name).c_str(), runs);
        if (runs == 0) fuzz::fail("an empty corpus", target.name);
    }
    return 0;
}
