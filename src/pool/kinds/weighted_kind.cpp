#include "pool/kinds/weighted_kind.h"

#include "pool/kinds/common.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

std::vector<double> valid_values(const std::vector<Tap>& taps) {
    std::vector<double> values;
    values.reserve(taps.size());
    for (const Tap& tap : taps)
        if (tap.valid) values.push_back(static_cast<double>(tap.value));
    return values;
}

/// Calls body(cell) for every cell in row-major order.
template <class Body>
void each_cell(const Shape& shape, Body&& body) {
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t c = 0; c < shape.c; ++c)
            for (std::int64_t y = 0; y < shape.h; ++y)
                for (std::int64_t x = 0; x < shape.w; ++x) body(Cell{n, c, y, x});
}

}  // namespace

void WeightedKind::forward(const Params& params, const Tensor& input, Forward& result) const {
    const Geometry where = geometry(params, input.shape());
    reshape(result.output, output_shape(params, input.shape()));
    each_cell(result.output.shape(), [&](const Cell& cell) {
        const std::vector<Tap> window = window_taps(where, input, cell, padding_value());
        const std::vector<double> values = valid_values(window);
        const double y = values.empty() ? 0.0 : reduce(params, values, static_cast<double>(window.size()));
        result.output.at(cell) = static_cast<float>(y);
    });
}

std::vector<Tap> WeightedKind::taps(const Params& params, const Tensor& input, const Forward&,
                                    const Cell& cell) const {
    std::vector<Tap> window = window_taps(geometry(params, input.shape()), input, cell, padding_value());
    const std::vector<double> values = valid_values(window);
    if (values.empty()) return window;
    const auto size = static_cast<double>(window.size());
    std::vector<double> weights(values.size());
    differentiate(params, values, size, reduce(params, values, size), weights);
    std::size_t next = 0;
    for (Tap& tap : window)
        if (tap.valid) tap.share = static_cast<float>(weights[next++]);
    return window;
}

void WeightedKind::backward(const Params& params, const Tensor& input, const Forward& result,
                            const Tensor& grad_output, Tensor& grad_input) const {
    grad_input = Tensor(input.shape());
    each_cell(grad_output.shape(), [&](const Cell& cell) {
        const float arriving = grad_output.at(cell);
        for (const Tap& tap : taps(params, input, result, cell))
            if (tap.valid) grad_input.at({cell.n, tap.c, tap.y, tap.x}) += tap.share * arriving;
    });
}

Formula WeightedKind::explain(const Params& params, const Tensor& input, const Forward& result,
                              const Cell& cell) const {
    std::vector<Tap> window = window_taps(geometry(params, input.shape()), input, cell, padding_value());
    std::erase_if(window, [](const Tap& tap) { return !tap.valid; });
    return {std::string(formula()), std::string(name()) + "(" + listed_terms(window, ", ") +
                                        ") = " + short_number(result.output.at(cell))};
}

Cost WeightedKind::cost(const Params& params, const Shape& input) const {
    const Shape out = output_shape(params, input);
    // A power or exponential, and an addition, for each cell of a window.
    return {0, 2 * window_cells(geometry(params, input)) * input.n * input.c, out.size() * 4};
}

}  // namespace pool::kinds
