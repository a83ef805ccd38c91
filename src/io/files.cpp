#include "io/files.h"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "words/utf8.h"

namespace io {

namespace {

/// A file descriptor that closes itself.
class Descriptor {
 public:
    explicit Descriptor(int id) : id_(id) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int id() const { return id_; }
    /// False when the system reports a late write error.
    bool close() {
        const int id = std::exchange(id_, -1);
        return id < 0 || ::close(id) == 0;
    }

 private:
    int id_;
};

bool write_all(int file, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

/// How many bytes were read; −1 on an error.
std::int64_t read_all(int file, std::span<std::uint8_t> bytes) {
    std::int64_t read = 0;
    while (read < static_cast<std::int64_t>(bytes.size())) {
        const std::span<std::uint8_t> rest = bytes.subspan(static_cast<std::size_t>(read));
        const ssize_t got = ::read(file, rest.data(), rest.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        read += got;
    }
    return read;
}

/// What is missing may be what a link points to; git-annex leaves such links for contents that are elsewhere.
[[noreturn]] void refuse_missing(const std::filesystem::path& path, const std::string& name) {
    std::error_code failed;
    const std::filesystem::path target = std::filesystem::read_symlink(path, failed);
    if (failed) throw FileError({"error.file.not_found", {name}});
    if (target.string().find(".git/annex/") != std::string::npos)
        throw FileError({"error.foreign.pointer", {name, "git-annex", "git annex get"}});
    throw FileError({"error.file.link", {name, display_name(target)}});
}

struct OpenedFile {
    std::unique_ptr<Descriptor> file;
    std::int64_t bytes = 0;
};

/// The kind of file is asked of what was opened, so that nothing can take its place in between; opening a
/// pipe does not wait for its other end.
OpenedFile open_file(const std::filesystem::path& path) {
    const std::string name = display_name(path);
    auto file = std::make_unique<Descriptor>(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (file->id() < 0 && (errno == ENOENT || errno == ENOTDIR)) refuse_missing(path, name);
    if (file->id() < 0) throw FileError({"error.file.open", {name, system_reason(errno)}});
    struct stat found {};
    if (::fstat(file->id(), &found) != 0) throw FileError({"error.file.read", {name, system_reason(errno)}});
    if (S_ISDIR(found.st_mode)) throw FileError({"error.file.folder", {name}});
    if (!S_ISREG(found.st_mode)) throw FileError({"error.file.ordinary", {name}});
    return {std::move(file), found.st_size};
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
}

/// Where a link points to, so that saving keeps the link; it may point to nothing yet.
std::filesystem::path real_target(std::filesystem::path path, const std::string& name) {
    constexpr int kMostLinks = 40;
    std::error_code failed;
    for (int i = 0; i < kMostLinks; ++i) {
        if (!std::filesystem::is_symlink(path, failed)) return path;
        const std::filesystem::path next = std::filesystem::read_symlink(path, failed);
        if (failed) throw FileError({"error.file.read", {name, system_reason(failed.value())}});
        path = next.is_absolute() ? next : folder_of(path) / next;
    }
    throw FileError({"error.file.loop", {name}});
}

constexpr std::string_view kLeftover = ".poolscope-";

/// The new file beside the target until it takes its place; removed unless it did. Its name holds the number
/// of the process, so that what a killed one leaves is told from what is being written.
class Aside {
 public:
    Aside(const std::filesystem::path& folder, mode_t mode)
        : file_(make(folder, mode)), made_(file_.id() >= 0) {}
    ~Aside() {
        if (made_) ::unlink(path_.c_str());
    }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
    Descriptor& file() { return file_; }
    const std::filesystem::path& path() const { return path_; }
    bool move_to(const std::filesystem::path& target) {
        if (::rename(path_.c_str(), target.c_str()) != 0) return false;
        made_ = false;
        return true;
    }

 private:
    int make(const std::filesystem::path& folder, mode_t mode) {
        static std::atomic<unsigned> count = 0;
        constexpr int kTries = 100;
        int id = -1;
        for (int i = 0; i < kTries && id < 0 && (i == 0 || errno == EEXIST); ++i) {
            path_ = folder /
                    (std::string(kLeftover) + std::to_string(::getpid()) + "-" + std::to_string(++count));
            id = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        }
        return id;
    }

    std::filesystem::path path_;
    Descriptor file_;
    bool made_;
};

/// What the target is now. Refuses what saving must not replace.
std::optional<struct stat> target_now(const std::filesystem::path& target, const std::string& name,
                                      bool follow_link) {
    struct stat found {};
    if ((follow_link ? ::stat(target.c_str(), &found) : ::lstat(target.c_str(), &found)) != 0)
        return std::nullopt;
    if (!follow_link && S_ISLNK(found.st_mode)) return std::nullopt;
    if (S_ISDIR(found.st_mode)) throw FileError({"error.file.folder_name", {name}});
    if (!S_ISREG(found.st_mode)) throw FileError({"error.file.ordinary", {name}});
    constexpr mode_t kAnyoneWrites = S_IWUSR | S_IWGRP | S_IWOTH;
    if ((found.st_mode & kAnyoneWrites) == 0 || ::access(target.c_str(), W_OK) != 0)
        throw FileError({"error.file.read_only", {name}});
    return found;
}

/// Writes into the target itself, so that all its names go on meaning the same file. Room is taken first, and
/// the whole new file lies beside it until this is done.
bool overwrite(const std::filesystem::path& target, std::span<const std::uint8_t> bytes,
               std::int64_t before) {
    Descriptor file(::open(target.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
    const auto size = static_cast<off_t>(bytes.size());
    if (file.id() < 0) return false;
    if (size > before) {
        const int full = ::posix_fallocate(file.id(), 0, size);
        if (full != 0) {
            const bool restored = ::ftruncate(file.id(), before) == 0;
            errno = restored ? full : errno;
            return false;
        }
    }
    return write_all(file.id(), bytes) && ::ftruncate(file.id(), size) == 0 && ::fsync(file.id()) == 0 &&
           file.close();
}

}  // namespace

std::string display_name(const std::filesystem::path& path) { return words::one_line(path.string()); }

words::Message system_reason(int code) {
    // What happens to people; of the rest the system speaks for itself.
    switch (code) {
        case EACCES:
        case EPERM:
            return {"error.system.denied"};
        case ENOENT:
            return {"error.system.missing"};
        case ENOTDIR:
            return {"error.system.no_folder"};
        case ENOSPC:
        case EDQUOT:
            return {"error.system.full"};
        case EROFS:
            return {"error.system.read_only"};
        case EFBIG:
            return {"error.system.too_large"};
        case ENAMETOOLONG:
            return {"error.system.long_name"};
        case EIO:
            return {"error.system.device"};
        default:
            return words::Message::plain(std::error_code(code, std::generic_category()).message());
    }
}

void require_file(const std::filesystem::path& path) { open_file(path); }

std::vector<std::uint8_t> read_file(const std::filesystem::path& path, std::int64_t max_bytes) {
    const std::string name = display_name(path);
    const OpenedFile opened = open_file(path);
    const std::int64_t size = opened.bytes;
    if (size == 0) throw FileError({"error.file.empty", {name}});
    if (size > max_bytes) throw FileError({"error.file.large", {name, size >> 20, max_bytes >> 20}});
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    const std::int64_t got = read_all(opened.file->id(), bytes);
    if (got < 0) throw FileError({"error.file.read", {name, system_reason(errno)}});
    if (got != size) throw FileError({"error.file.ended", {name, got, size}});
    return bytes;
}

std::string read_text(const std::filesystem::path& path, std::int64_t max_bytes) {
    const std::vector<std::uint8_t> bytes = read_file(path, max_bytes);
    return {bytes.begin(), bytes.end()};
}

void write_file_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes,
                           const WriteOptions& options) {
    const std::string name = display_name(path);
    const std::filesystem::path target = options.follow_link ? real_target(path, name) : path;
    const std::optional<struct stat> before = target_now(target, name, options.follow_link);
    constexpr mode_t kPrivate = S_IRUSR | S_IWUSR;
    constexpr mode_t kUsual = 0666;
    Aside aside(folder_of(target), options.private_file || before ? kPrivate : kUsual);
    const auto check = [&](bool good) {
        if (!good) throw FileError({"error.file.unchanged", {name, system_reason(errno)}});
    };
    check(aside.file().id() >= 0);
    check(write_all(aside.file().id(), bytes));
    if (before && !options.private_file) {
        // Another's file stays his where the system allows it; the permissions are set after the owner, which
        // may clear some.
        const bool kept = ::fchown(aside.file().id(), before->st_uid, before->st_gid) == 0;
        check(::fchmod(aside.file().id(), before->st_mode & (kept ? 07777 : 0777)) == 0);
    }
    check(!options.durable || ::fsync(aside.file().id()) == 0);
    check(aside.file().close());
    if (before && before->st_nlink > 1 && !options.private_file) {
        check(overwrite(target, bytes, before->st_size));
        return;
    }
    check(aside.move_to(target));
    // The new name must be on disk too. A file system that cannot sync a folder has still got the file.
    const Descriptor folder(::open(folder_of(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (options.durable && folder.id() >= 0) ::fsync(folder.id());
}

void write_file_atomically(const std::filesystem::path& path, const std::string& text,
                           const WriteOptions& options) {
    write_file_atomically(path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()),
                          options);
}

std::shared_ptr<const std::filesystem::path> file_beside(const std::filesystem::path& target) {
    const std::string name = display_name(target);
    const std::filesystem::path real = real_target(target, name);
    (void)target_now(real, name, true);
    const auto aside = std::make_shared<Aside>(std::filesystem::absolute(folder_of(real)), S_IRUSR | S_IWUSR);
    if (aside->file().id() < 0) throw FileError({"error.file.unchanged", {name, system_reason(errno)}});
    return {aside, &aside->path()};
}

void sweep_leftovers(const std::filesystem::path& folder) {
    std::error_code failed;
    for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        const std::string name = at->path().filename().string();
        if (!name.starts_with(kLeftover)) continue;
        pid_t process = 0;
        const char* const first = name.data() + kLeftover.size();
        const auto [stop, error] = std::from_chars(first, name.data() + name.size(), process);
        if (error != std::errc{} || *stop != '-' || process <= 0) continue;
        const bool gone = ::kill(process, 0) != 0 && errno == ESRCH;
        if (gone && at->is_regular_file(failed) && !at->is_symlink(failed)) ::unlink(at->path().c_str());
    }
}

}  // namespace io
