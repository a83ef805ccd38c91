#include "pool/explain.h"

namespace pool {

namespace {

const Shape& input_of(const Evaluation& evaluation, std::size_t layer) {
    return evaluation.map(layer).shape();
}

}  // namespace

Formula explain(const Evaluation& evaluation, std::size_t layer, const Cell& output) {
    const LayerResult& asked = evaluation.layers[layer];
    return asked.kind->explain(asked.layer.params, evaluation.map(layer), asked.forward, output);
}

std::vector<Tap> taps(const Evaluation& evaluation, std::size_t layer, const Cell& output) {
    const LayerResult& asked = evaluation.layers[layer];
    std::vector<Tap> all = asked.kind->taps(asked.layer.params, evaluation.map(layer), asked.forward, output);
    asked.kind->spread(asked.layer.params, input_of(evaluation, layer), output,
                       evaluation.gradient(layer + 1).at(output), all);
    return all;
}

std::vector<Box> boxes(const Evaluation& evaluation, std::size_t layer) {
    const LayerResult& asked = evaluation.layers[layer];
    return asked.kind->boxes(asked.layer.params, input_of(evaluation, layer));
}

Indices published_indices(const Evaluation& evaluation, std::size_t layer) {
    const LayerResult& asked = evaluation.layers[layer];
    return asked.kind->published_indices(asked.layer.params, input_of(evaluation, layer), asked.forward);
}

std::int64_t published_index(const Evaluation& evaluation, std::size_t layer, const Cell& output) {
    const LayerResult& asked = evaluation.layers[layer];
    if (asked.forward.indices.empty()) return -1;
    return asked.kind->index_rule(asked.layer.params)(asked.forward.indices.at(output),
                                                      asked.geometry().item(output.n), output.c,
                                                      input_of(evaluation, layer));
}

std::string size_formula(const Evaluation& evaluation, std::size_t layer, char axis) {
    const LayerResult& asked = evaluation.layers[layer];
    return asked.kind->size_formula(asked.layer.params, input_of(evaluation, layer), axis);
}

Cost cost(const Evaluation& evaluation, std::size_t layer) {
    const LayerResult& asked = evaluation.layers[layer];
    return asked.kind->cost(asked.layer.params, input_of(evaluation, layer));
}

Reduction reduction(const Evaluation& evaluation, std::size_t layer) {
    const LayerResult& asked = evaluation.layers[layer];
    return asked.kind->reduction(asked.layer.params);
}

}  // namespace pool
