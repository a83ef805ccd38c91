#include <cmath>
#include <utility>

#include "io/pasted/evaluator.h"
#include "io/pasted/layer_writer.h"
#include "pool/text.h"

// Signs and indices. What they do to a map is no layer: it is said as left out, or refused.

namespace io::pasted {

namespace {

bool is_number(const Value& value) {
    return value.type == Value::Type::literal && value.literal.type == Literal::Type::number;
}
bool is_list(const Value& value) {
    return value.type == Value::Type::literal && value.literal.type == Literal::Type::list;
}

/// A place counted from the end where it is negative; nullopt: it is none.
std::optional<std::size_t> place(const Value& index, std::size_t size) {
    if (!is_number(index) || !index.literal.is_whole()) return std::nullopt;
    double at = index.literal.number;
    if (at < 0) at += static_cast<double>(size);
    if (at < 0 || at >= static_cast<double>(size)) return std::nullopt;
    return static_cast<std::size_t>(at);
}

}  // namespace

bool Interpreter::may_flow(const Value& value) {
    if (value.type == Value::Type::data) return true;
    // A call that is not known makes something else.
    return value.type == Value::Type::unknown &&
           (value.text.find('(') == std::string::npos || !value.items.empty());
}

Value Interpreter::altered(const Node& node, const Value& of, words::Message note,
                           std::optional<double> negated_from) const {
    Item item;
    item.type = Item::Type::arithmetic;
    item.negates = negated_from.has_value();
    item.negated_from = negated_from.value_or(0);
    item.name = source(node);
    item.at = node.at;
    item.notes.push_back(std::move(note));
    Value result = of.type == Value::Type::data ? map(node, {}) : unknown(node);
    result.items = joined(of.items, {std::move(item)});
    return result;
}

Value Interpreter::indexed(const Node& node) {
    Value base = evaluate(node.children[0]);
    if (base.type == Value::Type::sizes) return sizes(node);
    const bool map = may_flow(base) && base.parts.empty();
    if (map && adds_axes(node)) return base;
    if (map)
        if (const auto steps = steps_of(node)) {
            Call made;
            made.name = made.leaf = made.text = source(node.children[0].end, node.end);
            made.at = node.at;
            LayerWriter out(made, "Subsample2d");
            out.set("stride", *steps).note({"pasted.name", {made.text, "Subsample2d"}});
            return this->map(node, joined(base.items, {out.item()}));
        }
    if (!map) {
        const bool known = base.type != Value::Type::unknown || !base.parts.empty();
        return known ? chosen(node, base) : unknown(node);
    }
    // The map itself, without the places of its maxima.
    if (!base.items.empty() && base.items.back().type == Item::Type::layer && node.children.size() == 2) {
        const pool::Value* with_places = base.items.back().layer.params.find("return_indices");
        const bool first = node.children[1].type == Node::Type::number && node.children[1].text == "0";
        if (with_places && first) return base;
    }
    return altered(node, base, {"pasted.left_out", {source(node.children[0].end, node.end)}});
}

std::optional<Literal> Interpreter::steps_of(const Node& node) {
    const auto is_open = [](const Node& part) {
        return part.type == Node::Type::other || (part.type == Node::Type::number && part.text == "0");
    };
    const auto& parts = node.children;
    if (parts.size() < 4) return std::nullopt;
    Literal steps;
    steps.type = Literal::Type::list;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const bool last_two = i + 2 >= parts.size();
        if (parts[i].type == Node::Type::other && !last_two) continue;
        if (parts[i].type != Node::Type::slice || !is_open(parts[i].children[0]) ||
            parts[i].children[1].type != Node::Type::other)
            return std::nullopt;
        const Node& step = parts[i].children[2];
        const Value by = step.type == Node::Type::other ? literal(step, Literal::of(1.0)) : evaluate(step);
        if (by.type != Value::Type::literal || !by.literal.is_whole() || by.literal.number < 1)
            return std::nullopt;
        if (!last_two && by.literal.number != 1) return std::nullopt;
        if (last_two) steps.items.push_back(by.literal);
    }
    return steps;
}

