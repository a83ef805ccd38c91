#include <algorithm>

#include "io/pasted/call_helpers.h"
#include "io/pasted/evaluator.h"
#include "io/pasted/layer_writer.h"

// Means and maxima over axes of a map.

namespace io::pasted {

bool Interpreter::averages_whole_map(const Call& made) {
    if (!one_of(made.leaf, {"mean", "reduce_mean", "amax", "reduce_max"})) return false;
    const Value* axes = axes_of(made);
    if (!axes || axes->literal.items.size() != 2) return false;
    const double a = axes->literal.items[0].number;
    const double b = axes->literal.items[1].number;
    return (a == 2 && b == 3) || (a == -2 && b == -1) || (a == 1 && b == 2) || (a == -1 && b == -2);
}

const Value* Interpreter::axes_of(const Call& made) {
    if (!made.positional.empty()) return &made.positional[0];
    for (const char* key : {"dim", "axis", "axes"})
        if (const Value* axes = made.keyword(key)) return axes;
    return nullptr;
}

std::optional<Items> Interpreter::over_one_axis(const Call& made, const Items& below) {
    if (!one_of(made.leaf, {"mean", "amax"}) || has_part(made.name, {"np", "numpy", "jnp", "tf", "K"}))
        return std::nullopt;
    const Value* given = axes_of(made);
    if (!given || !given->literal.is_whole()) return std::nullopt;
    // Items, channels, rows and columns, without those that earlier ones took away.
    std::vector<int> axes = {0, 1, 2, 3};
    for (auto item = below.rbegin(); item != below.rend() && item->axis_gone > 0; ++item)
        std::erase(axes, item->axis_gone);
    const double counted = given->literal.number < 0
                               ? given->literal.number + static_cast<double>(axes.size())
                               : given->literal.number;
    if (counted < 0 || counted >= static_cast<double>(axes.size())) return std::nullopt;
    const int axis = axes[static_cast<std::size_t>(counted)];
    if (axis < 2) return std::nullopt;
    const Value* keeps = made.keyword("keepdim");
    if (!keeps && made.positional.size() > 1) keeps = &made.positional[1];
    const std::string kind = made.leaf == "mean" ? "AdaptiveAvgPool2d" : "AdaptiveMaxPool2d";
    LayerWriter out(made, kind);
    Items all = below;
    const bool both = !below.empty() && below.back().axis_gone > 0 && below.back().axis_gone != axis &&
                      below.back().layer.kind == kind;
    const Literal one = Literal::of(1.0);
    if (both) {
        all.pop_back();
        out.set("output_size", one);
    } else {
        out.set("output_size", axis == 2 ? Literal::pair(one, {}) : Literal::pair({}, one));
        out.note({"pasted.name", {made.text, kind}});
    }
    all.push_back(out.item());
    if (!both && !(keeps && keeps->literal.boolean)) all.back().axis_gone = axis;
    return all;
}

}  // namespace io::pasted
