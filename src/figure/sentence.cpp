#include "figure/sentence.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "figure/math.h"
#include "figure/number.h"
#include "figure/shares.h"

namespace figure {

namespace {

constexpr std::size_t kMostListed = 9;  // cells whose numbers are written into a sentence
constexpr int kSaidDigits = 3;

/// What one sentence is about.
struct Topic {
    const pool::Evaluation& evaluation;
    const pool::Cursor& cursor;
    const Strings& strings;
    const pool::LayerResult& layer;
    pool::Cell output;
    pool::Reduction reduction;
    std::vector<pool::Tap> taps;
    bool numbers;
    bool sums;  ///< of shares that meet may be said

    float arriving() const { return evaluation.gradient(cursor.layer + 1).at(output); }
    bool selects() const { return reduction == pool::Reduction::select; }
};

bool is_max(const Topic& topic) {
    return topic.layer.kind->name().find("Max") != std::string_view::npos &&
           topic.layer.kind->name() != "MaxUnpool2d";
}
bool is_min(const Topic& topic) { return topic.layer.kind->name().find("Min") != std::string_view::npos; }

/// "max", "min", "select", "average", "sum" or "weighted": the end of the keys.
std::string form_of(const Topic& topic) {
    switch (topic.reduction) {
        case pool::Reduction::select:
            return is_max(topic) ? "max" : is_min(topic) ? "min" : "select";
        case pool::Reduction::average:
            return "average";
        case pool::Reduction::sum:
            return "sum";
        case pool::Reduction::weighted:
            break;
    }
    return "weighted";
}

std::int64_t valid_taps(const Topic& topic) {
    return std::ranges::count_if(topic.taps, [](const pool::Tap& tap) { return tap.valid; });
}

/// "max(1, 0.83) = ", where it is short enough to be read.
std::string formula_of(const Topic& topic) {
    if (!topic.numbers || topic.taps.empty() || topic.taps.size() > kMostListed) return {};
    const std::string whole =
        plain_math(topic.layer.kind
                       ->explain(topic.layer.layer.params, topic.evaluation.map(topic.cursor.layer),
                                 topic.layer.forward, topic.output)
                       .numbers);
    const std::size_t equals = whole.rfind(" = ");
    return equals == std::string::npos ? std::string() : whole.substr(0, equals + 3);
}

/// What becomes of the cells that do not win, ties first.
std::string about_losers(const Topic& topic) {
    if (!topic.selects() || (!is_max(topic) && !is_min(topic))) return {};
    const float wins = topic.layer.forward.output.at(topic.output);
    std::vector<bool> takes;  // of the cells that have the value
    for (const pool::Tap& tap : topic.taps)
        if (tap.valid && tap.value == wins) takes.push_back(tap.winner || tap.share > 0);
    const auto count = std::to_string(takes.size());
    if (takes.size() > 1) {
        const bool several = std::ranges::count(takes, true) > 1;
        const char* key = several ? "say.tie.all" : takes.front() ? "say.tie.first" : "say.tie.last";
        return topic.strings.format(key, {count});
    }
    const std::int64_t others = valid_taps(topic) - 1;
    if (others <= 0) return {};
    return others == 1 ? topic.strings("say.dropped.one")
                       : topic.strings.format("say.dropped", {std::to_string(others)});
}

Said forward(const Topic& topic) {
    const std::string form = form_of(topic);
    const float stage = topic.cursor.stage;
    if (stage > 0 && stage <= 1) {
        const std::int64_t cells = valid_taps(topic);
        if (cells == 1) return {topic.strings("say.gather.one"), {}};
        const std::int64_t shown = cells > 0 ? cells : pool::tap_count(topic.layer, topic.output);
        return {topic.strings.format("say.gather", {std::to_string(shown)}), {}};
    }
    if (stage > 1 && stage <= 2) return {topic.strings("say.second." + form), {}};
    const std::string value = number(topic.layer.forward.output.at(topic.output), kSaidDigits + 1);
    const std::string key = topic.taps.size() == 1 && !topic.selects() ? "say.single" : "say." + form;
    return {topic.strings.format(key, {formula_of(topic), value}), about_losers(topic)};
}

/// The cell of the window at which most shares have met so far, where any have.
std::optional<MetShares> met_at(const Topic& topic) {
    if (!topic.sums || std::ssize(topic.taps) > kMostTapsOfOne) return std::nullopt;
    const auto arrived =
        windows_until(topic.evaluation, topic.cursor.layer, topic.output, topic.cursor.window);
    for (const pool::Tap& tap : topic.taps) {
        if (!tap.valid || tap.share == 0) continue;
        const pool::Cell cell{topic.layer.geometry().item(topic.output.n), tap.c, tap.y, tap.x};
        if (auto met = met_shares(topic.evaluation, topic.cursor.layer, cell, kSaidDigits, arrived))
            return met;
    }
    return std::nullopt;
}

Said sent_back(const Topic& topic) {
    const Strings& t = topic.strings;
    const std::string arriving = number(topic.arriving(), kSaidDigits + 1);
    const auto receivers =
        std::ranges::count_if(topic.taps, [](const pool::Tap& tap) { return tap.valid && tap.share != 0; });
    if (topic.arriving() == 0) return {t("say.back.none"), {}};
    if (receivers == 0 && !topic.taps.empty()) return {t("say.back.lost"), {}};
    if (topic.selects()) {
        if (const std::optional<MetShares> met = met_at(topic))
            return {t.format("say.back.met", {met->terms, number(met->total, kSaidDigits)}),
                    t("say.back.losers")};
        if (receivers > 1)
            return {t.format("say.back.ties", {arriving, std::to_string(receivers)}), t("say.back.losers")};
        return {t.format("say.back.select", {arriving}), t("say.back.losers")};
    }
    const std::optional<MetShares> met = met_at(topic);
    std::string more;
    if (met) more = t.format("say.back.adds", {met->terms, number(met->total, kSaidDigits)});
    if (topic.reduction == pool::Reduction::average && receivers > 0) {
        const auto one =
            std::ranges::find_if(topic.taps, [](const pool::Tap& tap) { return tap.share != 0; });
        return {t.format("say.back.average",
                         {arriving, std::to_string(receivers), number(one->gradient, kSaidDigits)}),
                more};
    }
    return {t.format("say.back." + form_of(topic), {arriving}), more};
}

std::string with_sign(std::string text, float arriving) {
    const std::string sign = arriving < 0 ? "negative" : "positive";
    for (std::size_t at = text.find("sign>"); at != std::string::npos;
         at = text.find("sign>", at + sign.size()))
        text.replace(at, 4, sign);
    return text;
}

Said backward(const Topic& topic) {
    const float stage = topic.cursor.stage;
    Said said;
    if (stage > 0 && stage <= 1)
        said.main = topic.strings.format("say.send", {number(topic.arriving(), kSaidDigits + 1)});
    else if (stage > 1 && stage <= 2)
        said.main = topic.strings(topic.selects() ? "say.split.select" : "say.split");
    else
        said = sent_back(topic);
    return {with_sign(said.main, topic.arriving()), with_sign(said.more, topic.arriving())};
}

/// How much of what happens at a layer a lesson hides.
enum class Told { all, first_stage, nothing };

Told told(const work::Veil& veil, const pool::Cursor& at) {
    using work::Hidden;
    const bool backward = at.phase == pool::Phase::backward;
    const bool size = veil.hides_shape(at.layer) || veil.hides_shape(at.layer + 1);
    if (at.whole) return size ? Told::nothing : Told::all;
    const bool result = veil.hides(Hidden::formula) || veil.hides(backward ? Hidden::routes : Hidden::winner);
    if (!result) return Told::all;
    if (backward) return size || veil.hides_gradient(at.layer + 1) ? Told::nothing : Told::first_stage;
    return veil.hides(Hidden::window) || veil.hides_shape(at.layer) ? Told::nothing : Told::first_stage;
}

}  // namespace

Said said_of(const pool::Evaluation& evaluation, const pool::Cursor& cursor, std::int64_t n, std::int64_t c,
             const Strings& strings, bool numbers, const work::Veil& veil) {
    if (evaluation.layers.empty()) return {strings("hint.no_layers"), {}};
    pool::Cursor at = cursor;
    at.layer = std::min(at.layer, evaluation.layers.size() - 1);
    const Told tells = told(veil, at);
    if (tells == Told::nothing) return {strings("say.veiled"), {}};
    if (tells == Told::first_stage) at.stage = 1;
    if (veil.hides_shape(at.layer + 1)) at.window = 0;
    const pool::LayerResult& layer = evaluation.layers[at.layer];
    const pool::Cell output = pool::output_cell(evaluation, at, n, c);
    const Topic topic{evaluation,
                      at,
                      strings,
                      layer,
                      output,
                      layer.kind->reduction(layer.layer.params),
                      pool::shown_taps(evaluation, at.layer, output),
                      numbers,
                      !veil.hides(work::Hidden::sums)};
    const bool is_backward = at.phase == pool::Phase::backward;
    if (!at.whole) return is_backward ? backward(topic) : forward(topic);
    const std::string windows = std::to_string(layer.forward.output.shape().plane());
    return {strings.format(is_backward ? "say.whole.back" : "say.whole." + form_of(topic), {windows}), {}};
}

}  // namespace figure
