#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <ostream>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "app/arrays.h"
#include "app/commands.h"
#include "figure/number.h"
#include "figure/text.h"
#include "io/files.h"
#include "io/npy.h"
#include "pool/explain.h"
#include "pool/notation.h"
#include "work/evaluate.h"

namespace app {

namespace {

constexpr std::int64_t kMostPrinted = 64;

/// Fills up with blanks; counts characters, not bytes.
std::string padded(std::string text, std::size_t width) {
    const auto characters = static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    if (characters < width) text.append(width - characters, ' ');
    return text;
}

/// Few values in full, many as their range.
std::string values_text(const pool::Tensor& tensor) {
    std::string text;
    if (tensor.shape().size() <= kMostPrinted) {
        for (const float value : tensor.data()) text += (text.empty() ? "" : " ") + figure::number(value, 6);
        return text;
    }
    double sum = 0;
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    // NaN is seen in the mean; the ends are those of the other values.
    for (const float value : tensor.data()) {
        sum += static_cast<double>(value);
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return "min " + figure::number(low, 6) + "  mean " +
           figure::number(sum / static_cast<double>(tensor.shape().size()), 6) + "  max " +
           figure::number(high, 6);
}

void print_table(const pool::Evaluation& evaluation, std::ostream& print) {
    struct Row {
        std::string layer, shape, values;
    };
    std::vector<Row> rows = {{"input", evaluation.input->shape().text(), values_text(*evaluation.input)}};
    for (const pool::LayerResult& layer : evaluation.layers)
        rows.push_back({pool::notation(layer.layer), layer.forward.output.shape().text(),
                        values_text(layer.forward.output)});
    rows.push_back({"grad_input", evaluation.input->shape().text(), values_text(evaluation.gradient(0))});
    std::size_t layer_width = 5;
    std::size_t shape_width = 5;
    for (const Row& row : rows) {
        layer_width = std::max(layer_width, row.layer.size());
        shape_width = std::max(shape_width, row.shape.size());
    }
    print << padded("layer", layer_width) << "  " << padded("shape", shape_width) << "  values\n";
    for (const Row& row : rows)
        print << padded(row.layer, layer_width) << "  " << padded(row.shape, shape_width) << "  "
              << row.values << '\n';
}

nlohmann::ordered_json tensor_json(const pool::Tensor& tensor) {
    const pool::Shape& s = tensor.shape();
    nlohmann::ordered_json values = nlohmann::ordered_json::array();
    for (const float v : tensor.data()) {
        // JSON has no word for values that are not finite.
        if (std::isfinite(v)) {
            values.push_back(v);
        } else {
            values.push_back(std::isnan(v) ? "nan" : v < 0 ? "-inf" : "inf");
        }
    }
    return {{"shape", {s.n, s.c, s.h, s.w}}, {"values", std::move(values)}};
}

void print_json(const pool::Evaluation& evaluation, std::optional<double> median_ms, std::ostream& print) {
    nlohmann::ordered_json layers = nlohmann::ordered_json::array();
    for (const pool::LayerResult& layer : evaluation.layers) {
        nlohmann::ordered_json one{{"layer", pool::notation(layer.layer)},
                                   {"output", tensor_json(layer.forward.output)}};
        const pool::Indices published = pool::published_indices(evaluation, layers.size());
        const auto indices = published.data();
        if (!indices.empty()) one["indices"] = std::vector<std::int64_t>(indices.begin(), indices.end());
        layers.push_back(std::move(one));
    }
    nlohmann::ordered_json json{{"input", tensor_json(*evaluation.input)},
                                {"layers", std::move(layers)},
                                {"grad_input", tensor_json(evaluation.gradient(0))}};
    if (median_ms) json["median_ms"] = *median_ms;
    print << json.dump() << '\n';
}

/// Of `repeat` evaluations, forward and backward, in milliseconds.
double median_time(const work::Recipe& recipe, int repeat) {
    std::vector<double> times;
    for (int i = 0; i < repeat; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const pool::Evaluation evaluation = work::evaluate(recipe);
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
    return times[times.size() / 2];
}

}  // namespace

int run_eval(const EvalOptions& options, std::ostream& print) {
    work::Recipe recipe = work::recipe_of(options.document);
    if (!options.indices.empty()) {
        const pool::Layer& first = recipe.stack.front();
        if (!pool::kind_of(first).takes_indices()) throw words::Error({"error.usage.indices", {first.kind}});
        recipe.indices = std::make_shared<const pool::Indices>(io::read_npy_indices(options.indices));
    }
    const pool::Shape* given = recipe.indices ? &recipe.indices->shape() : nullptr;
    const pool::ShapeChain chain = pool::infer_shapes(recipe.input->shape(), recipe.stack, given);
    if (chain.error)
        throw words::Error({"error.layer_does_not_fit", {chain.error->position + 1, chain.error->message}});
    if (!options.grad.empty()) recipe.upstream = read_upstream(options.grad, chain.shapes.back());
    const pool::Evaluation evaluation = work::evaluate(recipe);
    if (!options.out.empty()) io::write_files(options.out, array_files(evaluation));
    std::optional<double> median_ms;
    if (options.repeat > 0) median_ms = median_time(recipe, options.repeat);
    if (options.json) {
        print_json(evaluation, median_ms, print);
        return 0;
    }
    print_table(evaluation, print);
    if (median_ms)
        print << "median of " << options.repeat
              << " evaluations, forward and backward: " << figure::number(*median_ms) << " ms\n";
    return 0;
}

}  // namespace app
