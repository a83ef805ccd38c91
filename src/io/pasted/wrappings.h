#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/pasted/plain_text.h"

// What stands around code where it was copied. What is left out becomes blanks, so that positions and indents
// stay.

namespace io::pasted {

/// Markdown: the lines of fences ("```", "~~~"), and what stands outside of them.
std::string without_fences(std::string_view text);
/// "12: ", "12 | ", "12\t" before every line, counting on by one: taken away, as their width may change.
PlainText without_line_numbers(PlainText plain);
/// The headers and the lines of a diff that it takes away. False: it is none, or takes nothing away.
bool blank_diff(std::string& text);
/// "<code>", "</pre>", "<br>".
void blank_tags(std::string& text);
/// Of a session with prompts: the lines without one, unless a bracket is open. Empty: there are no prompts.
std::vector<std::pair<std::size_t, std::size_t>> printed_by_session(const std::string& text);
/// Prompts, bullets and quotation marks of mails at the beginning of lines; lines of arrows between layers.
void blank_prompts(std::string& text);
/// ONNX's "%4 = MaxPool[kernel_shape = [2, 2]](%3)" and "Y = MaxPool <kernel_shape: ints = [2, 2]> (X)" as
/// calls.
void read_onnx_signs(std::string& text);
/// Where a printed summary or a traced graph begins, which holds no parameters; npos: nowhere.
std::size_t place_of_summary(std::string_view text);
/// Quotation marks around all of the text.
void blank_quotes_around(std::string& text);

}  // namespace io::pasted
