#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "io/data_set.h"

namespace io {

/// Whether a zip archive holds arrays of NumPy.
bool looks_like_npz(std::span<const std::uint8_t> bytes);
/// The names of the arrays, without ".npy".
std::vector<std::string> npz_arrays(std::span<const std::uint8_t> bytes, const std::string& name);
/// The array `options.array`, or the only one that can be a map; another of one dimension and as many whole
/// numbers as there are items holds their labels. Throws FileError that lists the arrays where one has to be
/// chosen.
DataSet read_npz(std::span<const std::uint8_t> bytes, const std::string& name, const ReadOptions& options);

}  // namespace io
