#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace io {

/// RFC 4648 with padding.
std::string to_base64(std::span<const std::uint8_t> bytes);
/// Nothing for text that is not base64.
std::optional<std::vector<std::uint8_t>> from_base64(const std::string& text);

}  // namespace io
