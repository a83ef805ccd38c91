#include "document/lane.h"

#include <array>

#include "document/transform.h"
#include "pool/rules.h"

namespace document {

namespace {

bool adaptive(const pool::LayerKind& kind) {
    return pool::find_spec(kind, "output_size") && !pool::find_spec(kind, "kernel_size");
}

/// The distance of neighbouring windows, asked of windows on a map that is large enough for any layer.
pool::Pair stride_of(const pool::Layer& layer) {
    constexpr std::int64_t kLarge = std::int64_t{1} << 16U;
    const pool::Geometry windows = pool::kind_of(layer).geometry(layer.params, {1, 1, kLarge, kLarge});
    return {windows.h().stride(), windows.w().stride()};
}

/// A layer of another kind that keeps the parameters which that kind has too.
pool::Layer as_kind(const pool::Layer& layer, std::string_view name) {
    pool::Layer result{std::string(name), {}, layer.enabled};
    const pool::LayerKind& kind = pool::kind_of(result);
    for (const pool::ParamSpec& spec : kind.params())
        if (const pool::Value* value = layer.params.find(spec.name)) result.params.set(spec.name, *value);
    // Layers without windows of their own, such as Subsample2d: each cell of the output stands for one
    // stride.
    if (pool::find_spec(kind, "kernel_size") && !result.params.find("kernel_size"))
        result.params.set("kernel_size", stride_of(layer));
    return result;
}

pool::Layer strided(const pool::Layer& layer, std::string_view name) {
    pool::Layer result{std::string(name), {}, layer.enabled};
    result.params.set("stride", stride_of(layer));
    return result;
}

pool::Layer replaced(const pool::Layer& layer, Replacement kind) {
    const bool sizes = adaptive(pool::kind_of(layer));
    switch (kind) {
        case Replacement::average:
            return as_kind(layer, sizes ? "AdaptiveAvgPool2d" : "AvgPool2d");
        case Replacement::maximum:
            return as_kind(layer, sizes ? "AdaptiveMaxPool2d" : "MaxPool2d");
        case Replacement::subsample:
            return sizes ? layer : strided(layer, "Subsample2d");
        case Replacement::blur:
            return sizes ? layer : strided(layer, "BlurPool2d");
        case Replacement::as_given:
            break;
    }
    return layer;
}

}  // namespace

bool other_input(const Document& document) {
    return document.other.input.has_value() || document.other.transform != Transform{};
}

bool other_stack(const Document& document) {
    const Lane& lane = document.other;
    return lane.stack || lane.poolings != Replacement::as_given || !lane.rule.empty() || !lane.ties.empty();
}

Input input_b(const Document& document) {
    return transformed(document.other.input.value_or(document.input), document.other.transform);
}

pool::Stack stack_b(const Document& document) {
    const Lane& lane = document.other;
    pool::Stack stack = with_poolings(lane.stack.value_or(document.stack), lane.poolings);
    if (!lane.rule.empty()) pool::translate_to_rule(stack, lane.rule);
    if (!lane.ties.empty()) set_ties(stack, lane.ties);
    return stack;
}

Document lane_b(const Document& document) {
    Document result;
    result.input = input_b(document);
    result.stack = stack_b(document);
    result.upstream = document.upstream;
    return result;
}

Lane compared_lane(const Document& document) {
    Lane lane = document.other;
    if (lane == Lane{}) lane.transform.dx = 1;
    return lane;
}

bool replaceable(const pool::Layer& layer) {
    // Every other kind has weights, unpools, or pools over regions of its own.
    static constexpr std::array kNames = {
        "MaxPool2d",       "AvgPool2d",  "AdaptiveMaxPool2d", "AdaptiveAvgPool2d", "LPPool2d",
        "MinPool2d",       "BlurPool2d", "MaxBlurPool2d",     "StochasticPool2d",  "MixedPool2d",
        "LogSumExpPool2d", "SoftPool2d", "Subsample2d"};
    for (const char* name : kNames)
        if (layer.kind == name) return true;
    return false;
}

pool::Stack with_poolings(const pool::Stack& stack, Replacement kind) {
    pool::Stack result = stack;
    for (pool::Layer& layer : result)
        if (kind != Replacement::as_given && replaceable(layer)) layer = replaced(layer, kind);
    return result;
}

void set_ties(pool::Stack& stack, const std::string& ties) {
    for (pool::Layer& layer : stack) {
        const pool::ParamSpec* spec = pool::find_spec(pool::kind_of(layer), "ties");
        if (!spec) continue;
        if (spec->only_default(ties)) {
            layer.params.erase("ties");
        } else {
            layer.params.set("ties", ties);
        }
    }
}

}  // namespace document
