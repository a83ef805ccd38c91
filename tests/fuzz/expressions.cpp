#include <memory>

#include "checks.h"
#include "document/samples.h"
#include "measure/expression.h"
#include "measure/sandbox.h"
#include "pool/notation.h"

namespace fuzz {

namespace {

/// A small map in two lanes that differ in input and stack, so that every measure has something to say.
document::Document two_lanes() {
    document::Document document;
    document.input = document::find_sample("matrix.textbook")->input;
    document.stack = pool::parse_stack("MaxPool2d(2), AvgPool2d(2)");
    document.other.transform.dx = 1;
    document.other.poolings = document::Replacement::average;
    return document;
}

}  // namespace

void expression(Bytes bytes) {
    static measure::Subject subject(two_lanes());
    // Small, so that many are tried in a second.
    constexpr measure::Limits kLimits{.steps = 20'000, .bytes = std::size_t{4} << 20U};
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    measure::Sandbox sandbox(subject, kLimits);
    for (const std::string& part : measure::split_expressions(text))
        accepted<measure::MeasureError>([&] { sandbox.evaluate(part); });
    // Whatever was tried, the sandbox goes on.
    if (!accepted<measure::MeasureError>([&] { sandbox.evaluate("1 + 1"); }))
        fail("the sandbox does not go on after an expression", text);
}

}  // namespace fuzz
