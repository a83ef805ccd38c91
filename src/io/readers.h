#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "document/document.h"

namespace io {

/// Values between separators (comma, semicolon, tab or blanks), one row a line, every row the same length;
/// blank lines and lines that start with '#' are passed over. One map H×W. Non-finite words (nan, inf, -inf)
/// are read as such.
pool::Tensor read_csv(const std::filesystem::path& path);

/// PNG, JPEG, BMP, TGA, PGM/PPM as 1×C×H×W in 0..1, C = 1 or 3 (alpha is laid over black).
pool::Tensor read_picture(const std::filesystem::path& path);

/// The same from a file's bytes; `name` stands in messages.
pool::Tensor decode_picture(const std::vector<std::uint8_t>& bytes, const std::string& name);

/// MNIST's IDX images (magic 0x00000803, 0x08), plain or gzip.
struct IdxHeader {
    std::int64_t count = 0;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
};
IdxHeader read_idx_header(const std::filesystem::path& path);
/// Item `index` as 1×1×rows×columns in 0..1.
pool::Tensor read_idx_item(const std::filesystem::path& path, std::int64_t index);
/// True when the name or the first bytes say that this is an IDX image file.
bool looks_like_idx(const std::filesystem::path& path);

/// Reads any of the above by content and extension into a Base. IDX: item `idx_item`.
document::Base read_input(const std::filesystem::path& path, std::int64_t idx_item = 0);

/// The values of `read_input` as a tensor, unchanged (for `poolscope eval --input`).
pool::Tensor read_tensor(const std::filesystem::path& path, std::int64_t idx_item = 0);

/// PNG writer: `rgba` is width·height·4 bytes, rows from the top. Atomic.
void write_png(const std::filesystem::path& path, int width, int height,
               const std::vector<unsigned char>& rgba);

}  // namespace io
