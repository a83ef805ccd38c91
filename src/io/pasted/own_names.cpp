#include <algorithm>
#include <cmath>
#include <utility>

#include "io/pasted/evaluator.h"
#include "io/pasted/frameworks.h"

// What a text names itself: its functions and classes, other names of layers, lists that change.

namespace io::pasted {

namespace {

bool is_partial(const Node& node) {
    return node.type == Node::Type::call && node.children.size() > 1 &&
           node.children[0].type == Node::Type::name && leaf_of(node.children[0].text) == "partial";
}

/// JavaScript's "{poolSize: 2, strides: 2}": an argument that names others.
bool is_object(const Value& value) {
    return !value.parts.empty() && std::ranges::all_of(value.parts, [](const Value& part) {
        return !part.key.empty() && part.type == Value::Type::literal;
    });
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return c == '.' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    });
}

}  // namespace

std::optional<Value> Interpreter::own_function(const Node& node, const std::string& written) {
    const std::string name = written.starts_with("self.") ? written.substr(5) : written;
    const auto found = functions_.find(name);
    if (found == functions_.end() || names_.contains(written)) return std::nullopt;
    check_defaults(node, name);
    used_.insert(name);
    if (result_of_ == name) {
        // What it returns is no result of the text any more, but a part of what calls it.
        note_unused("self.");
        std::erase_if(written_, [](const Written& one) { return one.name.starts_with("self."); });
        has_result_ = false;
        result_.clear();
        result_of_.clear();
    }
    Value made = found->second;
    made.at = node.at;
    made.text = source(node);
    if (made.type == Value::Type::layers) return made;
    if (classes_.contains(name)) return layers(node, std::move(made.items));
    Items below;
    if (node.children.size() > 1) below = map_items(evaluate(node.children[1]));
    return map(node, joined(std::move(below), made.items));
}

std::optional<Value> Interpreter::aliased(const Node& node) {
    constexpr int kMostAliases = 8;
    const Node& callee = node.children[0];
    Node meant;
    if (is_partial(callee)) meant = callee;
    if (callee.type == Node::Type::name)
        if (const auto found = aliases_.find(callee.text); found != aliases_.end()) {
            meant = found->second;
            used_.insert(callee.text);
        }
    if (callee.type == Node::Type::index)
        // {'max': nn.MaxPool2d}['max'](2)
        if (const Value chosen = evaluate(callee); chosen.type == Value::Type::unknown &&
                                                   is_plain_name(chosen.text) &&
                                                   looks_like_layer(leaf_of(chosen.text))) {
            meant.type = Node::Type::name;
            meant.text = chosen.text;
        }
    if (meant.type == Node::Type::other) return std::nullopt;
    if (aliases_open_ >= kMostAliases) refuse_at(node.at, {"error.pasted.steps", {kMostSteps}});
    Node full = node;
    if (is_partial(meant)) {
        full.children.assign(meant.children.begin() + 1, meant.children.end());
        // What the call gives takes the place of what partial gave.
        std::erase_if(full.children, [&](const Node& bound) {
            return !bound.key.empty() && std::ranges::any_of(node.children, [&](const Node& given) {
                return given.key == bound.key;
            });
        });
        full.children.insert(full.children.end(), node.children.begin() + 1, node.children.end());
    } else {
        full.children[0] = std::move(meant);
    }
    ++aliases_open_;
    Value value = call(full);
    --aliases_open_;
    return value;
}

void Interpreter::keep_alias(const Statement& statement, const Value& value) {
    if (statement.unpacks || statement.targets.size() != 1) return;
    const std::string& name = statement.targets[0];
    aliases_.erase(name);
    if (value.type != Value::Type::unknown) return;
    if (is_partial(statement.value)) aliases_[name] = statement.value;
    if (!is_plain_name(value.text) || value.text == name || !looks_like_layer(leaf_of(value.text))) return;
    Node& meant = aliases_[name];
    meant.type = Node::Type::name;
    meant.text = value.text;
}

