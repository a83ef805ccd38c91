#pragma once

#include <memory>

#include "figure/plates/table.h"
#include "listing/code.h"

namespace listing {

/// The program at the cursor's moment for a figure of the kind "code".
std::shared_ptr<const figure::ShownCode> shown_code(const pool::Evaluation& evaluation,
                                                    const pool::Cursor& cursor, std::int64_t n,
                                                    std::int64_t c, CodeLanguage language);

}  // namespace listing
