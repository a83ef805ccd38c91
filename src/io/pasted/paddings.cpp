#include "io/pasted/paddings.h"

#include <algorithm>

#include "io/pasted/call_helpers.h"
#include "io/pasted/evaluator.h"
#include "io/pasted/layer_writer.h"

namespace io::pasted {

namespace {

/// Zeros around the map: a kernel of one cell with padding.
Items zero_padding(const Call& call, const Literal& sides) {
    Literal row;
    row.type = Literal::Type::list;
    row.items = {Literal::of(1.0)};
    Literal weight;
    weight.type = Literal::Type::list;
    weight.items = {row};
    LayerWriter out(call, "Conv2d");
    out.set("padding", sides).set("weight", weight);
    out.note({"pasted.zero_padding", {call.text}});
    return single(out.item());
}

/// Left, right, top and bottom of what was written: one number, PyTorch's (left, right, top, bottom), for a
/// function also (left, right), Keras's (rows, columns) or ((top, bottom), (left, right)).
Literal four_sides(const Call& call, const Literal& given, bool function) {
    Literal sides;
    sides.type = Literal::Type::list;
    const Literal none = Literal::of(0.0);
    const auto& v = given.items;
    const bool lists = v.size() == 2 && v[0].items.size() == 2 && v[1].items.size() == 2;
    if (lists)
        sides.items = {v[1].items[0], v[1].items[1], v[0].items[0], v[0].items[1]};
    else if (v.size() == 4)
        sides.items = v;
    else if (v.size() == 2 && function)
        sides.items = {v[0], v[1], none, none};
    else if (v.size() == 2)
        sides.items = {v[1], v[1], v[0], v[0]};
    else if (given.type == Literal::Type::number)
        sides.items = {given, given, given, given};
    const auto whole = [](const Literal& side) { return side.is_whole() && side.number >= 0; };
    if (sides.items.size() != 4 || !std::ranges::all_of(sides.items, whole))
        refuse(call, {"error.pasted.padding_kind", {call.text}});
    return sides;
}

bool is_even(const Literal& sides) {
    const auto& v = sides.items;
    return v[0].number == v[1].number && v[2].number == v[3].number;
}

/// float('-inf'), -np.inf, -math.inf
bool is_lowest(const Value& value) {
    const std::string word =
        in_lower_case(value.literal.type == Literal::Type::text ? value.literal.text : value.text);
    return word.find("inf") != word.npos && word.find('-') != word.npos;
}

std::optional<Call> padding_call(const Call& call) {
    const bool function = call.leaf == "pad" && !has_part(call.name, {"np", "numpy", "jnp", "tf"});
    const bool module =
        one_of(call.leaf, {"ZeroPad2d", "ZeroPad2D", "ZeroPadding2D", "ConstantPad2d", "Pad2D"});
    if (!function && !module) return std::nullopt;
    const std::vector<std::string_view> names =
        function                       ? std::vector<std::string_view>{"pad", "mode", "value", "data_format"}
        : call.leaf == "ConstantPad2d" ? std::vector<std::string_view>{"pad", "value"}
                                       : std::vector<std::string_view>{"pad", "data_format", "mode", "value"};
    Call named = call;
    for (auto& [key, value] : named.keywords)
        if (key == "padding") key = "pad";
    const Arguments args(named, names);
    named.positional.clear();
    named.keywords.clear();
    for (const char* name : {"pad", "mode", "value"})
        if (const Value* value = args.find(name)) named.keywords.emplace_back(name, *value);
    return named;
}

/// The same padding as a parameter of the layer.
pool::Layer padded(const Item& padding, const pool::Layer& layer) {
    const auto& v = padding.sides.items;
    pool::Layer result = layer;
    std::string text = "padding=(" + v[2].written() + ", " + v[0].written() + ")";
    if (!is_even(padding.sides)) {
        text = "padding=[" + v[2].written() + ", " + v[0].written() + ", " + v[3].written() + ", " +
               v[1].written() + "], rule='onnx'";
        // ONNX moves by one cell where nothing is said.
        const pool::Value* kernel = layer.params.find("kernel_size");
        if (kernel && !layer.params.find("stride")) result.params.set("stride", *kernel);
    }
    std::string written = pool::notation({result});
    written.insert(written.rfind(')'), ", " + text);
    return pool::parse_stack(written).front();
}

}  // namespace

std::optional<Items> padding_of(const Call& call) {
    const auto named = padding_call(call);
    if (!named) return std::nullopt;
    const Value* mode = named->keyword("mode");
    const Value* value = named->keyword("value");
    const Value* given = named->keyword("pad");
    const Literal sides = four_sides(call, given ? given->literal : Literal::of(1.0), call.leaf == "pad");
    if (mode && !is_text(mode, "constant")) refuse(call, {"error.pasted.padding_kind", {call.text}});
    const bool zero = !value || (value->literal.type == Literal::Type::number && value->literal.number == 0);
    if (zero && !is_even(sides)) refuse(call, {"error.pasted.uneven_padding", {call.text}});
    if (zero) return zero_padding(call, Literal::pair(sides.items[2], sides.items[0]));
    if (!is_lowest(*value)) refuse(call, {"error.pasted.padding_kind", {call.text}});
    Item item = marked(Item::Type::padding, call);
    item.name = call.text;
    item.sides = sides;
    return single(std::move(item));
}

Items with_padding(const Items& items) {
    Items result;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].type != Item::Type::padding) {
            result.push_back(items[i]);
            continue;
        }
        const bool last = i + 1 == items.size();
        const bool takes =
            !last && items[i + 1].type == Item::Type::layer && items[i + 1].layer.kind == "MaxPool2d" &&
            !items[i + 1].layer.params.find("padding") && !items[i + 1].layer.params.find("rule");
        if (!takes) refuse_at(items[i].at, {"error.pasted.padding_alone", {items[i].name}});
        Item made = items[++i];
        made.layer = padded(items[i - 1], made.layer);
        made.notes.push_back({"pasted.padded", {items[i - 1].name}});
        result.push_back(std::move(made));
    }
    return result;
}

}  // namespace io::pasted
