#pragma once

#include <string>
#include <vector>

#include "pool/evaluation.h"

// Questions about one layer of an evaluation, for whoever shows it. Each asks the layer's kind with that
// layer's own parameters, input and forward pass, so that they cannot be mixed up. `layer` counts in
// Evaluation::layers.

namespace pool {

/// How output cell `output` came about.
Formula explain(const Evaluation& evaluation, std::size_t layer, const Cell& output);
/// Every tap of an output cell in scan order, with what each receives of the gradient that arrives there.
std::vector<Tap> taps(const Evaluation& evaluation, std::size_t layer, const Cell& output);
/// Regions that the layer looks at, on its input.
std::vector<Box> boxes(const Evaluation& evaluation, std::size_t layer);
/// The positions of all winners, as the framework of the layer's rule counts them; empty for kinds without.
Indices published_indices(const Evaluation& evaluation, std::size_t layer);
/// The winner of one output cell, counted so; −1: none.
std::int64_t published_index(const Evaluation& evaluation, std::size_t layer, const Cell& output);
/// The rule of the output's size along one axis ('h' or 'w'), with its numbers.
std::string size_formula(const Evaluation& evaluation, std::size_t layer, char axis);
Cost cost(const Evaluation& evaluation, std::size_t layer);
Reduction reduction(const Evaluation& evaluation, std::size_t layer);

}  // namespace pool
