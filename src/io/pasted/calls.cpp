#include <cctype>
#include <cmath>
#include <utility>

#include "io/pasted/evaluator.h"
#include "io/pasted/frameworks.h"
#include "io/pasted/names.h"

namespace io::pasted {

Value Interpreter::call(const Node& node) {
    if (auto value = aliased(node)) return *value;
    const Node& callee = node.children[0];
    if (callee.type == Node::Type::attribute) return method(node, evaluate(callee.children[0]), callee.text);
    if (callee.type != Node::Type::name) return applied(node, evaluate(callee));
    const std::string& written = callee.text;
    const std::string leaf(leaf_of(written));
    const std::string base = base_of(written);
    // The module itself, in a step of its training.
    if (written == "self" || written == "self.forward") return Value{};
    if (auto value = own_function(node, written)) return *value;
    if (names_.contains(written)) return applied(node, name(callee));
    const auto known = names_.find(base);
    if (!base.empty() && known != names_.end()) {
        used_.insert(base);
        return method(node, known->second, leaf, base);
    }
    if (auto value = plain_function(node, written, leaf)) return *value;
    if (adds_layers(leaf) && !base.empty())
        if (const std::vector<Value> added = arguments(node);
            !added.empty() && added.back().type == Value::Type::layers)
            return layers(node, items_of(added));
    const bool map_method =
        !base.empty() && base.find('.') == std::string::npos &&
        (base == "x" || base == "out" || base == "y" || base == "input" || base == "inputs");
    if (map_method) return method(node, map(callee, {}), leaf);
    // image.float()
    if (passes_through(leaf) && !base.empty() &&
        (node.children.size() == 1 || one_of(leaf, {"to", "astype"})))
        return {Value::Type::unknown, {}, {}, base, node.at};
    if (auto value = layer_call(node, written, leaf)) return *value;
    if (one_of(leaf, {"children", "named_children", "modules"}) && !base.empty())
        refuse_at(node.at, {"error.pasted.not_made", {base}});
    if (written.starts_with("self.") && node.children.size() > 1 &&
        !one_of(leaf, {"log", "save_hyperparameters", "apply", "parameters"}))
        refuse_at(node.at, {"error.pasted.not_made", {written}});
    return unknown(node);
}

std::vector<Value> Interpreter::arguments(const Node& node) {
    std::vector<Value> values;
    for (std::size_t i = 1; i < node.children.size(); ++i) values.push_back(evaluate(node.children[i]));
    return values;
}

std::optional<Value> Interpreter::plain_function(const Node& node, const std::string& written,
                                                 const std::string& leaf) {
    if (leaf == "range" && node.children.size() > 1) {
        std::vector<Value> bounds = arguments(node);
        for (const Value& bound : bounds)
            if (bound.type != Value::Type::literal || bound.literal.type != Literal::Type::number)
                return unknown(node);
        const double begin = bounds.size() > 1 ? bounds[0].literal.number : 0;
        const double end = bounds[bounds.size() > 1 ? 1 : 0].literal.number;
        const double by = bounds.size() > 2 ? bounds[2].literal.number : 1;
        if (by == 0) return unknown(node);
        Value count = bounds[0];
        count.type = Value::Type::count;
        count.literal = Literal::of(std::ceil((end - begin) / by));
        count.literal.items = {Literal::of(begin), Literal::of(by)};
        return count;
    }
    if (one_of(leaf, {"int", "float", "str", "as_tensor", "tensor", "Tensor", "array", "asarray", "load",
                      "torch", "Size", "FloatTensor", "Parameter", "constant"}) &&
        node.children.size() > 1) {
        Value inner = evaluate(node.children[1]);
        if (inner.type == Value::Type::literal || inner.type == Value::Type::sizes) return inner;
        return map(node, {});
    }
    check_defaults(node, written);
    if (auto value = attribute_by_name(node, leaf)) return value;
    if (leaf == "super" || (classes_.contains(leaf) && !is_container(leaf))) return Value{};
    if (one_of(leaf, {"unsqueeze", "squeeze", "expand_dims", "Variable"}) && node.children.size() > 1) {
        Value of = evaluate(node.children[1]);
        const bool stays = leaf == "Variable" || moves_items_axis(node, leaf, 2);
        if (may_flow(of) && stays) return of.type == Value::Type::data ? of : map(node, std::move(of.items));
        if (of.type == Value::Type::data && has_layers(of.items))
            return altered(node, of, {"pasted.left_out", {source(node)}});
    }
    if (makes_input(leaf)) {
        if (!leaf.starts_with("Input")) notes_.push_back({"pasted.input", {source(node)}});
        Value input = map(node, {});
        input.made = true;
        return input;
    }
    const bool wraps = written == "torch.compile";
    if (!wraps &&
        one_of(leaf, {"print", "summary", "manual_seed", "seed", "fit", "device", "parameters", "compile"}))
        return Value{};
    if (leaf == "size" && !base_of(written).empty()) return sizes(node);
    const bool holds_all =
        node.children.size() > 1 && std::all_of(node.children.begin() + 1, node.children.end(),
                                                [](const Node& child) { return !child.key.empty(); });
    const bool printed = holds_all && !looks_like_layer(leaf) && !leaf.ends_with("ayer");
    if (is_container(leaf) || (printed && std::isupper(static_cast<unsigned char>(leaf[0]))))
        return container(node);
    return std::nullopt;
}

Value Interpreter::container(const Node& node) {
    std::vector<Value> values;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Node& child = node.children[i];
        const bool setting =
            !child.key.empty() && one_of(child.key, {"name", "inputs", "outputs", "input_shape", "device"});
        if (!setting) add_part(values, child, evaluate(child));
    }
    // keras.Model(inputs, outputs)
    if (values.size() > 1 && values.back().type == Value::Type::data) return values.back();
    Value all = layers(node, items_of(values));
    const std::string leaf = in_lower_case(leaf_of(node.children[0].text));
    all.listed = one_of(leaf, {"ordereddict", "list", "tuple", "dict"});
    // ModuleList([a, b]) holds a and b.
    const bool one = values.size() == 1 && values[0].listed;
    all.parts = few(one ? std::move(values[0].parts) : std::move(values));
    return all;
}

