#include "pool/text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace pool {

namespace {

std::string exact(double value) {
    std::array<char, 40> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    (void)error;
    std::string text(buffer.data(), end);
    if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string entry(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : "None";
}

/// Writes one level of a nested list and moves `at` over the values it used.
std::string list_text(const NumberList& list, std::size_t level, std::size_t& at) {
    std::string text = "[";
    for (std::int64_t i = 0; i < list.shape[level]; ++i) {
        if (i > 0) text += ", ";
        text += level + 1 < list.shape.size() ? list_text(list, level + 1, at) : exact(list.values[at++]);
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
        return list.shape.empty() ? "[]" : list_text(list, 0, at);
    }
};

}  // namespace

std::string short_number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
    std::array<char, 40> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                            std::chars_format::general, 4);
    (void)error;
    const bool minus = value < 0;
    return (minus ? "−" : "") + std::string(buffer.data(), end);
}

std::string python_text(const Value& value) { return std::visit(Writer{}, value); }

}  // namespace pool
