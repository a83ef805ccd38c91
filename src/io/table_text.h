#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace io {

/// Text of a table in UTF-8 with plain figures and signs: UTF-16 by its mark, full-width and Arabic figures,
/// "−" for minus. nullopt: it is not text.
std::optional<std::string> table_text(std::string_view bytes);

/// How the numbers of a table are written.
struct NumberStyle {
    bool decimal_comma = false;
    bool grouped = false;  ///< "1,000" is a thousand (with decimal_comma "1.000")
};

enum class CellKind { number, empty, word, too_large };
/// A cell read as a number.
struct CellValue {
    CellKind kind = CellKind::word;
    float value = 0;
    bool rounded = false;  ///< a whole number that float32 does not hold, or one too small for it
};
CellValue cell_value(std::string_view cell, const NumberStyle& style);

/// Without blanks and quotes around it.
std::string_view trimmed(std::string_view cell);

}  // namespace io
