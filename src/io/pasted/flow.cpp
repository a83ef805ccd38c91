#include <cmath>
#include <utility>

#include "io/pasted/evaluator.h"
#include "io/pasted/frameworks.h"
#include "io/pasted/names.h"

// Branches and loops: followed where the text says how, refused where that matters and cannot be known.

namespace io::pasted {

namespace {

Value literal_of(Literal what, std::size_t at) {
    std::string text = what.written();
    return {Value::Type::literal, std::move(what), {}, std::move(text), at};
}

std::optional<bool> both(std::optional<bool> a, std::optional<bool> b) {
    if ((a && !*a) || (b && !*b)) return false;
    return a && b ? std::optional(true) : std::nullopt;
}

std::optional<bool> negation(std::optional<bool> a) { return a ? std::optional(!*a) : std::nullopt; }

}  // namespace

Interpreter::Flow Interpreter::branches(std::size_t& at, std::size_t end) {
    const std::size_t indent = statements_[at].indent;
    bool unsure = false;
    std::optional<std::pair<std::size_t, std::size_t>> taken;
    std::vector<std::string> changed;
    do {
        const Statement& header = statements_[at];
        const std::size_t body = body_end(at, end);
        const std::optional<bool> goes = header.keyword == "else" ? true : truth(header.value);
        unsure = unsure || (!taken && !goes);
        const bool possible = !taken && (!goes || *goes);
        if (unsure && possible && !keeps_maps(at + 1, body)) {
            if (!is_harmless(at + 1, body))
                refuse_at(header.at, {"error.pasted.condition", {source(header.at, header.value.end)}});
            for (std::size_t i = at + 1; i < body; ++i)
                changed.insert(changed.end(), statements_[i].targets.begin(), statements_[i].targets.end());
        }
        if (possible && goes) taken = {at + 1, body};
        at = body;
    } while (at < end && statements_[at].indent == indent &&
             one_of(statements_[at].keyword, {"elif", "else"}));
    for (const std::string& name : changed) names_.erase(name);
    return taken && !unsure ? nested(taken->first, taken->second) : Flow::next;
}

Interpreter::Flow Interpreter::nested(std::size_t begin, std::size_t end) {
    ++nested_;
    const Flow flow = execute(begin, end);
    --nested_;
    return flow;
}

Interpreter::Flow Interpreter::loop(std::size_t at, std::size_t body) {
    const Statement& header = statements_[at];
    const auto items = elements(header.value);
    if (!items) return loop_unknown(at, body);
    ++loops_;
    Flow flow = Flow::next;
    for (const Value& item : *items) {
        step(at);
        unpack(header.targets, item);
        flow = nested(at + 1, body);
        if (flow == Flow::breaks || flow == Flow::returns) break;
    }
    --loops_;
    return flow == Flow::returns ? flow : Flow::next;
}

Interpreter::Flow Interpreter::loop_while(std::size_t at, std::size_t body) {
    const Statement& header = statements_[at];
    std::optional<bool> goes = truth(header.value);
    if (!goes) return loop_unknown(at, body);
    ++loops_;
    Flow flow = Flow::next;
    while (goes && *goes && flow != Flow::breaks && flow != Flow::returns) {
        step(at);
        flow = nested(at + 1, body);
        goes = truth(header.value);
    }
    --loops_;
    if (!goes) refuse_at(header.at, {"error.pasted.repeats", {source(header.at, header.value.end)}});
    return flow == Flow::returns ? flow : Flow::next;
}

Interpreter::Flow Interpreter::loop_unknown(std::size_t at, std::size_t body) {
    const Statement& header = statements_[at];
    const int loops = std::exchange(loops_, 0);
    std::size_t once = 0;
    Flow flow = Flow::next;
    for (const bool again : {false, true}) {
        for (const std::string& name : header.targets) names_.erase(name);
        flow = body_of_unknown(header, at + 1, body);
        if (again && extent() != once)
            refuse_at(header.at,
                      {"error.pasted.repeats", {source(header.at, statements_[body - 1].value.end)}});
        once = extent();
    }
    loops_ = loops;
    return flow == Flow::returns ? flow : Flow::next;
}

Interpreter::Flow Interpreter::body_of_unknown(const Statement& header, std::size_t begin, std::size_t end) {
    try {
        return nested(begin, end);
    } catch (const pool::NotationError& error) {
        // for layer in self.layers: x = layer(x)
        const std::size_t self = source(header.value).find("self.");
        const std::string& key = error.message().key();
        const bool name = key == "error.notation.unknown_layer" || key == "error.pasted.kind";
        if (!name || self == std::string::npos) throw;
        std::string missing = source(header.value).substr(self);
        missing = missing.substr(0, missing.find_first_of(" ,)[]:"));
        if (names_.contains(missing)) throw;
        refuse_at(header.value.at, {"error.pasted.not_made", {missing}});
    }
}

std::size_t Interpreter::extent() const {
    std::size_t sum = result_.size();
    for (const Written& written : written_) sum += written.items.size();
    for (const auto& [name, value] : names_) sum += value.items.size();
    return sum;
}

bool Interpreter::is_harmless(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        const Statement& statement = statements_[i];
        step(i);
        const bool leaves = one_of(statement.keyword, {"break", "continue"}) && loops_ > 0;
        const bool nothing = statement.value.type == Node::Type::name && statement.value.text == "None";
        if (leaves || (statement.keyword == "return" && !nothing) || makes_layers(statement.value))
            return false;
        for (const std::string& name : statement.targets) {
            const auto found = names_.find(name);
            if (found == names_.end()) continue;
            const Value& value = found->second;
            if (value.type == Value::Type::layers || value.type == Value::Type::data || !value.items.empty())
                return false;
        }
    }
    return true;
}

