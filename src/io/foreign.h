#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "words/message.h"

namespace io {

/// A sentence for a file of a kind that is not read: what it is and the way out, often a line of Python.
/// nullopt: nothing is known of it. `name`: the file's, with its extension.
std::optional<words::Message> foreign_file(std::span<const std::uint8_t> bytes, const std::string& name);
/// A page of the web, also one that is saved with comments before it.
bool is_web_page(std::string_view text);

}  // namespace io
