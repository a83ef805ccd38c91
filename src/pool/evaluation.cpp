#include "pool/evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "pool/kinds/common.h"
#include "pool/limits.h"
#include "pool/text.h"

namespace pool {

namespace {

void fill_random(Tensor& gradient, std::int64_t seed) {
    const Shape& s = gradient.shape();
    for (std::int64_t n = 0; n < s.n; ++n)
        for (std::int64_t c = 0; c < s.c; ++c)
            for (std::int64_t y = 0; y < s.h; ++y)
                for (std::int64_t x = 0; x < s.w; ++x) {
                    const Cell cell{n, c, y, x};
                    gradient.at(cell) = 2 * kinds::random_unit(seed, cell) - 1;
                }
}

/// output − target inside a region of every plane.
void subtract_target(Tensor& gradient, const Tensor& output, const Tensor& target, const Region& region) {
    const Shape& s = output.shape();
    for (std::int64_t n = 0; n < s.n; ++n)
        for (std::int64_t c = 0; c < s.c; ++c)
            for (std::int64_t y = region.y0; y < region.y1; ++y)
                for (std::int64_t x = region.x0; x < region.x1; ++x) {
                    const Cell cell{n, c, y, x};
                    gradient.at(cell) = output.at(cell) - target.at(cell);
                }
}

Tensor upstream_gradient(const Shape& shape, const Upstream& upstream) {
    using Source = Upstream::Source;
    if (upstream.source == Source::values && upstream.values && upstream.values->shape() == shape)
        return *upstream.values;
    if (upstream.source == Source::random || upstream.source == Source::plane) {
        Tensor gradient(shape);
        const std::int64_t n = std::clamp<std::int64_t>(upstream.cell.n, 0, shape.n - 1);
        const std::int64_t c = std::clamp<std::int64_t>(upstream.cell.c, 0, shape.c - 1);
        if (upstream.source == Source::plane && shape.size() > 0)
            std::ranges::fill(gradient.plane(n, c), 1.0F);
        else if (upstream.source == Source::random)
            fill_random(gradient, upstream.seed);
        return gradient;
    }
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

EvaluationId EvaluationId::next() {
    static std::atomic<std::uint64_t> given = 0;
    return {++given};
}

const Tensor& Evaluation::gradient(std::size_t i) const {
    if (i == layers.size()) return upstream;
    return layers[i].grad_input;
}

namespace {

/// Which earlier layer each MaxUnpool2d undoes: the nearest that gives indices and is not undone yet.
class Pairs {
 public:
    static constexpr std::size_t kGiven = static_cast<std::size_t>(-1);

    explicit Pairs(bool given) : given_(given) {}
    /// Called for each enabled layer in turn; the number of the layer that it takes indices from.
    std::size_t next(const LayerKind& kind) {
        const std::size_t index = index_++;
        if (kind.gives_indices()) open_.push_back(index);
        if (!kind.takes_indices()) return kGiven;
        if (!open_.empty()) {
            const std::size_t pair = open_.back();
            open_.pop_back();
            return pair;
        }
        if (index == 0 && given_) return kGiven;
        throw LayerError("indices", {index == 0 ? "error.indices.none_given" : "error.indices.none"});
    }

 private:
    bool given_;
    std::size_t index_ = 0;
    std::vector<std::size_t> open_;
};

void check_indices(const Shape& indices, const Shape& input) {
    if (indices == input) return;
    throw LayerError("indices", {"error.indices.shape", {indices.text(), input.text()}});
}

/// Numbers of a layer that sizes are worked out from: so small that no product of two of them overflows.
void check_numbers(const Layer& layer) {
    constexpr std::int32_t kLargest = std::numeric_limits<std::int32_t>::max();
    const auto check = [&](const std::string& name, double number) {
        if (std::abs(number) <= kLargest) return;
        throw LayerError(name, {"error.number.large", {name, short_number(number), kLargest}});
    };
    for (const auto& [name, value] : layer.params.values()) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) check(name, static_cast<double>(*number));
        if (const auto* pair = std::get_if<Pair>(&value))
            for (const auto& side : {pair->h, pair->w})
                if (side) check(name, static_cast<double>(*side));
        // Sides of padding, given one by one.
        const ParamSpec* spec = find_spec(kind_of(layer), name);
        const auto* list = std::get_if<NumberList>(&value);
        if (list && spec && spec->type == ParamType::padding)
            for (const double side : list->values()) check(name, side);
    }
}

/// A map that would not fit into the memory of an ordinary machine.
void check_size(const Shape& output, const Shape& input) {
    const std::int64_t most = std::max(limits::kMapCells, input.size());
    std::int64_t room = most;
    for (const std::int64_t length : {output.n, output.c, output.h, output.w})
        room = length > 0 ? room / length : room;
    if (room >= 1) return;
    throw LayerError("output_size", {"error.output.large", {output.text(), most}});
}

void check_layers(std::size_t count) {
    if (static_cast<std::int64_t>(count) >= limits::kLayers)
        throw LayerError("", {"error.layers", {limits::kLayers}});
}

/// A layer that would take minutes.
void check_work(const LayerKind& kind, const Params& params, const Shape& input) {
    const std::int64_t operations = kind.cost(params, input).operations;
    if (operations <= limits::kLayerOperations) return;
    throw LayerError("", {"error.output.operations",
                          {short_number(static_cast<double>(operations)),
                           short_number(static_cast<double>(limits::kLayerOperations))}});
}

/// The memory that a map takes with its gradient and, above a layer, the positions of its winners.
std::int64_t bytes_of(const Shape& map, bool winners) {
    constexpr std::int64_t kValueAndGradient = 2 * sizeof(float);
    return map.size() * (kValueAndGradient + (winners ? std::int64_t{sizeof(std::int64_t)} : 0));
}

void check_memory(std::int64_t bytes) {
    if (bytes <= limits::kStackBytes) return;
    throw LayerError("output_size", {"error.output.memory", {bytes >> 20, limits::kStackBytes >> 20}});
}

StackError error_at(std::size_t position, const Layer& layer, const LayerError& error) {
    return {position, error.parameter(), {"error.in_layer", {layer.kind, error.message()}}};
}

}  // namespace

ShapeChain infer_shapes(const Shape& input, const Stack& stack, const Shape* indices) {
    ShapeChain chain;
    chain.shapes.push_back(input);
    std::int64_t bytes = bytes_of(input, false);
    Pairs pairs(indices != nullptr);
    for (std::size_t i = 0; i < stack.size(); ++i) {
        if (!stack[i].enabled) continue;
        try {
            const LayerKind& kind = kind_of(stack[i]);
            check_layers(chain.shapes.size() - 1);
            check_numbers(stack[i]);
            const std::size_t pair = pairs.next(kind);
            if (kind.takes_indices())
                check_indices(pair == Pairs::kGiven ? *indices : chain.shapes[pair + 1], chain.shapes.back());
            const Shape output = kind.output_shape(stack[i].params, chain.shapes.back());
            check_size(output, chain.shapes.back());
            bytes += bytes_of(output, true);
            check_memory(bytes);
            check_work(kind, stack[i].params, chain.shapes.back());
            chain.shapes.push_back(output);
        } catch (const LayerError& error) {
            chain.error = error_at(i, stack[i], error);
            break;
        }
    }
    return chain;
}

namespace {

/// Counts what is done, and ends an evaluation that was cancelled.
void next_layer(Progress* progress) {
    if (!progress) return;
    if (progress->cancelled) throw Cancelled();
    ++progress->done;
}

/// Which layers' winners are asked for: all of them, or those that a MaxUnpool2d takes.
enum class Wanted { all_indices, needed_indices };

/// Layer by layer into `result`, whose layers are taken over where they are of the same kind: their buffers
/// are used again.
void run_forward(Evaluation& result, const Stack& stack, const std::shared_ptr<const Indices>& indices,
                 Wanted wanted, Progress* progress) {
    Pairs pairs(indices != nullptr);
    const bool all = wanted == Wanted::all_indices || std::ranges::any_of(stack, [](const Layer& layer) {
                         return layer.enabled && kind_of(layer).takes_indices();
                     });
    std::size_t done = 0;
    for (std::size_t i = 0; i < stack.size(); ++i) {
        if (!stack[i].enabled) continue;
        next_layer(progress);
        if (done == result.layers.size()) result.layers.emplace_back();
        LayerResult& layer = result.layers[done];
        layer.layer = stack[i];
        layer.position = i;
        layer.kind = &kind_of(stack[i]);
        layer.pair = pairs.next(*layer.kind);
        layer.forward.want_indices = all;
        layer.forward.given.reset();
        if (layer.kind->takes_indices())
            layer.forward.given =
                layer.pair == Pairs::kGiven
                    ? indices
                    : std::make_shared<const Indices>(result.layers[layer.pair].forward.indices.positions());
        try {
            layer.kind->forward(stack[i].params, result.map(done), layer.forward);
        } catch (const LayerError& error) {
            throw StackException(error_at(i, stack[i], error));
        } catch (const std::bad_alloc& full) {
            throw StackException(StackError{i, "", words::message_of(full)});
        }
        ++done;
    }
    result.layers.resize(done);
}

ShapeChain checked_shapes(const Shape& input, const Stack& stack, const Indices* indices) {
    ShapeChain chain = infer_shapes(input, stack, indices ? &indices->shape() : nullptr);
    if (chain.error) throw StackException(*chain.error);
    return chain;
}

}  // namespace

void forward(Evaluation& result, std::shared_ptr<const Tensor> input, const Stack& stack,
             const std::shared_ptr<const Indices>& indices) {
    checked_shapes(input->shape(), stack, indices.get());
    result.id = EvaluationId::next();
    result.input = std::move(input);
    result.upstream = {};
    result.target = {};
    run_forward(result, stack, indices, Wanted::needed_indices, nullptr);
    for (LayerResult& layer : result.layers) layer.grad_input = {};
}

namespace {

Evaluation evaluate_checked(std::shared_ptr<const Tensor> input, const Stack& stack, const Upstream& upstream,
                            std::shared_ptr<const Indices> indices, Progress* progress) {
    const ShapeChain chain = checked_shapes(input->shape(), stack, indices.get());
    Evaluation result;
    result.id = EvaluationId::next();
    result.input = std::move(input);
    if (progress) progress->total = 2 * static_cast<std::int64_t>(chain.shapes.size() - 1) + 1;
    run_forward(result, stack, indices, Wanted::all_indices, progress);
    const bool leads = upstream.source == Upstream::Source::target && upstream.target_input &&
                       upstream.target_input->shape() == result.input->shape();
    if (leads) {
        Evaluation target;
        forward(target, upstream.target_input, stack, indices);
        result.target = target.output();
        result.upstream = Tensor(result.output().shape());
        subtract_target(result.upstream, result.output(), result.target,
                        Region::whole(result.target.shape()));
    } else {
        result.upstream = upstream_gradient(result.output().shape(), upstream);
    }
    for (std::size_t i = result.layers.size(); i-- > 0;) {
        next_layer(progress);
        LayerResult& layer = result.layers[i];
        layer.kind->backward(layer.layer.params, result.map(i), layer.forward, result.gradient(i + 1),
                             layer.grad_input);
    }
    return result;
}

}  // namespace

Evaluation evaluate(std::shared_ptr<const Tensor> input, const Stack& stack, const Upstream& upstream,
                    std::shared_ptr<const Indices> indices, Progress* progress) {
    try {
        return evaluate_checked(std::move(input), stack, upstream, std::move(indices), progress);
    } catch (const std::bad_alloc& full) {
        throw StackException(StackError{stack.empty() ? 0 : stack.size() - 1, "", words::message_of(full)});
    }
}

double loss(const Evaluation& evaluation) {
    const std::span<const float> output = evaluation.output().data();
    const std::span<const float> upstream = evaluation.upstream.data();
    double sum = 0;
    for (std::size_t i = 0; i < output.size(); ++i)
        sum += evaluation.target.empty() ? static_cast<double>(upstream[i]) * output[i]
                                         : 0.5 * upstream[i] * upstream[i];
    return sum;
}

Changes update(Evaluation& evaluation, std::shared_ptr<const Tensor> input, const Region& changed) {
    evaluation.id = EvaluationId::next();
    evaluation.input = std::move(input);
    const std::size_t layers = evaluation.layers.size();
    Changes changes;
    changes.values.assign(layers + 1, {});
    changes.gradients.assign(layers + 1, {});
    changes.values[0] = changed;
    for (std::size_t i = 0; i < layers; ++i) {
        LayerResult& layer = evaluation.layers[i];
        const Region& below = changes.values[i];
        // New winners move what is unpooled even where the values between have not changed.
        const bool moved =
            layer.kind->takes_indices() && layer.pair < i && !changes.values[layer.pair + 1].empty();
        if (below.empty() && !moved) continue;
        const Shape& out = layer.forward.output.shape();
        Region above = layer.kind->local() ? layer.geometry().outputs_touching(below) : Region::whole(out);
        if (moved)
            layer.forward.given =
                std::make_shared<const Indices>(evaluation.layers[layer.pair].forward.indices.positions());
        if (above.empty()) continue;
        try {
            layer.kind->forward_region(layer.layer.params, evaluation.map(i), layer.forward, above);
        } catch (const LayerError& error) {
            throw StackException(error_at(layer.position, layer.layer, error));
        }
        changes.values[i + 1] = above;
    }
    if (!evaluation.target.empty() && !changes.values[layers].empty()) {
        subtract_target(evaluation.upstream, evaluation.output(), evaluation.target, changes.values[layers]);
        changes.gradients[layers] = changes.values[layers];
    }
    for (std::size_t i = layers; i-- > 0;) {
        LayerResult& layer = evaluation.layers[i];
        const Tensor& below = evaluation.map(i);
        const bool depends = layer.kind->shares_depend_on_values(layer.layer.params);
        const Region above = changes.gradients[i + 1].with(depends ? changes.values[i + 1] : Region{});
        if (above.empty()) continue;
        const Region region =
            layer.kind->local() ? layer.geometry().inputs_of(above) : Region::whole(below.shape());
        if (region.empty()) continue;
        layer.kind->backward_region(layer.layer.params, below, layer.forward, evaluation.gradient(i + 1),
                                    layer.grad_input, region);
        changes.gradients[i] = region;
    }
    return changes;
}

}  // namespace pool
