#include "ui/explained.h"

#include <algorithm>

#include "figure/math.h"

namespace ui {

void Explained::refresh(const pool::Evaluation& evaluation, const Place& place) {
    if (place == place_) return;
    const pool::LayerResult& layer = evaluation.layers[place.layer];
    const pool::Tensor& input = evaluation.map(place.layer);
    place_ = place;
    formula_ = layer.kind->explain(layer.layer.params, input, layer.forward, place.output);
    differences_ = pool::rule_differences(evaluation, place.layer, place.output);
    shares_.clear();
    receivers_ = 0;
    padded_ = 0;
    if (place.phase == pool::Phase::forward) return;
    std::vector<pool::Tap> taps = layer.kind->taps(layer.layer.params, input, layer.forward, place.output);
    layer.kind->spread(layer.layer.params, input.shape(), place.output,
                       evaluation.gradient(place.layer + 1).at(place.output), taps);
    for (const pool::Tap& tap : taps) {
        padded_ += tap.valid ? 0 : 1;
        if (!tap.valid || tap.share == 0) continue;
        if (++receivers_ <= kMostShares) shares_.push_back(tap);
    }
    if (zeros_revision_ == place.revision && zeros_layer_ == place.layer) return;
    zeros_ = std::ranges::count(layer.grad_input.data(), 0.0F);
    zeros_revision_ = place.revision;
    zeros_layer_ = place.layer;
}

const std::string& Explained::card_formula(const pool::Evaluation& evaluation, std::uint64_t revision,
                                           const pool::MapCell& at) {
    if (card_revision_ == revision && card_at_ == at) return card_formula_;
    const pool::LayerResult& layer = evaluation.layers[at.map - 1];
    card_formula_ = figure::plain_math(
        layer.kind->explain(layer.layer.params, evaluation.map(at.map - 1), layer.forward, at.cell).numbers);
    card_at_ = at;
    card_revision_ = revision;
    return card_formula_;
}

void Explained::check(const pool::Evaluation& evaluation, std::uint64_t revision, const pool::MapCell& at,
                      bool settled) {
    if (!settled || (checked_ && revision == checked_revision_ && at == checked_at_)) return;
    checked_ = checker_.check(evaluation, revision, at);
    checked_at_ = at;
    checked_revision_ = revision;
}

}  // namespace ui
