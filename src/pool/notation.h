#pragma once

#include <string>
#include <string_view>

#include "pool/layer.h"

namespace pool {

/// Text that is not a layer or a stack. `offset` is the byte where reading stopped.
class NotationError : public words::Error {
 public:
    NotationError(std::size_t at, words::Message message) : Error(std::move(message)), offset_(at) {}
    std::size_t offset() const { return offset_; }

 private:
    std::size_t offset_;
};

/// One layer as PyTorch prints it, defaults left out: "AvgPool2d(3, stride=2, padding=1)".
std::string notation(const Layer& layer);
/// Layers joined by ", ". A disabled layer is written "# off: MaxPool2d(2)" in the document only, not here:
/// it is left out.
std::string notation(const Stack& stack);
/// Reads one or more layers: "MaxPool2d(2), nn.AvgPool2d(3, stride=2)", a pasted "nn.Sequential(...)", with
/// "nn." or "torch.nn." or without, line breaks, trailing commas, "(0): " prefixes as PyTorch prints a
/// Sequential, # comments, up to the limits of limits.h. Reading what notation() wrote gives the same layers.
/// Throws NotationError.
Stack parse_stack(std::string_view text);
/// Reads the value of one parameter, as it stands behind "name=". Throws NotationError.
Value parse_value(const LayerKind& kind, const ParamSpec& spec, std::string_view text);

}  // namespace pool
