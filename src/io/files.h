#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "pool/limits.h"
#include "words/message.h"

namespace io {

/// A file that cannot be read or written, in one sentence that names the file, what was found and what was
/// expected.
class FileError : public words::Error {
 public:
    using Error::Error;
};

constexpr std::int64_t kMaxFileBytes = pool::limits::kFileBytes;
constexpr std::int64_t kMaxValues = pool::limits::kInputCells;

/// A path as valid UTF-8 for messages: bytes that are not UTF-8 become U+FFFD.
std::string display_name(const std::filesystem::path& path);
/// What the system says of an error number (errno), for a message's argument.
words::Message system_reason(int code);
/// Refuses whatever is not an ordinary file that can be opened: reading a pipe or a device could wait for
/// ever. Throws FileError.
void require_file(const std::filesystem::path& path);
/// The whole file. Throws FileError for folders, pipes and devices, missing, unreadable, empty or too large
/// files.
std::vector<std::uint8_t> read_file(const std::filesystem::path& path,
                                    std::int64_t max_bytes = kMaxFileBytes);
std::string read_text(const std::filesystem::path& path, std::int64_t max_bytes = kMaxFileBytes);

struct WriteOptions {
    bool private_file = false;  ///< only its owner may read it
    bool follow_link = true;  ///< a link at `path` stays, its target is written; otherwise a file replaces it
    bool durable = true;      ///< waits until it is on disk
};
/// Writes beside the target and renames: the target is the old file or the whole new one, never a part. Its
/// permissions, its owner and its other hard links stay. Only ordinary files that may be written are
/// replaced. Throws FileError.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes,
                           const WriteOptions& options = {});
void write_file_atomically(const std::filesystem::path& path, const std::string& text,
                           const WriteOptions& options = {});
/// A new empty file beside a target, for another program to write into; it goes with the last owner of its
/// path. Throws FileError where the target could not be replaced or the folder takes no file.
std::shared_ptr<const std::filesystem::path> file_beside(const std::filesystem::path& target);
/// Removes what programs that were killed while they wrote have left in a folder.
void sweep_leftovers(const std::filesystem::path& folder);

}  // namespace io
