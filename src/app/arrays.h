#pragma once

#include <filesystem>
#include <vector>

#include "io/file_set.h"
#include "pool/evaluation.h"

namespace app {

/// The gradient at an output of that shape, read from a file. Throws where its shape is another.
pool::Upstream read_upstream(const std::filesystem::path& grad, const pool::Shape& output);
/// output.npy, grad.npy, layers/01.output.npy, layers/01.indices.npy …, for io::write_files.
std::vector<io::NamedFile> array_files(const pool::Evaluation& evaluation);

}  // namespace app
