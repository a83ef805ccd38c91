#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pool/geometry.h"
#include "pool/params.h"
#include "pool/tensor.h"
#include "pool/winners.h"
#include "words/message.h"

namespace pool {

/// A layer as the user wrote it. `kind` is the name of a LayerKind, such as "MaxPool2d".
struct Layer {
    std::string kind;
    Params params;
    bool enabled = true;
    bool operator==(const Layer&) const = default;
};
using Stack = std::vector<Layer>;

/// A parameter or shape that PyTorch (or the kind's own rule) refuses. The message names the parameter, what
/// was found and what was expected.
class LayerError : public words::Error {
 public:
    LayerError(std::string parameter_name, words::Message message)
        : Error(std::move(message)), parameter_(std::move(parameter_name)) {}
    const std::string& parameter() const { return parameter_; }

 private:
    std::string parameter_;
};

/// How a window becomes one number; it decides what the views animate and say, nothing else. What the
/// mathematics needs to know it asks by name: LayerKind::has_indices, LayerKind::shares_depend_on_values.
enum class Reduction {
    select,    ///< one cell wins and is routed (max, min, fractional max…)
    average,   ///< every valid cell gives the same fixed share
    sum,       ///< weights times cells (convolution, blur, bilinear samples…)
    weighted,  ///< shares depend on the values (LP, softmax, log-sum-exp…)
};

/// One input position that an output cell looks at.
struct Tap {
    std::int64_t y = 0;  ///< may lie outside the input: then the tap is padding
    std::int64_t x = 0;
    std::int64_t c = 0;   ///< input channel
    bool valid = false;   ///< inside the input
    bool winner = false;  ///< the cell that a `select` reduction routes to
    float value = 0;      ///< input value; the padding's value when not valid
    float share = 0;      ///< ∂output/∂input of this tap: grad_input += share · grad_output
    float gradient = 0;   ///< what the tap receives for one grad_output (see LayerKind::spread)
};

/// A layer's windows on an input, kept from pass to pass: to find them takes longer than to pool a small map,
/// and what is not written anew stays in the caches of all threads.
struct Windows {
    const class LayerKind* kind = nullptr;
    Params params;
    Shape input, output;
    Geometry geometry;
    std::optional<TapGrid> grid;  ///< see LayerKind::tap_grid

    bool are_of(const LayerKind& layer, const Params& its, const Shape& below) const {
        return kind == &layer && input == below && params == its;
    }
};

/// What a forward pass leaves for the backward pass and for the views.
struct Forward {
    Tensor output;
    Winners indices;  ///< same shape as output for kinds with indices, otherwise empty
    /// false: only the output is asked for. Backward, traces and views need the indices.
    bool want_indices = true;
    /// For kinds that take indices (MaxUnpool2d): those of the layer they undo, in the shape of the input.
    std::shared_ptr<const Indices> given;
    Windows windows;
};

/// How a framework counts a winner's position (SEMANTICS 11).
struct IndexRule {
    enum class Form {
        plane,     ///< PyTorch: y·W + x
        tensor,    ///< ONNX: through the whole tensor
        channels,  ///< TensorFlow: (y·W + x)·C + c
    };
    Form form = Form::plane;
    bool column_major = false;  ///< x·H + y instead of y·W + x (ONNX's storage_order)

