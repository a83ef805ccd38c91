#pragma once

#include <array>
#include <charconv>
#include <string>

namespace figure {

/// A length in a file of text (SVG, TikZ): at most three decimals, without trailing zeros.
inline std::string decimal(float value) {
    std::array<char, 48> buffer{};
    const char* end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 3).ptr;
    std::string text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" || text.empty() ? "0" : text;
}

}  // namespace figure
