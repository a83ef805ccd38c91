#include "io/pasted/frameworks.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "io/pasted/call_helpers.h"
#include "io/pasted/layer_writer.h"
#include "io/pasted/names.h"
#include "io/pasted/paddings.h"
#include "pool/notation.h"

namespace io::pasted {

namespace {

/// Keras and TensorFlow count items and channels too: [1, 2, 2, 1] is 2×2.
Literal spatial(const Value& value, const Call& call) {
    const Literal& literal = value.literal;
    if (value.type != Value::Type::literal || literal.type != Literal::Type::list) return literal;
    const auto is_one = [](const Literal& item) { return item.is_whole() && item.number == 1; };
    const auto& v = literal.items;
    // Haiku counts channels, not items.
    if (v.size() == 3 && is_one(v[2])) return Literal::pair(v[0], v[1]);
    if (v.size() != 4) return literal;
    if (is_one(v[0]) && is_one(v[3])) return Literal::pair(v[1], v[2]);
    if (is_one(v[0]) && is_one(v[1])) return Literal::pair(v[2], v[3]);
    refuse(call, {"error.pasted.over_items", {call.leaf, literal.written()}});
}

LayerWriter& set_spatial(LayerWriter& out, std::string_view name, const Value* value, const Call& call) {
    if (!value) return out;
    if (value->type != Value::Type::literal) return out.set(name, value);
    return out.set(name, spatial(*value, call));
}

/// Keras's and TensorFlow's pooling, with their rule.
Items tensorflow_pool(const Call& call, std::string_view kind, const std::vector<std::string_view>& names) {
    refuse_others(call, {"pool_size", "strides", "padding"},
                  {"ksize", "kernel_size", "window_shape", "stride", "poolSize", "dataFormat"});
    const Arguments args(call, names);
    LayerWriter out(call, kind);
    const Value* size = args.any({"pool_size", "poolSize", "ksize", "kernel_size", "window_shape"});
    if (size && size->type == Value::Type::sizes) return whole_map(call, kind);
    if (size) {
        set_spatial(out, "kernel_size", size, call);
    } else {
        out.set("kernel_size", Literal::of(2.0));  // Keras's default
    }
    set_spatial(out, "stride", args.any({"strides", "stride"}), call);
    const Value* padding = args.find("padding");
    if (padding && !is_text(padding, "valid")) out.set("padding", padding);
    out.set("rule", Literal::of(std::string("tensorflow")));
    return single(out.item());
}

/// Flax's pooling moves by one cell unless told otherwise, and its averages count padding.
Items flax_pool(const Call& call, std::string_view kind) {
    refuse_others(call, {"window_shape", "strides", "padding"}, {"window"});
    const Arguments args(call, {"window_shape", "strides", "padding"});
    LayerWriter out(call, kind);
    if (const Value* size = args.any({"window_shape", "window"})) set_spatial(out, "kernel_size", size, call);
    if (const Value* stride = args.find("strides")) {
        set_spatial(out, "stride", stride, call);
    } else {
        out.set("stride", Literal::of(1.0));
    }
    const Value* padding = args.find("padding");
    if (padding && !is_text(padding, "valid")) {
        Literal sides = padding->literal;
        if (sides.type == Literal::Type::list && sides.items.size() == 2 &&
            sides.items[0].items.size() == 2 && sides.items[1].items.size() == 2) {
            const auto& v = sides.items;
            sides.items = {v[0].items[0], v[1].items[0], v[0].items[1], v[1].items[1]};
        }
        out.set("padding", sides);
        out.set("count_include_pad", Literal::of(true));
        out.set("rule", Literal::of(std::string("onnx")));
    }
    return single(out.item());
}

/// jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), 'VALID')
std::optional<Items> reduced_windows(const Call& call) {
    const Arguments args(call,
                         {"init_value", "computation", "window_dimensions", "window_strides", "padding"});
    const Value* with = args.find("computation");
    const std::string word = with ? with->text.substr(with->text.find_last_of('.') + 1) : std::string();
    const std::string_view kind = word == "max" ? "MaxPool2d" : word == "add" ? "AvgPool2d" : "";
    if (kind.empty()) return std::nullopt;
    LayerWriter out(call, kind);
    set_spatial(out, "kernel_size", args.find("window_dimensions"), call);
    set_spatial(out, "stride", args.find("window_strides"), call);
    if (word == "add") out.set("divisor_override", Literal::of(1.0));
    if (is_text(args.find("padding"), "same"))
        out.set("padding", args.find("padding")).set("rule", Literal::of(std::string("onnx")));
    out.note({"pasted.name", {call.text, kind}});
    return single(out.item());
}

Items paddle_pool(const Call& call, std::string_view kind) {
    const bool average = kind == "AvgPool2d";
    const Arguments args(
        call, average ? std::vector<std::string_view>{"kernel_size", "stride", "padding", "ceil_mode",
                                                      "exclusive", "divisor_override", "data_format"}
                      : std::vector<std::string_view>{"kernel_size", "stride", "padding", "return_mask",
                                                      "ceil_mode", "data_format"});
    LayerWriter out(call, kind);
    for (const std::string_view name : {"kernel_size", "stride", "padding", "ceil_mode", "divisor_override"})
        out.set(name, args.find(name));
    if (is_text(args.find("padding"), "same")) out.set("rule", Literal::of(std::string("tensorflow")));
    // Paddle leaves padding out of its averages unless told otherwise.
    const Value* exclusive = args.find("exclusive");
    const bool counts =
        exclusive && exclusive->literal.type == Literal::Type::boolean && !exclusive->literal.boolean;
    if (average && args.find("padding") && !counts) out.set("count_include_pad", Literal::of(false));
    return single(out.item());
}

Items mxnet_pool(const Call& call, std::string_view kind) {
    const Arguments args(call,
                         {"pool_size", "strides", "padding", "layout", "ceil_mode", "count_include_pad"});
    LayerWriter out(call, kind);
    out.set("kernel_size", args.any({"pool_size", "kernel_size"}));
    out.set("stride", args.any({"strides", "stride"}));
    for (const std::string_view name : {"padding", "ceil_mode", "count_include_pad"})
        out.set(name, args.find(name));
    return single(out.item());
}

/// tf.contrib.slim moves by two cells unless told otherwise.
Items slim_pool(const Call& call, std::string_view kind) {
    refuse_others(call, {"kernel_size", "stride", "padding"});
    const Arguments args(call, {"kernel_size", "stride", "padding"});
    LayerWriter out(call, kind);
    out.set("kernel_size", args.find("kernel_size"));
    out.set_or("stride", args.find("stride"), 2);
    const Value* padding = args.find("padding");
    if (padding && !is_text(padding, "valid")) out.set("padding", padding);
    return single(out.set("rule", Literal::of(std::string("tensorflow"))).item());
}

/// MindSpore moves by one cell unless told otherwise, and pads as TensorFlow does.
Items mindspore_pool(const Call& call, std::string_view kind) {
    refuse_others(call, {"kernel_size", "stride", "pad_mode", "padding"});
    const Arguments args(call, {"kernel_size", "stride", "pad_mode", "padding"});
    LayerWriter out(call, kind);
    for (const std::string_view name : {"kernel_size", "stride"})
        if (const Value* given = args.find(name))
            out.set(name, given);
        else
            out.set(name, Literal::of(1.0));
    if (is_text(args.find("pad_mode"), "same"))
        out.set("padding", args.find("pad_mode")).set("rule", Literal::of(std::string("tensorflow")));
    else
        out.set("padding", args.find("padding"));
    return single(out.item());
}

/// Layers of ONNX by their own names and attributes: MaxPool(kernel_shape=[2, 2]), also as
/// helper.make_node('MaxPool', …).
std::optional<Items> onnx_of(const Call& call) {
    std::string name = "ONNX." + call.leaf;
    if (call.leaf == "make_node" && !call.positional.empty())
        name = "ONNX." + call.positional[0].literal.text;
    const pool::LayerKind* kind = pool::find_kind(name);
    if (!kind) return std::nullopt;
    if (!has_part(call.name, {"ONNX", "onnx", "helper", "make_node"}) && !call.keyword("kernel_shape") &&
        !name.starts_with("ONNX.Global"))
        return std::nullopt;
    LayerWriter out(call, name);
    for (const auto& [key, value] : call.keywords)
        if (pool::find_spec(*kind, key)) out.set(key, &value);
    return single(out.item());
}

const pool::LayerKind* kind_in_any_case(std::string_view leaf) {
    const std::string word = in_lower_case(leaf);
    for (const pool::LayerKind* kind : pool::all_kinds())
        if (in_lower_case(kind->name()) == word) return kind;
    return nullptr;
}

std::optional<Items> pool_by_framework(const Call& call) {
    if (const std::string_view kind = global_kind(call.leaf); !kind.empty())
        return single(LayerWriter(call, kind).set("output_size", Literal::of(1.0)).item());
    if (call.leaf == "AdaptiveAveragePooling2D" || call.leaf == "AdaptiveAvgPool2D")
        return own_kind(call, *pool::find_kind("AdaptiveAvgPool2d"));
    if (call.leaf == "AdaptiveMaxPooling2D" || call.leaf == "AdaptiveMaxPool2D")
        return own_kind(call, *pool::find_kind("AdaptiveMaxPool2d"));
    if (framework_of(call) == Framework::flax && (call.leaf == "MaxPool" || call.leaf == "AvgPool"))
        return flax_pool(call, call.leaf == "MaxPool" ? "MaxPool2d" : "AvgPool2d");
    const std::string_view kind = windowed_kind(call.leaf);
    const bool script = call.leaf == "maxPooling2d" || call.leaf == "averagePooling2d";  // TensorFlow.js
    if (kind.empty() || (!call.leaf.ends_with("D") && !script)) return std::nullopt;
    switch (framework_of(call)) {
        case Framework::paddle:
            return paddle_pool(call, kind);
        case Framework::mxnet:
            return mxnet_pool(call, kind);
        case Framework::flax:
            return flax_pool(call, kind);
        default:
            return tensorflow_pool(call, kind, {"pool_size", "strides", "padding", "data_format", "name"});
    }
}

void refuse_other_dimension(const Call& call) {
    const std::string flat = two_dimensional(call.leaf);
    if (flat.empty()) return;
    const std::size_t open = call.text.find('(');
    const bool function = std::islower(static_cast<unsigned char>(call.leaf[0])) != 0;
    const std::string arguments = open == std::string::npos || function ? "(2)" : call.text.substr(open);
    const std::string shown = flat + arguments;
    if (call.leaf.find('1') != std::string::npos)
        refuse(call, {"error.pasted.one_dimension", {call.leaf, shown}});
    refuse(call, {"error.pasted.three_dimensions", {call.leaf, shown}});
}

}  // namespace

std::string_view windowed_kind(std::string_view leaf) {
    const std::string word = in_lower_case(leaf);
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kNames = {
        {{"maxpooling2d", "MaxPool2d"},
         {"maxpool2d", "MaxPool2d"},
         {"max_pool2d", "MaxPool2d"},
         {"max_pool", "MaxPool2d"},
         {"max_pooling2d", "MaxPool2d"},
         {"averagepooling2d", "AvgPool2d"},
         {"avgpool2d", "AvgPool2d"},
         {"averagepool2d", "AvgPool2d"},
         {"avg_pool2d", "AvgPool2d"},
         {"avg_pool", "AvgPool2d"},
         {"average_pooling2d", "AvgPool2d"},
         {"avgpooling2d", "AvgPool2d"}}};
    for (const auto& [name, kind] : kNames)
        if (word == name) return kind;
    return {};
}

std::string_view global_kind(std::string_view leaf) {
    const std::string word = in_lower_case(leaf);
    for (const std::string_view name : {"globalaveragepooling2d", "globalavgpool2d", "globalaveragepool2d"})
        if (word == name) return "AdaptiveAvgPool2d";
    for (const std::string_view name : {"globalmaxpooling2d", "globalmaxpool2d"})
        if (word == name) return "AdaptiveMaxPool2d";
    return {};
}

Items whole_map(const Call& call, std::string_view kind) {
    const std::string_view adaptive = kind == "MaxPool2d" ? "AdaptiveMaxPool2d" : "AdaptiveAvgPool2d";
    LayerWriter out(call, adaptive);
    out.set("output_size", Literal::of(1.0));
    out.note({"pasted.whole_map", {call.text, adaptive}});
    return single(out.item());
}

Items own_kind(const Call& call, const pool::LayerKind& kind) {
    std::vector<std::string_view> names;
    std::string known;
    for (const pool::ParamSpec& spec : kind.params()) {
        names.push_back(spec.name);
        known += (known.empty() ? "" : ", ") + std::string(spec.name);
    }
    if (call.positional.size() > names.size())
        refuse(call, {"error.notation.too_many", {kind.name(), names.size(), known}});
    LayerWriter out(call, kind.name());
    Call renamed = call;
    for (auto& [key, value] : renamed.keywords) {
        if (pool::find_spec(kind, key)) continue;
        const std::string_view usual = usual_name(kind, key);
        if (!usual.empty()) {
            out.note({"pasted.parameter", {call.leaf, key, usual}});
            key = usual;
        } else if (key != "name" && key != "device" && key != "dtype" && key != "data_format" &&
                   key != "inplace") {
            const std::string near = nearest_of(key, names);
            if (near.empty()) refuse(call, {"error.notation.unknown_parameter", {kind.name(), key, known}});
            refuse(call, {"error.pasted.parameter", {kind.name(), key, near, known}});
        }
    }
    const Arguments args(renamed, names);
    const Value* size = args.find("kernel_size");
    const bool whole = size && size->type == Value::Type::sizes;
    if (whole && (kind.name() == "MaxPool2d" || kind.name() == "AvgPool2d"))
        return whole_map(call, kind.name());
    for (const std::string_view name : names) {
        const auto given = args.all().find(name);
        if (given != args.all().end()) out.set(name, &given->second);
    }
    if (call.leaf != kind.name() && !call.leaf.starts_with("ONNX"))
        out.note({"pasted.name", {call.leaf, kind.name()}});
    return single(out.item());
}

std::optional<Items> module_of(const Call& call) {
    if (has_part(call.name, {"mindspore", "ms"}) && (call.leaf == "MaxPool2d" || call.leaf == "AvgPool2d"))
        return mindspore_pool(call, call.leaf);
    if (auto items = convolution_of(call); items && call.leaf != "conv2d") return items;
    for (const std::string& name : {call.leaf, "ONNX." + call.leaf})
        if (const pool::LayerKind* kind = pool::find_kind(name);
            kind && (name == call.leaf || has_part(call.name, {"ONNX"})))
            return own_kind(call, *kind);
    if (auto items = pool_by_framework(call)) return items;
    for (const auto& read : {caffe_of, torch7_of, matlab_of, onnx_of, padding_of, flux_of})
        if (auto items = read(call)) return items;
    if (call.leaf == "Activation" && !call.positional.empty() && is_text(&call.positional[0], "relu"))
        return single(LayerWriter(call, "ReLU").item());
    if (changes_nothing(call.leaf)) return single(marked(Item::Type::skipped, call));
    if (ends_the_stack(call.leaf)) return single(marked(Item::Type::ending, call));
    refuse_other_dimension(call);
    if (const pool::LayerKind* kind = kind_in_any_case(call.leaf)) return own_kind(call, *kind);
    return std::nullopt;
}

std::optional<Items> function_of(const Call& call) {
    const std::string& leaf = call.leaf;
    const Framework framework = framework_of(call);
    if (auto items = pool_with_mode(call)) return items;
    if (leaf == "reduce_window") return reduced_windows(call);
    if (leaf == "pad") return padding_of(call);
    if (leaf == "relu" || leaf == "relu_" || leaf == "ReLU") return single(LayerWriter(call, "ReLU").item());
    const std::string_view kind = windowed_kind(leaf);
    if (has_part(call.name, {"keras"}) && (leaf == "max_pool" || leaf == "average_pool"))
        return tensorflow_pool(call, leaf == "max_pool" ? "MaxPool2d" : "AvgPool2d",
                               {"pool_size", "strides", "padding"});
    if (!kind.empty() && framework == Framework::flax) return flax_pool(call, kind);
    if (!kind.empty() && has_part(call.name, {"slim", "contrib"})) return slim_pool(call, kind);
    if (leaf == "max_pooling2d" || leaf == "average_pooling2d")
        return tensorflow_pool(call, kind, {"pool_size", "strides", "padding", "data_format", "name"});
    if (!kind.empty() && (framework == Framework::tensorflow || call.keyword("ksize")))
        return tensorflow_pool(call, kind, {"ksize", "strides", "padding", "data_format", "name"});
    if (!kind.empty() && framework == Framework::paddle) return paddle_pool(call, kind);
    struct Function {
        std::string_view leaf;
        std::string_view kind;
        std::vector<std::string_view> names;
    };
    static const std::vector<Function> kFunctions = {
        {"max_pool2d",
         "MaxPool2d",
         {"kernel_size", "stride", "padding", "dilation", "ceil_mode", "return_indices"}},
        {"max_pool2d_with_indices",
         "MaxPool2d",
         {"kernel_size", "stride", "padding", "dilation", "ceil_mode", "return_indices"}},
        {"max_pool2d_with_stride", "MaxPool2d", {"kernel_size", "stride"}},
        {"max_pool2d_default", "MaxPool2d", {"kernel_size"}},
        {"avg_pool2d_with_stride", "AvgPool2d", {"kernel_size", "stride"}},
        {"avg_pool2d_default", "AvgPool2d", {"kernel_size"}},
        {"avg_pool2d",
         "AvgPool2d",
         {"kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"}},
        {"adaptive_max_pool2d", "AdaptiveMaxPool2d", {"output_size", "return_indices"}},
        {"adaptive_max_pool2d_with_indices", "AdaptiveMaxPool2d", {"output_size", "return_indices"}},
        {"adaptive_avg_pool2d", "AdaptiveAvgPool2d", {"output_size"}},
        {"lp_pool2d", "LPPool2d", {"norm_type", "kernel_size", "stride", "ceil_mode"}},
        {"fractional_max_pool2d",
         "FractionalMaxPool2d",
         {"kernel_size", "output_size", "output_ratio", "return_indices", "_random_samples"}},
        {"max_unpool2d", "MaxUnpool2d", {"indices", "kernel_size", "stride", "padding", "output_size"}}};
    for (const Function& function : kFunctions) {
        if (leaf != function.leaf) continue;
        const Arguments args(call, function.names);
        Call named = call;
        named.positional.clear();
        named.keywords.clear();
        named.leaf = function.kind;
        for (const auto& [name, value] : args.all())
            if (name != "indices") named.keywords.emplace_back(name, value);
        return own_kind(named, *pool::find_kind(function.kind));
    }
    if (leaf == "conv2d") refuse(call, {"error.pasted.weights", {call.name}});
    if (changes_nothing(leaf) || leaf == "dropout_" || leaf == "dropout2d")
        return single(marked(Item::Type::skipped, call));
    if (ends_the_stack(leaf) || leaf == "log_softmax" || leaf == "batch_norm")
        return single(marked(Item::Type::ending, call));
    refuse_other_dimension(call);
    return std::nullopt;
}

bool looks_like_layer(std::string_view leaf) {
    if (belongs_to_training(leaf)) return false;
    return pool::find_kind(leaf) || changes_nothing(leaf) || ends_the_stack(leaf) ||
           !nearest_name(leaf).empty() || !windowed_kind(leaf).empty() || !two_dimensional(leaf).empty() ||
           leaf == "Conv2D" || leaf == "LazyConv2d" || leaf.find("Pool") != leaf.npos ||
           leaf.find("pool") != leaf.npos;
}

}  // namespace io::pasted