bool Interpreter::adds_axes(const Node& node) {
    return std::all_of(node.children.begin() + 1, node.children.end(), [](const Node& child) {
        const bool open =
            child.type == Node::Type::slice && std::ranges::all_of(child.children, [](const Node& part) {
                return part.type == Node::Type::other;
            });
        const bool axis = child.type == Node::Type::name && one_of(leaf_of(child.text), {"None", "newaxis"});
        return open || axis || child.type == Node::Type::other;
    });
}

Value Interpreter::chosen(const Node& node, const Value& of) {
    std::vector<Value> parts = of.parts;
    if (parts.empty() && is_list(of))
        for (const Literal& item : of.literal.items)
            parts.push_back({Value::Type::literal, item, {}, item.written(), node.at});
    Items all;
    for (const Value& part : parts) all = joined(std::move(all), part.items);
    const bool known = of.type != Value::Type::layers || all.size() == of.items.size();
    const Node& index = node.children[1];
    if (!known || node.children.size() != 2) refuse_at(node.at, {"error.pasted.index", {source(node)}});
    if (index.type != Node::Type::slice) {
        const Value at = evaluate(index);
        for (const Value& part : parts)
            if (at.literal.type == Literal::Type::text && part.key == at.literal.text) return part;
        if (const auto found = place(at, parts.size())) return parts[*found];
        // {1: nn.MaxPool2d(2)}
        for (const Value& part : parts)
            if (is_number(at) && part.key == at.literal.written()) return part;
        if (of.type == Value::Type::literal) return unknown(node);
        refuse_at(node.at, {"error.pasted.index", {source(node)}});
    }
    const auto bound = [&](std::size_t i, double open) {
        if (index.children[i].type == Node::Type::other) return open;
        const Value at = evaluate(index.children[i]);
        if (!is_number(at) || !at.literal.is_whole())
            refuse_at(node.at, {"error.pasted.index", {source(node)}});
        const double size = static_cast<double>(parts.size());
        return i == 2 ? at.literal.number
                      : std::clamp(at.literal.number + (at.literal.number < 0 ? size : 0), 0.0, size);
    };
    const double by = bound(2, 1);
    if (by < 1) refuse_at(node.at, {"error.pasted.index", {source(node)}});
    std::vector<Value> some;
    const double end = bound(1, static_cast<double>(parts.size()));
    for (double at = bound(0, 0); at < end; at += by) some.push_back(parts[static_cast<std::size_t>(at)]);
    if (of.type == Value::Type::literal) return of_values(node, std::move(some));
    Value result = layers(node, items_of(some));
    result.listed = of.listed;
    result.parts = std::move(some);
    return result;
}

Value Interpreter::unary(const Node& node) {
    Value value = evaluate(node.children[0]);
    const std::string& sign = node.text;
    if (sign == "-" && is_number(value)) {
        value.literal.number = -value.literal.number;
        value.text = source(node);
        return value;
    }
    // -float('inf')
    if (sign == "-" && value.literal.type == Literal::Type::text && value.literal.text == "inf") {
        value.literal.text = "-inf";
        return value;
    }
    if (one_of(sign, {"-", "~"}) && may_flow(value))
        return altered(node, value, {"pasted.arithmetic", {source(node)}},
                       sign == "-" ? std::optional(0.0) : std::nullopt);
    if (one_of(sign, {"not", "!"}))
        if (const auto goes = truth(node)) return literal(node, Literal::of(*goes));
    return one_of(sign, {"*", "**", "+", "-", "&", "new", "await"}) ? value : unknown(node);
}

Value Interpreter::binary(const Node& node) {
    const std::string& sign = node.text;
    if (sign == "if" || sign == "else") return conditional(node);
    Value left = evaluate(node.children[0]);
    return combined(node, std::move(left), evaluate(node.children[1]));
}

Value Interpreter::joined_lists(const Node& node, const Value& left, const Value& right) const {
    Literal all = left.literal;
    if (is_list(right)) {
        if (all.items.size() + right.literal.items.size() > kMostSteps)
            refuse_at(node.at, {"error.pasted.steps", {kMostSteps}});
        all.items.insert(all.items.end(), right.literal.items.begin(), right.literal.items.end());
        return literal(node, std::move(all));
    }
    const double times = right.literal.number;
    if (!(times * static_cast<double>(all.items.size()) <= kMostSteps))
        refuse_at(node.at, {"error.pasted.steps", {kMostSteps}});
    all.items.clear();
    for (int i = 0; i < static_cast<int>(times); ++i)
        all.items.insert(all.items.end(), left.literal.items.begin(), left.literal.items.end());
    return literal(node, std::move(all));
}

