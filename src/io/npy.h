#pragma once

#include <filesystem>

#include "pool/tensor.h"

namespace io {

/// Reads .npy (versions 1–3, C or Fortran order, little or big endian; float32/64, uint8, int32/64, bool)
/// with 2 (H×W), 3 (C×H×W) or 4 (N×C×H×W) dimensions, converted to float32. Throws FileError.
pool::Tensor read_npy(const std::filesystem::path& path);
/// The same for int64 positions.
pool::Indices read_npy_indices(const std::filesystem::path& path);
/// Writes float32 / int64 with four dimensions, version 1.0, C order, atomically.
void write_npy(const std::filesystem::path& path, const pool::Tensor& tensor);
void write_npy(const std::filesystem::path& path, const pool::Indices& indices);

}  // namespace io
