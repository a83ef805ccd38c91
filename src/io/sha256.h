#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace io {

/// The SHA-256 of some bytes as 64 hexadecimal digits (FIPS 180-4): the name of a content.
std::string sha256(std::span<const std::uint8_t> bytes);

}  // namespace io
