#pragma once

#include <algorithm>
#include <random>

#include "pool/evaluation.h"
#include "pool/notation.h"

namespace pool_test {

inline std::int64_t pick(std::mt19937& random, std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
}

inline pool::Tensor random_tensor(std::mt19937& random, const pool::Shape& shape, bool ties) {
    pool::Tensor tensor(shape);
    std::normal_distribution<float> normal;
    for (float& value : tensor.data())
        value = ties ? static_cast<float>(pick(random, -2, 2)) : normal(random);
    return tensor;
}

/// One channel with the values 1, 2, 3, … row by row.
inline pool::Tensor counting(std::int64_t h, std::int64_t w) {
    pool::Tensor x({1, 1, h, w});
    float next = 1;
    for (float& value : x.data()) value = next++;
    return x;
}

/// A list for the parameter of that name, sensible or nearly so, for an input of that shape.
inline pool::NumberList random_list(std::mt19937& random, std::string_view name, const pool::Shape& input) {
    const auto unit = [&] { return static_cast<double>(pick(random, 0, 999)) / 1000; };
    if (name == "output_ratio") return {{}, {0.3 + 0.65 * unit()}};
    if (name == "levels") {
        std::vector<double> levels(static_cast<std::size_t>(pick(random, 1, 3)));
        for (double& level : levels) level = static_cast<double>(pick(random, 1, 4));
        return {{static_cast<std::int64_t>(levels.size())}, levels};
    }
    if (name == "_random_samples") {
        std::vector<double> samples(static_cast<std::size_t>(input.n * input.c * 2));
        for (double& sample : samples) sample = unit();
        return {{input.n, input.c, 2}, samples};
    }
    if (name == "rois") {
        const std::int64_t count = pick(random, 1, 3);
        std::vector<double> rois;
        for (std::int64_t i = 0; i < count; ++i) {
            rois.push_back(static_cast<double>(pick(random, 0, input.n - 1)));
            for (int k = 0; k < 4; ++k) rois.push_back(static_cast<double>(pick(random, -8, 48)) / 4);
        }
        return {{count, 5}, rois};
    }
    // weight
    std::vector<std::int64_t> shape;
    if (pick(random, 0, 1) == 0) {
        shape = {pick(random, 1, 3), pick(random, 1, 3)};
    } else {
        shape = {pick(random, 1, 2), input.c, pick(random, 1, 3), pick(random, 1, 3)};
    }
    std::int64_t count = 1;
    for (const std::int64_t n : shape) count *= n;
    std::vector<double> weights(static_cast<std::size_t>(count));
    for (double& weight : weights) weight = static_cast<double>(pick(random, -8, 8)) / 4;
    return {shape, weights};
}

/// Sets every parameter of the kind to something, sensible or not.
inline pool::Layer random_layer(std::mt19937& random, const pool::LayerKind& kind,
                                const pool::Shape& input = {1, 1, 8, 8}) {
    pool::Layer layer{std::string(kind.name()), {}, true};
    for (const pool::ParamSpec& spec : kind.params()) {
        if (!spec.required && pick(random, 0, 2) == 0) continue;
        pool::Value value;
        const auto entry = [&]() -> std::optional<std::int64_t> {
            if (spec.none_entries && pick(random, 0, 5) == 0) return std::nullopt;
            return pick(random, static_cast<std::int64_t>(spec.min), static_cast<std::int64_t>(spec.min) + 4);
        };
        switch (spec.type) {
            case pool::ParamType::boolean:
                value = pick(random, 0, 1) == 1;
                break;
            case pool::ParamType::integer:
                value = pick(
                    random, static_cast<std::int64_t>(spec.min),
                    std::min(static_cast<std::int64_t>(spec.min) + 6, static_cast<std::int64_t>(spec.max)));
                break;
            case pool::ParamType::number:
                value = static_cast<double>(pick(random, 1, 9)) / 4;
                break;
            case pool::ParamType::padding:
                if (pick(random, 0, 3) == 0) {
                    std::vector<double> sides(4);
                    for (double& side : sides) side = static_cast<double>(pick(random, 0, 2));
                    value = pool::NumberList({4}, sides);
                    break;
                }
                if (pick(random, 0, 4) == 0) {
                    const char* names[] = {"same", "same_lower", "valid"};
                    value = std::string(names[pick(random, 0, 2)]);
                    break;
                }
                [[fallthrough]];
            case pool::ParamType::pair: {
                const auto h = entry();
                value = pool::Pair{h, pick(random, 0, 1) == 0 ? h : entry()};
                break;
            }
            case pool::ParamType::choice:
                value = std::string(spec.choices[static_cast<std::size_t>(
                    pick(random, 0, static_cast<std::int64_t>(spec.choices.size()) - 1))]);
                break;
            case pool::ParamType::text:
                value = std::string("a");
                break;
            case pool::ParamType::number_list:
                value = random_list(random, spec.name, input);
                break;
        }
        if (spec.optional && pick(random, 0, 4) == 0) value = {};
        if (!spec.only_default(value)) layer.params.set(spec.name, value);
    }
    // One of the two alone is accepted.
    if (layer.params.find("output_ratio") && layer.params.find("output_size"))
        layer.params.erase("output_size");
    if (layer.params.find("weight") && layer.params.find("kernel")) layer.params.erase("kernel");
    if (layer.params.find("in_channels")) {
        layer.params.erase("weight");
        layer.params.erase("kernel");
        layer.params.set("in_channels", input.c);
        if (input.c == 1) layer.params.erase("groups");
        if (layer.params.find("groups") && pick(random, 0, 2) > 0) {
            layer.params.set("groups", input.c);
            layer.params.set("out_channels", pick(random, 1, 2) * input.c);
        }
    }
    return layer;
}

/// For kinds that take indices: random ones, `repeated` or each only once while the plane has room.
inline void give_indices(std::mt19937& random, const pool::LayerKind& kind, const pool::Shape& input,
                         const pool::Shape& output, bool repeated, pool::Forward& result) {
    if (!kind.takes_indices()) return;
    pool::Indices indices(input);
    for (std::int64_t n = 0; n < input.n; ++n) {
        for (std::int64_t c = 0; c < input.c; ++c) {
            std::vector<std::int64_t> places(static_cast<std::size_t>(output.plane()));
            for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<std::int64_t>(i);
            std::ranges::shuffle(places, random);
            std::size_t next = 0;
            for (std::int64_t& index : indices.plane(n, c))
                index = repeated ? pick(random, 0, output.plane() - 1) : places[next++ % places.size()];
        }
    }
    result.given = std::make_shared<const pool::Indices>(std::move(indices));
}

/// A random stack that fits the shape.
inline pool::Stack random_stack(std::mt19937& random, const pool::Shape& input, std::size_t layers) {
    pool::Stack stack;
    for (int tries = 0; stack.size() < layers && tries < 400; ++tries) {
        const auto kinds = pool::all_kinds();
        const pool::ShapeChain before = pool::infer_shapes(input, stack);
        stack.push_back(random_layer(
            random,
            *kinds[static_cast<std::size_t>(pick(random, 0, static_cast<std::int64_t>(kinds.size()) - 1))],
            before.shapes.back()));
        const pool::ShapeChain chain = pool::infer_shapes(input, stack);
        // Whether MaxUnpool2d's indices lie in its plane is known only from the values: it has its own tests.
        const bool good =
            !chain.error && chain.shapes.back().size() <= 20000 && stack.back().kind != "MaxUnpool2d";
        if (!good) stack.pop_back();
    }
    return stack;
}

}  // namespace pool_test
