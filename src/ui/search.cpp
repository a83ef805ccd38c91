#include "ui/search.h"

#include <algorithm>
#include <cctype>

namespace ui {

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

bool found_in(std::string_view typed, std::string_view text) {
    const std::string words = lower_case(typed);
    const std::string all = lower_case(text);
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        if (all.find(words.substr(at, end - at)) == std::string::npos) return false;
        at = end + 1;
    }
    return true;
}

}  // namespace ui
