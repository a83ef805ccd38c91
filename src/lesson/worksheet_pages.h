#pragma once

#include <string>
#include <vector>

#include "figure/drawing.h"
#include "figure/words.h"
#include "lesson/worksheet.h"

namespace lesson {

enum class Paper { a4, letter };

struct WorksheetLook {
    Paper paper = Paper::a4;
    std::vector<figure::Language> languages = {figure::Language::english};
    /// Answers stand in the blanks, and beside them the common wrong ones with their misconceptions.
    bool answers = false;
    std::string footer{};  ///< at the foot of every page, such as the command that makes the sheet
    bool qr = false;       ///< the first exercise as a link for a camera, in the heading
};

/// The sheet in black and white, one drawing a page, in points.
std::vector<figure::Drawing> worksheet_pages(const Worksheet& sheet, const WorksheetLook& look);

}  // namespace lesson
