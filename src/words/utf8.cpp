#include "words/utf8.h"

namespace words {

std::size_t utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
    };
    const auto next = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned char first = byte(at);
    const unsigned char second = byte(at + 1);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return next(at + 1) ? 2 : 0;
    // Not longer than needed, no halves of UTF-16 pairs, nothing above U+10FFFF.
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0)) return 0;
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90)) return 0;
    if (first >= 0xE0 && first < 0xF0) return next(at + 1) && next(at + 2) ? 3 : 0;
    if (first >= 0xF0 && first < 0xF5) return next(at + 1) && next(at + 2) && next(at + 3) ? 4 : 0;
    return 0;
}

std::string one_line(std::string_view text) {
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        const bool control = length == 1 && (static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7F);
        line += length == 0 ? "\uFFFD" : control ? " " : text.substr(at, length);
        at += length == 0 ? 1 : length;
    }
    return line;
}

std::string shortened(std::string_view text, std::size_t bytes) {
    constexpr std::string_view kMore = "…";
    if (text.size() <= bytes) return std::string(text);
    std::size_t end = 0;
    while (end < text.size()) {
        const std::size_t length = utf8_length(text, end);
        if (end + length + kMore.size() > bytes || length == 0) break;
        end += length;
    }
    return std::string(text.substr(0, end)) + std::string(kMore);
}

std::string lower_ascii(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace words
