#include <array>
#include <utility>

#include "io/pasted/call_helpers.h"
#include "io/pasted/layer_writer.h"
#include "io/pasted/names.h"

// Torch 7, MATLAB, and functions whose mode (max or average) is an argument.

namespace io::pasted {

namespace {

/// [top, bottom, left, right] as MATLAB has it, in the order that layers have: top, left, bottom, right.
void pad_as_matlab(LayerWriter& out, std::string_view kind, const Value& value) {
    const bool average = kind == "AvgPool2d";
    const auto& v = value.literal.items;
    if (is_text(&value, "same")) {
        out.set("padding", &value);
        out.set("rule", Literal::of(std::string(average ? "onnx" : "tensorflow")));
        if (average) out.set("count_include_pad", Literal::of(true));
        return;
    }
    if (v.size() != 4) {
        out.set("padding", &value);
        return;
    }
    if (v[0].written() == v[1].written() && v[2].written() == v[3].written()) {
        out.set("padding", Literal::pair(v[0], v[2]));
        return;
    }
    Literal sides = value.literal;
    sides.items = {v[0], v[2], v[1], v[3]};
    out.set("padding", sides);
    out.set("rule", Literal::of(std::string("onnx")));
    if (average) out.set("count_include_pad", Literal::of(true));
}

std::string_view kind_of_mode(const Value* mode) {
    if (!mode || is_text(mode, "max")) return "MaxPool2d";
    return is_text(mode, "avg") || is_text(mode, "average") ? "AvgPool2d" : "";
}

/// tf.nn.pool(x, [2, 2], 'AVG', …), K.pool2d(x, (2, 2), pool_mode='avg'): they move by one cell.
std::optional<Items> tensorflow_with_mode(const Call& call, bool backend) {
    const Arguments args(
        call,
        backend ? std::vector<std::string_view>{"pool_size", "strides", "padding", "data_format", "pool_mode"}
                : std::vector<std::string_view>{"window_shape", "pooling_type", "strides", "padding",
                                                "data_format", "dilations", "name"});
    const Value* mode = args.any({"pool_mode", "pooling_type"});
    const std::string_view kind = kind_of_mode(mode);
    if (kind.empty() || (!mode && !backend)) return std::nullopt;
    refuse_others(
        call, {"pool_size", "window_shape", "strides", "padding", "pool_mode", "pooling_type", "dilations"});
    LayerWriter out(call, kind);
    out.set("kernel_size", args.any({"pool_size", "window_shape"}));
    out.set_or("stride", args.find("strides"), 1);
    out.set("dilation", args.find("dilations"));
    const Value* padding = args.find("padding");
    if (padding && !is_text(padding, "valid")) out.set("padding", padding);
    out.set("rule", Literal::of(std::string("tensorflow")));
    return single(out.item());
}

/// mx.sym.Pooling(data=x, kernel=(2, 2), pool_type='avg'): it moves by one cell.
std::optional<Items> mxnet_with_mode(const Call& call) {
    const Arguments args(call, {"kernel", "pool_type", "global_pool", "cudnn_off", "pooling_convention",
                                "stride", "pad", "p_value", "count_include_pad", "layout"});
    refuse_others(call, {"kernel", "pool_type", "global_pool", "pooling_convention", "stride", "pad",
                         "p_value", "count_include_pad"});
    const std::string_view kind = kind_of_mode(args.find("pool_type"));
    const Value* convention = args.find("pooling_convention");
    if (kind.empty() || is_text(convention, "same")) return std::nullopt;
    const Value* whole = args.find("global_pool");
    if (whole && (whole->literal.boolean || whole->literal.number != 0)) return whole_map(call, kind);
    LayerWriter out(call, kind);
    out.set("kernel_size", args.find("kernel"));
    out.set_or("stride", args.find("stride"), 1);
    out.set("padding", args.find("pad"));
    if (is_text(convention, "full")) out.set("ceil_mode", Literal::of(true));
    out.set("count_include_pad", args.find("count_include_pad"));
    return single(out.item());
}

}  // namespace

std::optional<Items> pool_with_mode(const Call& call) {
    if (call.leaf == "Pooling")
        return call.keyword("kernel_size") || call.keyword("kernel_h") || call.keyword("global_pooling")
                   ? caffe_pool(call)
                   : mxnet_with_mode(call);
    if (call.leaf == "pool" && (framework_of(call) == Framework::tensorflow || call.keyword("pooling_type")))
        return tensorflow_with_mode(call, false);
    // Paddle's has other parameters.
    const bool paddle =
        call.keyword("pool_type") || call.keyword("pool_stride") || call.keyword("pool_padding");
    if (call.leaf == "pool2d" && !paddle) return tensorflow_with_mode(call, true);
    return std::nullopt;
}

std::optional<Items> torch7_of(const Call& call) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kNames = {
        {{"SpatialMaxPooling", "MaxPool2d"},
         {"SpatialAveragePooling", "AvgPool2d"},
         {"SpatialAdaptiveMaxPooling", "AdaptiveMaxPool2d"},
         {"SpatialAdaptiveAveragePooling", "AdaptiveAvgPool2d"}}};
    for (const auto& [name, kind] : kNames) {
        if (call.leaf != name) continue;
        const Arguments args(call, {"kW", "kH", "dW", "dH", "padW", "padH"});
        const auto pair = [&](const char* h, const char* w) {
            const Value* height = args.find(h);
            const Value* width = args.find(w);
            return Literal::pair(height ? height->literal : Literal::of(0.0),
                                 width ? width->literal : Literal::of(0.0));
        };
        LayerWriter out(call, kind);
        out.set(name.find("Adaptive") == name.npos ? "kernel_size" : "output_size", pair("kH", "kW"));
        if (args.find("dW")) out.set("stride", pair("dH", "dW"));
        if (args.find("padW")) out.set("padding", pair("padH", "padW"));
        return single(out.item());
    }
    return std::nullopt;
}

std::optional<Items> matlab_of(const Call& call) {
    if (!call.leaf.ends_with("Layer")) return std::nullopt;
    const std::string_view leaf = std::string_view(call.leaf).substr(0, call.leaf.size() - 5);
    if (leaf == "relu") return single(LayerWriter(call, "ReLU").item());
    if (const std::string_view kind = global_kind(leaf); !kind.empty())
        return single(LayerWriter(call, kind).set("output_size", Literal::of(1.0)).item());
    const std::string_view kind = windowed_kind(leaf);
    if (kind.empty() || call.positional.empty()) return std::nullopt;
    std::vector<std::pair<std::string, const Value*>> options;
    for (std::size_t i = 1; i + 1 < call.positional.size(); i += 2)
        options.emplace_back(in_lower_case(call.positional[i].literal.text), &call.positional[i + 1]);
    for (const auto& [key, value] : call.keywords) options.emplace_back(in_lower_case(key), &value);
    LayerWriter out(call, kind);
    out.set("kernel_size", &call.positional[0]);
    bool stride = false;
    for (const auto& [option, value] : options) {
        stride = stride || option == "stride";
        if (option == "stride") out.set(option, value);
        if (option == "padding") pad_as_matlab(out, kind, *value);
    }
    if (!stride) out.set("stride", Literal::of(1.0));
    return single(out.item());
}

}  // namespace io::pasted
