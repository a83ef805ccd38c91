#pragma once

#include <filesystem>

#include "pool/evaluation.h"

namespace app {

/// The gradient at an output of that shape, read from a file. Throws where its shape is another.
pool::Upstream read_upstream(const std::filesystem::path& grad, const pool::Shape& output);
/// output.npy, grad.npy, layers/01.output.npy, layers/01.indices.npy … into a folder, made where it is
/// missing.
void write_arrays(const pool::Evaluation& evaluation, const std::filesystem::path& out);

}  // namespace app
