#include "figure/words.h"

#include <algorithm>

namespace figure {

std::vector<std::string> Words::sentence(std::string_view key,
                                         std::initializer_list<words::Argument> arguments) const {
    std::vector<std::string> lines;
    for (const Strings& strings : tongues_) {
        std::string text = strings.format(key, arguments);
        if (std::ranges::find(lines, text) == lines.end()) lines.push_back(std::move(text));
    }
    return lines;
}

std::string Words::label(std::string_view key, std::initializer_list<words::Argument> arguments) const {
    std::string all;
    for (const std::string& text : sentence(key, arguments)) all += (all.empty() ? "" : " · ") + text;
    return all;
}

}  // namespace figure
