#pragma once

#include <cstdint>
#include <span>

#include "pool/tensor.h"

namespace io {

/// The orientation that a camera wrote into a JPEG (APP1) or PNG (eXIf): 1 to 8 [Exif 2.32, tag 0x0112]; 1
/// where there is none or it is damaged.
int exif_orientation(std::span<const std::uint8_t> bytes);
/// The picture upright.
pool::Tensor upright(pool::Tensor picture, int orientation);

}  // namespace io
