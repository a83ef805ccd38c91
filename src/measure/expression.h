#pragma once

#include <string>
#include <string_view>
#include <vector>

// The text of expressions, before Lua reads it.

namespace measure {

/// Splits at the commas that stand outside of brackets, texts and functions: "rel(1), rf(2,1,1)" is two
/// expressions. Blanks around each are cut; an empty one stays empty.
std::vector<std::string> split_expressions(std::string_view text);

/// The expression with every list written for the sandbox: "{1, 2}" becomes " list{1, 2}".
std::string with_lists(std::string_view expression);

}  // namespace measure
