#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace io::pasted {

struct Token {
    enum class Type { name, number, text, sign, line, end };
    Type type = Type::end;
    std::string text;
    std::size_t at = 0;
    std::size_t end = 0;
    std::size_t indent = 0;  ///< of its line
    /// A sign or word, never what stands in quotes.
    bool is(std::string_view what) const { return type != Type::text && text == what; }
};

/// Words, numbers, quoted texts and signs; the end of a line is the token "\n". Comments (#, //, --, /*…*/)
/// are left out; a text in three quotes that stands alone in its line too. The last token is Type::end.
/// Throws pool::NotationError.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace io::pasted
