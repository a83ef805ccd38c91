#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace io {

/// What a JPEG's frame header says.
struct JpegFrame {
    std::int64_t width = 0;
    std::int64_t height = 0;
    int components = 0;
};

/// Walks through every segment of a JPEG (ITU-T T.81, annex B) before a decoder sees it: lengths, table
/// sizes, one frame, scans that use only components and tables defined before them, an end. The decoder
/// trusts some of these numbers. `name` stands in messages. Throws FileError.
JpegFrame check_jpeg(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace io
