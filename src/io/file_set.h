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

/// Writes files into a folder, which is made where it is missing. Where one cannot be written, those that
/// were not there before are taken away again, and so is the folder. Throws words::Error.
void write_files(const std::filesystem::path& folder, std::span<const NamedFile> files);

}  // namespace io