Value Interpreter::combined(const Node& node, Value left, Value right) {
    using Type = Value::Type;
    const std::string& sign = node.text;
    const bool compares = one_of(sign, {"==", "!=", "<=", ">=", "in", "not in", "is", "is not"});
    if (left.type == Type::literal && right.type == Type::literal) {
        if (is_number(left) && is_number(right) && !compares)
            return arithmetic(node, left.literal.number, right.literal.number);
        if (is_list(left) && ((sign == "+" && is_list(right)) || (sign == "*" && is_number(right))))
            return joined_lists(node, left, right);
    }
    if (sign == "*" && is_number(left) && right.type == Type::layers) std::swap(left, right);
    if (sign == "*" && is_number(right) && left.type == Type::layers) {
        Value all = layers(node, repeated(left.items, right.literal.number, node.at));
        all.listed = left.listed;
        for (int i = 0;
             left.listed && i < static_cast<int>(right.literal.number) && i < static_cast<int>(kMostLayers);
             ++i)
            all.parts.insert(all.parts.end(), left.parts.begin(), left.parts.end());
        all.parts = few(std::move(all.parts));
        return all;
    }
    const bool one_after = one_of(sign, {"+", ">", "->", "=>", ">>", "|", "|>"});
    // "nn.MaxPool2d(2) -> (1, 64, 56, 56)": the shape behind it.
    if (one_after && sign != "+" && right.type == Type::literal && left.type == Type::layers) return left;
    if (one_after && left.type == Type::layers) {
        Value all = layers(node, joined(left.items, as_layers(right).items));
        all.listed = left.listed && right.listed;
        if (all.listed) {
            all.parts = std::move(left.parts);
            all.parts.insert(all.parts.end(), right.parts.begin(), right.parts.end());
            all.parts = few(std::move(all.parts));
        }
        return all;
    }
    if (one_after && sign != "+" && right.type == Type::layers)
        return map(node, joined(left.items, right.items));
    if (compares) {
        const auto goes = truth(node);
        if (goes) return literal(node, Literal::of(*goes));
    }
    const bool branch = may_flow(left) && (right.type == Type::data || right.type == Type::unknown) &&
                        (has_layers(left.items) || has_layers(right.items));
    if (one_of(sign, {"+", "-", "*"}) && branch) refuse_branches(node);
    if (left.type == Type::layers || right.type == Type::layers || one_of(sign, {"and", "or"})) {
        const bool made = !left.items.empty() || !right.items.empty();
        if (made && !compares) refuse_at(node.at, {"error.pasted.sign", {sign}});
        return unknown(node);
    }
    // -1 * x is -x; -2 * x is not, but negates as well.
    std::optional<double> from;
    for (const Value& side : {left, right})
        if (one_of(sign, {"*", "/"}) && is_number(side) && side.literal.number < 0)
            from = side.literal.number == -1 ? 0 : std::nan("");
    if (may_flow(left))
        return altered(node, left, {"pasted.left_out", {source(node.children[0].end, node.end)}}, from);
    if (sign == "-") from = is_number(left) ? left.literal.number : std::nan("");
    if (may_flow(right)) return altered(node, right, {"pasted.arithmetic", {source(node)}}, from);
    return unknown(node);
}

void Interpreter::refuse_branches(const Node& node) const {
    refuse_at(node.at, {"error.pasted.branches", {source(node)}});
}

Value Interpreter::arithmetic(const Node& node, double a, double b) const {
    double value = std::nan("");
    if (node.text == "+") value = a + b;
    if (node.text == "-") value = a - b;
    if (node.text == "*") value = a * b;
    if (node.text == "/") value = a / b;
    if (node.text == "//") value = std::floor(a / b);
    if (node.text == "%") value = a - b * std::floor(a / b);
    if (node.text == "**") value = std::pow(a, b);
    return std::isfinite(value) ? literal(node, Literal::of(value)) : unknown(node);
}

}  // namespace io::pasted
