#pragma once

#include <string>
#include <string_view>

#include "io/data_set.h"

namespace io {

/// "[[0, 1], [2, 3]]", "array([[0., 1.]])", "tensor([…], dtype=torch.uint8)", MATLAB's "[0 1; 2 3]".
bool begins_with_brackets(std::string_view text);
/// Numbers in brackets, as NumPy, PyTorch, MATLAB, JSON and Python write them; the brackets' depth makes the
/// shape. Throws FileError that names the line.
Numbers read_brackets(std::string_view text, const std::string& name);

}  // namespace io
