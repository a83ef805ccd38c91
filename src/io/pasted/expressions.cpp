#include <cmath>
#include <utility>

#include "io/pasted/evaluator.h"
#include "io/pasted/frameworks.h"
#include "pool/text.h"

namespace io::pasted {

std::string Interpreter::source(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kMost = 60;
    std::string result;
    for (std::size_t at = begin; at < std::min(end, text_.size()) && result.size() <= kMost; ++at) {
        const char c = text_[at];
        const bool blank = c == ' ' || c == '\n' || c == '\t';
        if (!blank || (!result.empty() && result.back() != ' ')) result += blank ? ' ' : c;
    }
    if (result.size() > kMost) {
        std::size_t cut = kMost;
        while (cut > 0 && (static_cast<unsigned char>(result[cut]) & 0xC0U) == 0x80U) --cut;
        result = result.substr(0, cut) + "…";
    }
    return result;
}

pool::Value Interpreter::parameter(const Node& node, const pool::LayerKind& kind, const pool::ParamSpec& spec,
                                   const std::string& written) {
    try {
        return pool::parse_value(kind, spec, written);
    } catch (const pool::NotationError& error) {
        refuse_at(node.at, error.message());
    }
}

Value Interpreter::literal(const Node& node, Literal what) const {
    return {Value::Type::literal, std::move(what), {}, source(node), node.at};
}

Value Interpreter::map(const Node& node, Items items) const {
    return {Value::Type::data, {}, std::move(items), source(node), node.at};
}

Value Interpreter::layers(const Node& node, Items items) const {
    return {Value::Type::layers, {}, std::move(items), source(node), node.at};
}

Items Interpreter::joined(Items first, const Items& second) {
    first.insert(first.end(), second.begin(), second.end());
    if (first.size() > kMostLayers) refuse_at(first.back().at, {"error.pasted.many", {kMostLayers}});
    return first;
}

Items Interpreter::repeated(const Items& items, double times, std::size_t at) {
    if (!(times >= 0 && times <= static_cast<double>(kMostLayers)))
        refuse_at(at, {"error.pasted.many", {kMostLayers}});
    Items result;
    for (int i = 0; i < static_cast<int>(times); ++i) result = joined(result, items);
    return result;
}

Value Interpreter::evaluate(const Node& node) {
    switch (node.type) {
        case Node::Type::name:
            return name(node);
        case Node::Type::number: {
            double value = 0;
            const pool::LayerKind& any = *pool::find_kind("LPPool2d");
            const pool::Value read = parameter(node, any, *pool::find_spec(any, "norm_type"), node.text);
            if (const auto* number = std::get_if<double>(&read)) value = *number;
            return literal(node, Literal::of(value));
        }
        case Node::Type::text:
            return literal(node, Literal::of(node.text));
        case Node::Type::list:
            return list(node);
        case Node::Type::call:
            return call(node);
        case Node::Type::attribute: {
            const Value base = evaluate(node.children[0]);
            if (node.text == "shape") return sizes(node);
            return base.type == Value::Type::data ? base : unknown(node);
        }
        case Node::Type::index:
            return indexed(node);
        case Node::Type::unary:
            return unary(node);
        case Node::Type::binary:
            return binary(node);
        case Node::Type::each: {
            const Value times = evaluate(node.children[1]);
            const Items items = as_layers(evaluate(node.children[0])).items;
            if (times.type != Value::Type::count)
                refuse_at(node.at, {"error.pasted.repeats", {source(node.children[0])}});
            return layers(node, repeated(items, times.literal.number, node.at));
        }
        case Node::Type::other:
            break;
    }
    return unknown(node);
}

Value Interpreter::name(const Node& node) {
    const std::string& text = node.text;
    if (one_of(text, {"True", "true", "TRUE"})) return literal(node, Literal::of(true));
    if (one_of(text, {"False", "false", "FALSE"})) return literal(node, Literal::of(false));
    if (one_of(text, {"None", "none", "null", "nil", "nullptr", "NULL"})) return literal(node, {});
    if (const auto found = names_.find(text); found != names_.end()) {
        used_.insert(text);
        Value value = found->second;
        value.at = node.at;
        return value;
    }
    if (text.ends_with(".shape")) return sizes(node);
    return unknown(node);
}

Value Interpreter::list(const Node& node) {
    std::vector<Value> values;
    for (const Node& child : node.children) values.push_back(evaluate(child));
    const auto all = [&](Value::Type type) {
        return !values.empty() && std::ranges::all_of(values, [&](const Value& v) { return v.type == type; });
    };
    if (all(Value::Type::sizes)) return sizes(node);
    if (all(Value::Type::literal)) {
        Literal items;
        items.type = Literal::Type::list;
        for (Value& value : values) items.items.push_back(std::move(value.literal));
        // Brackets around one value are only brackets.
        const bool brackets = values.size() == 1 && text_[node.at] == '(' &&
                              text_.substr(0, node.end).find(',', node.at) == text_.npos;
        return literal(node, brackets ? items.items[0] : items);
    }
    const bool modules =
        std::ranges::any_of(values, [](const Value& v) { return v.type == Value::Type::layers; });
    if (!modules && !values.empty() && values[0].type == Value::Type::data) return values[0];
    if (values.size() == 1 && values[0].type == Value::Type::unknown) return values[0];
    return layers(node, items_of(values));
}

Items Interpreter::items_of(const std::vector<Value>& values) {
    Items items;
    for (const Value& value : values)
        if (value.type != Value::Type::literal) items = joined(items, as_layers(value).items);
    return items;
}

Value Interpreter::as_layers(const Value& value) {
    if (value.type == Value::Type::layers || value.type == Value::Type::data) return value;
    const Call like = call_like(value);
    if (value.type == Value::Type::unknown && !value.text.empty()) {
        if (value.text.find('(') == std::string::npos)
            if (auto items = module_of(like)) return {Value::Type::layers, {}, *items, value.text, value.at};
        if (value.text.find("self.") == 0) refuse_at(value.at, {"error.pasted.not_made", {like.name}});
        refuse_name(like);
    }
    refuse_at(value.at, {"error.notation.layer", {value.text}});
}

Call Interpreter::call_like(const Value& value) {
    Call call;
    call.name = value.text.substr(0, value.text.find('('));
    call.leaf = std::string(leaf_of(call.name));
    call.text = value.text;
    call.at = value.at;
    if (value.text.find('(') != std::string::npos) call.positional.emplace_back();
    return call;
}

Value Interpreter::indexed(const Node& node) {
    Value base = evaluate(node.children[0]);
    if (base.type == Value::Type::sizes) return sizes(node);
    if (base.type == Value::Type::data || base.type == Value::Type::layers) return base;
    return unknown(node);
}

Value Interpreter::unary(const Node& node) {
    Value value = evaluate(node.children[0]);
    if (node.text == "-" && value.type == Value::Type::literal &&
        value.literal.type == Literal::Type::number) {
        value.literal.number = -value.literal.number;
        value.text = source(node);
        return value;
    }
    return one_of(node.text, {"*", "**", "+", "-", "&", "new", "await"}) ? value : unknown(node);
}

Value Interpreter::binary(const Node& node) {
    const std::string& sign = node.text;
    Value left = evaluate(node.children[0]);
    if (sign == "if" || sign == "else") return left;
    Value right = evaluate(node.children[1]);
    const auto is_number = [](const Value& v) {
        return v.type == Value::Type::literal && v.literal.type == Literal::Type::number;
    };
    if (is_number(left) && is_number(right))
        return arithmetic(node, left.literal.number, right.literal.number);
    if (sign == "*" && is_number(left)) std::swap(left, right);
    if (sign == "*" && is_number(right) && left.type == Value::Type::layers)
        return layers(node, repeated(left.items, right.literal.number, node.at));
    const bool one_after = one_of(sign, {"+", ">", "->", "=>", ">>", "|", "|>"});
    if (one_after && left.type == Value::Type::layers)
        return layers(node, joined(left.items, as_layers(right).items));
    if (one_after && sign != "+" && right.type == Value::Type::layers)
        return map(node, joined(left.items, right.items));
    const bool branch = right.type == Value::Type::data || right.type == Value::Type::unknown;
    if (one_of(sign, {"+", "-", "*"}) && left.type == Value::Type::data && branch) refuse_branches(node);
    if (left.type == Value::Type::data) {
        if (!one_after) notes_.push_back({"pasted.left_out", {source(node.children[0].end, node.end)}});
        return left;
    }
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
