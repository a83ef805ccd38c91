#pragma once

#include <random>

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

/// Sets every parameter of the kind to something, sensible or not.
inline pool::Layer random_layer(std::mt19937& random, const pool::LayerKind& kind) {
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
                value = pick(random, 1, 6);
                break;
            case pool::ParamType::number:
                value = static_cast<double>(pick(random, 1, 9)) / 4;
                break;
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
                value = pool::NumberList{{2}, {0.5, 1}};
                break;
        }
        if (spec.optional && pick(random, 0, 4) == 0) value = {};
        if (spec.required || value != spec.default_value) layer.params.set(spec.name, value);
    }
    return layer;
}

/// A random stack that fits the shape.
inline pool::Stack random_stack(std::mt19937& random, const pool::Shape& input, std::size_t layers) {
    pool::Stack stack;
    for (int tries = 0; stack.size() < layers && tries < 200; ++tries) {
        const auto kinds = pool::all_kinds();
        stack.push_back(random_layer(
            random,
            *kinds[static_cast<std::size_t>(pick(random, 0, static_cast<std::int64_t>(kinds.size()) - 1))]));
        pool::Shape shape = input;
        try {
            for (const pool::Layer& layer : stack)
                shape = pool::kind_of(layer).output_shape(layer.params, shape);
            if (shape.plane() > 4000) stack.pop_back();
        } catch (const pool::LayerError&) {
            stack.pop_back();
        }
    }
    return stack;
}

}  // namespace pool_test
