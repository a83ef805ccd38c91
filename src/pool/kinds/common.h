#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pool/layer.h"

// What several kinds share: reading parameters, PyTorch's refusals, the output-size rule, generic taps.

namespace pool::kinds {

/// Height and width of a pair parameter; a single number stands for both; `fallback` where it is None.
struct Size2 {
    std::int64_t h = 0;
    std::int64_t w = 0;
};
/// `fallback`: for None, and where the kind has no such parameter.
Size2 read_pair(const LayerKind& kind, const Params& params, std::string_view name, Size2 fallback = {});
/// false where the kind has no such parameter.
bool read_bool(const LayerKind& kind, const Params& params, std::string_view name);
std::optional<std::int64_t> read_integer(const LayerKind& kind, const Params& params, std::string_view name);
double read_number(const LayerKind& kind, const Params& params, std::string_view name);

/// Whose rules a sliding layer follows (SEMANTICS 11).
enum class Rule { pytorch, onnx, tensorflow, caffe };
ParamSpec rule_spec();
/// PyTorch for kinds without that parameter.
Rule read_rule(const LayerKind& kind, const Params& params);
std::string_view rule_name(Rule rule);

/// Parameters of a sliding window along one axis.
struct SlidingAxis {
    std::int64_t kernel = 1;
    std::int64_t stride = 1;
    std::int64_t pad_begin = 0;
    std::int64_t pad_end = 0;
    std::int64_t dilation = 1;
    bool ceil_mode = false;

    /// PyTorch's rule [native/Pool.h, pooling_output_shape], which ONNX and Caffe share; may be below 1.
    std::int64_t output(std::int64_t input) const;
    /// The rule with its numbers.
    std::string formula(std::int64_t input) const;
    /// Padding of SAME for ⌈input / stride⌉ outputs: the odd cell at the end (`lower`: at the beginning).
    void pad_same(std::int64_t input, bool lower);
};
/// The parameters' names in the framework that a layer is written for.
struct SlidingNames {
    const char* kernel = "kernel_size";
    const char* stride = "stride";
    const char* padding = "padding";
    const char* dilation = "dilation";
};
struct Sliding {
    SlidingAxis h, w;
    Rule rule = Rule::pytorch;
    SlidingNames names;
    const SlidingAxis& axis(char name) const { return name == 'h' ? h : w; }
};
/// Reads kernel_size, stride, padding, dilation, ceil_mode and rule, as far as the kind has them. Unchecked.
Sliding read_sliding(const LayerKind& kind, const Params& params, const Shape& input);
/// Reads kernel_shape, strides, pads, auto_pad, dilations and ceil_mode as ONNX names them. Throws LayerError
/// for pads that are not four.
Sliding read_onnx(const LayerKind& kind, const Params& params, const Shape& input);
/// The rule's refusals [PyTorch: native/Pool.h, pool2d_shape_check], then the output's shape. Throws
/// LayerError.
Shape sliding_shape(const LayerKind& kind, const Sliding& sliding, const Shape& input);
Geometry sliding_geometry(const Sliding& sliding, const Shape& input);
/// Throws LayerError for an input with no channels, rows or columns.
void check_input(const LayerKind& kind, const Shape& input);

/// The specs that sliding kinds share.
ParamSpec kernel_size_spec();
ParamSpec stride_spec();
ParamSpec padding_spec();
/// Padding that may also be [top, left, bottom, right], 'same', 'same_lower' or 'valid'.
ParamSpec any_padding_spec();
ParamSpec dilation_spec();
ParamSpec ceil_mode_spec();
ParamSpec return_indices_spec();
ParamSpec output_size_spec();

/// Output shape and windows of adaptive pooling (None keeps the input's size).
Shape adaptive_shape(const LayerKind& kind, const Params& params, const Shape& input);
Geometry adaptive_geometry(const LayerKind& kind, const Params& params, const Shape& input);
std::string adaptive_formula(const LayerKind& kind, const Params& params, const Shape& input, char axis);

/// Sets a region of every plane to 0.
void clear(Tensor& tensor, const Region& region);

/// Calls body(cell) for the cells of `region` in every plane, in row-major order.
template <class Body>
void each_cell(const Shape& shape, const Region& region, Body&& body) {
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t c = 0; c < shape.c; ++c)
            for (std::int64_t y = region.y0; y < region.y1; ++y)
                for (std::int64_t x = region.x0; x < region.x1; ++x) body(Cell{n, c, y, x});
}

/// A number in [0, 1) that depends on all of these and on nothing else: the seeded kinds draw it for a plane
/// or a window, so that any part of a map can be computed alone.
float random_unit(std::int64_t seed, const Cell& cell);
ParamSpec seed_spec();

/// "nn.MaxPool2d(2, stride=1)": the layer as torch.nn has it; empty under another framework's rule or with
/// other ties than PyTorch's.
std::string torch_module(const LayerKind& kind, const Params& params);
/// "2, stride=1": its arguments alone, without those named in `without`.
std::string torch_arguments(const LayerKind& kind, const Params& params,
                            std::initializer_list<std::string_view> without = {});

/// The taps of one output cell in scan order with values, without shares. `padding` is the padding's value.
std::vector<Tap> window_taps(const Geometry& geometry, const Tensor& input, const Cell& output_cell,
                             float padding);

/// At most nine values, each written by `write`; the rest is "…".
template <class Write>
std::string joined(std::span<const double> values, const std::string& separator, Write&& write) {
    constexpr std::size_t kMostTerms = 9;
    std::string text;
    for (std::size_t i = 0; i < std::min(values.size(), kMostTerms); ++i)
        text += (i == 0 ? "" : separator) + write(values[i]);
    return values.size() > kMostTerms ? text + separator + "…" : text;
}
/// The values of one window in one channel for a formula, joined by ", " or " + " (a minus sign takes the
/// place of the plus). At most 16 of them: a global window has hundreds.
std::string listed_terms(const Geometry& geometry, const Tensor& input, const Cell& output_cell,
                         float padding, const std::string& separator, bool valid_only);

}  // namespace pool::kinds
