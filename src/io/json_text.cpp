#include "io/json_text.h"

#include "io/files.h"
#include "pool/limits.h"

namespace io {

namespace {

/// Where the string that begins at `at` ends: behind its closing quote, or the end of the text.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return text.size();
}

}  // namespace

void check_json(std::string_view text, const std::string& name) {
    using namespace pool::limits;
    if (static_cast<std::int64_t>(text.size()) > kFileBytes)
        throw FileError({"error.file.large", {name, text.size() >> 20U, kFileBytes >> 20}});
    std::int64_t values = 1;
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            at = end_of_string(text, at);
            continue;
        }
        const char c = text[at++];
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (c == ',' || c == '[' || c == '{') ++values;
        if (depth > kJsonDepth) throw FileError({"error.json.deep", {name, kJsonDepth}});
        if (values > kJsonValues) throw FileError({"error.json.values", {name, kJsonValues}});
    }
}

}  // namespace io
