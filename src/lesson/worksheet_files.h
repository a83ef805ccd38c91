#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lesson/worksheet_pages.h"

namespace lesson {

/// A sheet as it is asked for.
struct WorksheetOrder {
    const WorksheetKind* kind = nullptr;
    int count = 6;
    std::uint64_t seed = 1;
    const document::Document* document = nullptr;  ///< whose layers; nullptr: the sheet's own
    Paper paper = Paper::a4;
    std::vector<figure::Language> languages = {figure::Language::english};
    bool qr = false;  ///< the first exercise as a link, in the heading
    std::filesystem::path sheet;
    std::filesystem::path answers;  ///< of the key; empty: none
};

/// "en", "zh" or "both".
std::vector<figure::Language> languages_named(std::string_view name);

/// Writes the sheet, and the key where it is asked for, as PDF: the same order gives the same bytes. Both are
/// made before either is written. Throws words::Error, and io::FileError; nothing is written then.
void write_worksheet(const WorksheetOrder& order);

}  // namespace lesson
