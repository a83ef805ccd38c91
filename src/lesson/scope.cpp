#include "lesson/scope.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "work/evaluate.h"

namespace lesson {

namespace {

measure::Value cell_value(const pool::Cell& cell) { return measure::List{cell.y, cell.x}; }

measure::List cells_value(const std::vector<pool::MapCell>& cells) {
    measure::List list;
    for (const pool::MapCell& one : cells) list.push_back(cell_value(one.cell));
    return list;
}

/// Whether an expression names cells that were clicked; words in quotes name nothing.
bool names_clicks_in(const std::string& expression) {
    char quote = 0;
    std::string word;
    for (std::size_t i = 0; i <= expression.size(); ++i) {
        const char c = i < expression.size() ? expression[i] : ' ';
        const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
        if (quote == 0 && letter) {
            word += c;
            continue;
        }
        if (word == "clicks" || word == "clicked" || word == "clicked_map") return true;
        word.clear();
        if (c == quote)
            quote = 0;
        else if (quote == 0 && (c == '"' || c == '\''))
            quote = c;
    }
    return false;
}

/// The document with the stack that the evaluation is of.
document::Document evaluated_document(const Shown& shown) {
    document::Document document = shown.document;
    if (!shown.refusal) return document;
    document.stack.clear();
    for (const pool::LayerResult& layer : shown.evaluation->layers) document.stack.push_back(layer.layer);
    return document;
}

void set_place(Scope& scope, const Shown& shown, const Deeds& deeds) {
    const pool::Evaluation& e = *shown.evaluation;
    scope.set("phase", shown.cursor.phase == pool::Phase::backward ? "backward" : "forward");
    scope.set("layer", static_cast<double>(shown.cursor.layer + 1));
    scope.set("window", shown.cursor.window);
    scope.set("stage", shown.cursor.stage);
    scope.set("stage_reached", deeds.stage_reached);
    double steps = 0;
    if (!e.layers.empty()) {
        steps = std::abs(static_cast<double>(pool::step_of(e, pool::clamped(e, shown.cursor)) -
                                             pool::step_of(e, pool::clamped(e, deeds.first))));
        scope.set("here", cell_value(pool::output_cell(e, pool::clamped(e, shown.cursor), 0, 0)));
    }
    scope.set("steps", steps);
}

void set_changes(Scope& scope, const Shown& shown, const document::Document& start) {
    const document::Document& now = shown.document;
    const bool input = !(now.input == start.input);
    scope.set("input_changed", input);
    scope.set("input_unchanged", !input);
    scope.set("stack_changed", now.stack != start.stack);
    scope.set("grad_changed", !(now.upstream == start.upstream));
    scope.set("pair_changed",
              !(now.other.input == start.other.input && now.other.transform == start.other.transform));
    scope.set("other_changed", now.other.stack != start.other.stack);
    scope.set("refused", shown.refusal.has_value());
    // Sentences say it in their own language.
    scope.set("refusal", shown.refusal ? shown.refusal->text() : std::string());
}

void set_deeds(Scope& scope, const Deeds& deeds) {
    scope.set("clicks", cells_value(deeds.clicks));
    scope.set("hovers", cells_value(deeds.hovers));
    if (!deeds.clicks.empty()) {
        scope.set("clicked", cell_value(deeds.clicks.back().cell));
        scope.set("clicked_map", static_cast<double>(deeds.clicks.back().map));
    }
    if (!deeds.hovers.empty()) {
        scope.set("hovered", cell_value(deeds.hovers.back().cell));
        scope.set("hovered_map", static_cast<double>(deeds.hovers.back().map));
    }
    for (const std::string_view event : kEvents) scope.set(std::string(event), false);
    for (const std::string& event : deeds.events) scope.set(event, true);
    scope.set("collected", deeds.collected);
    for (const auto& [name, value] : deeds.remembered) scope.set(name, value);
    scope.set("answered", deeds.answer.has_value());
    if (deeds.answer) scope.set("answer", *deeds.answer);
}

}  // namespace

bool names_clicks(const Step& step) {
    const auto named = [](const Named& one) { return names_clicks_in(one.expression); };
    const auto said = [](const Saying& one) { return names_clicks_in(one.when); };
    return names_clicks_in(step.check) || names_clicks_in(step.collect) ||
           std::ranges::any_of(step.fill, named) || std::ranges::any_of(step.says, said) ||
           (step.question && names_clicks_in(step.question->ready));
}

Shown shown_of(const work::Workspace& workspace) {
    const work::Live& live = workspace.live();
    Shown shown;
    shown.document = workspace.document();
    // Not owned: the workspace keeps it as long as nothing is applied.
    shown.evaluation = {std::shared_ptr<void>(), &live.evaluation()};
    shown.cursor = workspace.cursor();
    shown.item = workspace.selection().item();
    shown.channel = workspace.selection().channel();
    if (live.chain().error) shown.refusal = live.chain().error->message;
    return shown;
}

Shown shown_of(const Setup& setup) {
    Shown shown;
    shown.document = setup.document;
    shown.evaluation = std::make_shared<const pool::Evaluation>(work::evaluate(setup.document));
    shown.cursor = setup.cursor();
    return shown;
}

Scope::Scope(const Shown& shown, const Deeds& deeds)
    : subject_(evaluated_document(shown), shown.evaluation), sandbox_(subject_) {
    subject_.item = shown.item;
    subject_.channel = shown.channel;
    set_place(*this, shown, deeds);
    set_changes(*this, shown, deeds.start);
    set_deeds(*this, deeds);
}

bool Scope::holds(const std::string& predicate) {
    const measure::Value value = evaluate(predicate);
    const bool* truth = value.boolean();
    return truth && *truth;
}

Fill Scope::fill(const std::vector<Named>& names, std::vector<words::Message>* errors) {
    Fill fill;
    for (const Named& named : names) {
        try {
            const measure::Value value = evaluate(named.expression);
            set(named.name, value);
            fill[named.name] = value;
        } catch (const measure::MeasureError& error) {
            if (errors) errors->push_back(error.message());
        }
    }
    return fill;
}

}  // namespace lesson
