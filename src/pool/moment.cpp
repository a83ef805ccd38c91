#include "pool/moment.h"

#include <algorithm>
#include <cmath>

namespace pool {

namespace {

/// A value that turns into another: its colour goes over smoothly, its number at half way.
void turn(Moment& moment, float from, float to, float t) {
    // What is not finite has no colours on the way to it.
    const bool smooth = std::isfinite(from) && std::isfinite(to);
    moment.shade = smooth ? std::lerp(from, to, t) : t < 1 ? from : to;
    moment.number = t < 0.5F ? from : to;
}

}  // namespace

float ease(float t) {
    t = std::clamp(t, 0.0F, 1.0F);
    return t < 0.5F ? 4 * t * t * t : 1 - std::pow(-2 * t + 2, 3.0F) / 2;
}

Act act_of(float stage) {
    if (stage <= 0) return Act::rest;
    return stage <= 1 ? Act::first : stage <= 2 ? Act::second : Act::third;
}

float part_of_act(float stage) {
    const Act act = act_of(stage);
    if (act == Act::rest) return 1;
    return std::min(stage - static_cast<float>(static_cast<int>(act) - 1), 1.0F);
}

std::size_t tap_at_work(float stage, std::size_t count) {
    const auto reached = static_cast<std::size_t>(part_of_act(stage) * static_cast<float>(count));
    return std::min(reached, count - 1);
}

bool has_arrived(float stage) { return act_of(stage) == Act::rest || act_of(stage) == Act::third; }

StageProgress stage_progress(float stage) { return {ease(stage), ease(stage - 1), ease(stage - 2)}; }

WindowMoments::WindowMoments(const Evaluation& evaluation, const Cursor& cursor, const Cell& output)
    : evaluation_(evaluation),
      layer_(cursor.layer),
      backward_(cursor.phase == Phase::backward),
      stage_(cursor.stage),
      result_((backward_ ? evaluation.gradient(layer_ + 1) : evaluation.map(layer_ + 1)).at(output)) {
    const LayerResult& layer = evaluation.layers[layer_];
    const Reduction reduction = layer.kind->reduction(layer.layer.params);
    select_ = reduction == Reduction::select;
    sum_ = reduction == Reduction::sum;
}

Moment WindowMoments::of(const Tap& tap) const { return backward_ ? backward(tap) : forward(tap); }

Moment WindowMoments::of(const Link& link) const {
    const float value = evaluation_.map(layer_).at(link.below);
    return of(
        Tap{link.below.y, link.below.x, link.below.c, true, link.winner, value, link.share, link.gradient});
}

Moment WindowMoments::forward(const Tap& tap) const {
    const auto [first, second, third] = stage_progress(stage_);
    const bool loses = select_ && !wins(tap);
    // Padding takes part in a mean as the 0 that it is.
    const float product = tap.valid ? tap.share * tap.value : 0.0F;
    const float given = select_ ? tap.value : sum_ ? product : result_;
    Moment moment;
    moment.number = moment.shade = tap.value;
    moment.weight = sum_ ? 1.0F : 0.0F;
    switch (act_of(stage_)) {
        case Act::rest:
            moment.alpha = loses ? kLoser : 1.0F;
            break;
        case Act::first:
            moment.from = Spot::map;
            moment.way = first;
            break;
        case Act::second:
            if (loses) moment.alpha = 1 - (1 - kLoser) * second;
            turn(moment, tap.value, given, second);
            moment.weight *= std::max(1 - 2 * second, 0.0F);
            break;
        case Act::third:
            moment.weight = 0;
            if (loses) {
                moment.alpha = kLoser * (1 - third);
                break;
            }
            moment.to = Spot::output;
            moment.way = third;
            moment.number = moment.shade = given;
            break;
    }
    return moment;
}

Moment WindowMoments::backward(const Tap& tap) const {
    const auto [first, second, third] = stage_progress(stage_);
    const bool carries = tap.share != 0;
    Moment moment;
    moment.number = moment.shade = tap.gradient;
    switch (act_of(stage_)) {
        case Act::rest:
            moment.alpha = tap.gradient == 0 ? kLoser : 1.0F;
            break;
        case Act::first:
            moment = {Spot::output, Spot::lens, first, result_, result_, 0, carries ? 1.0F : 0.0F, 0};
            break;
        case Act::second:
            turn(moment, result_, tap.gradient, second);
            moment.below = second;
            moment.alpha = carries ? 1.0F : 0.0F;
            break;
        case Act::third:
            moment.to = Spot::map;
            moment.way = third;
            moment.alpha = carries && tap.valid ? 1.0F : 0.0F;
            break;
    }
    return moment;
}

}  // namespace pool
