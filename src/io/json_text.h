#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

namespace io {

/// Refuses a JSON text that is beyond the limits (pool/limits.h), before a parser takes memory for it, and
/// one with a field that stands twice in an object: which of the two is meant cannot be known. `name` stands
/// in messages. Throws FileError.
void check_json(std::string_view text, const std::string& name);
/// The same, and refuses what is no JSON (RFC 8259), with line and column.
void require_json(std::string_view text, const std::string& name);
/// Refuses what a parser stopped at when it had read so many bytes: a sign that is no JSON, or (`number`) one
/// that is too large.
[[noreturn]] void refuse_json(std::string_view text, const std::string& name, std::size_t read,
                              const std::string& number = {});
/// Whether a parser stopped at a number that is too large.
bool is_overflow(const std::exception& error);

}  // namespace io
