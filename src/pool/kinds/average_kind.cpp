#include "pool/kinds/average_kind.h"

#include "pool/kinds/common.h"
#include "pool/kinds/planes.h"
#include "pool/text.h"

namespace pool::kinds {

void AverageKind::forward_region(const Params& params, const Tensor& input, Forward& result,
                                 const Region& outputs) const {
    Geometry room;
    const Geometry& where = windows(params, input.shape(), result, room);
    const kernels::Divisor by = divisor(params);
    const Shape& out = result.output.shape();
    const kernels::Traffic memory = traffic(input.shape().size() * 4, out.size() * 4);
    const std::int64_t cost = input.shape().size() / std::max<std::int64_t>(out.n * out.c * out.h, 1) + out.w;
    const std::optional<Axes> one =
        outputs == Region::whole(out) ? as_one_plane(where, input.shape(), out) : std::nullopt;
    const Shape shape = one ? one_plane(out) : out;
    each_plane_rows(shape, outputs.y0, one ? shape.h : outputs.y1, cost,
                    [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
                        const Axes& axes = one ? *one : where.axes(n, c);
                        const float* x = input.plane(n, c).data();
                        float* y = result.output.plane(n, c).data();
                        const Region part{y0, y1, outputs.x0, outputs.x1};
                        if (where.h().is_sliding()) {
                            kernels::average_sliding(axes, by, x, y, part, memory);
                        } else {
                            kernels::average_adaptive(axes, by, x, y, part);
                        }
                    });
}

void AverageKind::backward_region(const Params& params, const Tensor& input, const Forward& result,
                                  const Tensor& grad_output, Tensor& grad_input, const Region& inputs) const {
    Geometry room;
    const Geometry& where = windows(params, input.shape(), result, room);
    const kernels::Divisor by = divisor(params);
    const Shape& out = grad_output.shape();
    const bool stream = gradient_past_caches(input.shape().size() * 4);
    const std::int64_t cost =
        out.size() / std::max<std::int64_t>(out.n * out.c * input.shape().h, 1) + input.shape().w;
    const std::optional<Axes> one =
        inputs == Region::whole(input.shape()) ? as_one_plane(where, input.shape(), out) : std::nullopt;
    const Shape shape = one ? one_plane(input.shape()) : input.shape();
    each_plane_rows(
        shape, inputs.y0, one ? shape.h : inputs.y1, cost,
        [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
            const Axes& axes = one ? *one : where.axes(n, c);
            kernels::average_backward(axes, by, grad_output.plane(n, c).data(), grad_input.plane(n, c).data(),
                                      {y0, y1, inputs.x0, inputs.x1}, stream);
        },
        gradient_step(where));
}

std::vector<Tap> AverageKind::taps(const Params& params, const Tensor& input, const Forward&,
                                   const Cell& cell) const {
    const Geometry where = geometry(params, input.shape());
    const float share = divisor(params).divide(1.0F, where.axes(cell.n, cell.c), cell.y, cell.x);
    std::vector<Tap> taps = window_taps(where, input, cell, padding_value());
    for (Tap& tap : taps) tap.share = tap.valid ? share : 0.0F;
    return taps;
}

void AverageKind::spread(const Params& params, const Shape& input, const Cell& cell, float grad_output,
                         std::vector<Tap>& taps) const {
    const Geometry where = geometry(params, input);
    const float carried = divisor(params).divide(grad_output, where.axes(cell.n, cell.c), cell.y, cell.x);
    for (Tap& tap : taps) tap.gradient = tap.valid ? carried : 0.0F;
}

Formula AverageKind::explain(const Params& params, const Tensor& input, const Forward& result,
                             const Cell& cell) const {
    const Geometry where = geometry(params, input.shape());
    const float by = divisor(params).product(where.axes(cell.n, cell.c), cell.y, cell.x);
    return {"y = \\frac{1}{D} \\sum_{W} x",
            "\\frac{" + listed_terms(where, input, cell, padding_value(), " + ", true) + "}{" +
                short_number(by) + "} = " + short_number(result.output.at(cell))};
}

Cost AverageKind::cost(const Params& params, const Shape& input) const {
    const Shape out = output_shape(params, input);
    return {0, geometry(params, input).window_cells(out.n, out.c), out.size() * 4};
}

}  // namespace pool::kinds
