#pragma once

#include <algorithm>
#include <string>

#include "pool/notation.h"
#include "pool/trace.h"
#include "work/veil.h"

// Evaluations that differ in what a veil hides and in nothing else.

namespace veiled {

/// A layer stack as it is shown, and one that does something else where the veil hides the difference.
struct Disguise {
    std::string shown;
    std::string real;
};

/// Layer `at` (from 1) of two under another name: its windows differ, or its size, or its divisors.
inline Disguise disguise_for(const work::Veil& veil, std::size_t at) {
    using enum work::Hidden;
    Disguise one = {"MaxPool2d(2, stride=2)", "MaxPool2d(2, stride=2)"};
    if (veil.hides(divisor))
        one = {"AvgPool2d(2, padding=1)", "AvgPool2d(2, padding=1, count_include_pad=False)"};
    if (veil.hides(window)) one = {"MaxPool2d(2, stride=2)", "MaxPool2d(1, stride=2)"};
    if (veil.hides(shape)) one = {"MaxPool2d(3, stride=2)", "MaxPool2d(3, stride=2, ceil_mode=True)"};
    const auto stack = [&](const std::string& layer) {
        return at == 1 ? layer + ", AvgPool2d(1)" : "ReLU(), " + layer;
    };
    return {stack(one.shown), stack(one.real)};
}

/// The evaluation of `real` that says that it is one of `shown`.
inline pool::Evaluation disguised(const std::shared_ptr<const pool::Tensor>& input, const Disguise& disguise,
                                  const pool::Upstream& upstream) {
    pool::Evaluation e = pool::evaluate(input, pool::parse_stack(disguise.real), upstream);
    const pool::Stack shown = pool::parse_stack(disguise.shown);
    for (std::size_t i = 0; i < shown.size(); ++i) e.layers[i].layer = shown[i];
    return e;
}

/// Another cell of its window wins.
inline void replace_winners(pool::Evaluation& e, std::size_t index) {
    pool::LayerResult& layer = e.layers[index];
    if (layer.forward.indices.empty()) return;
    const pool::Shape shape = layer.forward.output.shape();
    const std::int64_t columns = e.map(index).shape().w;
    for (std::int64_t c = 0; c < shape.c; ++c)
        for (std::int64_t y = 0; y < shape.h; ++y)
            for (std::int64_t x = 0; x < shape.w; ++x) {
                const pool::Cell cell{0, c, y, x};
                const std::int64_t now = layer.forward.indices.at(cell);
                for (const pool::Link& link : pool::links_into(e, index, cell))
                    if (link.below.y * columns + link.below.x != now)
                        layer.forward.indices.set(cell, link.below.y * columns + link.below.x);
            }
}

/// Every value, winner and gradient that the veil hides becomes another one.
inline void replace_hidden(pool::Evaluation& e, const work::Veil& veil) {
    for (std::size_t i = 0; i < e.layers.size(); ++i) {
        if (veil.hides(work::Hidden::winner)) replace_winners(e, i);
        if (veil.hides_gradient(i))
            for (float& g : e.layers[i].grad_input.data()) g = 2 - 5 * g;
        if (veil.hides_map(i + 1))
            for (float& v : e.layers[i].forward.output.data()) v = 7.5F - 3 * v;
    }
    e.id = pool::EvaluationId::next();
}

}  // namespace veiled
