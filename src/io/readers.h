#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "document/document.h"
#include "io/data_set.h"

namespace io {

/// PNG, JPEG, BMP, TGA, PBM, PGM or PPM as 1×C×H×W in 0..1, C = 1 or 3. `name` stands in messages. Throws
/// FileError.
pool::Tensor read_picture(std::span<const std::uint8_t> bytes, const std::string& name);
pool::Tensor read_picture(const std::filesystem::path& path);

/// Whether a name ends as those of files that can be read do.
bool has_readable_name(const std::filesystem::path& path);
/// Whatever a file holds for the input: a picture, an array (.npy, .npz), a table, IDX with the labels beside
/// it, CIFAR; packed by gzip too. The content decides, then the name. "-" is standard input. A file of
/// another kind is named for what it is, with the way out. Throws FileError.
DataSet read_data_set(const std::filesystem::path& path, const ReadOptions& options = {});
/// The same from bytes; `path` gives the name, and where labels may lie.
DataSet read_data_set(std::span<const std::uint8_t> bytes, const std::filesystem::path& path,
                      const ReadOptions& options = {});
/// The input's base: the item that `options` choose.
document::Base read_input(const std::filesystem::path& path, const ReadOptions& options = {});

/// PNG writer: `rgba` is width·height·4 bytes, rows from the top. Atomic.
void write_png(const std::filesystem::path& path, int width, int height,
               const std::vector<unsigned char>& rgba);

}  // namespace io
