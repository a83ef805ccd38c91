#include "io/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
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

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
}

/// Where a link points to, so that saving keeps the link.
std::filesystem::path real_target(const std::filesystem::path& path) {
    std::error_code failed;
    if (!std::filesystem::is_symlink(path, failed)) return path;
    const std::filesystem::path target = std::filesystem::weakly_canonical(path, failed);
    return failed ? path : target;
}

}  // namespace

std::string display_name(const std::filesystem::path& path) {
    const std::string bytes = path.string();
    std::string text;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = words::utf8_length(bytes, at);
        text += length > 0 ? bytes.substr(at, length) : "\uFFFD";
        at += std::max<std::size_t>(length, 1);
    }
    return text;
}

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

std::vector<std::uint8_t> read_file(const std::filesystem::path& path, std::int64_t max_bytes) {
    const std::string name = display_name(path);
    std::error_code failed;
    const auto status = std::filesystem::status(path, failed);
    if (status.type() == std::filesystem::file_type::not_found)
        throw FileError({"error.file.not_found", {name}});
    if (failed) throw FileError({"error.file.reach", {name, system_reason(failed.value())}});
    if (std::filesystem::is_directory(status)) throw FileError({"error.file.folder", {name}});
    if (!std::filesystem::is_regular_file(status)) throw FileError({"error.file.ordinary", {name}});
    const std::uintmax_t size = std::filesystem::file_size(path, failed);
    if (failed) throw FileError({"error.file.read", {name, system_reason(failed.value())}});
    if (size == 0) throw FileError({"error.file.empty", {name}});
    if (size > static_cast<std::uintmax_t>(max_bytes))
        throw FileError({"error.file.large", {name, size >> 20U, max_bytes >> 20}});
    std::ifstream file(path, std::ios::binary);
    if (!file) throw FileError({"error.file.open", {name, system_reason(errno)}});
    std::vector<std::uint8_t> bytes(size);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (file.gcount() != static_cast<std::streamsize>(size))
        throw FileError({"error.file.ended", {name, file.gcount(), size}});
    return bytes;
}

void write_file_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    const std::string name = display_name(path);
    const std::filesystem::path target = real_target(path);
    std::error_code failed;
    if (std::filesystem::is_directory(target, failed)) throw FileError({"error.file.folder_name", {name}});
    std::string aside = (folder_of(target) / ".poolscope-XXXXXX").string();
    Descriptor file(::mkstemp(aside.data()));
    if (file.id() < 0) throw FileError({"error.file.write", {name, system_reason(errno)}});
    const auto give_up = [&](int code) {
        ::unlink(aside.c_str());
        throw FileError({"error.file.unchanged", {name, system_reason(code)}});
    };
    if (!write_all(file.id(), bytes)) give_up(errno);
    // mkstemp makes private files; a saved file has the usual permissions.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(file.id(), 0666 & ~mask) != 0) give_up(errno);
    if (::fsync(file.id()) != 0) give_up(errno);
    if (!file.close()) give_up(errno);
    if (::rename(aside.c_str(), target.c_str()) != 0) give_up(errno);
    // The new name must be on disk too. A file system that cannot sync a folder has still got the file.
    const Descriptor folder(::open(folder_of(target).c_str(), O_RDONLY | O_DIRECTORY));
    if (folder.id() >= 0) ::fsync(folder.id());
}

void write_file_atomically(const std::filesystem::path& path, const std::string& text) {
    write_file_atomically(path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace io
