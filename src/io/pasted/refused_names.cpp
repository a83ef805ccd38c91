#include <array>
#include <cctype>
#include <utility>

#include "io/pasted/call_helpers.h"
#include "io/pasted/frameworks.h"
#include "io/pasted/names.h"

// What is said of a name that is no layer.

namespace io::pasted {

namespace {

/// The kind that a mode names which stands in quotes among the arguments: "avg", "min", "lp".
std::string_view kind_of_quoted_mode(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kModes = {
        {{"max", "MaxPool2d"},
         {"maximum", "MaxPool2d"},
         {"avg", "AvgPool2d"},
         {"average", "AvgPool2d"},
         {"mean", "AvgPool2d"},
         {"sum", "AvgPool2d"},
         {"min", "MinPool2d"},
         {"minimum", "MinPool2d"},
         {"lp", "LPPool2d"},
         {"l2", "LPPool2d"},
         {"stochastic", "StochasticPool2d"},
         {"mixed", "MixedPool2d"},
         {"soft", "SoftPool2d"},
         {"gem", "GeMPool2d"}}};
    for (std::size_t open = text.find_first_of("'\""); open != text.npos;) {
        const std::size_t close = text.find(text[open], open + 1);
        if (close == text.npos) return {};
        const std::string word = in_lower_case(text.substr(open + 1, close - open - 1));
        for (const auto& [mode, kind] : kModes)
            if (word == mode) return kind;
        open = text.find_first_of("'\"", close + 1);
    }
    return {};
}

/// The kinds by their names, as many as a sentence has room for.
std::string known_kinds() {
    constexpr std::size_t kMost = 110;
    std::string known;
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        if (known.size() + kind->name().size() > kMost) return known + ", …";
        known += (known.empty() ? "" : ", ") + std::string(kind->name());
    }
    return known;
}

}  // namespace

void refuse_name(const Call& call) {
    const std::string_view mode = kind_of_quoted_mode(call.text);
    const bool pools = in_lower_case(call.leaf).find("pool") != std::string::npos;
    const std::string nearest = pools && !mode.empty() ? std::string(mode) : nearest_name(call.leaf);
    if (nearest.empty()) refuse(call, {"error.notation.unknown_layer", {call.leaf, known_kinds()}});
    const std::size_t open = call.text.find('(');
    std::string arguments =
        open == std::string::npos || call.positional.empty() ? "" : call.text.substr(open);
    // Of other arguments only a size can be the layer's.
    const bool function = std::islower(static_cast<unsigned char>(call.leaf[0])) != 0;
    if (!mode.empty() || function) {
        const std::size_t end = arguments.find_first_not_of("( 0123456789");
        const bool size =
            end != std::string::npos && end > 1 && (arguments[end] == ',' || arguments[end] == ')');
        arguments = size ? arguments.substr(0, end) + ")" : "";
    }
    refuse(call, {"error.pasted.kind", {call.leaf, nearest, arguments, known_kinds()}});
}

}  // namespace io::pasted