    /// `position`: flat in the plane of item n and channel c of an input of that shape; -1 stays.
    std::int64_t operator()(std::int64_t position, std::int64_t n, std::int64_t c, const Shape& input) const;
};

/// A formula in two forms, both in the small part of TeX that figure/math.h draws: \frac{a}{b}, \sqrt[n]{a},
/// \floor{a}, \ceil{a}, x_{i}, x^{p}, \max_{…}, \min_{…}, \sum_{…}. W is the window.
struct Formula {
    std::string symbols;  ///< "y = \max_{W} x"
    std::string numbers;  ///< the same with this window's numbers: "\max(1, 2, 5, 6) = 6"
};

/// How a kind's loops are written as code: what every language has in common.
struct Loops {
    enum class Form {
        none,     ///< not written out
        select,   ///< the first strict maximum (minimum), or the last NaN
        average,  ///< a sum and a division
        formula,  ///< the expressions below
    };
    Form form = Form::none;
    bool minimum = false;
    bool count_pad = false;         ///< padding counts in the divisor
    std::optional<double> divisor;  ///< the same for every window
    /// For `formula`, in what C++ and NumPy have in common (pow, exp, log, fmax); X is a cell of the window:
    std::string add;     ///< added up as `total`
    std::string weigh;   ///< added up as `weight`
    std::string finish;  ///< the output, from total and weight
    std::string share;   ///< ∂output/∂X, from X, Y (the output) and V (the weight)
};

/// A rectangle on one item of the input, in cells: edges lie between cells where they are whole numbers.
struct Box {
    std::int64_t n = 0;
    float y0 = 0, x0 = 0, y1 = 0, x1 = 0;
};

/// Work and memory of one layer on one input shape.
struct Cost {
    std::int64_t parameters = 0;    ///< learned parameters
    std::int64_t operations = 0;    ///< comparisons, additions, multiplications and divisions, forward
    std::int64_t output_bytes = 0;  ///< float32 bytes of the output
};

/// One kind of layer. All kinds are values of a table (`all_kinds`); nothing else in the program switches on
/// kinds. Every function is pure: it depends on its arguments alone.
class LayerKind {
 public:
    virtual ~LayerKind() = default;

    /// "MaxPool2d". Its texts are kind.<name> (one sentence), kind.<name>.formula and help.kind.<name> (a
    /// page).
    virtual std::string_view name() const = 0;
    virtual std::string_view source() const = 0;  ///< file or paper that the rule comes from
    /// Whether every argument is written with its name, as ONNX's attributes are.
    virtual bool keywords_only() const { return false; }
    /// In the order in which positional arguments are read.
    virtual std::span<const ParamSpec> params() const = 0;
    /// What a parameter is where it is not set: other than in the spec only where that says `by_rule`.
    virtual const Value& default_value(const Params& params, const ParamSpec& spec) const {
        (void)params;
        return spec.default_value;
    }
    virtual Reduction reduction(const Params& params) const = 0;
    /// One cell of each window wins: the forward pass notes which, and it alone is routed to.
    virtual bool has_indices(const Params& params) const {
        (void)params;
        return false;
    }
    /// Whether ∂output/∂input changes with the input. Where it does not, a stroke leaves the gradients as
    /// they are.
    virtual bool shares_depend_on_values(const Params& params) const = 0;
    /// How winners are numbered inside their windows, where forward_region writes one byte for each.
    virtual std::optional<TapGrid> tap_grid(const Params& params, const Shape& input) const {
        (void)params, (void)input;
        return std::nullopt;
    }
    /// Whether MaxUnpool2d may take this kind's indices, and whether this kind takes another's.
    virtual bool gives_indices() const { return false; }
    virtual bool takes_indices() const { return false; }
    /// The value that padding has: -inf for max, 0 for average.
    virtual float padding_value() const = 0;

    /// Shape of the output. Throws LayerError where PyTorch refuses the parameters or the input is too small.
    virtual Shape output_shape(const Params& params, const Shape& input) const = 0;
    /// Windows on an input that output_shape has accepted.
    virtual Geometry geometry(const Params& params, const Shape& input) const = 0;
    /// The output-size rule of one axis ('h' or 'w') with its numbers, as a Formula's texts:
    /// "\floor{\frac{28 + 2·0 − 1·(2 − 1) − 1}{2}} + 1 = 14".
    virtual std::string size_formula(const Params& params, const Shape& input, char axis) const = 0;

    /// The windows that a forward pass has left in `result`, or, where they are another layer's or another
    /// input's, those found anew, in `room`.
    const Geometry& windows(const Params& params, const Shape& input, const Forward& result,
                            Geometry& room) const {
        if (result.windows.are_of(*this, params, input)) return result.windows.geometry;
        return room = geometry(params, input);
    }

