#pragma once

#include <string>
#include <string_view>

namespace ui {

/// Small letters; letters beyond ASCII have no case here that a search would need.
std::string lower_case(std::string_view text);
/// Every word of `typed` occurs in `text`, whatever the case.
bool found_in(std::string_view typed, std::string_view text);

}  // namespace ui
