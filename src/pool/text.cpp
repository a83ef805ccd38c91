#include "pool/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace pool {

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

std::string exact(double value) {
    // Without a point it would be read as the whole number 0.
    if (value == 0 && std::signbit(value)) return "-0.0";
    std::array<char, 40> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    (void)error;
    return std::string(buffer.data(), end);
}

std::string entry(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : "None";
}

/// Writes one level of a nested list and moves `at` over the values it used.
std::string list_text(const NumberList& list, std::size_t level, std::size_t& at) {
    std::string text = "[";
    for (std::int64_t i = 0; i < list.shape()[level]; ++i) {
        if (i > 0) text += ", ";
        text += level + 1 < list.shape().size() ? list_text(list, level + 1, at) : exact(list.values()[at++]);
    }
    return text + "]";
}

struct Writer {
    std::string operator()(std::monostate) const { return "None"; }
    std::string operator()(bool value) const { return value ? "True" : "False"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return exact(value); }
    std::string operator()(const Pair& pair) const {
        if (pair.h == pair.w && pair.h) return entry(pair.h);
        return "(" + entry(pair.h) + ", " + entry(pair.w) + ")";
    }
    std::string operator()(const std::string& text) const { return "'" + text + "'"; }
    std::string operator()(const NumberList& list) const {
        std::size_t at = 0;
        if (list.shape().empty()) return exact(list.values().front());
        return list_text(list, 0, at);
    }
};

}  // namespace

std::string short_number(double value, int digits) {
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

std::string factor_text(double value) {
    const std::string text = short_number(value);
    const bool plain = text.find("−") == std::string::npos && text.find('e') == std::string::npos;
    return plain ? text : "(" + text + ")";
}

std::string exact_number(float value) {
    if (!std::isfinite(value)) return special(value);
    std::array<char, 64> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    (void)error;
    return polished(std::string(buffer.data(), end));
}

std::string python_text(const Value& value) { return std::visit(Writer{}, value); }

std::string grid_text(std::int64_t height, std::int64_t width) {
    return std::to_string(height) + "×" + std::to_string(width);
}

}  // namespace pool
