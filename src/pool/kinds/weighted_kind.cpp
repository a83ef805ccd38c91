#include "pool/kinds/weighted_kind.h"

#include "pool/kernels/runs.h"
#include "pool/kinds/common.h"
#include "pool/kinds/planes.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// The valid values of one window after the other, without allocating once it has grown.
class Windows {
 public:
    Windows(const Geometry& where, const Region& outputs) : h_(where.h()), w_(where.w()) {
        rows_.assign(h_, outputs.y0, outputs.y1);
        columns_.assign(w_, outputs.x0, outputs.x1);
    }
    void read(const float* x, std::int64_t oy, std::int64_t ox) {
        values.clear();
        row_ = rows_[oy];
        column_ = columns_[ox];
        size = static_cast<double>(h_.window(oy).count * w_.window(ox).count);
        each([&](std::int64_t at, std::size_t) { values.push_back(static_cast<double>(x[at])); });
    }
    /// Calls body(flat position, number) for the valid cells of the window read last.
    template <class Body>
    void each(Body&& body) const {
        std::size_t number = 0;
        for (std::int64_t i = 0; i < row_.count; ++i)
            for (std::int64_t j = 0; j < column_.count; ++j)
                body((row_.first + i * row_.step) * w_.input() + column_.first + j * column_.step, number++);
    }

    std::vector<double> values;
    std::vector<double> weights;
    double size = 0;

 private:
    const AxisGeometry& h_;
    const AxisGeometry& w_;
    kernels::Runs rows_;
    kernels::Runs columns_;
    kernels::Run row_;
    kernels::Run column_;
};

}  // namespace

void WeightedKind::forward_region(const Params& params, const Tensor& input, Forward& result,
                                  const Region& outputs) const {
    const Geometry where = geometry(params, input.shape());
    const double constant_value = constant(params);
    const Shape& out = result.output.shape();
    const std::int64_t cost = 16 * out.w;
    each_plane_rows(out, outputs.y0, outputs.y1, cost,
                    [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
                        Windows window(where, {y0, y1, outputs.x0, outputs.x1});
                        const float* x = input.plane(n, c).data();
                        for (std::int64_t oy = y0; oy < y1; ++oy) {
                            for (std::int64_t ox = outputs.x0; ox < outputs.x1; ++ox) {
                                window.read(x, oy, ox);
                                const double y = window.values.empty()
                                                     ? 0.0
                                                     : reduce(constant_value, window.values, window.size);
                                result.output.at({n, c, oy, ox}) = static_cast<float>(y);
                            }
                        }
                    });
}

void WeightedKind::backward_region(const Params& params, const Tensor& input, const Forward&,
                                   const Tensor& grad_output, Tensor& grad_input,
                                   const Region& inputs) const {
    const Geometry where = geometry(params, input.shape());
    const double constant_value = constant(params);
    const std::int64_t width = input.shape().w;
    clear(grad_input, inputs);
    // Windows of neighbouring rows are computed twice where the work is divided.
    each_plane_rows(input.shape(), inputs.y0, inputs.y1, 16 * width,
                    [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
                        const Region part{y0, y1, inputs.x0, inputs.x1};
                        const Region outputs = where.outputs_touching(part);
                        if (outputs.empty()) return;
                        Windows window(where, outputs);
                        const float* x = input.plane(n, c).data();
                        float* gradient = grad_input.plane(n, c).data();
                        for (std::int64_t oy = outputs.y0; oy < outputs.y1; ++oy) {
                            for (std::int64_t ox = outputs.x0; ox < outputs.x1; ++ox) {
                                window.read(x, oy, ox);
                                if (window.values.empty()) continue;
                                window.weights.resize(window.values.size());
                                differentiate(constant_value, window.values, window.size,
                                              reduce(constant_value, window.values, window.size),
                                              window.weights);
                                const float arriving = grad_output.at({n, c, oy, ox});
                                window.each([&](std::int64_t at, std::size_t number) {
                                    if (part.contains(at / width, at % width))
                                        gradient[at] += static_cast<float>(window.weights[number]) * arriving;
                                });
                            }
                        }
                    });
}

std::vector<Tap> WeightedKind::taps(const Params& params, const Tensor& input, const Forward&,
                                    const Cell& cell) const {
    std::vector<Tap> window = window_taps(geometry(params, input.shape()), input, cell, padding_value());
    std::vector<double> values;
    for (const Tap& tap : window)
        if (tap.valid) values.push_back(static_cast<double>(tap.value));
    if (values.empty()) return window;
    const auto size = static_cast<double>(window.size());
    const double constant_value = constant(params);
    std::vector<double> weights(values.size());
    differentiate(constant_value, values, size, reduce(constant_value, values, size), weights);
    std::size_t next = 0;
    for (Tap& tap : window)
        if (tap.valid) tap.share = static_cast<float>(weights[next++]);
    return window;
}

Formula WeightedKind::explain(const Params& params, const Tensor& input, const Forward& result,
                              const Cell& cell) const {
    std::vector<Tap> window = window_taps(geometry(params, input.shape()), input, cell, padding_value());
    std::erase_if(window, [](const Tap& tap) { return !tap.valid; });
    std::vector<double> values;
    for (const Tap& tap : window) values.push_back(tap.value);
    const double size = static_cast<double>(geometry(params, input.shape()).rows(cell).count *
                                            geometry(params, input.shape()).columns(cell).count);
    const Formula written = write(constant(params), values, size);
    return {"y = " + written.symbols, written.numbers + " = " + short_number(result.output.at(cell))};
}

Formula WeightedKind::write(double, std::span<const double> values, double) const {
    const std::string terms = joined(values, ", ", [](double v) { return short_number(v); });
    return {std::string(name()) + "(W)", std::string(name()) + "(" + terms + ")"};
}

Cost WeightedKind::cost(const Params& params, const Shape& input) const {
    const Shape out = output_shape(params, input);
    // A power or exponential, and an addition, for each cell of a window.
    return {0, 2 * geometry(params, input).window_cells(out.n, out.c), out.size() * 4};
}

}  // namespace pool::kinds
