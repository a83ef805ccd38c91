#include "io/base64.h"

#include <string_view>

namespace io {

namespace {
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
}

std::string to_base64(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        const std::uint32_t group = std::uint32_t{bytes[i]} << 16U |
                                    (left > 1 ? std::uint32_t{bytes[i + 1]} << 8U : 0U) |
                                    (left > 2 ? std::uint32_t{bytes[i + 2]} : 0U);
        text += kLetters[group >> 18U];
        text += kLetters[group >> 12U & 63U];
        text += left > 1 ? kLetters[group >> 6U & 63U] : '=';
        text += left > 2 ? kLetters[group & 63U] : '=';
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> from_base64(const std::string& text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        std::size_t padding = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const char c = text[i + k];
            if (c == '=' && i + 4 == text.size() && k >= 2) {
                ++padding;
                group <<= 6U;
                continue;
            }
            const std::size_t value = kLetters.find(c);
            if (value == std::string_view::npos || padding > 0) return std::nullopt;
            group = group << 6U | static_cast<std::uint32_t>(value);
        }
        bytes.push_back(static_cast<std::uint8_t>(group >> 16U));
        if (padding < 2) bytes.push_back(static_cast<std::uint8_t>(group >> 8U & 255U));
        if (padding < 1) bytes.push_back(static_cast<std::uint8_t>(group & 255U));
    }
    return bytes;
}

}  // namespace io
