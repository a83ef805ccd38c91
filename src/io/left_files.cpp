#include "io/left_files.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace io {

SessionLock::SessionLock(const std::filesystem::path& path)
    : path_(path), id_(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)) {
    if (id_ >= 0 && ::flock(id_, LOCK_EX | LOCK_NB) != 0) ::close(std::exchange(id_, -1));
}

SessionLock::~SessionLock() {
    if (id_ >= 0) ::close(id_);
}

void SessionLock::note(const std::string& text) const {
    if (id_ < 0) return;
    // Lost where the disk is full: then the document is merely opened again.
    [[maybe_unused]] const bool noted =
        ::ftruncate(id_, 0) == 0 && ::pwrite(id_, text.data(), text.size(), 0) >= 0 && ::fsync(id_) == 0;
}

std::string SessionLock::noted() const {
    std::array<char, 256> text{};
    const ssize_t size = id_ < 0 ? 0 : ::pread(id_, text.data(), text.size(), 0);
    return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

void SessionLock::remove() {
    if (id_ >= 0) ::unlink(path_.c_str());
}

std::filesystem::path lock_of(const std::filesystem::path& autosave) {
    std::string name = autosave.filename().string();
    if (name.ends_with(kAutosaveEnding)) name.resize(name.size() - std::string_view(kAutosaveEnding).size());
    return autosave.parent_path() / (name + ".lock");
}

std::vector<LeftFile> left_files(const std::filesystem::path& folder) {
    std::vector<LeftFile> files;
    std::set<std::string> running;
    std::set<std::string> killed;
    std::set<std::string> suspects;
    std::error_code failed;
    for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        const std::filesystem::path& path = at->path();
        std::error_code gone;
        if (!at->is_regular_file(gone)) continue;
        if (path.extension() == ".lock") {
            SessionLock lock(path);
            if (!lock.locked()) {
                running.insert(path.filename().string());
                continue;
            }
            killed.insert(path.filename().string());
            if (const std::string opened = lock.noted(); !opened.empty()) suspects.insert(opened);
            lock.remove();
        } else if (path.filename().string().ends_with(kAutosaveEnding)) {
            files.push_back({path, at->last_write_time(gone)});
        }
    }
    std::erase_if(files, [&](const LeftFile& file) {
        return running.contains(lock_of(file.path).filename().string());
    });
    for (LeftFile& file : files) {
        file.killed = killed.contains(lock_of(file.path).filename().string());
        file.suspect = suspects.contains(file.path.filename().string());
    }
    std::ranges::sort(files, std::greater<>(), &LeftFile::saved);
    return files;
}

std::filesystem::path put_aside(const std::filesystem::path& autosave) {
    std::error_code failed;
    const std::string name = autosave.filename().string();
    for (int i = 1; i < 1000; ++i) {
        const std::filesystem::path kept =
            autosave.parent_path() / (kPutAside + (i > 1 ? std::to_string(i) + "-" : std::string()) + name);
        if (std::filesystem::exists(std::filesystem::symlink_status(kept, failed))) continue;
        std::filesystem::rename(autosave, kept, failed);
        return failed ? autosave : kept;
    }
    return autosave;
}

}  // namespace io
