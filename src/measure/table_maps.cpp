#include <algorithm>
#include <cmath>
#include <set>

#include "measure/cost.h"
#include "measure/gradients.h"
#include "measure/table.h"

namespace measure {

namespace {

std::span<const float> shown(const Call& call, const pool::Tensor& map) {
    const pool::Cell plane = call.plane(map);
    return map.plane(plane.n, plane.c);
}

const pool::Tensor& map_of(const Call& call) { return call.subject.a().map(call.map(0)); }

Value size(const Call& call) {
    const pool::Shape& s = map_of(call).shape();
    return List{s.h, s.w};
}
Value full_size(const Call& call) {
    const pool::Shape& s = map_of(call).shape();
    return List{s.n, s.c, s.h, s.w};
}
Value cells(const Call& call) { return map_of(call).shape().plane(); }
Value values(const Call& call) {
    const auto plane = shown(call, map_of(call));
    return List(plane.begin(), plane.end());
}
Value value_at(const Call& call) {
    const pool::Tensor& map = map_of(call);
    return map.at(call.cell(1, map));
}
Value output(const Call& call) {
    const pool::Tensor& map = call.subject.a().map(call.layer(0));
    return map.at(call.cell(1, map));
}
Value mean(const Call& call) {
    double sum = 0;
    const auto plane = shown(call, map_of(call));
    for (const float v : plane) sum += static_cast<double>(v);
    return sum / static_cast<double>(plane.size());
}
Value largest(const Call& call) { return std::ranges::max(shown(call, map_of(call))); }
Value smallest(const Call& call) { return std::ranges::min(shown(call, map_of(call))); }
Value nonzero(const Call& call) {
    const auto plane = shown(call, map_of(call));
    return std::int64_t{std::ranges::count_if(plane, [](float v) { return v != 0; })};
}

/// First and last row with a value above 0.
Value ink_rows(const Call& call) {
    const bool pair = call.has(1) && call.number(1) != 0;
    const std::size_t i = call.map(0);
    const pool::Tensor& map = pair ? call.subject.pair().map(i) : call.subject.a().map(i);
    const auto plane = shown(call, map);
    const std::int64_t w = map.shape().w;
    std::int64_t first = -1;
    std::int64_t last = -1;
    for (std::size_t k = 0; k < plane.size(); ++k) {
        if (!(plane[k] > 0)) continue;
        last = static_cast<std::int64_t>(k) / w;
        if (first < 0) first = last;
    }
    if (first < 0) throw MeasureError({"error.measure.no_ink"});
    return List{first, last};
}

/// How many different values two functions of (row, column) have over the cells that are not 0, together.
template <class First, class Second>
Value different(const Call& call, First first, Second second) {
    const pool::Tensor& map = map_of(call);
    const auto plane = shown(call, map);
    std::set<std::int64_t> a;
    std::set<std::int64_t> b;
    for (std::size_t k = 0; k < plane.size(); ++k) {
        if (plane[k] == 0) continue;
        const auto y = static_cast<std::int64_t>(k) / map.shape().w;
        const auto x = static_cast<std::int64_t>(k) % map.shape().w;
        a.insert(first(y, x));
        b.insert(second(y, x));
    }
    return static_cast<std::int64_t>(a.size() + b.size());
}
Value lines(const Call& call) {
    return different(
        call, [](auto y, auto) { return y; }, [](auto, auto x) { return x; });
}
Value diagonals(const Call& call) {
    return different(
        call, [](auto y, auto x) { return y - x; }, [](auto y, auto x) { return y + x; });
}

Value parameters(const Call& call) {
    const std::size_t l = call.layer(0);
    const pool::LayerResult& layer = call.subject.a().layers[l - 1];
    return layer.kind->cost(layer.layer.params, call.subject.a().map(l - 1).shape()).parameters;
}
Value convolution_numbers(const Call& call) {
    return convolution_parameters(call.subject.a().output().shape().c, call.whole(0));
}
Value convolution_work(const Call& call) {
    return convolution_multiply_adds(map_of(call).shape(), call.whole(1));
}
Value dense_numbers(const Call& call) { return dense_parameters(map_of(call).shape(), call.whole(1)); }
Value dense_work(const Call& call) { return dense_multiply_adds(map_of(call).shape(), call.whole(1)); }
Value bytes(const Call& call) { return cost_behind(map_of(call).shape()).bytes; }

}  // namespace

std::span<const Measure> maps_table() {
    static constexpr Measure kTable[] = {
        {"shape", "i", "Height and width of map i.", size},
        {"full_shape", "i", "Items, channels, height and width of map i.", full_size},
        {"cells", "i", "Cells of map i in the plane shown.", cells},
        {"values", "i", "Their values, row by row.", values},
        {"at", "i,y,x", "The value of a cell of map i.", value_at},
        {"out", "l,y,x", "The value of an output cell of layer l.", output},
        {"mean", "i", "The mean of map i.", mean},
        {"largest", "i", "The largest value of map i.", largest},
        {"smallest", "i", "The smallest value of map i.", smallest},
        {"nonzero", "i", "Cells of map i that are not 0.", nonzero},
        {"ink_rows", "i,[pair]", "First and last row of map i with a value above 0; true: of the pair's.",
         ink_rows},
        {"lines", "i", "Different rows and different columns of the cells that are not 0, added.", lines},
        {"diagonals", "i", "The same for the diagonals of both directions.", diagonals},
        {"params", "l", "Numbers that layer l learns.", parameters},
        {"conv_params", "c", "Numbers that a 3×3 convolution with c channels behind the stack learns.",
         convolution_numbers},
        {"conv_macs", "i,c", "Its multiply-adds behind map i.", convolution_work},
        {"dense_params", "i,n", "Numbers that a dense layer with n outputs behind map i learns.",
         dense_numbers},
        {"dense_macs", "i,n", "Its multiply-adds.", dense_work},
        {"bytes", "i", "Bytes of map i in float32, all channels and items.", bytes},
    };
    return kTable;
}

}  // namespace measure
