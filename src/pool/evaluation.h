#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pool/layer.h"

namespace pool {

/// The gradient that arrives at the output of the stack.
struct Upstream {
    enum class Source {
        ones,     ///< of the sum of the whole output
        one_hot,  ///< of one output cell
        values,   ///< typed
        random,   ///< from −1 to 1, the same for the same seed
        plane,    ///< of the sum of one channel's map
        target,   ///< of ½‖output − target‖²: output − target
    };
    Source source = Source::ones;
    Cell cell;  ///< for one_hot; for plane its n and c
    /// For values: must have the output's shape, otherwise ones are used. Shared, because documents of the
    /// past keep it.
    std::shared_ptr<const Tensor> values;
    std::int64_t seed = 1;  ///< for random
    std::string target;     ///< for target: the name of the input whose output is the target
    /// For target: that input, in the shape of the evaluated one; otherwise ones are used.
    std::shared_ptr<const Tensor> target_input;
    bool operator==(const Upstream& other) const {
        const bool same_values =
            values == other.values || (values && other.values && *values == *other.values);
        return same_values && source == other.source && cell == other.cell && seed == other.seed &&
               target == other.target && target_input == other.target_input;
    }
};

/// One enabled layer, evaluated.
struct LayerResult {
    Layer layer;
    std::size_t position = 0;  ///< index in the document's stack
    const LayerKind* kind = nullptr;
    Forward forward;       ///< output and indices
    Tensor grad_input;     ///< gradient it passes to its input
    std::size_t pair = 0;  ///< for kinds that take indices: the layer they come from

    const Geometry& geometry() const { return forward.windows.geometry; }
};

/// Where and why a stack does not fit. `position` is the index in the document's stack.
struct StackError {
    std::size_t position = 0;
    std::string parameter;
    words::Message message;
};

/// Names the contents of an evaluation, or of an input map alone: equal names mean equal numbers, in the
/// whole process. The default names nothing.
struct EvaluationId {
    std::uint64_t number = 0;

    /// One that nothing has yet.
    static EvaluationId next();
    bool known() const { return number != 0; }
    bool operator==(const EvaluationId&) const = default;
};

/// Every number that follows from an input, a stack and an upstream gradient. Map 0 is the input, map i the
/// output of layers[i - 1].
struct Evaluation {
    EvaluationId id;  ///< given by `evaluate`, and anew by each `update`
    std::shared_ptr<const Tensor> input;
    std::vector<LayerResult> layers;

    std::size_t map_count() const { return layers.size() + 1; }
    const Tensor& map(std::size_t i) const { return i == 0 ? *input : layers[i - 1].forward.output; }
    /// Gradient at map i: of the last map the upstream gradient, of map 0 the gradient at the input.
    /// With no layers the gradient at the input is the upstream gradient itself.
    const Tensor& gradient(std::size_t i) const;
    const Tensor& output() const { return map(layers.size()); }

    Tensor upstream;  ///< gradient at the last map
    Tensor target;    ///< output that the upstream gradient leads to; empty for every other source
};

/// What is differentiated, in double: ½‖output − target‖² where there is a target, otherwise sum(upstream ·
/// output).
double loss(const Evaluation& evaluation);

/// Checks a stack against an input shape without computing values: one shape for each map (input first),
/// enabled layers only, up to the first that does not fit.
struct ShapeChain {
    std::vector<Shape> shapes;
    std::optional<StackError> error;
};
/// `indices`: shape of the indices that a MaxUnpool2d at the beginning of the stack is given; none: nullptr.
ShapeChain infer_shapes(const Shape& input, const Stack& stack, const Shape* indices = nullptr);

/// How far an evaluation is, for another thread; setting `cancelled` ends it after the layer at hand.
struct Progress {
    std::atomic<std::int64_t> done = 0;
    std::atomic<std::int64_t> total = 1;
    std::atomic<bool> cancelled = false;
};
/// What an evaluation throws that was cancelled.
class Cancelled : public std::exception {};

/// Evaluates forward and backward. Throws StackException when the stack does not fit.
class StackException : public words::Error {
 public:
    explicit StackException(StackError error) : Error(error.message), error_(std::move(error)) {}
    const StackError& error() const { return error_; }

 private:
    StackError error_;
};
/// `indices` are for a MaxUnpool2d at the beginning of the stack; every later one takes those of the nearest
/// layer before it that gives indices and has no MaxUnpool2d yet.
Evaluation evaluate(std::shared_ptr<const Tensor> input, const Stack& stack, const Upstream& upstream,
                    std::shared_ptr<const Indices> indices = nullptr, Progress* progress = nullptr);

/// The forward pass alone, for whoever needs no gradients: fills `result.layers` as `evaluate` does, but
/// leaves every gradient, the upstream gradient and the target empty, and the winners too unless a
/// MaxUnpool2d of the stack takes them. What `result` held before is replaced; buffers of the right shape are
/// used again, so that one `result` serves thousands of inputs. Throws StackException; `result` is then good
/// for another call only.
void forward(Evaluation& result, std::shared_ptr<const Tensor> input, const Stack& stack,
             const std::shared_ptr<const Indices>& indices = nullptr);

/// Evaluates again after `input` has changed inside `changed` and nowhere else; the shape, the stack and the
/// upstream gradient are as before. The result is that of `evaluate` bit for bit; the cost grows with the
/// changed region, not with the map. Returns the changed region of each map's values and of each map's
/// gradient.
struct Changes {
    std::vector<Region> values;
    std::vector<Region> gradients;
};
Changes update(Evaluation& evaluation, std::shared_ptr<const Tensor> input, const Region& changed);

}  // namespace pool
