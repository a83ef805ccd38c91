#include "io/pasted/plain_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "io/pasted/wrappings.h"

namespace io::pasted {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 1;
};

CodePoint code_point(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned first = byte(at);
    const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1 || at + length > text.size()) return {first, 1};
    char32_t value = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return {first, 1};
        value = value << 6U | (byte(at + i) & 0x3FU);
    }
    return {value, length};
}

bool is_one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

/// What stands for a sign in ASCII; nullopt: it stays.
std::optional<std::string_view> ascii_sign(char32_t c) {
    if (c < 0x80) return std::nullopt;
    if (is_one_of(c, U"\u00A0\u3000\u202F\u205F\u1680") || (c >= 0x2000 && c <= 0x200A)) return " ";
    if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
        is_one_of(c, U"\u2060\uFEFF\u00AD\uFE0E\uFE0F"))
        return "";
    if (is_one_of(c, U"\u2028\u2029\u0085")) return "\n";
    if (is_one_of(c, U"‘’‚‛′´＇")) return "'";
    if (is_one_of(c, U"“”„‟″«»＂〝〞")) return "\"";
    if (is_one_of(c, U"−–—‐‑‒―－")) return "-";
    if (is_one_of(c, U"→⇒➔➜⟶⟹►▶")) return "->";
    if (is_one_of(c, U"×✕✖⨯")) return "x";
    if (is_one_of(c, U"、，﹐")) return ",";
    if (is_one_of(c, U"。")) return ".";
    if (is_one_of(c, U"【「『〔〖")) return "[";
    if (is_one_of(c, U"】」』〕〗")) return "]";
    if (is_one_of(c, U"•●▪‣◦─━")) return "-";
    if (is_one_of(c, U"│┃┆║")) return "|";
    if (is_one_of(c, U"┌┐└┘├┤┬┴┼╞╡╪╔╗╚╝╠╣╦╩╬╭╮╰╯")) return "+";
    if (c == U'═') return "=";
    if (c == U'…' || c == U'⋯' || c == U'⋮') return "...";
    if (c == U'∞') return "inf";
    return std::nullopt;
}

/// Figures of other scripts.
std::optional<char> figure_of(char32_t c) {
    for (const char32_t zero : {U'\u0660', U'\u06F0', U'\u0966', U'\u09E6', U'\u0E50'})
        if (c >= zero && c < zero + 10) return static_cast<char>('0' + static_cast<int>(c - zero));
    return std::nullopt;
}

/// The plain text as it grows.
class Writer {
 public:
    void put(char c, std::size_t at) {
        plain_.text += c;
        plain_.origin.push_back(at);
    }
    void put(std::string_view signs, std::size_t at) {
        for (const char c : signs) put(c, at);
    }
    PlainText finish(std::size_t end) {
        plain_.origin.push_back(end);
        return std::move(plain_);
    }

 private:
    PlainText plain_;
};

/// Length of a terminal's colour code, 0 where there is none.
std::size_t colour_code(std::string_view text) {
    if (!text.starts_with("\x1B[")) return 0;
    const std::size_t end = text.find_first_not_of("0123456789;", 2);
    return end == std::string_view::npos ? text.size() : end + 1;
}

/// "&lt;", "&#61;", "&#x27;"; nullopt: it is none.
std::optional<CodePoint> entity(std::string_view rest) {
    struct Named {
        std::string_view name;
        char32_t sign;
    };
    static constexpr std::array<Named, 8> kNamed = {{{"&lt;", U'<'},
                                                     {"&gt;", U'>'},
                                                     {"&amp;", U'&'},
                                                     {"&quot;", U'"'},
                                                     {"&apos;", U'\''},
                                                     {"&nbsp;", U' '},
                                                     {"&times;", U'×'},
                                                     {"&rarr;", U'→'}}};
    if (!rest.starts_with('&')) return std::nullopt;
    for (const Named& named : kNamed)
        if (rest.starts_with(named.name)) return CodePoint{named.sign, named.name.size()};
    const bool hexadecimal = rest.starts_with("&#x") || rest.starts_with("&#X");
    const std::size_t begin = hexadecimal ? 3 : 2;
    const std::size_t end = rest.substr(0, 12).find(';');
    if (!rest.starts_with("&#") || end == rest.npos) return std::nullopt;
    std::uint32_t value = 0;
    const auto [stop, wrong] =
        std::from_chars(rest.data() + begin, rest.data() + end, value, hexadecimal ? 16 : 10);
    if (wrong != std::errc{} || stop != rest.data() + end) return std::nullopt;
    return CodePoint{value, end + 1};
}

/// Signs outside of ASCII, line ends, escapes.
PlainText with_ascii_signs(std::string_view text) {
    Writer out;
    char quote = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        if (const std::size_t code = colour_code(rest); code > 0) {
            at += code;
            continue;
        }
        const std::optional<CodePoint> written = entity(rest);
        const auto [c, length] = written ? *written : code_point(text, at);
        const auto sign = ascii_sign(c);
        if (written && !sign) {
            out.put(c < 0x80 ? static_cast<char>(c) : '?', at);
            at += length;
            continue;
        }
        if (c >= 0xFF01 && c <= 0xFF5E && !sign) {
            out.put(static_cast<char>(c - 0xFEE0), at);
        } else if (c == U'。') {
            out.put(';', at);  // the end of a sentence
        } else if (sign) {
            out.put(*sign, at);
        } else if (c == '\r') {
            if (!rest.starts_with("\r\n")) out.put('\n', at);
        } else if (c == '\\' && quote == 0 && rest.size() > 1 && (rest[1] == 'n' || rest[1] == 'r')) {
            out.put('\n', at++);
        } else if (c == '\\' && quote == 0 && rest.size() > 1 && (rest[1] == 't' || rest[1] == '\n')) {
            out.put(' ', at++);
        } else if (c != '`') {
            out.put(rest.substr(0, length), at);
        }
        if (c == '\n') quote = 0;
        if (c == '\'' || c == '"') {
            const auto mark = static_cast<char>(c);
            quote = quote == 0 ? mark : quote == mark ? '\0' : quote;
        }
        at += length;
    }
    return out.finish(text.size());
}

}  // namespace

std::string ascii_signs(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto [c, length] = code_point(text, at);
        const auto sign = ascii_sign(c);
        const auto figure = figure_of(c);
        if (sign) {
            result += *sign;
        } else if (figure) {
            result += *figure;
        } else if (c >= 0xFF01 && c <= 0xFF5E) {
            result += static_cast<char>(c - 0xFEE0);
        } else if (c == U'\u066B' || c == U'\u066C') {
            result += c == U'\u066B' ? '.' : ',';
        } else {
            result += text.substr(at, length);
        }
        at += length;
    }
    return result;
}

PlainText plain_text(std::string_view text) {
    PlainText plain = without_line_numbers(with_ascii_signs(without_fences(text)));
    plain.diff = blank_diff(plain.text);
    blank_tags(plain.text);
    plain.printed = printed_by_session(plain.text);
    blank_prompts(plain.text);
    read_onnx_signs(plain.text);
    blank_quotes_around(plain.text);
    return plain;
}

}  // namespace io::pasted
