#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "figure/sheet.h"

namespace figure {

/// How a sheet looks, in the words of `poolscope figure`: names of options without "--", and their values; a
/// flag's value is "true". Documents keep named styles so, the command line and settings speak so.
using SheetOptions = std::vector<std::pair<std::string, std::string>>;

/// What differs from a usual sheet; all but the title, which belongs to one figure.
SheetOptions options_of(const Sheet& sheet);
/// Throws words::Error for an option or a value that is not known.
void set_option(Sheet& sheet, std::string_view name, std::string_view value);
/// A usual sheet with these options. Throws words::Error.
Sheet sheet_of(const SheetOptions& options);

}  // namespace figure
