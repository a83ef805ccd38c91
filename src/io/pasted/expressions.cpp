#include <cmath>
#include <utility>

#include "io/pasted/evaluator.h"
#include "io/pasted/frameworks.h"
#include "pool/text.h"

namespace io::pasted {

namespace {

std::size_t numbers_in(const Literal& literal) {
    std::size_t sum = 1;
    for (const Literal& item : literal.items) sum += numbers_in(item);
    return sum;
}

}  // namespace

std::string Interpreter::source(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kMost = 160;
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
            if (base.type == Value::Type::data && has_layers(base.items)) looked_at_ = base.items;
            return node.text == "shape" ? sizes(node) : attribute(node, base);
        }
        case Node::Type::index:
            return indexed(node);
        case Node::Type::unary:
            return unary(node);
        case Node::Type::binary:
            return binary(node);
        case Node::Type::each:
            return each(node);
        case Node::Type::slice:
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
    const std::string base = base_of(text);
    Value of = unknown(node);
    of.text = base;
    if (const auto found = names_.find(base); found != names_.end()) {
        used_.insert(base);
        of = found->second;
    }
    return base.empty() ? unknown(node) : attribute(node, of);
}

Value Interpreter::attribute(const Node& node, const Value& of) const {
    const std::string leaf(leaf_of(node.text));
    for (const Value& part : of.parts)
        if (part.key == leaf) return part;
    if (may_flow(of) && one_of(leaf, {"T", "mT", "H", "mH"}))
        return altered(node, of, {"pasted.left_out", {"." + leaf}});
    return of.type == Value::Type::data ? of : unknown(node);
}

Value Interpreter::list(const Node& node) {
    std::vector<Value> values;
    for (const Node& child : node.children) add_part(values, child, evaluate(child));
    return of_values(node, std::move(values));
}

void Interpreter::add_part(std::vector<Value>& parts, const Node& node, const Value& value) {
    const bool star = node.type == Node::Type::unary && (node.text == "*" || node.text == "**");
    if ((star || node.type == Node::Type::each) && value.listed) {
        parts.insert(parts.end(), value.parts.begin(), value.parts.end());
        return;
    }
    // ('pool', nn.MaxPool2d(2))
    const bool entry = value.listed && value.parts.size() == 2 &&
                       value.parts[0].type == Value::Type::literal &&
                       value.parts[0].literal.type == Literal::Type::text;
    parts.push_back(entry ? value.parts[1] : value);
    if (entry) parts.back().key = value.parts[0].literal.text;
    if (!node.key.empty()) parts.back().key = node.key;
}

std::vector<Value> Interpreter::few(std::vector<Value> parts) {
    const auto count = [](const auto& self, const std::vector<Value>& all) -> std::size_t {
        std::size_t sum = all.size();
        for (const Value& part : all) sum += self(self, part.parts);
        return sum;
    };
    if (count(count, parts) > kMostParts) parts.clear();
    return parts;
}

Value Interpreter::of_values(const Node& node, std::vector<Value> values) {
    const auto all = [&](Value::Type type) {
        return !values.empty() && std::ranges::all_of(values, [&](const Value& v) { return v.type == type; });
    };
    const auto shapes = [](const Value& v) {
        return v.type == Value::Type::sizes || v.type == Value::Type::literal;
    };
    const bool any_size =
        std::ranges::any_of(values, [](const Value& v) { return v.type == Value::Type::sizes; });
    if (any_size && std::ranges::all_of(values, shapes)) return sizes(node);
    if (all(Value::Type::literal)) {
        Literal items;
        items.type = Literal::Type::list;
        for (const Value& value : values) items.items.push_back(value.literal);
        if (numbers_in(items) > kMostNumbers) refuse_at(node.at, {"error.pasted.steps", {kMostSteps}});
        // Brackets around one value are only brackets.
        const bool brackets = values.size() == 1 && text_[node.at] == '(' &&
                              text_.substr(0, node.end).find(',', node.at) == text_.npos;
        Value result = literal(node, brackets ? items.items[0] : items);
        if (!values[0].key.empty() && numbers_in(items) <= kMostParts) result.parts = few(std::move(values));
        return result;
    }
    const bool modules =
        std::ranges::any_of(values, [](const Value& v) { return v.type == Value::Type::layers; });
    if (!modules && !values.empty() && values[0].type == Value::Type::data) {
        Value first = values[0];
        if (values.size() > 1) first.parts = few(std::move(values));
        return first;
    }
    // {'max': nn.MaxPool2d, 'avg': nn.AvgPool2d}: one of them is chosen and called.
    const bool classes = values.size() > 1 && std::ranges::all_of(values, [](const Value& v) {
                             return v.type == Value::Type::unknown && v.text.find('(') == std::string::npos &&
                                    looks_like_layer(leaf_of(v.text));
                         });
    if (classes) {
        Value all_of_them = unknown(node);
        all_of_them.parts = few(std::move(values));
        all_of_them.listed = true;
        return all_of_them;
    }
    // (h // 2, w // 2)
    const bool numbers = std::ranges::all_of(values, [](const Value& v) {
        const bool sum = v.type == Value::Type::unknown && v.text.find('(') == std::string::npos &&
                         v.text.find_first_of("+-*/%") != std::string::npos;
        return v.type == Value::Type::literal || sum;
    });
    if (numbers && !values.empty()) return unknown(node);
    if (values.size() == 1 && values[0].type == Value::Type::unknown) return values[0];
    // Brackets around one value are only brackets.
    const bool round = values.size() == 1 && text_[node.at] == '(' && node.end > 1 &&
                       text_[node.end - 1] == ')' && node.type == Node::Type::list &&
                       text_.substr(0, node.end).find(',', node.at) == text_.npos;
    if (round) return values[0];
    Value result = layers(node, items_of(values));
    result.listed = true;
    result.parts = few(std::move(values));
    return result;
}

Items Interpreter::items_of(const std::vector<Value>& values) {
    Items items;
    for (const Value& value : values)
        if (value.type != Value::Type::literal) items = joined(items, as_layers(value).items);
    return items;
}

Value Interpreter::as_layers(const Value& value) {
    if (value.type == Value::Type::layers || value.type == Value::Type::data) return value;
    if (value.type == Value::Type::unknown && !value.parts.empty())
        return {Value::Type::layers, {}, items_of(value.parts), value.text, value.at};
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

}  // namespace io::pasted