bool Interpreter::keeps_maps(std::size_t begin, std::size_t end) {
    std::vector<words::Message> notes;
    for (std::size_t i = begin; i < end; ++i) {
        const Statement& statement = statements_[i];
        if (!statement.keyword.empty() || statement.unpacks || statement.targets.size() != 1) return false;
        const auto known = names_.find(statement.targets[0]);
        const Items before = known == names_.end() ? Items{} : known->second.items;
        if (known != names_.end() && known->second.type != Value::Type::data) return false;
        Value after;
        try {
            after = evaluate(statement.value);
        } catch (const pool::NotationError&) {
            return false;
        }
        if (!may_flow(after) || after.items.size() < before.size()) return false;
        for (std::size_t k = before.size(); k < after.items.size(); ++k) {
            const Item& more = after.items[k];
            if (more.type == Item::Type::layer || more.type == Item::Type::ending || more.negates)
                return false;
            if (more.type == Item::Type::arithmetic)
                notes.insert(notes.end(), more.notes.begin(), more.notes.end());
        }
    }
    notes_.insert(notes_.end(), notes.begin(), notes.end());
    return begin < end;
}

bool Interpreter::makes_layers(const Node& node) {
    const auto holds = [&](const std::string& name) {
        const auto found = names_.find(name);
        return found != names_.end() && !found->second.items.empty();
    };
    if (node.type == Node::Type::name && holds(node.text)) return true;
    if (node.type == Node::Type::call && node.children[0].type == Node::Type::name) {
        const std::string& written = node.children[0].text;
        const std::string leaf(leaf_of(written));
        if (one_of(leaf, {"print", "isinstance", "len", "super", "format", "hasattr", "warn"})) return false;
        const bool own = written.starts_with("self.") && node.children.size() > 1;
        if (holds(written) || holds(base_of(written)) || own || looks_like_layer(leaf) || is_container(leaf))
            return true;
    }
    return std::ranges::any_of(node.children, [&](const Node& child) { return makes_layers(child); });
}

