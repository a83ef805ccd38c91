#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "words/message.h"

namespace io {

/// A file that cannot be read or written, in one sentence that names the file, what was found and what was
/// expected.
class FileError : public words::Error {
 public:
    using Error::Error;
};

constexpr std::int64_t kMaxFileBytes = std::int64_t{512} << 20;
constexpr std::int64_t kMaxValues = std::int64_t{64} << 20;  ///< 64 megapixels of one channel

/// A path as valid UTF-8 for messages: bytes that are not UTF-8 become U+FFFD.
std::string display_name(const std::filesystem::path& path);
/// What the system says of an error number (errno), for a message's argument.
words::Message system_reason(int code);
/// The whole file. Throws FileError for directories, missing, unreadable, empty or too large files.
std::vector<std::uint8_t> read_file(const std::filesystem::path& path,
                                    std::int64_t max_bytes = kMaxFileBytes);
/// Writes beside the target, fsyncs, renames: the target is the old file or the whole new one, never a part.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void write_file_atomically(const std::filesystem::path& path, const std::string& text);

}  // namespace io
