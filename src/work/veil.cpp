#include "work/veil.h"

#include <algorithm>
#include <array>
#include <vector>

namespace work {

namespace {

struct Kind {
    std::string_view name;
    /// What it could be read from, and must be hidden with it.
    std::vector<Hidden> with;
};

const std::array<Kind, kHiddenKinds>& kinds() {
    using enum Hidden;
    static const std::array<Kind, kHiddenKinds> table = {{
        {"winner", {output, index, lineage, routes}},
        {"output", {winner, formula, difference}},
        {"formula", {}},
        {"index", {formula}},
        {"lineage", {}},
        {"window", {output, receptive_field, padding}},
        {"shape", {output, cost}},
        {"cost", {}},
        {"loss", {check}},
        {"gradient", {routes, sums, check, formula}},
        {"routes", {gradient}},
        {"sums", {}},
        {"divisor", {output}},
        {"padding", {formula}},
        {"receptive_field", {lineage}},
        {"pair", {output, difference}},
        {"other", {output, difference}},
        {"difference", {shifts}},
        {"shifts", {}},
        {"check", {}},
    }};
    return table;
}

}  // namespace

std::string_view hidden_name(Hidden what) { return kinds()[static_cast<std::size_t>(what)].name; }

std::optional<Hidden> find_hidden(std::string_view name) {
    const auto found = std::ranges::find(kinds(), name, &Kind::name);
    if (found == kinds().end()) return std::nullopt;
    return static_cast<Hidden>(found - kinds().begin());
}

Veil::Veil(std::span<const Hidden> named, std::size_t layer, std::size_t first_map)
    : layer_(layer), first_map_(first_map) {
    std::vector<Hidden> left(named.begin(), named.end());
    while (!left.empty()) {
        const Hidden what = left.back();
        left.pop_back();
        if (hides(what)) continue;
        hidden_.set(static_cast<std::size_t>(what));
        const std::vector<Hidden>& with = kinds()[static_cast<std::size_t>(what)].with;
        left.insert(left.end(), with.begin(), with.end());
    }
    if (hides(Hidden::pair)) first_map_ = 1;
}

bool Veil::hides_map(std::size_t map) const { return hides(Hidden::output) && map >= first_map_; }

bool Veil::hides_map_b(std::size_t map) const {
    if (hides(Hidden::pair) || hides(Hidden::other)) return map >= 1;
    return hides_map(map);
}

bool Veil::hides_shape(std::size_t map) const { return hides(Hidden::shape) && map >= first_map_; }

bool Veil::hides_gradient(std::size_t map) const { return hides(Hidden::gradient) && map < layer_; }

pool::Evaluation veiled(const pool::Evaluation& evaluation, const Veil& veil, bool b) {
    pool::Evaluation result = evaluation;
    result.id = {};  // its pictures are nobody else's
    const auto blank = [](pool::Tensor& map) { std::ranges::fill(map.data(), 0.0F); };
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        if (b ? veil.hides_map_b(i + 1) : veil.hides_map(i + 1)) blank(result.layers[i].forward.output);
        if (veil.hides_gradient(i)) blank(result.layers[i].grad_input);
    }
    return result;
}

}  // namespace work
