#include "ui/explained.h"

#include <algorithm>

#include "figure/math.h"
#include "pool/explain.h"

namespace ui {

void Explained::refresh(const pool::Evaluation& evaluation, std::size_t at, pool::Phase phase,
                        const pool::Cell& output) {
    const Place place{evaluation.id, at, phase, output};
    if (place == place_) return;
    const pool::LayerResult& layer = evaluation.layers[place.layer];
    place_ = place;
    formula_ = pool::explain(evaluation, place.layer, place.output);
    differences_ = pool::rule_differences(evaluation, place.layer, place.output);
    shares_.clear();
    receivers_ = 0;
    padded_ = 0;
    if (place.phase == pool::Phase::forward) return;
    for (const pool::Tap& tap : pool::taps(evaluation, place.layer, place.output)) {
        padded_ += tap.valid ? 0 : 1;
        if (!tap.valid || tap.share == 0) continue;
        if (++receivers_ <= kMostShares) shares_.push_back(tap);
    }
    if (zeros_of_ == evaluation.id && zeros_layer_ == place.layer) return;
    zeros_ = std::ranges::count(layer.grad_input.data(), 0.0F);
    zeros_of_ = evaluation.id;
    zeros_layer_ = place.layer;
}

const std::string& Explained::card_formula(const pool::Evaluation& evaluation, const pool::MapCell& at) {
    if (card_of_ == evaluation.id && card_at_ == at) return card_formula_;
    card_formula_ = figure::plain_math(pool::explain(evaluation, at.map - 1, at.cell).numbers);
    card_at_ = at;
    card_of_ = evaluation.id;
    return card_formula_;
}

void Explained::check(const pool::Evaluation& evaluation, const pool::MapCell& at, bool settled) {
    if (!settled || (checked_ && evaluation.id == checked_of_ && at == checked_at_)) return;
    checked_ = checker_.check(evaluation, at);
    checked_at_ = at;
    checked_of_ = evaluation.id;
}

}  // namespace ui
