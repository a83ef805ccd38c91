#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace words {

/// Length in bytes of the valid UTF-8 character that starts at `at`; 0 where there is none.
std::size_t utf8_length(std::string_view text, std::size_t at);
/// The text as valid UTF-8 on one line: bytes that are not UTF-8 become U+FFFD, control characters spaces.
std::string one_line(std::string_view text);
/// At most so many bytes of valid UTF-8: what is longer is cut between two characters and ends in "…".
std::string shortened(std::string_view text, std::size_t bytes);
/// With small letters for A to Z, as endings of file names are compared.
std::string lower_ascii(std::string text);

}  // namespace words
