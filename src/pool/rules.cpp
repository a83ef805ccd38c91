#include "pool/rules.h"

#include <algorithm>
#include <array>

#include "pool/kinds/common.h"
#include "pool/text.h"

namespace pool {

namespace {

using Subject = RuleDifference::Subject;

const std::string& rule_of(const Layer& layer) {
    return std::get<std::string>(param(kind_of(layer), layer.params, "rule"));
}

/// Parameters that only repeat their default are left out.
void set_or_erase(Layer& layer, std::string_view name, Value value) {
    const ParamSpec* spec = find_spec(kind_of(layer), name);
    if (!spec) return;
    if (spec->only_default(value)) {
        layer.params.erase(name);
    } else {
        layer.params.set(name, std::move(value));
    }
}

bool pads(const Value& padding) {
    if (const auto* number = std::get_if<std::int64_t>(&padding)) return *number > 0;
    if (const auto* pair = std::get_if<Pair>(&padding))
        return pair->h.value_or(0) > 0 || pair->w.value_or(0) > 0;
    if (const auto* sides = std::get_if<NumberList>(&padding))
        return std::ranges::any_of(sides->values(), [](double side) { return side > 0; });
    const auto* name = std::get_if<std::string>(&padding);
    return name && *name != "valid";
}

/// Half the kernel on all sides: what PyTorch's models write where others write SAME.
Value half_kernel(const Layer& layer) {
    const kinds::Size2 kernel = kinds::read_pair(kind_of(layer), layer.params, "kernel_size");
    if (kernel.h == kernel.w) return kernel.h / 2;
    return Pair{kernel.h / 2, kernel.w / 2};
}

void translate(Layer& layer, const std::string& rule) {
    set_or_erase(layer, "rule", rule);
    const bool ceil =
        find_spec(kind_of(layer), "ceil_mode") && kinds::read_bool(kind_of(layer), layer.params, "ceil_mode");
    if (rule == "tensorflow" || rule == "caffe") {
        set_or_erase(layer, "ceil_mode", false);
        layer.params.erase("count_include_pad");
    }
    if (!find_spec(kind_of(layer), "padding")) return;
    const Value& padding = param(kind_of(layer), layer.params, "padding");
    const bool padded = pads(padding);
    const bool named = std::holds_alternative<std::string>(padding);
    const bool sided = std::holds_alternative<NumberList>(padding);
    if (rule == "tensorflow" && !named) {
        set_or_erase(layer, "padding", std::string("same"));
        if (!padded && !ceil) layer.params.erase("padding");
    } else if ((rule == "pytorch" || rule == "caffe") && (named || sided)) {
        set_or_erase(layer, "padding", half_kernel(layer));
        if (!padded) layer.params.erase("padding");
    }
}

std::string sides_text(const Geometry& geometry) {
    const AxisGeometry& h = geometry.h();
    const AxisGeometry& w = geometry.w();
    std::string text;
    for (const std::int64_t side : {h.pad_begin(), w.pad_begin(), h.pad_end(), w.pad_end()})
        text += (text.empty() ? "[" : ", ") + std::to_string(side);
    return text + "]";
}

std::string stride_text(const Geometry& geometry) {
    return std::to_string(geometry.h().stride()) + " × " + std::to_string(geometry.w().stride());
}

std::string size_text(const Shape& shape) {
    return std::to_string(shape.h) + " × " + std::to_string(shape.w);
}

/// 1 / share of the window's cells, where they share equally.
std::string divisor_text(const LayerKind& kind, const Layer& layer, const Tensor& input,
                         const Forward& forward, const Cell& output) {
    if (kind.reduction(layer.params) != Reduction::average) return {};
    for (const Tap& tap : kind.taps(layer.params, input, forward, output))
        if (tap.valid && tap.share != 0) return short_number(1 / tap.share);
    return {};
}

}  // namespace

std::span<const std::string_view> rule_names() {
    static constexpr std::array<std::string_view, 4> kNames = {"pytorch", "onnx", "tensorflow", "caffe"};
    return kNames;
}

bool knows_rules(const Layer& layer) { return find_spec(kind_of(layer), "rule") != nullptr; }

std::string rule_of(const Stack& stack) {
    std::string rule;
    for (const Layer& layer : stack) {
        if (!knows_rules(layer)) continue;
        if (!rule.empty() && rule != rule_of(layer)) return {};
        rule = rule_of(layer);
    }
    return rule;
}

void set_rule(Stack& stack, const std::string& rule) {
    for (Layer& layer : stack)
        if (knows_rules(layer) && !layer.params.find("rule")) set_or_erase(layer, "rule", rule);
}

void translate_to_rule(Stack& stack, const std::string& rule) {
    for (Layer& layer : stack)
        if (knows_rules(layer)) translate(layer, rule);
}

std::vector<RuleDifference> rule_differences(const Evaluation& evaluation, std::size_t index,
                                             const Cell& output) {
    const LayerResult& here = evaluation.layers[index];
    if (!knows_rules(here.layer) || rule_of(here.layer) == rule_names().front()) return {};
    const Tensor& input = evaluation.map(index);
    Layer layer = here.layer;
    layer.params.erase("rule");
    std::vector<RuleDifference> found;
    const auto differ = [&](Subject subject, const std::string& mine, const std::string& theirs) {
        if (mine != theirs) found.push_back({subject, mine, theirs, {}});
    };
    Shape shape;
    try {
        shape = here.kind->output_shape(layer.params, input.shape());
    } catch (const LayerError& refused) {
        return {{Subject::refused, {}, {}, refused.message()}};
    }
    const Geometry geometry = here.kind->geometry(layer.params, input.shape());
    differ(Subject::stride, stride_text(here.geometry()), stride_text(geometry));
    differ(Subject::padding, sides_text(here.geometry()), sides_text(geometry));
    if (found.empty()) differ(Subject::rounding, size_text(here.forward.output.shape()), size_text(shape));
    Forward forward;
    forward.output = Tensor(shape);
    if (here.kind->has_indices(layer.params)) forward.indices = Winners::unfilled(shape, std::nullopt);
    if (!forward.output.contains(output)) return found;
    const Region cell{output.y, output.y + 1, output.x, output.x + 1};
    here.kind->forward_region(layer.params, input, forward, cell);
    const std::size_t before = found.size();
    differ(Subject::divisor, divisor_text(*here.kind, here.layer, input, here.forward, output),
           divisor_text(*here.kind, layer, input, forward, output));
    if (found.size() == before)
        differ(Subject::value, short_number(here.forward.output.at(output)),
               short_number(forward.output.at(output)));
    if (!here.forward.indices.empty() && here.forward.indices.at(output) >= 0)
        differ(Subject::index,
               std::to_string(here.kind->index_rule(here.layer.params)(
                   here.forward.indices.at(output), here.geometry().item(output.n), output.c, input.shape())),
               std::to_string(forward.indices.at(output)));
    return found;
}

}  // namespace pool
