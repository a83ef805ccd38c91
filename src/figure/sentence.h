#pragma once

#include <string>

#include "figure/strings.h"
#include "pool/walkthrough.h"
#include "work/veil.h"

namespace figure {

/// What happens at the cursor, in words (see rich_text.h for the marks), as far as the stage has come: no
/// result stands there before its stage.
struct Said {
    std::string main;  ///< one sentence
    std::string more;  ///< a quieter one below it; may be empty
    bool operator==(const Said&) const = default;
};
/// In channel c of item n. `numbers` false: without this window's formula, where there is little room. What
/// `veil` hides is not said: then the sentence stays at the window's first stage.
Said said_of(const pool::Evaluation& evaluation, const pool::Cursor& cursor, std::int64_t n, std::int64_t c,
             const Strings& strings, bool numbers = true, const work::Veil& veil = {});

}  // namespace figure
