#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

// Programs that a test puts on a PATH of its own.

namespace io_test {

/// The PATH of this process, until it goes.
class PathOfTest {
 public:
    explicit PathOfTest(const std::string& path) { setenv("PATH", path.c_str(), 1); }
    ~PathOfTest() { setenv("PATH", before_.c_str(), 1); }
    PathOfTest(const PathOfTest&) = delete;
    PathOfTest& operator=(const PathOfTest&) = delete;

 private:
    std::string before_ = std::getenv("PATH") ? std::getenv("PATH") : "";
};

/// A script in the program's place, found before any other.
class StubProgram {
 public:
    StubProgram(const std::filesystem::path& folder, const std::string& name, const std::string& script)
        : path_(made(folder, name, script) + ":/usr/bin:/bin") {}

 private:
    static std::string made(const std::filesystem::path& folder, const std::string& name,
                            const std::string& script) {
        std::filesystem::create_directories(folder);
        std::ofstream(folder / name) << "#!/bin/sh\n" << script;
        std::filesystem::permissions(folder / name, std::filesystem::perms::owner_all);
        return folder.string();
    }
    PathOfTest path_;
};

/// An ffmpeg that notes its arguments, one a line, and the bytes that it reads, and writes "film".
inline std::string noting_ffmpeg(const std::filesystem::path& folder) {
    const std::string at = folder.string();
    return "printf '%s\\n' \"$@\" > '" + at + "/arguments'\nfor last; do :; done\nwc -c > '" + at +
           "/count'\nprintf film > \"$last\"\n";
}

inline std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace io_test
