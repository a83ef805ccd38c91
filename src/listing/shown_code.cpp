#include "listing/shown_code.h"

namespace listing {

std::shared_ptr<const figure::ShownCode> shown_code(const pool::Evaluation& evaluation,
                                                    const pool::Cursor& cursor, std::int64_t n,
                                                    std::int64_t c, CodeLanguage language) {
    const pool::Cursor at = pool::clamped(evaluation, cursor);
    const Listing listing = listing_of(evaluation, at, language);
    const Execution now = execution(evaluation, at, n, c, listing, language);
    auto code = std::make_shared<figure::ShownCode>();
    for (const Line& line : listing.lines) code->lines.push_back({line.text});
    for (const std::size_t line : now.lines) code->lines[line].running = true;
    code->variables = now.variables;
    return code;
}

}  // namespace listing
