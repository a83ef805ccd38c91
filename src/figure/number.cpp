#include "figure/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace figure {

namespace {

/// ASCII minus signs become U+2212; "1e+07" becomes "1e7", "1e-07" becomes "1e−7".
std::string polished(const std::string& ascii) {
    std::string text;
    for (std::size_t i = 0; i < ascii.size(); ++i) {
        const char c = ascii[i];
        if (c == '-') {
            text += "−";
        } else if (c == '+') {
            continue;
        } else if (c == '0' && i >= 2 && ascii[i - 2] == 'e' && i + 1 < ascii.size()) {
            continue;
        } else {
            text += c;
        }
    }
    return text;
}

std::string special(double value) {
    if (std::isnan(value)) return "NaN";
    return value < 0 ? "−∞" : "∞";
}

}  // namespace

std::string number(double value, int digits) {
    if (!std::isfinite(value)) return special(value);
    std::array<char, 64> buffer{};
    // Leading zeros take more room than an exponent.
    const bool tiny = value != 0 && std::abs(value) < 1e-3;
    char* const begin = buffer.data();
    char* const limit = begin + buffer.size();
    const auto [end, error] =
        tiny ? std::to_chars(begin, limit, value, std::chars_format::scientific, std::max(digits - 2, 0))
             : std::to_chars(begin, limit, value, std::chars_format::general, digits);
    (void)error;
    const std::string text(buffer.data(), end);
    return text == "-0" ? "0" : polished(text);
}

std::string exact_number(float value) {
    if (!std::isfinite(value)) return special(value);
    std::array<char, 64> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    (void)error;
    return polished(std::string(buffer.data(), end));
}

}  // namespace figure
