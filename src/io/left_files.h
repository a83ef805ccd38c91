#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace io {

/// The lock of one running program: a file that the system unlocks when the program ends, however it ends.
class SessionLock {
 public:
    /// Locks the file, made where it is not there. Not locked: another program holds it, or it cannot be
    /// made.
    explicit SessionLock(const std::filesystem::path& path);
    ~SessionLock();
    SessionLock(const SessionLock&) = delete;
    SessionLock& operator=(const SessionLock&) = delete;

    bool locked() const { return id_ >= 0; }
    /// Notes which document is about to be opened; empty: none is.
    void note(const std::string& text) const;
    std::string noted() const;
    /// Removes the file: the program ends by itself.
    void remove();

 private:
    std::filesystem::path path_;
    int id_ = -1;
};

/// An autosave that no running program owns.
struct LeftFile {
    std::filesystem::path path;
    std::filesystem::file_time_type saved;
    bool killed = false;   ///< its program did not come to an end by itself
    bool suspect = false;  ///< a program that opened it did not get as far as its window
};

constexpr const char* kAutosaveEnding = ".poolscope.json";
/// Of autosaves that are not opened by themselves any more.
constexpr const char* kPutAside = "aside-";

/// The lock that belongs to an autosave.
std::filesystem::path lock_of(const std::filesystem::path& autosave);
/// Those in a folder, newest first. Locks without a program are removed once what they note is known.
std::vector<LeftFile> left_files(const std::filesystem::path& folder);
/// Gives an autosave a name of its own under which it is kept and not opened by itself. Returns that name;
/// the old one where it cannot be renamed.
std::filesystem::path put_aside(const std::filesystem::path& autosave);

}  // namespace io
