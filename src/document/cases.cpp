#include "document/cases.h"

#include <array>
#include <cassert>

#include "document/samples.h"
#include "pool/notation.h"

namespace document {

namespace {

constexpr std::string_view kOnce = "MaxPool2d(2)";
constexpr std::string_view kThrice = "MaxPool2d(2), MaxPool2d(2), MaxPool2d(2)";
constexpr std::string_view kFourTimes = "MaxPool2d(2), MaxPool2d(2), MaxPool2d(2), MaxPool2d(2)";
constexpr std::string_view kEdges = "Conv2d('sobel_x'), ReLU(), AdaptiveMaxPool2d(2)";

Input input_of(std::string_view sample) {
    const Sample* found = find_sample(sample);
    assert(found && "a case names a sample that is not in assets/samples.txt");
    return found->input;
}

}  // namespace

std::span<const Case> cases() {
    static constexpr std::array<Case, 8> kCases = {{
        {"one.right", "one", "", {1, 0, 0, 1, 0}, kOnce},
        {"one.left", "one", "", {-1, 0, 0, 1, 0}, kOnce},
        {"yi.drawn", "yi.level", "yi.tilted", {}, kFourTimes},
        {"yi.pixels", "yi.pixels.level", "yi.pixels.tilted", {}, kFourTimes},
        {"yi.pixels.down", "yi.pixels.level.down", "yi.pixels.tilted.down", {}, kFourTimes},
        {"yi.turned", "yi.level", "", {0, 0, 90, 1, 0}, kThrice},
        {"zero.sizes", "zero.large", "zero.small", {}, kFourTimes},
        {"zero.edges", "zero.large", "zero.small", {}, kEdges},
    }};
    return kCases;
}

Document document_of(const Case& pair, Document from) {
    from.input = input_of(pair.sample);
    from.stack = pool::parse_stack(pair.notation);
    from.upstream = {};
    from.other = {};
    if (!pair.sample_b.empty()) from.other.input = input_of(pair.sample_b);
    from.other.transform = pair.transform;
    return from;
}

}  // namespace document