std::optional<Value> Interpreter::layer_call(const Node& node, const std::string& written,
                                             const std::string& leaf) {
    Call made;
    made.name = written;
    made.leaf = leaf;
    made.text = source(node);
    made.at = node.at;
    add_arguments(made, node);
    if (leaf.ends_with("Options")) made.leaf = leaf.substr(0, leaf.size() - 7);
    // burn: MaxPool2dConfig::new([2, 2]).
    const std::string base = base_of(written);
    if (leaf == "new" && base.ends_with("Config"))
        made.leaf = std::string(leaf_of(base)).substr(0, leaf_of(base).size() - 6);
    // libtorch: nn::MaxPool2d(nn::MaxPool2dOptions(2).stride(2)).
    if (made.positional.size() == 1 && made.positional[0].type == Value::Type::layers &&
        pool::find_kind(made.leaf))
        return made.positional[0];
    if (!std::isupper(static_cast<unsigned char>(made.leaf[0])) || leaf == "Pooling")
        if (auto value = function_call(node, made)) return value;
    if (auto items = module_of(made)) return layers(node, std::move(*items));
    return std::nullopt;
}

std::optional<Value> Interpreter::function_call(const Node& node, Call made) {
    const bool number = !made.positional.empty() && made.positional[0].type == Value::Type::literal;
    if (!made.positional.empty() && may_flow(made.positional[0]) && one_of(made.leaf, {"neg", "negative"}))
        return altered(node, made.positional[0], {"pasted.arithmetic", {source(node)}}, 0.0);
    if (one_of(made.leaf, {"cat", "concat", "concatenate", "stack", "hstack", "vstack"}))
        refuse_branches(node);
    const bool two_maps = made.positional.size() > 1 && made.positional[1].type == Value::Type::data &&
                          one_of(made.leaf, {"add", "sub", "subtract", "mul", "multiply", "div", "divide",
                                             "max", "min", "maximum", "minimum", "where", "lerp"});
    if (two_maps && (has_layers(made.positional[0].items) || has_layers(made.positional[1].items)))
        refuse_branches(node);
    Items below;
    if (!number) below = take_map(made);
    if (averages_whole_map(made)) {
        Call whole = made;
        whole.leaf =
            made.leaf.find("max") == std::string::npos ? "GlobalAveragePooling2D" : "GlobalMaxPooling2D";
        if (auto items = module_of(whole)) return map(node, joined(below, *items));
    }
    if (auto all = over_one_axis(made, below)) return map(node, std::move(*all));
    auto items = function_of(made);
    if (!items) return std::nullopt;
    return number ? layers(node, std::move(*items)) : map(node, joined(below, *items));
}

