#include "measure/expression.h"

#include <array>
#include <cctype>

namespace measure {

namespace {

bool word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// One piece of the text: a word, a quoted text, or a single character.
std::string_view next_piece(std::string_view text) {
    const char c = text.front();
    if (word_character(c)) {
        std::size_t end = 1;
        while (end < text.size() && word_character(text[end])) ++end;
        return text.substr(0, end);
    }
    if (c != '"' && c != '\'') return text.substr(0, 1);
    std::size_t end = 1;
    while (end < text.size() && text[end] != c) end += text[end] == '\\' ? 2 : 1;
    return text.substr(0, std::min(end + 1, text.size()));
}

/// How much deeper a piece leads: brackets and what Lua closes by `end`.
int depth_of(std::string_view piece) {
    static constexpr std::array<std::string_view, 6> kOpen = {"(", "[", "{", "function", "if", "do"};
    static constexpr std::array<std::string_view, 4> kClose = {")", "]", "}", "end"};
    for (const std::string_view word : kOpen)
        if (piece == word) return 1;
    for (const std::string_view word : kClose)
        if (piece == word) return -1;
    return 0;
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

}  // namespace

std::vector<std::string> split_expressions(std::string_view text) {
    std::vector<std::string> result;
    std::size_t begin = 0;
    std::size_t at = 0;
    int depth = 0;
    while (at < text.size()) {
        const std::string_view piece = next_piece(text.substr(at));
        depth += depth_of(piece);
        if (piece == "," && depth <= 0) {
            result.push_back(trimmed(text.substr(begin, at - begin)));
            begin = at + 1;
        }
        at += piece.size();
    }
    result.push_back(trimmed(text.substr(begin)));
    return result;
}

std::string with_lists(std::string_view expression) {
    std::string result;
    std::size_t at = 0;
    while (at < expression.size()) {
        const std::string_view piece = next_piece(expression.substr(at));
        if (piece == "{") result += " list";
        result += piece;
        at += piece.size();
    }
    return result;
}

}  // namespace measure
