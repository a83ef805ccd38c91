#include "io/table_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "io/pasted/plain_text.h"

namespace io {

namespace {

void append_utf8(std::string& text, std::uint32_t c) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0U | c >> 6U);
        put(0x80U | (c & 0x3FU));
    } else {
        put(0xE0U | c >> 12U);
        put(0x80U | (c >> 6U & 0x3FU));
        put(0x80U | (c & 0x3FU));
    }
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
    std::string text;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        append_utf8(text, big_endian ? first * 256U + second : second * 256U + first);
    }
    return text;
}

bool equal_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        const char small = x >= 'A' && x <= 'Z' ? static_cast<char>(x + 'a' - 'A') : x;
        return small == y;
    });
}

struct Word {
    std::string_view text;
    float value;
};
constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr std::array<Word, 20> kWords = {
    {{"nan", kNan},   {"na", kNan},         {"n/a", kNan},      {"null", kNan},   {"none", kNan},
     {"-nan", kNan},  {"inf", kInf},        {"infinity", kInf}, {"+inf", kInf},   {"+infinity", kInf},
     {"-inf", -kInf}, {"-infinity", -kInf}, {"true", 1},        {"false", 0},     {"wahr", 1},
     {"falsch", 0},   {"vrai", 1},          {"faux", 0},        {"verdadero", 1}, {"falso", 0}}};

/// "1,234,567" with groups of three behind `mark`; the rest stays. False: the marks stand otherwise.
bool without_groups(std::string& digits, char mark) {
    const std::size_t first = digits.find(mark);
    if (first == std::string::npos) return true;
    const std::size_t begin = digits.find_first_of("0123456789");
    if (begin == std::string::npos || first < begin || first - begin > 3 || first == begin) return false;
    for (std::size_t at = first; at < digits.size() && digits[at] == mark; at += 4) {
        const std::string_view group = std::string_view(digits).substr(at + 1, 3);
        if (group.size() < 3 || group.find_first_not_of("0123456789") != group.npos) return false;
        const bool more = at + 4 < digits.size() && digits[at + 4] >= '0' && digits[at + 4] <= '9';
        if (more) return false;
    }
    std::erase(digits, mark);
    return true;
}

/// "1.5D+02" as Fortran writes it.
void from_fortran(std::string& digits) {
    const std::size_t at = digits.find_first_of("dD");
    if (at == 0 || at == std::string::npos || at + 1 >= digits.size()) return;
    const bool before = digits.find_first_not_of("+-.0123456789") == at;
    if (before && digits.find_first_not_of("0123456789", at + 2) == std::string::npos) digits[at] = 'e';
}

/// Digits with a point for from_chars; empty: not a number.
std::string plain_digits(std::string_view cell, const NumberStyle& style) {
    std::string digits(cell);
    if (digits.starts_with('+')) digits.erase(0, 1);
    if (!without_groups(digits, ' ')) return {};
    if (!without_groups(digits, '\'')) return {};
    if (style.decimal_comma) {
        if (digits.find(',') != std::string::npos && digits.find('.') != std::string::npos &&
            !without_groups(digits, '.'))
            return {};
        std::ranges::replace(digits, ',', '.');
    } else if (style.grouped) {
        if (!without_groups(digits, ',')) return {};
    }
    from_fortran(digits);
    return digits;
}

/// "1.#INF", "-1.#IND", "1.#QNAN": what old programs for Windows wrote.
std::optional<float> microsoft_value(std::string_view cell) {
    const bool negative = cell.starts_with('-');
    if (negative) cell.remove_prefix(1);
    if (!cell.starts_with("1.#")) return std::nullopt;
    if (cell.substr(3).starts_with("INF")) return negative ? -kInf : kInf;
    const bool none = cell.substr(3).starts_with("IND") || cell.substr(3).starts_with("QNAN") ||
                      cell.substr(3).starts_with("SNAN");
    return none ? std::optional(kNan) : std::nullopt;
}

