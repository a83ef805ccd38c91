#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "io/files.h"

namespace io_test {

/// A folder of the test's own, removed at the end.
class Folder {
 public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "poolscope-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path with(const std::string& name, const std::string& bytes) const {
        std::ofstream(path_ / name, std::ios::binary) << bytes;
        return path_ / name;
    }

 private:
    std::filesystem::path path_;
};

/// What a refusal says.
template <class Action>
std::string refusal(Action&& action) {
    try {
        action();
    } catch (const io::FileError& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace io_test
