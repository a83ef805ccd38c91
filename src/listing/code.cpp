#include "listing/code.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "listing/writer.h"
#include "pool/moment.h"
#include "pool/notation.h"
#include "pool/text.h"
#include "pool/trace.h"
#include "words/strings.h"

namespace listing {

namespace {

/// The plan of a layer's loops, or nothing where its windows or its reduction are not written out.
bool can_loop(const pool::LayerResult& layer) {
    if (layer.kind->loops(layer.layer.params).form == pool::Loops::Form::none) return false;
    if (!layer.geometry().uniform()) return false;
    const bool sliding = layer.geometry().h().is_sliding() && layer.geometry().w().is_sliding();
    return sliding || (layer.geometry().h().is_adaptive() && layer.geometry().w().is_adaptive());
}

const char* comment(CodeLanguage language) { return language == CodeLanguage::cpp ? "// " : "# "; }

/// What the loops hold when `seen` taps of the window have been looked at.
void running_variables(const LoopPlan& plan, const std::vector<pool::Tap>& taps, std::size_t seen,
                       Execution& now) {
    if (plan.select()) {
        float best = plan.loops.minimum ? std::numeric_limits<float>::infinity()
                                        : -std::numeric_limits<float>::infinity();
        std::int64_t index = -1;
        for (std::size_t i = 0; i < seen; ++i) {
            const pool::Tap& tap = taps[i];
            if (!tap.valid) continue;
            const bool better = plan.loops.minimum ? tap.value < best : tap.value > best;
            if (!better && !std::isnan(tap.value) && index >= 0) continue;
            best = tap.value;
            index = tap.y * plan.w().input() + tap.x;
        }
        now.variables.emplace_back("best", pool::short_number(best));
        now.variables.emplace_back("at", std::to_string(index));
        return;
    }
    // What a formula adds up is its own business.
    if (plan.formula()) return;
    float total = 0;
    for (std::size_t i = 0; i < seen; ++i)
        if (taps[i].valid) total += taps[i].value;
    now.variables.emplace_back("total", pool::short_number(total));
}

LoopPlan plan_of(const pool::Evaluation& evaluation, const pool::Cursor& cursor,
                 const work::Veil& veil = {}) {
    const pool::LayerResult& layer = evaluation.layers[cursor.layer];
    const bool size = veil.hides_shape(cursor.layer + 1);
    const LoopPlan::Hidden hidden{
        veil.hides_map(cursor.layer) || veil.hides_shape(cursor.layer), size,
        size || veil.hides_gradient(cursor.layer + 1) || veil.hides(work::Hidden::loss),
        veil.hides(work::Hidden::window), veil.hides(work::Hidden::divisor)};
    return {layer,
            evaluation.map(cursor.layer),
            evaluation.gradient(cursor.layer + 1),
            layer.kind->loops(layer.layer.params),
            cursor.phase == pool::Phase::backward,
            layer.geometry().uniform() && layer.geometry().h().is_adaptive(),
            hidden};
}

void mark(const Listing& listing, Execution& now, std::initializer_list<LineRole> roles) {
    for (std::size_t i = 0; i < listing.lines.size(); ++i)
        if (std::ranges::find(roles, listing.lines[i].role) != roles.end()) now.lines.push_back(i);
}

void inside_window(const LoopPlan& plan, const std::vector<pool::Tap>& taps, std::size_t tap,
                   Execution& now) {
    const std::int64_t columns = std::max<std::int64_t>(1, plan.layer.geometry().columns({}).count);
    if (!plan.adaptive) {
        now.variables.emplace_back("u", text_of(static_cast<std::int64_t>(tap) / columns));
        now.variables.emplace_back("v", text_of(static_cast<std::int64_t>(tap) % columns));
    }
    now.variables.emplace_back("r", text_of(taps[tap].y));
    now.variables.emplace_back("s", text_of(taps[tap].x));
}

}  // namespace

std::string with_letters(std::string expression,
                         std::initializer_list<std::pair<char, std::string>> letters) {
    std::string text;
    for (const char c : expression) {
        const auto letter = std::ranges::find(letters, c, &std::pair<char, std::string>::first);
        text += letter == letters.end() ? std::string(1, c) : letter->second;
    }
    return text;
}

std::string text_of(std::int64_t value) { return std::to_string(value); }

std::string list_of(std::span<const float> values, char open, char close, const char* infinity,
                    const char* nan) {
    std::string text(1, open);
    for (const float value : values) {
        if (text.size() > 1) text += ", ";
        if (std::isnan(value)) {
            text += nan;
        } else if (std::isinf(value)) {
            text += (value < 0 ? "-" : "") + std::string(infinity);
        } else {
            std::array<char, 32> digits;
            text.append(digits.data(),
                        std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
        }
    }
    return text + close;
}

std::string Listing::text() const {
    std::string text;
    for (const Line& line : lines) text += line.text + (line.veiled ? "...\n" : "\n");
    return text;
}

std::string formula_text(const pool::LayerKind& kind) {
    return words::Strings()("kind." + std::string(kind.name()) + ".formula");
}

Listing listing_of(const pool::Evaluation& evaluation, const pool::Cursor& cursor, CodeLanguage language,
                   const work::Veil& veil) {
    Listing result;
    if (evaluation.layers.empty()) return result;
    if (language == CodeLanguage::pytorch) {
        const std::size_t last = evaluation.layers.size();
        write_pytorch(result, evaluation,
                      veil.hides(work::Hidden::loss) || veil.hides_gradient(last) || veil.hides_shape(last));
        return result;
    }
    const pool::LayerResult& layer = evaluation.layers[cursor.layer];
    if (!can_loop(layer)) {
        result.complete = false;
        result.lines.push_back({comment(language) + pool::notation(layer.layer), LineRole::other, 0});
        result.lines.push_back({comment(language) + formula_text(*layer.kind), LineRole::other, 0});
        return result;
    }
    const LoopPlan plan = plan_of(evaluation, cursor, veil);
    if (language == CodeLanguage::numpy) {
        write_numpy(result, plan);
    } else {
        write_cpp(result, plan);
    }
    return result;
}

Execution execution(const pool::Evaluation& evaluation, const pool::Cursor& cursor, std::int64_t n,
                    std::int64_t c, const Listing& listing, CodeLanguage language) {
    Execution now;
    if (evaluation.layers.empty() || !listing.complete) return now;
    const bool backward = cursor.phase == pool::Phase::backward;
    if (language == CodeLanguage::pytorch) {
        mark(listing, now, {backward ? LineRole::backward : LineRole::forward});
        for (std::size_t i = 0; i < listing.lines.size(); ++i)
            if (listing.lines[i].role == LineRole::layer && listing.lines[i].layer == cursor.layer)
                now.lines.push_back(i);
        now.variables.emplace_back("layer", text_of(static_cast<std::int64_t>(cursor.layer)));
        return now;
    }
    const pool::Cell output = pool::output_cell(evaluation, cursor, n, c);
    now.variables = {{"n", text_of(output.n)},
                     {"c", text_of(output.c)},
                     {"i", text_of(output.y)},
                     {"j", text_of(output.x)}};
    const LoopPlan plan = plan_of(evaluation, cursor);
    const std::vector<pool::Tap> taps = pool::shown_taps(evaluation, cursor.layer, output);
    const bool listed =
        pool::tap_count(plan.layer, output) == static_cast<std::int64_t>(taps.size()) && !taps.empty();
    const pool::Act act = pool::act_of(cursor.stage);
    if (backward) {
        now.variables.emplace_back("dy", pool::short_number(plan.grad_output.at(output)));
        mark(listing, now, {LineRole::loop});
        const bool sending = act == pool::Act::first;
        mark(listing, now,
             sending ? std::initializer_list<LineRole>{LineRole::send}
                     : std::initializer_list<LineRole>{LineRole::window, LineRole::add});
        if (listed && !plan.select() && (act == pool::Act::second || act == pool::Act::third))
            inside_window(plan, taps, pool::tap_at_work(cursor.stage, taps.size()), now);
        return now;
    }
    mark(listing, now, {LineRole::loop});
    if (pool::has_arrived(cursor.stage) || !listed) {
        mark(listing, now, {LineRole::store});
        if (listed) running_variables(plan, taps, taps.size(), now);
        return now;
    }
    const bool gathering = act == pool::Act::first;
    const std::size_t tap = pool::tap_at_work(cursor.stage, taps.size());
    mark(listing, now, {LineRole::window, gathering ? LineRole::gather : LineRole::reduce});
    inside_window(plan, taps, tap, now);
    running_variables(plan, taps, gathering ? 0 : tap + 1, now);
    return now;
}

}  // namespace listing