CellValue as_float(double value, bool whole) {
    constexpr double kLargest = std::numeric_limits<float>::max();
    // What lies beyond half a step above the largest float rounds to infinity.
    if (std::abs(value) > kLargest * (1 + 0x1p-25)) return {CellKind::too_large, 0, false};
    const auto single = static_cast<float>(value);
    const bool lost = single == 0 && value != 0;
    return {CellKind::number, single, lost || (whole && static_cast<double>(single) != value)};
}

/// UTF-16 without its mark: every other one of the first bytes is 0. nullopt: it is not.
std::optional<bool> utf16_is_big_endian(std::string_view bytes) {
    constexpr std::size_t kLooked = 64;
    const std::string_view head = bytes.substr(0, std::min(bytes.size(), kLooked) & ~std::size_t{1});
    if (head.size() < 4) return std::nullopt;
    for (const bool big : {false, true}) {
        bool fits = true;
        for (std::size_t i = 0; i < head.size(); ++i) fits = fits && (head[i] == 0) == ((i % 2 == 0) == big);
        if (fits) return big;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> table_text(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        return table_text(from_utf16(bytes.substr(2), bytes[0] == '\xFE'));
    if (const auto big = utf16_is_big_endian(bytes)) return table_text(from_utf16(bytes, *big));
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const auto is_binary = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1A';
    };
    if (std::ranges::any_of(bytes, is_binary)) return std::nullopt;
    const bool ascii =
        std::ranges::none_of(bytes, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (ascii) return std::string(bytes);
    return pasted::ascii_signs(bytes);
}

CellValue cell_value(std::string_view written, const NumberStyle& style) {
    std::string_view cell = trimmed(written);
    if (cell.empty()) return {CellKind::empty, kNan, false};
    const double scale = cell.ends_with('%') ? 0.01 : 1;
    if (scale != 1) cell = trimmed(cell.substr(0, cell.size() - 1));
    // The usual case first: millions of cells are read.
    double value = 0;
    const char* end = cell.data() + cell.size();
    auto [stop, error] = std::from_chars(cell.data(), end, value);
    const bool figures = cell.find_first_not_of("0123456789") == std::string_view::npos;
    if (error == std::errc{} && stop == end && std::isfinite(value))
        return as_float(value * scale, figures && scale == 1);
    for (const Word& word : kWords)
        if (equal_word(cell, word.text)) return {CellKind::number, word.value, false};
    if (const auto special = microsoft_value(cell)) return {CellKind::number, *special, false};
    if (cell.size() > 2 && (cell.starts_with("0x") || cell.starts_with("0X"))) {
        std::uint64_t whole = 0;
        const auto [last, wrong] = std::from_chars(cell.data() + 2, end, whole, 16);
        if (wrong == std::errc{} && last == end) return as_float(static_cast<double>(whole), true);
    }
    const std::string digits = plain_digits(cell, style);
    const char* begin = digits.data();
    const char* finish = begin + digits.size();
    const std::from_chars_result read = std::from_chars(begin, finish, value);
    stop = read.ptr;
    error = read.ec;
    if (digits.empty() || stop != finish || error == std::errc::invalid_argument) return {};
    if (error == std::errc::result_out_of_range) {
        const std::size_t exponent = digits.find_first_of("eE");
        const bool tiny = exponent != std::string::npos && digits.find('-', exponent) != std::string::npos;
        if (!tiny) return {CellKind::too_large, 0, false};
        return {CellKind::number, 0, true};
    }
    if (!std::isfinite(value)) return {};
    return as_float(value * scale, scale == 1 && digits.find_first_of(".eE") == std::string::npos);
}

std::string_view trimmed(std::string_view cell) {
    constexpr std::string_view kBlank = " \t\r\f\v";
    const auto strip = [&] {
        const std::size_t first = cell.find_first_not_of(kBlank);
        if (first == std::string_view::npos) {
            cell = {};
        } else {
            cell = cell.substr(first, cell.find_last_not_of(kBlank) - first + 1);
        }
    };
    strip();
    // Spreadsheets keep a text of figures as ="01".
    if (cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"')) cell.remove_prefix(1);
    if (cell.size() >= 2 && (cell.front() == '"' || cell.front() == '\'') && cell.back() == cell.front()) {
        cell = cell.substr(1, cell.size() - 2);
        strip();
    }
    return cell;
}

}  // namespace io
