#include "measure/gradients.h"

#include <algorithm>

#include "pool/trace.h"

namespace measure {

double sum(const pool::Tensor& map) {
    double total = 0;
    for (const float value : map.data()) total += static_cast<double>(value);
    return total;
}

double lost(const pool::Evaluation& e, std::size_t layer) {
    return sum(e.gradient(layer)) - sum(e.gradient(layer - 1));
}

std::int64_t zeros(const pool::Tensor& map) { return std::ranges::count(map.data(), 0.0F); }

std::int64_t nonzeros(const pool::Tensor& map) { return map.shape().size() - zeros(map); }

double on_zero(const pool::Evaluation& e, std::size_t layer) {
    const auto values = e.map(layer - 1).data();
    const auto gradient = e.gradient(layer - 1).data();
    double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] == 0) total += static_cast<double>(gradient[i]);
    return total;
}

std::vector<float> arrivals(const pool::Evaluation& e, std::size_t layer, const pool::Cell& below) {
    std::vector<float> result;
    for (const pool::Link& link : pool::links_out_of(e, layer - 1, below))
        if (link.winner || link.share != 0) result.push_back(link.gradient);
    return result;
}

double slope(const pool::Evaluation& e, const pool::Cell& cell, double step) {
    auto input = std::make_shared<pool::Tensor>(*e.input);
    input->at(cell) = static_cast<float>(static_cast<double>(input->at(cell)) + step);
    pool::Evaluation again = e;
    pool::update(again, std::move(input), {cell.y, cell.y + 1, cell.x, cell.x + 1});
    return (pool::loss(again) - pool::loss(e)) / step;
}

}  // namespace measure
