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
Size2 read_pair(const LayerKind& kind, const Params& params, std::string_view name, Size2 fallback = {});
bool read_bool(const LayerKind& kind, const Params& params, std::string_view name);
std::optional<std::int64_t> read_integer(const LayerKind& kind, const Params& params, std::string_view name);
double read_number(const LayerKind& kind, const Params& params, std::string_view name);

/// Parameters of a sliding window along one axis.
struct SlidingAxis {
    std::int64_t kernel = 1;
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    std::int64_t dilation = 1;
    bool ceil_mode = false;

    /// PyTorch's rule [native/Pool.h, pooling_output_shape]; may be below 1.
    std::int64_t output(std::int64_t input) const;
    /// The rule with its numbers.
    std::string formula(std::int64_t input) const;
};
struct Sliding {
    SlidingAxis h, w;
    const SlidingAxis& axis(char name) const { return name == 'h' ? h : w; }
};
/// Reads kernel_size, stride, padding, dilation and ceil_mode, as far as the kind has them. Unchecked.
Sliding read_sliding(const LayerKind& kind, const Params& params);
/// PyTorch's refusals [native/Pool.h, pool2d_shape_check], then the output's shape. Throws LayerError.
Shape sliding_shape(const LayerKind& kind, const Params& params, const Shape& input);
Geometry sliding_geometry(const LayerKind& kind, const Params& params, const Shape& input);
/// Throws LayerError for an input with no channels, rows or columns.
void check_input(const LayerKind& kind, const Shape& input);

/// The specs that sliding kinds share.
ParamSpec kernel_size_spec();
ParamSpec stride_spec();
ParamSpec padding_spec();
ParamSpec dilation_spec();
ParamSpec ceil_mode_spec();
ParamSpec return_indices_spec();
ParamSpec output_size_spec();

/// Output shape and windows of adaptive pooling (None keeps the input's size).
Shape adaptive_shape(const LayerKind& kind, const Params& params, const Shape& input);
Geometry adaptive_geometry(const LayerKind& kind, const Params& params, const Shape& input);
std::string adaptive_formula(const LayerKind& kind, const Params& params, const Shape& input, char axis);

/// Cells of all windows of one plane together.
std::int64_t window_cells(const Geometry& geometry);

/// Makes the buffers have that shape, reusing what is there.
template <class T>
void reshape(Array<T>& array, const Shape& shape, T fill = T{}) {
    if (array.shape() == shape && !array.empty()) return;
    array = Array<T>(shape, fill);
}

/// The taps of one output cell in scan order with values, without shares. `padding` is the padding's value.
std::vector<Tap> window_taps(const Geometry& geometry, const Tensor& input, const Cell& output_cell,
                             float padding);

/// The taps' values for a formula, joined by ", " or " + " (a minus sign takes the place of the plus). At
/// most 16 of them: a global window has hundreds.
std::string listed_terms(const std::vector<Tap>& taps, const std::string& separator);

}  // namespace pool::kinds
