#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace io {

struct NamedFile {
    std::string name;
    std::vector<std::uint8_t> bytes;
};

/// Writes files into a folder, which is made where it is missing, and so are folders in their names. Where
/// one cannot be written, those that were not there before are taken away again, and so are folders. Throws
/// words::Error; where a folder has the place of a file, before anything is written.
void write_files(const std::filesystem::path& folder, std::span<const NamedFile> files);

/// The same for numbered files ("frame-0001.png"), the first of which is the first of `files`. Throws
/// words::Error where the folder holds more of that name than `files`: they would be taken for a part of it.
void write_numbered_files(const std::filesystem::path& folder, std::span<const NamedFile> files);

}  // namespace io