std::optional<bool> Interpreter::truth(const Node& node) {
    if (node.type == Node::Type::name && one_of(node.text, {"self.training", "training"}) &&
        !names_.contains(node.text))
        return false;
    if (node.type == Node::Type::unary && one_of(node.text, {"not", "!"}))
        return negation(truth(node.children[0]));
    if (node.type == Node::Type::list && node.children.size() == 1 && text_[node.at] == '(')
        return truth(node.children[0]);
    if (node.type == Node::Type::binary) {
        const auto side = [&](std::size_t i) { return truth(node.children[i]); };
        if (node.text == "and") return both(side(0), side(1));
        if (node.text == "or") return negation(both(negation(side(0)), negation(side(1))));
        return compared(node);
    }
    if (!is_plain(node)) return std::nullopt;
    const Value value = evaluate(node);
    if (value.type == Value::Type::layers) return true;
    if (value.type != Value::Type::literal) return std::nullopt;
    const Literal& what = value.literal;
    switch (what.type) {
        case Literal::Type::none:
            return false;
        case Literal::Type::boolean:
            return what.boolean;
        case Literal::Type::number:
            return what.number != 0;
        case Literal::Type::text:
            return !what.text.empty();
        case Literal::Type::list:
            break;
    }
    return !what.items.empty();
}

std::optional<bool> Interpreter::compared(const Node& node) {
    const Node& a = node.children[0];
    const Node& b = node.children[1];
    if (a.text == "__name__" && node.text == "==") return true;
    if (!is_plain(a) || !is_plain(b)) return std::nullopt;
    const Value left = evaluate(a);
    const Value right = evaluate(b);
    const auto is_none = [](const Value& v) {
        return v.type == Value::Type::literal && v.literal.type == Literal::Type::none;
    };
    const std::string& sign = node.text;
    if (is_none(right) && left.type == Value::Type::layers && one_of(sign, {"is", "==", "is not", "!="}))
        return sign == "is not" || sign == "!=";
    if (left.type != Value::Type::literal || right.type != Value::Type::literal) return std::nullopt;
    const std::string first = left.literal.written();
    if (one_of(sign, {"==", "is"})) return first == right.literal.written();
    if (one_of(sign, {"!=", "is not"})) return first != right.literal.written();
    if (one_of(sign, {"in", "not in"}) && right.literal.type == Literal::Type::list)
        return std::ranges::any_of(right.literal.items, [&](const Literal& item) {
                   return item.written() == first;
               }) == (sign == "in");
    if (left.literal.type != Literal::Type::number || right.literal.type != Literal::Type::number)
        return std::nullopt;
    const double x = left.literal.number;
    const double y = right.literal.number;
    if (sign == "<") return x < y;
    if (sign == ">") return x > y;
    if (sign == "<=") return x <= y;
    if (sign == ">=") return x >= y;
    const Value value = arithmetic(node, x, y);
    if (value.type != Value::Type::literal) return std::nullopt;
    return value.literal.number != 0;
}

bool Interpreter::is_plain(const Node& node) {
    using Type = Node::Type;
    const bool leaf = node.type == Type::name || node.type == Type::number || node.type == Type::text;
    const bool nests = node.type == Type::list || node.type == Type::unary || node.type == Type::binary;
    const bool branches = one_of(node.text, {"if", "else"}) && node.type == Type::binary;
    return leaf || (nests && !branches && std::ranges::all_of(node.children, is_plain));
}

std::optional<std::vector<Value>> Interpreter::elements(const Node& node) {
    auto items = node.type == Node::Type::call ? elements_of_call(node) : std::nullopt;
    if (!items) items = elements_of(evaluate(node), node.at);
    // A long list takes time even where the loop is left at once.
    if (items) steps_ += static_cast<int>(items->size() / 16);
    return items;
}

