#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "io/data_set.h"

namespace io {

/// Whether these bytes begin like an IDX file, as MNIST's: 00 00, type, number of dimensions (or with the
/// bytes in the other order).
bool looks_like_idx(std::span<const std::uint8_t> bytes);
/// The numbers of an IDX file of any type. Unsigned bytes are scaled to 0..1. Fewer items than the header
/// says are read as far as they are whole, with a note. Throws FileError.
Numbers read_idx(std::span<const std::uint8_t> bytes, const std::string& name);
/// A file of IDX labels (one dimension).
bool holds_idx_labels(std::span<const std::uint8_t> bytes);
/// Where the labels of an images file lie beside it: "t10k-labels-idx1-ubyte" for "t10k-images-idx3-ubyte",
/// packed or not; empty: nowhere. And the reverse.
std::filesystem::path labels_beside(const std::filesystem::path& images);
std::filesystem::path images_beside(const std::filesystem::path& labels);

/// CIFAR-10's binary form: records of a label and 3×32×32 bytes.
bool looks_like_cifar(std::span<const std::uint8_t> bytes, const std::string& name);
DataSet read_cifar(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace io
