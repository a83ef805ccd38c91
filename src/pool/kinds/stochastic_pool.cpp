#include <algorithm>
#include <cmath>

#include "pool/kinds/common.h"
#include "pool/kinds/table.h"
#include "pool/kinds/weighted_kind.h"
#include "pool/kinds/windowed_kind.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// Stochastic pooling (Zeiler and Fergus 2013). Probabilities are the values' parts of their sum; values
/// below 0 count as 0, as after the ReLU that the paper puts before it.
class StochasticPool2d : public SlidingKind<WeightedKind> {
 public:
    std::string_view name() const override { return "StochasticPool2d"; }
    std::string_view source() const override {
        return "Zeiler, Fergus: Stochastic pooling for regularization of deep convolutional neural networks, "
               "2013";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Reduction reduction(const Params& params) const override {
        return training(params) ? Reduction::select : Reduction::weighted;
    }
    bool has_indices(const Params& params) const override { return training(params); }

    void forward_region(const Params& params, const Tensor& input, Forward& result,
                        const Region& outputs) const override {
        if (!training(params)) return WeightedKind::forward_region(params, input, result, outputs);
        const Geometry where = geometry(params, input.shape());
        const std::int64_t seed = read_integer(*this, params, "seed").value_or(0);
        each_cell(result.output.shape(), outputs, [&](const Cell& cell) {
            const std::vector<Tap> taps = window_taps(where, input, cell, 0);
            const Tap* drawn = draw(taps, static_cast<double>(random_unit(seed, cell)));
            result.output.at(cell) = drawn ? drawn->value : 0.0F;
            if (!result.indices.empty())
                result.indices.set(cell, drawn ? drawn->y * input.shape().w + drawn->x : -1);
        });
    }
    void backward_region(const Params& params, const Tensor& input, const Forward& result,
                         const Tensor& grad_output, Tensor& grad_input, const Region& inputs) const override {
        if (!training(params))
            return WeightedKind::backward_region(params, input, result, grad_output, grad_input, inputs);
        clear(grad_input, inputs);
        const std::int64_t width = input.shape().w;
        each_cell(
            grad_output.shape(), geometry(params, input.shape()).outputs_touching(inputs),
            [&](const Cell& cell) {
                const std::int64_t index = result.indices.at(cell);
                if (index >= 0 && inputs.contains(index / width, index % width))
                    grad_input.at({cell.n, cell.c, index / width, index % width}) += grad_output.at(cell);
            });
    }
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& cell) const override {
        if (!training(params)) return WeightedKind::taps(params, input, result, cell);
        std::vector<Tap> taps = window_taps(geometry(params, input.shape()), input, cell, 0);
        const std::int64_t index = result.indices.at(cell);
        for (Tap& tap : taps) {
            tap.winner = tap.valid && tap.y * input.shape().w + tap.x == index;
            tap.share = tap.winner ? 1.0F : 0.0F;
        }
        return taps;
    }

    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& cell) const override {
        if (!training(params)) return WeightedKind::explain(params, input, result, cell);
        double total = 0;
        for (const Tap& tap : window_taps(geometry(params, input.shape()), input, cell, 0))
            if (tap.valid) total += positive(static_cast<double>(tap.value));
        const std::int64_t seed = read_integer(*this, params, "seed").value_or(0);
        const std::string y = short_number(result.output.at(cell));
        const std::string part = total > 0 ? "P = \\frac{" + y + "}{" + short_number(total) +
                                                 "} = " + short_number(result.output.at(cell) / total) + ", "
                                           : "";
        return {"y = x_{i}, P_{i} = \\frac{x_{i}}{\\sum_{W} x}",
                "u = " + short_number(random_unit(seed, cell)) + ", " + part + "y = " + y};
    }

 protected:
    Formula write(double, std::span<const double> x, double) const override {
        const std::string squares =
            joined(x, " + ", [](double v) { return factor_text(positive(v)) + "^{2}"; });
        const std::string sum = joined(x, " + ", [](double v) { return short_number(positive(v)); });
        if (std::ranges::none_of(x, [](double v) { return positive(v) != 0; }))
            return {"0, \\sum_{W} x = 0", sum};
        return {"\\frac{\\sum_{W} x^{2}}{\\sum_{W} x}", "\\frac{" + squares + "}{" + sum + "}"};
    }
    double reduce(double, std::span<const double> x, double) const override {
        double sum = 0;
        double squares = 0;
        for (const double v : x) {
            sum += positive(v);
            squares += positive(v) * positive(v);
        }
        return sum == 0 ? 0.0 : squares / sum;
    }
    void differentiate(double, std::span<const double> x, double, double y,
                       std::span<double> weights) const override {
        double sum = 0;
        for (const double v : x) sum += positive(v);
        for (std::size_t i = 0; i < x.size(); ++i)
            weights[i] = sum == 0 || x[i] < 0 ? 0.0 : (2 * x[i] - y) / sum;
    }

 private:
    static double positive(double v) { return v < 0 ? 0.0 : v; }
    bool training(const Params& params) const { return read_bool(*this, params, "training"); }

    /// The first cell in scan order whose cumulated part exceeds u; none when the window's sum is 0.
    static const Tap* draw(const std::vector<Tap>& taps, double u) {
        double total = 0;
        for (const Tap& tap : taps)
            if (tap.valid) total += positive(static_cast<double>(tap.value));
        double sum = 0;
        const Tap* last = nullptr;
        for (const Tap& tap : taps) {
            if (!tap.valid || !(tap.value > 0)) continue;
            sum += static_cast<double>(tap.value);
            last = &tap;
            if (sum > u * total) break;
        }
        return last;
    }
    static std::vector<ParamSpec> make_specs() {
        ParamSpec training{"training", ParamType::boolean, false};
        training.help = "param.training";
        return {kernel_size_spec(), stride_spec(), padding_spec(), ceil_mode_spec(), training, seed_spec()};
    }
};

}  // namespace

const LayerKind& stochastic_pool() {
    static const StochasticPool2d kind;
    return kind;
}

}  // namespace pool::kinds
