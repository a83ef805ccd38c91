#include "figure/lines.h"

#include "figure/text.h"

namespace figure {

std::vector<std::string> lines_of(const std::string& text, float width, Face face, float size) {
    const std::string broken =
        broken_into_lines(text, width, [&](std::string_view piece) { return text_width(face, size, piece); });
    std::vector<std::string> lines(1);
    for (const char c : broken)
        if (c == '\n') {
            lines.emplace_back();
        } else {
            lines.back() += c;
        }
    return lines;
}

}  // namespace figure
