#include "pool/evaluation.h"

#include <algorithm>

namespace pool {

namespace {

Tensor upstream_gradient(const Shape& shape, const Upstream& upstream) {
    using Source = Upstream::Source;
    if (upstream.source == Source::values && upstream.values.shape() == shape) return upstream.values;
    if (upstream.source == Source::one_hot) {
        Tensor gradient(shape);
        // A cell that the map no longer has: the nearest one that it has.
        const auto inside = [](std::int64_t v, std::int64_t n) {
            return std::clamp<std::int64_t>(v, 0, n - 1);
        };
        const Cell cell{inside(upstream.cell.n, shape.n), inside(upstream.cell.c, shape.c),
                        inside(upstream.cell.y, shape.h), inside(upstream.cell.x, shape.w)};
        if (gradient.contains(cell)) gradient.at(cell) = 1.0F;
        return gradient;
    }
    return Tensor(shape, 1.0F);
}

}  // namespace

const Tensor& Evaluation::gradient(std::size_t i) const {
    if (i == layers.size()) return upstream;
    return layers[i].grad_input;
}

ShapeChain infer_shapes(const Shape& input, const Stack& stack) {
    ShapeChain chain;
    chain.shapes.push_back(input);
    for (std::size_t i = 0; i < stack.size(); ++i) {
        if (!stack[i].enabled) continue;
        try {
            chain.shapes.push_back(kind_of(stack[i]).output_shape(stack[i].params, chain.shapes.back()));
        } catch (const LayerError& error) {
            chain.error = StackError{i, error.parameter(), stack[i].kind + ": " + error.what()};
            break;
        }
    }
    return chain;
}

Evaluation evaluate(std::shared_ptr<const Tensor> input, const Stack& stack, const Upstream& upstream) {
    const ShapeChain chain = infer_shapes(input->shape(), stack);
    if (chain.error) throw StackException(*chain.error);
    Evaluation result;
    result.input = std::move(input);
    for (std::size_t i = 0; i < stack.size(); ++i) {
        if (!stack[i].enabled) continue;
        const Tensor& below = result.output();
        LayerResult layer;
        layer.layer = stack[i];
        layer.position = i;
        layer.kind = &kind_of(stack[i]);
        layer.geometry = layer.kind->geometry(stack[i].params, below.shape());
        layer.kind->forward(stack[i].params, below, layer.forward);
        result.layers.push_back(std::move(layer));
    }
    result.upstream = upstream_gradient(result.output().shape(), upstream);
    for (std::size_t i = result.layers.size(); i-- > 0;) {
        LayerResult& layer = result.layers[i];
        layer.kind->backward(layer.layer.params, result.map(i), layer.forward, result.gradient(i + 1),
                             layer.grad_input);
    }
    return result;
}

}  // namespace pool
