#include "io/pasted/interpreter.h"

#include "io/pasted/evaluator.h"
#include "io/pasted/frameworks.h"
#include "io/pasted/paddings.h"
#include "pool/notation.h"

namespace io::pasted {

namespace {

/// The layer that -max(-x) is; nullopt: it has parameters that MinPool2d has not.
std::optional<pool::Layer> minimum_of(const pool::Layer& largest) {
    if (largest.kind != "MaxPool2d") return std::nullopt;
    pool::Layer least;
    least.kind = "MinPool2d";
    const pool::LayerKind& kind = *pool::find_kind(least.kind);
    for (const pool::ParamSpec& spec : pool::find_kind(largest.kind)->params()) {
        const pool::Value* value = largest.params.find(spec.name);
        if (!value) continue;
        if (!pool::find_spec(kind, spec.name)) return std::nullopt;
        least.params.set(spec.name, *value);
    }
    return least;
}

/// Reads -max(-x) and 1 - max(1 - x) as MinPool2d, and refuses what else pools the minimum: without its
/// signs it would be another layer.
Items with_minimum(const Items& items) {
    Items result;
    std::optional<std::size_t> open;  // the sign before the layers
    for (const Item& item : items) {
        const bool sign = item.type == Item::Type::arithmetic && item.negates;
        if (item.type == Item::Type::ending) open.reset();
        if (!sign || !open) {
            if (sign) open = result.size();
            result.push_back(item);
            continue;
        }
        const auto begin = result.begin() + static_cast<std::ptrdiff_t>(*open);
        const auto largest = std::find_if(begin, result.end(), [](const Item& of) {
            return of.type == Item::Type::layer && of.layer.kind.find("Max") != std::string::npos;
        });
        if (largest == result.end()) {
            result.push_back(item);
        } else {
            const bool alone = largest == begin + 1 && largest + 1 == result.end();
            const bool same = begin->negated_from == item.negated_from;
            auto least = alone && same ? minimum_of(largest->layer) : std::nullopt;
            if (!least) refuse_at(item.at, {"error.pasted.minimum", {pool::notation({largest->layer})}});
            Item made = *largest;
            made.layer = std::move(*least);
            made.notes.push_back({"pasted.name", {item.name, made.layer.kind}});
            result.erase(begin, result.end());
            result.push_back(std::move(made));
        }
        open.reset();
    }
    return result;
}

}  // namespace

Network Interpreter::run() {
    execute(0, statements_.size());
    Network network;
    network.items = has_result_ ? result_ : written_in_order();
    // "m(x).shape": nothing is kept of the map, but it went through the layers.
    if (!has_layers(network.items) && has_layers(looked_at_)) network.items = looked_at_;
    network.notes = std::move(notes_);
    if (has_result_) note_unused();
    if (!has_layers(network.items)) network.items.clear();
    network.items = with_padding(with_minimum(network.items));
    if (network.items.empty() && !unknown_.text.empty()) refuse_name(call_like(unknown_));
    return network;
}

Interpreter::Flow Interpreter::execute(std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end;) {
        const std::size_t from = at;
        const Flow flow = follow(at, end);
        if (flow == Flow::next) continue;
        if (nested_ > 0) return flow;
        // What stands behind a "return" that is reached belongs to the same function.
        const auto begins = [](const Statement& s) { return s.keyword == "def" || s.keyword == "class"; };
        while (at < end && statements_[at].indent >= statements_[from].indent && !begins(statements_[at]))
            ++at;
    }
    return Flow::next;
}

Interpreter::Flow Interpreter::follow(std::size_t& at, std::size_t end) {
    const std::size_t here = at;
    const Statement& statement = statements_[here];
    step(here);
    const std::string& word = statement.keyword;
    if (word == "if" || word == "elif") return branches(at, end);
    ++at;
    if (word == "for" || word == "while") {
        at = body_end(here, end);
        return word == "for" ? loop(here, at) : loop_while(here, at);
    }
    // Nothing is thrown.
    if (word == "except") at = body_end(here, end);
    if (word == "break" || word == "continue") {
        if (loops_ == 0) return Flow::next;
        return word == "break" ? Flow::breaks : Flow::goes_on;
    }
    leave_scopes(statement.indent);
    if (word == "del") refuse_changed(statement);
    if (word.empty() || word == "return") run_statement(statement);
    if (word == "return" && nested_ > 0) return Flow::returns;
    if (word == "class" || word == "def") define(statement);
    return Flow::next;
}

std::size_t Interpreter::body_end(std::size_t at, std::size_t end) const {
    std::size_t body = at + 1;
    while (body < end && statements_[body].indent > statements_[at].indent) ++body;
    return body;
}