std::optional<std::vector<Value>> Interpreter::elements_of_call(const Node& node) {
    const Node& callee = node.children[0];
    if (callee.type != Node::Type::name) return std::nullopt;
    const std::string leaf(leaf_of(callee.text));
    if (const auto known = names_.find(base_of(callee.text));
        known != names_.end() && one_of(leaf, {"children", "values", "items", "named_children"})) {
        used_.insert(known->first);
        return elements_of(known->second, node.at);
    }
    if (!one_of(leaf, {"enumerate", "zip", "reversed", "list", "tuple"}) || node.children.size() < 2)
        return std::nullopt;
    std::vector<std::vector<Value>> all;
    const std::size_t lists = leaf == "zip" ? node.children.size() - 1 : 1;
    for (std::size_t i = 1; i <= lists; ++i) {
        auto items = elements(node.children[i]);
        if (!items) return std::nullopt;
        all.push_back(std::move(*items));
    }
    if (leaf == "reversed") std::ranges::reverse(all[0]);
    if (leaf != "enumerate" && leaf != "zip") return all[0];
    double begin = 0;
    if (leaf == "enumerate" && node.children.size() > 2) {
        const Value first = evaluate(node.children[2]);
        if (first.type != Value::Type::literal) return std::nullopt;
        begin = first.literal.number;
    }
    std::size_t least = all[0].size();
    for (const auto& items : all) least = std::min(least, items.size());
    std::vector<Value> result(least);
    for (std::size_t k = 0; k < least; ++k) {
        if (leaf == "enumerate")
            result[k].parts.push_back(literal_of(Literal::of(begin + static_cast<double>(k)), node.at));
        for (const auto& items : all) result[k].parts.push_back(items[k]);
    }
    return result;
}

std::optional<std::vector<Value>> Interpreter::elements_of(const Value& value, std::size_t at) {
    std::vector<Value> result;
    if (value.type == Value::Type::count) {
        const double count = std::max(value.literal.number, 0.0);
        if (!(count <= kMostSteps)) refuse_at(at, {"error.pasted.steps", {kMostSteps}});
        const auto& range = value.literal.items;
        for (int k = 0; k < static_cast<int>(count); ++k)
            result.push_back(literal_of(Literal::of(range[0].number + k * range[1].number), at));
        return result;
    }
    if (!value.parts.empty()) return value.parts;
    if (value.type == Value::Type::layers && value.items.empty()) return result;
    if (value.type != Value::Type::literal || value.literal.type != Literal::Type::list) return std::nullopt;
    if (value.literal.items.size() > kMostSteps) refuse_at(at, {"error.pasted.steps", {kMostSteps}});
    for (const Literal& item : value.literal.items) result.push_back(literal_of(item, at));
    return result;
}

Value Interpreter::each(const Node& node) {
    const auto items = elements(node.children[1]);
    const Node& condition = node.children[2];
    if (!items) {
        for (const std::string& name : node.names) names_.erase(name);
        const Value item = evaluate(node.children[0]);
        if (item.type == Value::Type::layers || (item.type == Value::Type::data && has_layers(item.items)))
            refuse_at(node.at, {"error.pasted.repeats", {source(node.children[0])}});
        return unknown(node);
    }
    std::vector<Value> values;
    for (const Value& item : *items) {
        if (++steps_ > kMostSteps) refuse_at(node.at, {"error.pasted.steps", {kMostSteps}});
        unpack(node.names, item);
        if (condition.type != Node::Type::other) {
            const std::optional<bool> goes = truth(condition);
            if (!goes) refuse_at(node.at, {"error.pasted.condition", {source(condition)}});
            if (!*goes) continue;
        }
        add_part(values, node.children[0], evaluate(node.children[0]));
    }
    return of_values(node, std::move(values));
}

Value Interpreter::conditional(const Node& node) {
    const bool whole =
        node.text == "else" && node.children[0].type == Node::Type::binary && node.children[0].text == "if";
    const Node& test = whole ? node.children[0] : node;
    const std::optional<bool> goes = test.text == "if" ? truth(test.children[1]) : std::nullopt;
    if (goes && *goes) return evaluate(test.children[0]);
    if (goes && whole) return evaluate(node.children[1]);
    const Value first = evaluate(test.children[0]);
    const Value second = evaluate(whole ? node.children[1] : test.children[1]);
    const auto flows = [](const Value& v) {
        // nn.MaxPool2d if … else nn.AvgPool2d
        const bool kind = v.type == Value::Type::unknown && v.text.find('(') == std::string::npos &&
                          looks_like_layer(leaf_of(v.text));
        return v.type == Value::Type::layers || v.type == Value::Type::data || kind;
    };
    if (goes || (!flows(first) && !flows(second))) return unknown(node);
    refuse_at(node.at, {"error.pasted.condition", {source(node)}});
}

}  // namespace io::pasted
