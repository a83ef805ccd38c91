#include "pool/kinds/max_kind.h"

#include <cmath>
#include <limits>

#include "pool/kernels/max.h"
#include "pool/kinds/common.h"
#include "pool/kinds/planes.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

bool equal(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Windows that are no product of rows and columns (a spatial pyramid's) are taken one by one.
Axes single_window(const Geometry& where, const Cell& cell) {
    return {AxisGeometry::listed(where.h().input(), {where.rows(cell)}),
            AxisGeometry::listed(where.w().input(), {where.columns(cell)})};
}

/// Adds what the window of `cell` sends to its tied maxima, those in `inputs`.
void share_among_ties(const Geometry& where, const Tensor& x, float best, float arriving, bool split,
                      const Cell& cell, Tensor& gradient, const Region& inputs) {
    const std::vector<Tap> taps = window_taps(where, x, cell, 0);
    std::int64_t count = 0;
    for (const Tap& tap : taps) count += tap.valid && equal(tap.value, best) ? 1 : 0;
    const float share = split ? arriving / static_cast<float>(count) : arriving;
    for (const Tap& tap : taps)
        if (tap.valid && equal(tap.value, best) && inputs.contains(tap.y, tap.x))
            gradient.at({where.item(cell.n), cell.c, tap.y, tap.x}) += share;
}

}  // namespace

ParamSpec ties_spec() {
    ParamSpec spec{"ties", ParamType::choice, std::string("first")};
    spec.choices = {"first", "last", "split", "all"};
    spec.help = "param.ties";
    return spec;
}

Ties read_ties(const LayerKind& kind, const Params& params) {
    const std::string& name = std::get<std::string>(param(kind, params, "ties"));
    if (name == "last") return Ties::last;
    if (name == "split") return Ties::split;
    return name == "all" ? Ties::all : Ties::first;
}

float MaxKind::padding_value() const {
    const float infinity = std::numeric_limits<float>::infinity();
    return minimum() ? infinity : -infinity;
}

std::optional<TapGrid> MaxKind::tap_grid(const Params& params, const Shape& input) const {
    const Geometry where = geometry(params, input);
    return where.uniform() ? TapGrid::of(where.axes(0, 0)) : std::nullopt;
}

void MaxKind::forward_region(const Params& params, const Tensor& input, Forward& result,
                             const Region& outputs) const {
    Geometry room;
    const Geometry& where = windows(params, input.shape(), result, room);
    const Shape& out = result.output.shape();
    const bool last = ties(params) == Ties::last;
    const kernels::Traffic memory =
        traffic(input.shape().size() * 4, out.size() * 4 + result.indices.bytes());
    const std::int64_t cost = input.shape().size() / std::max<std::int64_t>(out.n * out.c * out.h, 1) + out.w;
    const bool whole = outputs == Region::whole(out) && (result.indices.empty() || result.indices.grid());
    const std::optional<Axes> one = whole ? as_one_plane(where, input.shape(), out) : std::nullopt;
    const Shape shape = one ? one_plane(out) : out;
    each_plane_rows(shape, outputs.y0, one ? shape.h : outputs.y1, cost,
                    [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
                        const Axes& axes = one ? *one : where.axes(n, c);
                        const float* x = input.plane(where.item(n), c).data();
                        float* y = result.output.plane(n, c).data();
                        const WinnerPlane winners = result.indices.plane(n, c);
                        const Region part{y0, y1, outputs.x0, outputs.x1};
                        if (where.listed_columns()) {
                            for (std::int64_t o = part.x0; o < part.x1; ++o)
                                kernels::max_scalar(single_window(where, {n, c, 0, o}), minimum(),
                                                    kernels::Winner::first, x, y + o, winners.from(o),
                                                    {0, 1, 0, 1});
                        } else if (last) {
                            kernels::max_scalar(axes, minimum(), kernels::Winner::last, x, y, winners, part);
                        } else {
                            kernels::max_sliding(axes, minimum(), x, y, winners, part, memory);
                        }
                    });
}

void MaxKind::backward_region(const Params& params, const Tensor& input, const Forward& result,
                              const Tensor& grad_output, Tensor& grad_input, const Region& inputs) const {
    Geometry room;
    const Geometry& where = windows(params, input.shape(), result, room);
    const Shape& out = grad_output.shape();
    const Ties tied = ties(params);
    const bool one = tied == Ties::first || tied == Ties::last;
    if (one && where.uniform()) {
        const bool stream = gradient_past_caches(input.shape().size() * 4);
        const std::int64_t cost =
            out.size() / std::max<std::int64_t>(out.n * out.c * input.shape().h, 1) + input.shape().w;
        const bool whole = inputs == Region::whole(input.shape()) && result.indices.grid();
        const std::optional<Axes> tall = whole ? as_one_plane(where, input.shape(), out) : std::nullopt;
        const Shape shape = tall ? one_plane(input.shape()) : input.shape();
        each_plane_rows(
            shape, inputs.y0, tall ? shape.h : inputs.y1, cost,
            [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
                kernels::max_backward(tall ? *tall : where.axes(n, c), grad_output.plane(n, c).data(),
                                      result.indices.plane(n, c), grad_input.plane(n, c).data(),
                                      {y0, y1, inputs.x0, inputs.x1}, stream);
            },
            gradient_step(where));
        return;
    }
    clear(grad_input, inputs);
    each_cell(out, where.outputs_touching(inputs), [&](const Cell& cell) {
        const std::int64_t index = result.indices.at(cell);
        if (index < 0) return;
        const float arriving = grad_output.at(cell);
        if (!one) {
            share_among_ties(where, input, result.output.at(cell), arriving, tied == Ties::split, cell,
                             grad_input, inputs);
            return;
        }
        const std::int64_t width = input.shape().w;
        if (inputs.contains(index / width, index % width))
            grad_input.at({where.item(cell.n), cell.c, index / width, index % width}) += arriving;
    });
}

std::vector<Tap> MaxKind::taps(const Params& params, const Tensor& input, const Forward& result,
                               const Cell& cell) const {
    std::vector<Tap> taps = window_taps(geometry(params, input.shape()), input, cell, padding_value());
    const std::int64_t index = result.indices.at(cell);
    const Ties tied = ties(params);
    const float best = result.output.at(cell);
    float count = 0;
    for (Tap& tap : taps) {
        tap.winner = tap.valid && tap.y * input.shape().w + tap.x == index;
        const bool shares = tied == Ties::split || tied == Ties::all;
        tap.share = (shares ? tap.valid && equal(tap.value, best) : tap.winner) ? 1.0F : 0.0F;
        count += tap.share;
    }
    if (tied == Ties::split)
        for (Tap& tap : taps) tap.share /= std::max(count, 1.0F);
    return taps;
}

void MaxKind::spread(const Params& params, const Shape&, const Cell&, float grad_output,
                     std::vector<Tap>& taps) const {
    float count = 1;
    if (ties(params) == Ties::split) {
        count = 0;
        for (const Tap& tap : taps) count += tap.share > 0 ? 1.0F : 0.0F;
    }
    for (Tap& tap : taps) tap.gradient = tap.share > 0 ? grad_output / count : 0.0F;
}

Formula MaxKind::explain(const Params& params, const Tensor& input, const Forward& result,
                         const Cell& cell) const {
    const std::string name = minimum() ? "min" : "max";
    return {"y = \\" + name + "_{W} x",
            "\\" + name + "(" +
                listed_terms(geometry(params, input.shape()), input, cell, padding_value(), ", ", false) +
                ") = " + short_number(result.output.at(cell))};
}

Cost MaxKind::cost(const Params& params, const Shape& input) const {
    const Shape out = output_shape(params, input);
    const std::int64_t cells = geometry(params, input).window_cells(out.n, out.c);
    return {0, std::max<std::int64_t>(cells - out.size(), 0), out.size() * 4};
}

}  // namespace pool::kinds