    /// Fills `result.output` and, for kinds with indices, `result.indices`. Buffers of the right shape are
    /// reused.
    void forward(const Params& params, const Tensor& input, Forward& result) const;
    /// Gradient of sum(grad_output · output) with respect to input, into `grad_input` (shape of `input`,
    /// overwritten).
    void backward(const Params& params, const Tensor& input, const Forward& result, const Tensor& grad_output,
                  Tensor& grad_input) const;

    /// Computes the outputs in `outputs` alone; `result` has its shape already and keeps everything else.
    virtual void forward_region(const Params& params, const Tensor& input, Forward& result,
                                const Region& outputs) const = 0;
    /// Computes the gradients of the inputs in `inputs` alone, bit for bit as `backward` does.
    virtual void backward_region(const Params& params, const Tensor& input, const Forward& result,
                                 const Tensor& grad_output, Tensor& grad_input,
                                 const Region& inputs) const = 0;
    /// Whether a change of an input reaches no further than the windows that hold it.
    virtual bool local() const { return true; }
    /// How the rule's framework counts the winners' positions.
    virtual IndexRule index_rule(const Params& params) const {
        (void)params;
        return {};
    }
    /// The positions of all winners, counted so.
    Indices published_indices(const Params& params, const Shape& input, const Forward& result) const;

    /// Every tap of one output cell in scan order (rows, then columns; channels outermost when the kind mixes
    /// them).
    virtual std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                                  const Cell& output_cell) const = 0;
    /// Output cells that `below` may be a tap of, row-major.
    virtual std::vector<Cell> outputs_of(const Params& params, const Shape& input, const Forward& result,
                                         const Cell& below) const {
        (void)result;
        return geometry(params, input).outputs_of(below);
    }
    /// Sets every tap's `gradient` for the gradient that arrives at the output cell, rounded exactly as
    /// `backward` rounds it, so that the taps' gradients at an input cell, added in the order of the output
    /// cells, are its grad_input.
    virtual void spread(const Params& params, const Shape& input, const Cell& output_cell, float grad_output,
                        std::vector<Tap>& taps) const {
        (void)params, (void)input, (void)output_cell;
        for (Tap& tap : taps) tap.gradient = tap.share * grad_output;
    }
    /// Regions that the layer looks at, for a drawing over its input.
    virtual std::vector<Box> boxes(const Params& params, const Shape& input) const {
        (void)params, (void)input;
        return {};
    }
    /// This window's formula.
    virtual Formula explain(const Params& params, const Tensor& input, const Forward& result,
                            const Cell& output_cell) const = 0;
    virtual Cost cost(const Params& params, const Shape& input) const = 0;

    /// The form of its loops in a program.
    virtual Loops loops(const Params& params) const {
        (void)params;
        return {};
    }
    /// A PyTorch module that computes the same, as an expression over `nn`, `F` and `Function(lambda x: …)`;
    /// empty: there is none.
    virtual std::string torch_code(const Params& params) const {
        (void)params;
        return {};
    }
};

/// Every kind, in the order of a menu.
std::span<const LayerKind* const> all_kinds();
/// The kind of that name ("MaxPool2d"), or nullptr.
const LayerKind* find_kind(std::string_view name);
/// The kind of a layer. The layer's name must be known (notation and document readers check it).
const LayerKind& kind_of(const Layer& layer);

/// What the kind says of a parameter; nullptr: the kind has none of that name.
const ParamSpec* find_spec(const LayerKind& kind, std::string_view name);
/// The value of a parameter: what the layer sets, otherwise the kind's default; std::monostate for None.
/// nullptr: the kind has none of that name.
const Value* find_param(const LayerKind& kind, const Params& params, std::string_view name);
/// The same where the name is one of the kind's.
const Value& param(const LayerKind& kind, const Params& params, std::string_view name);

/// A layer of that kind with every required parameter at a sensible start (kernel_size 2, output_size 1).
Layer default_layer(std::string_view kind_name);

}  // namespace pool