void Interpreter::add_arguments(Call& made, const Node& node) {
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Node& given = node.children[i];
        const bool star =
            given.type == Node::Type::unary && given.key.empty() && one_of(given.text, {"*", "**"});
        Value value = evaluate(star ? given.children[0] : given);
        if (star && given.text == "**") {
            if (value.parts.empty() && looks_like_layer(made.leaf))
                refuse_at(given.at,
                          {"error.pasted.unknown_value", {"kernel_size", made.leaf, source(given)}});
            for (const Value& part : value.parts) made.keywords.emplace_back(part.key, part);
        } else if (star && value.type == Value::Type::literal && value.literal.type == Literal::Type::list) {
            for (const Literal& item : value.literal.items)
                made.positional.push_back({Value::Type::literal, item, {}, item.written(), given.at});
        } else if (given.key.empty() && is_object(value)) {
            for (const Value& part : value.parts) made.keywords.emplace_back(part.key, part);
        } else if (given.key.empty()) {
            made.positional.push_back(std::move(value));
        } else {
            made.keywords.emplace_back(given.key, std::move(value));
        }
    }
}

std::optional<Value> Interpreter::attribute_by_name(const Node& node, const std::string& leaf) {
    const auto& arguments = node.children;
    if (arguments.size() < 3 || arguments[1].type != Node::Type::name ||
        arguments[2].type != Node::Type::text)
        return std::nullopt;
    const std::string name = arguments[1].text + "." + arguments[2].text;
    if (leaf == "getattr") {
        Node of = arguments[2];
        of.type = Node::Type::name;
        of.text = name;
        if (!names_.contains(name)) refuse_at(node.at, {"error.pasted.not_made", {name}});
        return this->name(of);
    }
    if (leaf != "setattr" || arguments.size() != 4) return std::nullopt;
    names_[name] = evaluate(arguments[3]);
    if (names_[name].type == Value::Type::layers) written_.push_back({name, names_[name].items, false});
    return Value{};
}

bool Interpreter::moves_items_axis(const Node& node, const std::string& name, std::size_t first_argument) {
    if (!one_of(name, {"unsqueeze", "squeeze", "expand_dims"}) || node.children.size() <= first_argument)
        return false;
    const Value axis = evaluate(node.children[first_argument]);
    return axis.type == Value::Type::literal && axis.literal.is_whole() && axis.literal.number == 0;
}

std::optional<Value> Interpreter::changed_list(const Node& node, Value& list, const std::string& name) {
    const bool numbers = list.type == Value::Type::literal && list.literal.type == Literal::Type::list;
    const bool changes = one_of(name, {"insert", "pop", "reverse", "clear", "remove", "sort"});
    if (numbers && name == "append" && node.children.size() == 2) {
        const Value added = evaluate(node.children[1]);
        if (added.type != Value::Type::literal) refuse_at(node.at, {"error.pasted.changed", {source(node)}});
        list.literal.items.push_back(added.literal);
        return Value{};
    }
    if (!changes || (list.type != Value::Type::layers && !numbers)) return std::nullopt;
    std::vector<Value>& parts = list.parts;
    Items all;
    for (const Value& part : parts) all = joined(std::move(all), part.items);
    if (numbers || all.size() != list.items.size() || one_of(name, {"remove", "sort"}))
        refuse_at(node.at, {"error.pasted.changed", {source(node)}});
    Value taken;
    if (name == "reverse") std::ranges::reverse(parts);
    if (name == "clear") parts.clear();
    if (name == "insert" || name == "pop") {
        const Value at =
            node.children.size() > 1 ? evaluate(node.children[1]) : literal(node, Literal::of(-1.0));
        const auto size = static_cast<double>(parts.size());
        const bool known = at.type == Value::Type::literal && at.literal.is_whole() &&
                           (name == "pop" || node.children.size() == 3);
        double index = known ? at.literal.number + (at.literal.number < 0 ? size : 0) : 0;
        // Python inserts at an end what is beyond it.
        if (name == "insert") index = std::clamp(index, 0.0, size);
        if (!known || (name == "pop" && !(index >= 0 && index < size)))
            refuse_at(node.at, {"error.pasted.changed", {source(node)}});
        const auto place = parts.begin() + static_cast<std::ptrdiff_t>(index);
        if (name == "insert") {
            parts.insert(place, as_layers(evaluate(node.children[2])));
        } else {
            taken = *place;
            parts.erase(place);
        }
    }
    list.items = items_of(parts);
    return taken.type == Value::Type::layers ? Value{} : taken;
}

}  // namespace io::pasted
