#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pool/layer.h"

namespace pool {

/// A Python literal of a notation, before it is fitted to a parameter's type.
struct Literal {
    enum class Type { none, boolean, integer, number, text, list } type = Type::none;
    bool boolean = false;
    std::int64_t integer = 0;
    double number = 0;
    std::string text;
    std::vector<Literal> items;
    std::size_t offset = 0;  ///< of its first byte in the notation
    std::size_t end = 0;     ///< one past it
};

/// The value that a parameter takes from a literal of `text`. Throws NotationError at the literal: what was
/// found, what the parameter expects.
Value fitted(const LayerKind& kind, const ParamSpec& spec, const Literal& literal, std::string_view text);

}  // namespace pool
