#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace io {

/// A file in a zip archive.
struct ZipEntry {
    std::string name;
    std::int64_t packed = 0;    ///< bytes in the archive
    std::int64_t unpacked = 0;  ///< bytes of the file
    int method = 0;             ///< 0: stored, 8: deflate
    std::uint32_t crc = 0;      ///< of the unpacked bytes
    std::size_t data_at = 0;
};

bool is_zip(std::span<const std::uint8_t> bytes);
/// The archive's directory. Throws FileError where it is damaged, locked or beyond the limits.
std::vector<ZipEntry> read_zip_directory(std::span<const std::uint8_t> bytes, const std::string& name);
/// One file of it, unpacked. Throws FileError.
std::vector<std::uint8_t> read_zip_entry(std::span<const std::uint8_t> bytes, const ZipEntry& entry,
                                         const std::string& name);
bool is_gzip(std::span<const std::uint8_t> bytes);
/// Throws FileError where it is damaged or unpacks to more than kMaxFileBytes.
std::vector<std::uint8_t> from_gzip(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace io
