#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/pasted/values.h"

namespace io::pasted {

/// The layers that a module's constructor stands for, in PyTorch, Keras, TensorFlow, Paddle, MXNet, Torch 7,
/// MATLAB or ONNX. nullopt: the name is not one of a layer. Throws pool::NotationError.
std::optional<Items> module_of(const Call& call);
/// The layers that a function of a map stands for ("F.max_pool2d(x, 2)"), without those of its argument.
/// nullopt: the name is not one of such a function. Throws pool::NotationError.
std::optional<Items> function_of(const Call& call);
/// Refuses a name that is no layer, with the nearest one that is.
[[noreturn]] void refuse_name(const Call& call);

/// Whether a name begins like one of a layer, so that it must not be passed over.
bool looks_like_layer(std::string_view leaf);

}  // namespace io::pasted
