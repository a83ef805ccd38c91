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

namespace io {

namespace {

std::string reason(int code) { return std::error_code(code, std::generic_category()).message(); }

/// Length of the valid UTF-8 sequence that starts here; 0 where there is none.
std::size_t utf8_length(const std::string& text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(i < text.size() ? text[i] : 0);
    };
    const auto next = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned char first = byte(at);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return next(at + 1) ? 2 : 0;
    if (first >= 0xE0 && first < 0xF0) return next(at + 1) && next(at + 2) ? 3 : 0;
    if (first >= 0xF0 && first < 0xF5) return next(at + 1) && next(at + 2) && next(at + 3) ? 4 : 0;
    return 0;
}

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
        const std::size_t length = utf8_length(bytes, at);
        text += length > 0 ? bytes.substr(at, length) : "\uFFFD";
        at += std::max<std::size_t>(length, 1);
    }
    return text;
}

std::vector<std::uint8_t> read_file(const std::filesystem::path& path, std::int64_t max_bytes) {
    const std::string name = display_name(path);
    std::error_code failed;
    const auto status = std::filesystem::status(path, failed);
    if (status.type() == std::filesystem::file_type::not_found)
        throw FileError(name + " was not found; the name of an existing file was expected");
    if (failed) throw FileError(name + " cannot be reached: " + failed.message());
    if (std::filesystem::is_directory(status)) throw FileError(name + " is a folder; a file was expected");
    if (!std::filesystem::is_regular_file(status)) throw FileError(name + " is not an ordinary file");
    const std::uintmax_t size = std::filesystem::file_size(path, failed);
    if (failed) throw FileError(name + " cannot be read: " + failed.message());
    if (size == 0) throw FileError(name + " is empty (0 bytes)");
    if (size > static_cast<std::uintmax_t>(max_bytes))
        throw FileError(name + " has " + std::to_string(size >> 20U) + " MiB; at most " +
                        std::to_string(max_bytes >> 20) + " MiB are read");
    std::ifstream file(path, std::ios::binary);
    if (!file) throw FileError(name + " cannot be opened: " + reason(errno));
    std::vector<std::uint8_t> bytes(size);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (file.gcount() != static_cast<std::streamsize>(size))
        throw FileError(name + " ended after " + std::to_string(file.gcount()) + " of " +
                        std::to_string(size) + " bytes");
    return bytes;
}

void write_file_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    const std::string name = display_name(path);
    const std::filesystem::path target = real_target(path);
    std::error_code failed;
    if (std::filesystem::is_directory(target, failed))
        throw FileError(name + " is a folder; the name of a file was expected");
    std::string aside = (folder_of(target) / ".poolscope-XXXXXX").string();
    Descriptor file(::mkstemp(aside.data()));
    if (file.id() < 0) throw FileError(name + " cannot be written: " + reason(errno));
    const auto give_up = [&](int code) {
        ::unlink(aside.c_str());
        throw FileError(name + " cannot be written: " + reason(code) +
                        "; what was there before is unchanged");
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
