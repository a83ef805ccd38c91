#include <algorithm>

#include "measure/gradients.h"
#include "measure/table.h"

namespace measure {

namespace {

const pool::Tensor& at_input(const Call& call) { return call.subject.a().gradient(call.layer(0) - 1); }
const pool::Tensor& at_output(const Call& call) { return call.subject.a().gradient(call.layer(0)); }

Value plane_values(const Call& call, const pool::Tensor& map) {
    const pool::Cell plane = call.plane(map);
    const auto values = map.plane(plane.n, plane.c);
    return List(values.begin(), values.end());
}

Value gradient_in(const Call& call) { return at_input(call).at(call.cell(1, at_input(call))); }
Value gradients_in(const Call& call) { return plane_values(call, at_input(call)); }
Value gradient_out(const Call& call) { return at_output(call).at(call.cell(1, at_output(call))); }
Value gradients_out(const Call& call) { return plane_values(call, at_output(call)); }
Value sum_in(const Call& call) { return sum(at_input(call)); }
Value sum_out(const Call& call) { return sum(at_output(call)); }
Value lost_gradient(const Call& call) { return lost(call.subject.a(), call.layer(0)); }
Value zero_in(const Call& call) { return zeros(at_input(call)); }
Value on_zero_cells(const Call& call) { return on_zero(call.subject.a(), call.layer(0)); }
Value largest_in(const Call& call) { return std::ranges::max(at_input(call).data()); }
Value arriving(const Call& call) {
    const pool::Evaluation& e = call.subject.a();
    const std::size_t layer = call.layer(0);
    const std::vector<float> shares = arrivals(e, layer, call.cell(1, e.map(layer - 1)));
    return List(shares.begin(), shares.end());
}
Value slope_at(const Call& call) {
    const pool::Evaluation& e = call.subject.a();
    if (call.number(2) == 0) throw MeasureError({"error.measure.step"});
    return slope(e, call.cell(0, e.map(0)), call.number(2));
}

}  // namespace

std::span<const Measure> gradients_table() {
    static constexpr Measure kTable[] = {
        {"gin", "l,y,x", "The gradient at a cell of layer l's input.", gradient_in},
        {"gins", "l", "All of them, row by row.", gradients_in},
        {"gout", "l,y,x", "The gradient at a cell of layer l's output.", gradient_out},
        {"gouts", "l", "All of them, row by row.", gradients_out},
        {"sum_in", "l", "The sum of the gradient at layer l's input.", sum_in},
        {"sum_out", "l", "The sum of the gradient at layer l's output.", sum_out},
        {"lost", "l", "sum_out(l) − sum_in(l).", lost_gradient},
        {"zero_in", "l", "Cells of layer l's input whose gradient is 0.", zero_in},
        {"on_zero", "l", "Gradient that lands on cells of value 0.", on_zero_cells},
        {"largest_gin", "l", "The largest gradient at layer l's input.", largest_in},
        {"arrivals", "l,y,x", "What single windows send to a cell of layer l's input.", arriving},
        {"slope", "y,x,h", "Change of the loss over the change h of an input cell, computed again.",
         slope_at},
    };
    return kTable;
}

}  // namespace measure
