#pragma once

#include <cstdint>
#include <vector>

#include "pool/evaluation.h"

// Gradients in numbers. The gradient at a layer's output is that at map `layer`, the one at its input that at
// map layer − 1. Sums are taken in double over the whole map.

namespace measure {

double sum(const pool::Tensor& map);
/// Sum of the gradient at a layer's output less that at its input.
double lost(const pool::Evaluation& e, std::size_t layer);
/// Cells of a map that are 0, that are not.
std::int64_t zeros(const pool::Tensor& map);
std::int64_t nonzeros(const pool::Tensor& map);
/// Sum of the gradient at a layer's input over the cells whose value is 0.
double on_zero(const pool::Evaluation& e, std::size_t layer);
/// What each window sends to a cell of map layer − 1, windows that send nothing by their rule (losers) left
/// out, in the order of the windows.
std::vector<float> arrivals(const pool::Evaluation& e, std::size_t layer, const pool::Cell& below);
/// Change of the loss (pool::loss) over the change `step` of one input cell, everything computed again.
double slope(const pool::Evaluation& e, const pool::Cell& cell, double step);

}  // namespace measure
