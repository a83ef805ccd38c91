#include "pool/gradient_check.h"

#include <algorithm>
#include <cmath>

namespace pool {

namespace {

/// Large against float32's rounding of the outputs, small against the distances of values; a power of two, so
/// that it is added without rounding.
constexpr double kStep = 1.0 / 1024;

Stack stack_above(const Evaluation& evaluation, std::size_t map) {
    Stack stack;
    for (std::size_t i = map; i < evaluation.layers.size(); ++i) stack.push_back(evaluation.layers[i].layer);
    return stack;
}

/// How far the loss lies above that of `base`, summed over the outputs that may differ.
double rise(const Evaluation& evaluation, const Tensor& output, const Tensor& base, const Region& changed) {
    const Shape& shape = output.shape();
    double sum = 0;
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t c = 0; c < shape.c; ++c)
            for (std::int64_t y = changed.y0; y < changed.y1; ++y)
                for (std::int64_t x = changed.x0; x < changed.x1; ++x) {
                    const Cell cell{n, c, y, x};
                    const double difference = static_cast<double>(output.at(cell)) - base.at(cell);
                    if (difference == 0) continue;
                    sum += evaluation.upstream.at(cell) * difference;
                    // ½‖output − target‖² rises with the square of the difference too.
                    if (!evaluation.target.empty()) sum += 0.5 * difference * difference;
                }
    return sum;
}

}  // namespace

std::optional<GradientCheck> GradientChecker::check(const Evaluation& evaluation, const MapCell& at) {
    GradientCheck result;
    result.analytic = evaluation.gradient(at.map).at(at.cell);
    const Tensor& map = evaluation.map(at.map);
    const float value = map.at(at.cell);
    result.step = std::max(kStep, std::ldexp(kStep, std::ilogb(std::max(std::abs(value), 1.0F))));
    const Region cell{at.cell.y, at.cell.y + 1, at.cell.x, at.cell.x + 1};
    const Tensor& base = evaluation.output();
    if (evaluation.id != of_ || map_ != at.map || above_.input == nullptr) {
        // Indices that a MaxUnpool2d takes from a layer below stay what they are.
        std::shared_ptr<const Indices> given;
        for (std::size_t i = at.map; i < evaluation.layers.size(); ++i) {
            const LayerResult& layer = evaluation.layers[i];
            if (layer.kind->takes_indices() && layer.pair < at.map) given = layer.forward.given;
        }
        above_ = evaluate(std::make_shared<const Tensor>(map), stack_above(evaluation, at.map), {}, given);
        of_ = evaluation.id;
        map_ = at.map;
    }
    const auto moved = [&](double by) {
        auto changed = std::make_shared<Tensor>(map);
        changed->at(at.cell) = static_cast<float>(value + by);
        const Changes changes = update(above_, changed, cell);
        return rise(evaluation, above_.output(), base, changes.values.back());
    };
    double up = 0;
    double down = 0;
    try {
        up = moved(result.step);
        down = moved(-result.step);
        moved(0);
    } catch (const StackException&) {
        above_ = {};
        return std::nullopt;
    }
    result.right = up / result.step;
    result.left = -down / result.step;
    result.central = (up - down) / (2 * result.step);
    const double size = std::max({1.0, std::abs(result.left), std::abs(result.right)});
    // Smooth kinds bend a little within a step; a kink is a jump of the slope.
    result.kink = std::abs(result.right - result.left) > 0.05 * size;
    result.agrees = std::abs(result.central - result.analytic) <=
                    2e-3 * std::max(size, std::abs(static_cast<double>(result.analytic)));
    return result;
}

}  // namespace pool