void Interpreter::step(std::size_t at) {
    if (++steps_ > kMostSteps) refuse_at(statements_[at].value.at, {"error.pasted.steps", {kMostSteps}});
}

void Interpreter::define(const Statement& statement) {
    if (statement.targets.empty()) return;
    const std::string& name = statement.targets[0];
    if (statement.keyword == "class") {
        classes_.insert(name);
        class_ = name;
        return;
    }
    scopes_.push_back({statement.indent, one_of(name, {"forward", "__call__", "call"}) ? class_ : name});
    forget_maps();
    std::vector<std::pair<std::string, Value>> known;
    for (const Node& parameter : statement.value.children) {
        names_.erase(parameter.key);
        Value value;
        if (parameter.type != Node::Type::other) names_[parameter.key] = value = evaluate(parameter);
        if (parameter.key != "self") known.emplace_back(parameter.key, std::move(value));
    }
    defaults_[name == "__init__" ? class_ : name] = std::move(known);
}

void Interpreter::check_defaults(const Node& node, const std::string& name) {
    const auto found = defaults_.find(name);
    if (found == defaults_.end()) return;
    std::size_t next = 0;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Node& given = node.children[i];
        const auto& known = found->second;
        const auto named = std::ranges::find(known, given.key, &std::pair<std::string, Value>::first);
        const auto at = given.key.empty()
                            ? known.begin() + static_cast<std::ptrdiff_t>(std::min(next++, known.size()))
                            : named;
        if (at == known.end() || at->second.type == Value::Type::unknown) continue;
        const Value value = evaluate(given);
        const bool same = value.type == Value::Type::literal && at->second.type == Value::Type::literal &&
                          value.literal.written() == at->second.literal.written();
        if (!same) refuse_at(given.at, {"error.pasted.default", {source(node), at->first}});
    }
}

void Interpreter::leave_scopes(std::size_t indent) {
    while (!scopes_.empty() && scopes_.back().indent >= indent) scopes_.pop_back();
}

void Interpreter::refuse_changed(const Statement& statement) const {
    const Node& of = statement.value;
    if (of.type != Node::Type::index || of.children[0].type != Node::Type::name) return;
    const auto known = names_.find(of.children[0].text);
    if (known != names_.end() && !known->second.items.empty())
        refuse_at(statement.at, {"error.pasted.changed", {"del " + source(of)}});
}

void Interpreter::forget_maps() {
    std::erase_if(names_, [](const auto& entry) { return entry.second.type == Value::Type::data; });
}

std::optional<Value> Interpreter::extended(const Statement& statement) {
    if (!statement.adds || statement.unpacks || statement.targets.empty()) return std::nullopt;
    const std::string& name = statement.targets[0];
    const auto found = names_.find(name);
    if (found == names_.end() || found->second.type != Value::Type::layers) return std::nullopt;
    Value sum = combined(statement.value, found->second, evaluate(statement.value.children[1]));
    for (Written& written : written_)
        if (written.name == name) written.items = sum.items;
    return sum;
}

void Interpreter::run_statement(const Statement& statement) {
    if (auto sum = extended(statement)) {
        names_[statement.targets[0]] = std::move(*sum);
        return;
    }
    Value value = evaluate(statement.value);
    const bool named = !statement.targets.empty();
    if (value.type == Value::Type::unknown && statement.value.type == Node::Type::name && !named &&
        statement.keyword.empty() && looks_like_layer(leaf_of(value.text)))
        value = as_layers(value);
    if (value.type == Value::Type::unknown && is_call(statement.value) &&
        looks_like_layer(leaf_name(value.text)))
        refuse_name(call_like(value));
    if (value.type == Value::Type::unknown && unknown_.text.empty() && !value.text.empty()) unknown_ = value;
    const bool returns = statement.keyword == "return";
    const bool flows = value.type == Value::Type::data && (named || returns);
    if (flows && returns && value.parts.size() > 1) value = longest_result(value);
    const std::string function = returns && !scopes_.empty() ? scopes_.back().name : std::string();
    if (flows && has_layers(value.items)) {
        has_result_ = true;
        result_ = value.items;
        result_of_ = function;
    }
    if (!function.empty() && (flows || value.type == Value::Type::layers)) functions_[function] = value;
    // "layers = [first] + layers": the old value is a part of the new one.
    if (named && used_.contains(statement.targets[0]) && value.type == Value::Type::layers) {
        std::erase_if(written_, [&](const Written& one) { return one.name == statement.targets[0]; });
        used_.erase(statement.targets[0]);
    }
    const bool split = statement.unpacks && value.type == Value::Type::layers &&
                       value.parts.size() == statement.targets.size();
    if (!flows && !split && (value.type == Value::Type::layers || value.type == Value::Type::data))
        written_.push_back({named ? statement.targets[0] : function, value.items, false});
    for (std::size_t i = 0; split && i < value.parts.size(); ++i)
        written_.push_back({statement.targets[i], value.parts[i].items, false});
    if (named) assign(statement, value);
    if (named) keep_alias(statement, value);
}

