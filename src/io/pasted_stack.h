#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pool/layer.h"
#include "words/message.h"

namespace io {

/// A stack as a person pasted it.
struct PastedStack {
    pool::Stack stack;
    std::vector<words::Message> notes;  ///< what was left out or read as something else, one sentence each
};

/// Reads what people paste: the strict notation; otherwise definitions of networks in PyTorch, Keras,
/// TensorFlow, Paddle, MXNet, Flax, Torch 7, MATLAB or ONNX, also printed modules, assignments, classes with
/// a forward function, prompts and typographic signs. `input`: the map that the stack will stand on, for
/// layers that take their channels from it. A `weight` may name a .npy file, whose values become part of the
/// layer. Throws pool::NotationError with the place in `text`, io::FileError for such a file.
PastedStack read_pasted_stack(std::string_view text, const pool::Shape& input = {1, 1, 28, 28});

/// "line 2, column 5" of a byte of a text; only "character 5" where the text has one line.
words::Message place_in(std::string_view text, std::size_t offset);

}  // namespace io
