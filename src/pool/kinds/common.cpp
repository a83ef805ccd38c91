#include "pool/kinds/common.h"

#include <algorithm>

#include "pool/notation.h"
#include "pool/text.h"

namespace pool::kinds {

Size2 read_pair(const LayerKind& kind, const Params& params, std::string_view name, Size2 fallback) {
    const Value* value = find_param(kind, params, name);
    if (const auto* number = std::get_if<std::int64_t>(value)) return {*number, *number};
    if (const auto* pair = std::get_if<Pair>(value))
        return {pair->h.value_or(fallback.h), pair->w.value_or(fallback.w)};
    return fallback;
}

bool read_bool(const LayerKind& kind, const Params& params, std::string_view name) {
    const auto* value = std::get_if<bool>(find_param(kind, params, name));
    return value && *value;
}

std::optional<std::int64_t> read_integer(const LayerKind& kind, const Params& params, std::string_view name) {
    const auto* value = std::get_if<std::int64_t>(&param(kind, params, name));
    return value ? std::optional(*value) : std::nullopt;
}

double read_number(const LayerKind& kind, const Params& params, std::string_view name) {
    const Value& value = param(kind, params, name);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
    return 0;
}

Rule read_rule(const LayerKind& kind, const Params& params) {
    const auto* name = std::get_if<std::string>(find_param(kind, params, "rule"));
    if (!name) return Rule::pytorch;
    for (const Rule rule : {Rule::onnx, Rule::tensorflow, Rule::caffe})
        if (*name == rule_name(rule)) return rule;
    return Rule::pytorch;
}

std::string_view rule_name(Rule rule) {
    switch (rule) {
        case Rule::pytorch:
            break;
        case Rule::onnx:
            return "onnx";
        case Rule::tensorflow:
            return "tensorflow";
        case Rule::caffe:
            return "caffe";
    }
    return "pytorch";
}

Shape adaptive_shape(const LayerKind& kind, const Params& params, const Shape& input) {
    check_input(kind, input);
    const Size2 size = read_pair(kind, params, "output_size", {input.h, input.w});
    if (size.h < 1 || size.w < 1)
        throw LayerError("output_size",
                         {"error.at_least_one", {"output_size", python_text(Pair{size.h, size.w})}});
    return {input.n, input.c, size.h, size.w};
}

Geometry adaptive_geometry(const LayerKind& kind, const Params& params, const Shape& input) {
    const Shape out = adaptive_shape(kind, params, input);
    return {AxisGeometry::adaptive(input.h, out.h), AxisGeometry::adaptive(input.w, out.w)};
}

std::string adaptive_formula(const LayerKind& kind, const Params& params, const Shape& input, char axis) {
    const Shape out = adaptive_shape(kind, params, input);
    const std::string n = std::to_string(axis == 'h' ? input.h : input.w);
    const std::string m = std::to_string(axis == 'h' ? out.h : out.w);
    return "output_size = " + m + ", \\floor{\\frac{o·" + n + "}{" + m + "}} ≤ i < \\ceil{\\frac{(o + 1)·" +
           n + "}{" + m + "}}";
}

void clear(Tensor& tensor, const Region& region) {
    const Shape& shape = tensor.shape();
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t c = 0; c < shape.c; ++c)
            for (std::int64_t y = region.y0; y < region.y1; ++y)
                std::ranges::fill(
                    tensor.plane(n, c).subspan(static_cast<std::size_t>(y * shape.w + region.x0),
                                               static_cast<std::size_t>(region.x1 - region.x0)),
                    0.0F);
}

float random_unit(std::int64_t seed, const Cell& cell) {
    // SplitMix64 (Steele, Lea, Flood 2014), fed with one coordinate after the other.
    auto state = static_cast<std::uint64_t>(seed);
    std::uint64_t mixed = 0;
    for (const std::int64_t part : {cell.n, cell.c, cell.y, cell.x}) {
        state += 0x9E3779B97F4A7C15ULL + (mixed ^ static_cast<std::uint64_t>(part));
        mixed = state;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
        mixed ^= mixed >> 31U;
    }
    return static_cast<float>(mixed >> 40U) * 0x1p-24F;
}

std::vector<Tap> window_taps(const Geometry& geometry, const Tensor& input, const Cell& cell, float padding) {
    const AxisWindow h = geometry.rows(cell);
    const AxisWindow w = geometry.columns(cell);
    const std::int64_t item = geometry.item(cell.n);
    const AxisGeometry::Range channels = geometry.channels(cell.c);
    std::vector<Tap> taps;
    taps.reserve(static_cast<std::size_t>((channels.last - channels.first) * h.count * w.count));
    for (std::int64_t c = channels.first; c < channels.last; ++c) {
        for (std::int64_t i = 0; i < h.count; ++i) {
            for (std::int64_t j = 0; j < w.count; ++j) {
                Tap tap;
                tap.y = h.tap(i);
                tap.x = w.tap(j);
                tap.c = c;
                const Cell at{item, c, tap.y, tap.x};
                tap.valid = input.contains(at);
                tap.value = tap.valid ? input.at(at) : padding;
                taps.push_back(tap);
            }
        }
    }
    return taps;
}

std::string listed_terms(const Geometry& geometry, const Tensor& input, const Cell& cell, float padding,
                         const std::string& separator, bool valid_only) {
    constexpr std::int64_t kMostTerms = 16;
    const AxisWindow h = geometry.rows(cell);
    const AxisWindow w = geometry.columns(cell);
    const std::int64_t item = geometry.item(cell.n);
    std::string text;
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < h.count; ++i) {
        for (std::int64_t j = 0; j < w.count; ++j) {
            const Cell at{item, cell.c, h.tap(i), w.tap(j)};
            const bool valid = input.contains(at);
            if (!valid && valid_only) continue;
            if (++count > kMostTerms) continue;
            const float value = valid ? input.at(at) : padding;
            const bool subtracted = count > 1 && value < 0 && separator == " + ";
            if (count > 1) text += subtracted ? " − " : separator;
            text += short_number(subtracted ? -value : value);
        }
    }
    if (count == 0) text = "0";
    if (count > kMostTerms) text += separator + "… (n = " + std::to_string(count) + ")";
    return text;
}

std::string torch_module(const LayerKind& kind, const Params& params) {
    if (read_rule(kind, params) != Rule::pytorch) return {};
    if (const Value* ties = params.find("ties"); ties && *ties != Value(std::string("first"))) return {};
    return "nn." + std::string(kind.name()) + "(" +
           torch_arguments(kind, params, {"ties", "rule", "return_indices"}) + ")";
}

std::string torch_arguments(const LayerKind& kind, const Params& params,
                            std::initializer_list<std::string_view> without) {
    Layer layer{std::string(kind.name()), params, true};
    for (const std::string_view name : without) layer.params.erase(name);
    const std::string text = notation(layer);
    const std::size_t open = text.find('(');
    return text.substr(open + 1, text.size() - open - 2);
}

}  // namespace pool::kinds
