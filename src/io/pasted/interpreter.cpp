#include "io/pasted/interpreter.h"

#include "io/pasted/evaluator.h"
#include "io/pasted/frameworks.h"

namespace io::pasted {

Network Interpreter::run() {
    execute(0, statements_.size());
    Network network;
    network.items = has_result_ ? result_ : written_in_order();
    network.notes = std::move(notes_);
    if (has_result_) note_unused();
    if (network.items.empty() && !unknown_.text.empty()) refuse_name(call_like(unknown_));
    return network;
}

void Interpreter::execute(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        const Statement& statement = statements_[i];
        step(statement);
        if (statement.keyword == "for") {
            std::size_t body = i + 1;
            while (body < end && statements_[body].indent > statement.indent) ++body;
            const Value times = evaluate(statement.value);
            const double count = times.type == Value::Type::count ? times.literal.number : 1;
            // One more than is allowed is refused.
            const int rounds = static_cast<int>(std::clamp(count, 0.0, kMostSteps + 1.0));
            for (int k = 0; k < rounds; ++k) {
                step(statement);
                execute(i + 1, body);
            }
            i = body - 1;
        } else if (statement.keyword.empty() || statement.keyword == "return") {
            run_statement(statement);
        } else if (statement.keyword == "class" && !statement.targets.empty()) {
            classes_.insert(statement.targets[0]);
        } else if (statement.keyword == "def") {
            forget_maps();
        }
    }
}

void Interpreter::step(const Statement& statement) {
    if (++steps_ > kMostSteps) refuse_at(statement.value.at, {"error.pasted.steps", {kMostSteps}});
}

void Interpreter::forget_maps() {
    std::erase_if(names_, [](const auto& entry) { return entry.second.type == Value::Type::data; });
}

void Interpreter::run_statement(const Statement& statement) {
    Value value = evaluate(statement.value);
    const bool named = !statement.targets.empty();
    if (value.type == Value::Type::unknown && statement.value.type == Node::Type::name && !named &&
        statement.keyword.empty() && looks_like_layer(leaf_of(value.text)))
        value = as_layers(value);
    if (value.type == Value::Type::unknown && is_call(statement.value) &&
        looks_like_layer(leaf_name(value.text)))
        refuse_name(call_like(value));
    if (value.type == Value::Type::unknown && unknown_.text.empty() && !value.text.empty()) unknown_ = value;
    if (value.type == Value::Type::data && (named || statement.keyword == "return")) {
        has_result_ = has_result_ || !value.items.empty();
        if (!value.items.empty()) result_ = value.items;
    } else if (value.type == Value::Type::layers || value.type == Value::Type::data) {
        if (statement.adds && named) value.items = joined(names_[statement.targets[0]].items, value.items);
        if (!statement.adds) written_.push_back({named ? statement.targets[0] : "", value.items, false});
    }
    if (statement.adds && named)
        for (Written& written : written_)
            if (written.name == statement.targets[0]) written.items = value.items;
    if (named) names_[statement.targets[0]] = std::move(value);
}

std::string Interpreter::leaf_name(const std::string& text) {
    return std::string(leaf_of(std::string_view(text).substr(0, text.find('('))));
}

Items Interpreter::written_in_order() const {
    Items items;
    for (const Written& written : written_)
        if (written.name.empty() || !used_.contains(written.name)) items = joined(items, written.items);
    return items;
}

void Interpreter::note_unused() {
    std::string names;
    for (const Written& written : written_) {
        if (written.items.empty() || used_.contains(written.name)) continue;
        const std::string name = written.name.empty() ? written.items[0].name : written.name;
        names += (names.empty() ? "" : ", ") + name;
    }
    if (!names.empty()) notes_.push_back({"pasted.unused", {names}});
}

Network read_network(std::string_view plain) { return Interpreter(plain).run(); }

}  // namespace io::pasted
