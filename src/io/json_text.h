#pragma once

#include <string>
#include <string_view>

namespace io {

/// Refuses JSON that would take too much memory or too deep a stack to read, before it is parsed: more bytes,
/// values or levels than pool::limits allows. What the program writes is checked by the same function. `name`
/// stands in messages. Throws FileError.
void check_json(std::string_view text, const std::string& name);

}  // namespace io
