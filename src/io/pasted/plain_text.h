#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace io::pasted {

/// Pasted text in plain ASCII signs, and where each of its bytes stood.
struct PlainText {
    std::string text;
    std::vector<std::size_t> origin;  ///< one for each byte of `text`, and one more for its end
    /// What an interactive session printed, from byte to byte of `text`: it repeats layers, or holds them
    /// alone.
    std::vector<std::pair<std::size_t, std::size_t>> printed;
    bool diff = false;  ///< lines that a diff takes away are left out
};

/// Full-width forms, typographic quotes, dashes and arrows become their ASCII signs; blanks of every kind
/// become blanks; what is not seen (U+200B, U+FEFF, colour codes of a terminal) is dropped. Prompts (">>>",
/// "In [1]:"), bullets, numbers of lines, quotation marks of mails and tags of HTML are dropped, of Markdown
/// what stands outside of its fences, of a diff the lines that it takes away; "\n" written as two signs is a
/// new line.
PlainText plain_text(std::string_view text);
/// Only the signs: full-width forms, typographic minus and quotes, blanks of every kind, figures of other
/// scripts.
std::string ascii_signs(std::string_view text);

}  // namespace io::pasted