Items Interpreter::take_map(Call& made) {
    for (auto at = made.keywords.begin(); at != made.keywords.end(); ++at) {
        if (!one_of(at->first, {"input", "inputs", "x", "tensor", "data", "value", "input_tensor"})) continue;
        if (made.leaf == "pad" && at->first == "value") continue;  // what it pads with
        Items items = map_items(at->second);
        made.keywords.erase(at);
        return items;
    }
    if (made.positional.empty()) return {};
    Items items = map_items(made.positional[0]);
    made.positional.erase(made.positional.begin());
    return items;
}

Items Interpreter::map_items(const Value& value) {
    if (value.type == Value::Type::data || value.type == Value::Type::layers) return value.items;
    if (value.type == Value::Type::unknown && !may_flow(value)) refuse_name(call_like(value));
    return value.items;
}

Value Interpreter::applied(const Node& node, const Value& what) {
    if (what.type != Value::Type::layers) {
        if (what.type == Value::Type::unknown && what.text.starts_with("self.") && may_flow(what))
            refuse_at(what.at, {"error.pasted.not_made", {what.text.substr(0, what.text.find('['))}});
        if (what.type == Value::Type::unknown && what.text.find('(') != std::string::npos &&
            looks_like_layer(leaf_name(what.text)))
            refuse_name(call_like(what));
        return what.type == Value::Type::data ? what : unknown(node);
    }
    Items below;
    for (std::size_t i = 1; i < node.children.size() && i < 2; ++i) {
        const Value given = evaluate(node.children[i]);
        // layers.Concatenate()([a, b])
        const auto maps = std::ranges::count_if(given.parts, [](const Value& part) {
            return part.type == Value::Type::data && has_layers(part.items);
        });
        if (maps > 1) refuse_branches(node);
        below = map_items(given);
    }
    return map(node, joined(below, what.items));
}

