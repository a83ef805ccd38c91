#pragma once

#include <optional>

#include "io/pasted/values.h"

namespace io::pasted {

/// F.pad(map, …), ZeroPad2d, ZeroPadding2D, ConstantPad2d: zeros become a layer that pads, -inf waits for the
/// layer behind it, anything else is refused. nullopt: it is no padding.
std::optional<Items> padding_of(const Call& call);
/// Gives padding with -inf to the MaxPool2d behind it, whose own padding is the same.
Items with_padding(const Items& items);

}  // namespace io::pasted
