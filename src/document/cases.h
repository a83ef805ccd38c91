#pragma once

#include <span>
#include <string_view>

#include "document/document.h"

namespace document {

/// A pair of inputs that textbooks speak of, with the stack that they name. The texts "case.<id>" say what it
/// is.
struct Case {
    std::string_view id;
    std::string_view sample;
    std::string_view sample_b;  ///< empty: the same, moved
    Transform transform;
    std::string_view notation;
};
std::span<const Case> cases();
/// The document that shows it; what the case does not name stays as in `from`.
Document document_of(const Case& pair, Document from);

}  // namespace document
