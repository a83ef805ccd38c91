#include "app/sweep_arguments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "app/options.h"
#include "document/lane.h"
#include "measure/expression.h"
#include "pool/notation.h"

namespace app {

namespace {

constexpr double kMostSteps = 100'000;

[[noreturn]] void bad_transform(const std::string& text) {
    throw UsageError({"error.usage.transform", {text}});
}

/// "shift-x=-8:8:1".
void read_transform(const std::string& text, measure::SweepRequest& request) {
    const std::size_t equals = text.find('=');
    const auto axis = measure::find_axis(text.substr(0, equals));
    if (equals == std::string::npos || !axis) bad_transform(text);
    std::array<double, 3> v{};
    const char* at = text.data() + equals + 1;
    const char* end = text.data() + text.size();
    for (std::size_t i = 0; i < v.size(); ++i) {
        const auto [stop, error] = std::from_chars(at, end, v[i]);
        const bool last = i + 1 == v.size();
        if (error != std::errc{} || !std::isfinite(v[i]) ||
            (last ? stop != end : stop == end || *stop != ':'))
            bad_transform(text);
        at = last ? end : stop + 1;
    }
    if (!(v[2] > 0) || v[1] < v[0] || (v[1] - v[0]) / v[2] > kMostSteps) bad_transform(text);
    if (*axis == measure::Axis::scale && v[0] <= 0) throw UsageError({"error.usage.scales", {text}});
    request.axis = *axis;
    request.values = measure::steps(v[0], v[1], v[2]);
}

std::vector<document::Replacement> read_replacements(const std::string& text) {
    std::vector<document::Replacement> kinds;
    for (const std::string& name : measure::split_expressions(text)) {
        const auto kind = measure::find_replacement(name);
        if (!kind) throw UsageError({"error.usage.kinds", {name}});
        kinds.push_back(*kind);
    }
    return kinds;
}

}  // namespace

void read_sweep(const std::string& transform, const std::string& kinds, measure::SweepRequest& request) {
    read_transform(transform, request);
    request.kinds = read_replacements(kinds);
}

void note_what_stays(Source& source, const pool::Stack& stack,
                     const std::vector<document::Replacement>& kinds) {
    using document::Replacement;
    const auto stays = [](Replacement kind) {
        return kind == Replacement::subsample || kind == Replacement::blur;
    };
    if (std::ranges::none_of(kinds, stays)) return;
    for (const pool::Layer& layer : stack)
        if (document::replaceable(layer) && layer.kind.starts_with("Adaptive"))
            source.note({"usage.adaptive_stays", {pool::notation(layer)}});
}

figure::CurveMeasure read_curve_measure(const std::string& name) {
    using figure::CurveMeasure;
    if (name == "cosine") return CurveMeasure::cosine;
    if (name == "differ") return CurveMeasure::differ;
    return name == "equal_share" ? CurveMeasure::equal_share : CurveMeasure::relative_difference;
}

}  // namespace app
