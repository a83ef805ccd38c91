#include <algorithm>

#include "measure/compare.h"
#include "measure/gradients.h"
#include "measure/table.h"

namespace measure {

namespace {

std::string size_text(const pool::Tensor& map) { return map.shape().text(false); }

Comparison compared(const pool::Tensor& a, const pool::Tensor& b) {
    const Comparison result = compare(a, b);
    if (!result.same_shape) throw MeasureError({"error.measure.sizes", {size_text(a), size_text(b)}});
    return result;
}
Comparison pair_at(const Call& call) {
    const std::size_t i = call.map(0);
    return compared(call.subject.a().map(i), call.subject.pair().map(i));
}
Comparison gradients_at(const Call& call) {
    const std::size_t i = call.map(0);
    return compared(call.subject.a().gradient(i), call.subject.pair().gradient(i));
}
Comparison others(const Call& call) {
    return compared(call.subject.a().output(), call.subject.other().output());
}
bool same_size(const pool::Tensor& a, const pool::Tensor& b) { return a.shape() == b.shape(); }

Value equal(const Call& call) {
    const std::size_t i = call.map(0);
    const pool::Tensor& b = call.subject.pair().map(i);
    return same_size(call.subject.a().map(i), b) && pair_at(call).equal();
}
Value nearly(const Call& call) {
    const std::size_t i = call.map(0);
    const pool::Tensor& a = call.subject.a().map(i);
    const pool::Tensor& b = call.subject.pair().map(i);
    return same_size(a, b) && std::ranges::equal(a.data(), b.data(), close);
}
Value relative(const Call& call) { return pair_at(call).relative_difference; }
Value cosine(const Call& call) { return pair_at(call).cosine; }
Value differ(const Call& call) { return pair_at(call).differ; }
Value same(const Call& call) { return pair_at(call).cells - pair_at(call).differ; }
Value equal_share(const Call& call) { return pair_at(call).equal_share; }
Value largest_change(const Call& call) { return pair_at(call).largest_change; }
Value gradient_relative(const Call& call) { return gradients_at(call).relative_difference; }
Value gradient_differ(const Call& call) { return gradients_at(call).differ; }

Value values_of(const Call& call, const pool::Tensor& map) {
    const pool::Cell plane = call.plane(map);
    const auto values = map.plane(plane.n, plane.c);
    return List(values.begin(), values.end());
}
Value pair_output(const Call& call) {
    const pool::Tensor& map = call.subject.pair().map(call.layer(0));
    return map.at(call.cell(1, map));
}
Value pair_values(const Call& call) { return values_of(call, call.subject.pair().map(call.map(0))); }
Value first_equal(const Call& call) {
    const pool::Evaluation& a = call.subject.a();
    const pool::Evaluation& b = call.subject.pair();
    for (std::size_t i = 1; i < a.map_count(); ++i)
        if (same_size(a.map(i), b.map(i)) && compare(a.map(i), b.map(i)).equal()) return static_cast<int>(i);
    return "never";
}
Value has_moved(const Call& call) {
    const std::size_t i = call.map(0);
    return moved(call.subject.a().map(i), call.subject.pair().map(i), {call.whole(1), call.whole(2)});
}
Value has_turned(const Call& call) {
    const std::size_t i = call.map(0);
    const pool::Tensor& a = call.subject.a().map(i);
    const pool::Tensor& b = call.subject.pair().map(i);
    return turned(a, b, 1) || turned(a, b, 3);
}

Value other_values(const Call& call) { return values_of(call, call.subject.other().output()); }
Value other_equal(const Call& call) {
    return same_size(call.subject.a().output(), call.subject.other().output()) && others(call).equal();
}
Value other_differs(const Call& call) { return others(call).differ; }
Value other_change(const Call& call) { return others(call).largest_change; }
Value other_relative(const Call& call) {
    const pool::Tensor& b = call.subject.other_pair().output();
    return compared(call.subject.other().output(), b).relative_difference;
}
Value other_mean_relative8(const Call& call) {
    const pool::Evaluation& other = call.subject.other();
    return mean_relative8(other, other.layers.size(), call.subject.other_maps());
}
Value other_zero_in(const Call& call) { return zeros(call.subject.other().gradient(0)); }
Value other_gradients(const Call& call) { return values_of(call, call.subject.other().gradient(0)); }

}  // namespace

std::span<const Measure> pair_table() {
    static constexpr Measure kTable[] = {
        {"equal", "i", "Whether map i of the pair is exactly that of A.", equal},
        {"close", "i", "Whether rounding alone tells them apart.", nearly},
        {"rel", "i", "‖A − B‖ / ‖A‖ at map i.", relative},
        {"cosine", "i", "The cosine between them.", cosine},
        {"differ", "i", "Cells that differ.", differ},
        {"same", "i", "Cells that do not.", same},
        {"equal_share", "i", "Their share.", equal_share},
        {"largest_change", "i", "The largest difference of a cell.", largest_change},
        {"grad_rel", "i", "rel for the gradients at map i.", gradient_relative},
        {"grad_differ", "i", "differ for the gradients at map i.", gradient_differ},
        {"pair_out", "l,y,x", "out of the pair.", pair_output},
        {"pair_values", "i", "values of the pair.", pair_values},
        {"first_equal", "", "The first layer behind which the pair is equal, or \"never\".", first_equal},
        {"moved", "i,dy,dx", "Whether map i of the pair is A's, moved by whole cells.", has_moved},
        {"turned", "i", "Whether map i of the pair is A's, turned by 90°.", has_turned},
        {"other", "", "Values of the second stack's last map on the same input.", other_values},
        {"other_equal", "", "Whether it is exactly A's last map.", other_equal},
        {"other_differs", "", "Cells that differ there.", other_differs},
        {"other_change", "", "The largest difference there.", other_change},
        {"other_rel", "", "rel of the pair behind the second stack.", other_relative},
        {"other_mean_rel8", "", "mean_rel8 behind the second stack.", other_mean_relative8},
        {"other_zero_in", "", "Input cells whose gradient is 0 under the second stack.", other_zero_in},
        {"other_gins", "", "Gradients at the input under the second stack.", other_gradients},
    };
    return kTable;
}

}  // namespace measure