Value Interpreter::longest_result(const Value& all) {
    const auto begins = [](const Items& first, const Items& second) {
        return first.size() <= second.size() &&
               std::equal(first.begin(), first.end(), second.begin(),
                          [](const Item& a, const Item& b) { return a.at == b.at && a.name == b.name; });
    };
    Value longest = all.parts[0];
    for (const Value& part : all.parts)
        if (part.type == Value::Type::data && begins(longest.items, part.items)) longest = part;
    std::string left_out;
    for (const Value& part : all.parts)
        if (part.type == Value::Type::data && !begins(part.items, longest.items))
            left_out += (left_out.empty() ? "" : ", ") + part.text;
    if (!left_out.empty()) notes_.push_back({"pasted.returns", {left_out}});
    return longest;
}

bool Interpreter::sets_parameter(const Statement& statement, const std::string& target, const Value& value) {
    const auto known = names_.find(base_of(target));
    if (known == names_.end() || known->second.type != Value::Type::layers ||
        value.type == Value::Type::layers)
        return false;
    const std::string leaf(leaf_of(target));
    Items& items = known->second.items;
    const bool alone = items.size() == 1 && items[0].type == Item::Type::layer;
    const pool::ParamSpec* spec = alone ? pool::find_spec(pool::kind_of(items[0].layer), leaf) : nullptr;
    if (!spec) {
        if (!items.empty() && one_of(leaf, {"kernel_size", "stride", "padding", "dilation", "ceil_mode"}))
            refuse_at(statement.at, {"error.pasted.changed", {target}});
        return false;
    }
    if (value.type != Value::Type::literal)
        refuse_at(statement.at, {"error.pasted.unknown_value", {leaf, items[0].layer.kind, value.text}});
    items[0].layer.params.set(spec->name, parameter(statement.value, pool::kind_of(items[0].layer), *spec,
                                                    value.literal.written()));
    known->second.parts.clear();
    for (Written& written : written_)
        if (written.name == known->first) written.items = items;
    return true;
}

void Interpreter::assign(const Statement& statement, const Value& value) {
    if (!statement.unpacks && statement.targets.size() == 1 &&
        sets_parameter(statement, statement.targets[0], value))
        return;
    for (const std::string& target : statement.targets) {
        // net[0] = nn.AvgPool2d(2)
        const auto known = names_.find(target.substr(0, target.find('[')));
        const bool replaces = known != names_.end() && known->first != target && !known->second.items.empty();
        if (replaces && !value.items.empty()) refuse_at(statement.at, {"error.pasted.index", {target}});
    }
    if (statement.unpacks) {
        unpack(statement.targets, value);
    } else {
        for (const std::string& target : statement.targets) names_[target] = value;
    }
}

void Interpreter::unpack(const std::vector<std::string>& targets, const Value& value) {
    const auto& parts = value.parts;
    const auto& literals = value.literal.items;
    if (targets.size() == 1) {
        names_[targets[0]] = value;
        return;
    }
    for (std::size_t i = 0; i < targets.size(); ++i) {
        names_.erase(targets[i]);
        if (parts.size() == targets.size()) {
            names_[targets[i]] = parts[i];
        } else if (value.type == Value::Type::literal && literals.size() == targets.size()) {
            names_[targets[i]] = {Value::Type::literal, literals[i], {}, literals[i].written(), value.at};
        } else if (targets.size() == 2 && !value.key.empty()) {
            // A dictionary's entry.
            Literal key = Literal::of(value.key);
            names_[targets[i]] = i == 1 ? value : Value{Value::Type::literal, key, {}, value.key, value.at};
        } else if (value.type == Value::Type::sizes) {
            names_[targets[i]] = value;
        } else if (value.type == Value::Type::data && i == 0) {
            // A map, and the places of its maxima.
            names_[targets[i]] = value;
        }
    }
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

void Interpreter::note_unused(std::string_view prefix) {
    std::string names;
    for (const Written& written : written_) {
        if (written.items.empty() || used_.contains(written.name) || !written.name.starts_with(prefix))
            continue;
        const std::string name = written.name.empty() ? written.items[0].name : written.name;
        names += (names.empty() ? "" : ", ") + name;
    }
    if (!names.empty()) notes_.push_back({"pasted.unused", {names}});
}

Network read_network(std::string_view plain) { return Interpreter(plain).run(); }

}  // namespace io::pasted
