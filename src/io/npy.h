#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "io/data_set.h"
#include "pool/tensor.h"

namespace io {

/// Whether these bytes begin like a .npy file.
bool looks_like_npy(std::span<const std::uint8_t> bytes);
/// The numbers of a .npy file: versions 1–3, C or Fortran order, either byte order, every real type of NumPy,
/// any number of dimensions. `name` stands in messages. Throws FileError.
Numbers read_numbers(std::span<const std::uint8_t> bytes, const std::string& name);
/// The same as a map, with 2 (H×W), 3 (C×H×W) or 4 (N×C×H×W) dimensions, converted to float32. Throws
/// FileError.
pool::Tensor read_npy(const std::filesystem::path& path);
/// The same for int64 positions.
pool::Indices read_npy_indices(const std::filesystem::path& path);
/// A file of float32 / int64 with four dimensions, version 1.0, C order.
std::vector<std::uint8_t> npy_bytes(const pool::Tensor& tensor);
std::vector<std::uint8_t> npy_bytes(const pool::Indices& indices);
/// Writes it atomically.
void write_npy(const std::filesystem::path& path, const pool::Tensor& tensor);
void write_npy(const std::filesystem::path& path, const pool::Indices& indices);

}  // namespace io