Value Interpreter::method(const Node& node, const Value& of, const std::string& name,
                          const std::string& variable) {
    Value list = of;
    if (auto value = changed_list(node, variable.empty() ? list : names_[variable], name)) {
        for (Written& written : written_)
            if (!variable.empty() && written.name == variable) written.items = names_[variable].items;
        used_.erase(variable);
        return variable.empty() ? list : *value;
    }
    if (of.type == Value::Type::layers && adds_layers(name)) {
        std::vector<Value> added = arguments(node);
        if (name == "extend" && added.size() == 1 && added[0].listed) added = std::move(added[0].parts);
        if (added.size() == 2 && added[0].literal.type == Literal::Type::text) {
            added[1].key = added[0].literal.text;
            added.erase(added.begin());
        }
        const Items items = items_of(added);
        if (variable.empty()) return layers(node, joined(of.items, items));
        Value& stored = names_[variable];
        stored.items = joined(stored.items, items);
        stored.parts.insert(stored.parts.end(), added.begin(), added.end());
        stored.parts = few(std::move(stored.parts));
        for (Written& written : written_)
            if (written.name == variable) written.items = stored.items;
        used_.erase(variable);
        return {};
    }
    if (of.type == Value::Type::layers && one_of(name, {"forward", "__call__", "call"}))
        return applied(node, of);
    // super().__init__(), of a class of nn.Sequential with its layers.
    if (of.type == Value::Type::unknown && of.text.empty()) {
        const std::vector<Value> given = name == "__init__" ? arguments(node) : std::vector<Value>();
        const bool modules =
            std::ranges::any_of(given, [](const Value& v) { return v.type == Value::Type::layers; });
        if (!modules) return {};
        Value all = layers(node, items_of(given));
        functions_[class_] = all;
        written_.push_back({class_, all.items, false});
        return {};
    }
    for (const Value& part : of.parts)
        if (part.key == name && part.type == Value::Type::layers) return applied(node, part);
    if (of.type == Value::Type::layers)
        if (auto value = with_parameter(node, of, name)) return *value;
    if (of.type == Value::Type::layers && name == "init") return of;
    if (name == "size" || name == "shape") return sizes(node);
    if (of.type == Value::Type::layers &&
        one_of(name, {"children", "named_children", "modules", "values", "items"})) {
        list.listed = true;
        return list;
    }
    const bool shapes_input = of.made && of.items.empty() &&
                              one_of(name, {"reshape", "view", "permute", "transpose", "repeat", "expand"});
    if (passes_through(name) || shapes_input || (may_flow(of) && moves_items_axis(node, name, 1))) return of;
    if (of.type == Value::Type::data) return map_method(node, of, name);
    if (of.type == Value::Type::layers) return Value{};  // model.summary(), model.compile(…)
    return unknown(node);
}

Value Interpreter::map_method(const Node& node, const Value& of, const std::string& name) {
    Call made;
    made.leaf = made.name = name;
    made.text = source(node);
    made.at = node.at;
    add_arguments(made, node);
    if (averages_whole_map(made))
        made.leaf = name.find("max") == std::string::npos ? "GlobalAveragePooling2D" : "GlobalMaxPooling2D";
    if (one_of(name, {"neg", "negative"}))
        return altered(node, of, {"pasted.arithmetic", {source(node)}}, 0.0);
    if (auto all = over_one_axis(made, of.items)) return map(node, std::move(*all));
    auto items = made.leaf == name ? function_of(made) : module_of(made);
    if (!items) refuse_at(node.at, {"error.pasted.method", {name}});
    return map(node, joined(of.items, *items));
}

Value Interpreter::padding_of_burn(const Node& node, const Value& given) {
    if (given.text.find("Valid") != given.text.npos) return literal(node, Literal::of(0.0));
    const Node& written = node.children[1];
    const bool sides = given.text.find("Explicit") != given.text.npos && written.children.size() == 3;
    if (!sides) refuse_at(node.at, {"error.pasted.same", {source(node)}});
    return literal(
        node, Literal::pair(evaluate(written.children[1]).literal, evaluate(written.children[2]).literal));
}

std::optional<Value> Interpreter::with_parameter(const Node& node, const Value& of, const std::string& name) {
    const bool ceil = name == "ceil" && node.children.size() == 1;
    if (of.items.size() != 1 || of.items[0].type != Item::Type::layer || (!ceil && node.children.size() != 2))
        return std::nullopt;
    const pool::LayerKind& kind = pool::kind_of(of.items[0].layer);
    std::string_view named = ceil ? "ceil_mode" : std::string_view(name);
    if (named.starts_with("with_")) named = named == "with_strides" ? "stride" : named.substr(5);  // burn
    const pool::ParamSpec* spec = pool::find_spec(kind, named);
    if (!spec) return std::nullopt;
    Value changed = of;
    changed.parts.clear();
    Value given = ceil ? literal(node, Literal::of(true)) : evaluate(node.children[1]);
    if (name == "with_padding") given = padding_of_burn(node, given);
    pool::Value value = parameter(node, kind, *spec, given.literal.written());
    if (!spec->only_default(value)) changed.items[0].layer.params.set(spec->name, std::move(value));
    return changed;
}

}  // namespace io::pasted
