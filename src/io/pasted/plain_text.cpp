#include "io/pasted/plain_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

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

struct Entity {
    std::string_view name;
    char sign;
};
constexpr std::array<Entity, 6> kEntities = {
    {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&nbsp;", ' '}}};

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
        const auto entity =
            rest[0] == '&'
                ? std::ranges::find_if(kEntities, [&](const Entity& e) { return rest.starts_with(e.name); })
                : kEntities.end();
        if (entity != kEntities.end()) {
            out.put(entity->sign, at);
            at += entity->name.size();
            continue;
        }
        const auto [c, length] = code_point(text, at);
        const auto sign = ascii_sign(c);
        if (c >= 0xFF01 && c <= 0xFF5E && !sign) {
            out.put(static_cast<char>(c - 0xFEE0), at);
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

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// "In [12]:", "Out[3]:"
std::size_t notebook_prompt(std::string_view line) {
    for (const std::string_view word : {"In ", "In", "Out"}) {
        if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != '[') continue;
        const std::size_t close = line.find(']');
        if (close == std::string_view::npos || close + 1 >= line.size() || line[close + 1] != ':') continue;
        const std::string_view number = line.substr(word.size() + 1, close - word.size() - 1);
        if (number.find_first_not_of("0123456789 *") == std::string_view::npos) return close + 2;
    }
    return 0;
}

/// Bullets and numbers of a list: "- nn.…", "* nn.…", "+ nn.…", "2. nn.…", "2) nn.…".
std::size_t bullet(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && is_digit(line[at])) ++at;
    const bool numbered = at > 0 && at < line.size() && (line[at] == '.' || line[at] == ')');
    const bool dotted = at == 0 && !line.empty() && (line[0] == '-' || line[0] == '*' || line[0] == '+');
    if (!numbered && !dotted) return 0;
    const std::size_t next = line.find_first_not_of(" \t", at + 1);
    return next != std::string_view::npos && next > at + 1 && is_letter(line[next]) ? next : 0;
}

/// Signs at the beginning of a line, behind its blanks, that are not part of the code.
std::size_t prompt(std::string_view line) {
    for (const std::string_view sign : {">>>", "...:", "... ", "$ "})
        if (line.starts_with(sign)) return sign.size();
    if (line == "...") return line.size();
    if (line.starts_with(">") && !line.starts_with(">=") && !line.starts_with(">>")) return 1;
    const std::size_t notebook = notebook_prompt(line);
    return notebook > 0 ? notebook : bullet(line);
}

/// A blank for every sign of the prompts: positions and indents stay.
void blank_prompts(std::string& text) {
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        for (int k = 0; k < 3; ++k) {
            const std::size_t first = text.find_first_not_of(" \t", begin);
            if (first == std::string::npos || first >= end) break;
            const std::size_t length = prompt(std::string_view(text).substr(first, end - first));
            if (length == 0) break;
            std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(first), length, ' ');
        }
        begin = end + 1;
    }
}

/// The lines of a Markdown fence, while the backticks are still there.
std::string without_fences(std::string_view text) {
    std::string result(text);
    for (std::size_t begin = 0; begin < result.size();) {
        const std::size_t end = std::min(result.find('\n', begin), result.size());
        const std::size_t first = result.find_first_not_of(" \t", begin);
        if (first < end && std::string_view(result).substr(first, end - first).starts_with("```"))
            std::fill(result.begin() + static_cast<std::ptrdiff_t>(first),
                      result.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        begin = end + 1;
    }
    return result;
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
    PlainText plain = with_ascii_signs(without_fences(text));
    blank_prompts(plain.text);
    return plain;
}

}  // namespace io::pasted
