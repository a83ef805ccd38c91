#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "pool/tensor.h"

namespace io {

/// PBM, PGM or PPM in its text (P1–P3) or binary form (P4–P6) [netpbm.sourceforge.net/doc], any maxval up to
/// 65535, 16-bit values with the high byte first: 1×C×H×W, value / maxval; a PBM's 1 is black, 0 here.
/// nullopt: it is none of them. `name` stands in messages. Throws FileError.
std::optional<pool::Tensor> read_netpbm(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace io
