#include "io/pasted/call_helpers.h"
#include "io/pasted/layer_writer.h"

namespace io::pasted {

namespace {

bool truthy(const Value* value, bool otherwise) {
    if (!value || value->type != Value::Type::literal) return otherwise;
    if (value->literal.type == Literal::Type::boolean) return value->literal.boolean;
    return value->literal.type == Literal::Type::number ? value->literal.number != 0 : otherwise;
}

/// Half the kernel on both sides, where 'same' is that.
Literal same_padding(const Call& call, const Arguments& args) {
    const auto entry = [](const Value* value, std::size_t i, double otherwise) {
        if (!value) return otherwise;
        const Literal& literal = value->literal;
        if (literal.type != Literal::Type::list) return literal.number;
        return i < literal.items.size() ? literal.items[i].number : otherwise;
    };
    Literal sides = Literal::pair(Literal::of(0.0), Literal::of(0.0));
    for (std::size_t i = 0; i < 2; ++i) {
        const double reach = entry(args.any({"dilation", "dilation_rate"}), i, 1) *
                             (entry(args.find("kernel_size"), i, 1) - 1);
        const double stride = entry(args.any({"stride", "strides"}), i, 1);
        sides.items[i] = Literal::of(reach / 2);
        if (stride != 1 || !sides.items[i].is_whole()) refuse(call, {"error.pasted.same", {call.text}});
    }
    return sides;
}

void convolution_padding(LayerWriter& out, const Call& call, const Arguments& args) {
    const Value* padding = args.find("padding");
    if (is_text(padding, "same")) {
        out.set("padding", same_padding(call, args));
    } else if (!is_text(padding, "valid")) {
        out.set("padding", padding);
    }
    const Value* mode = args.find("padding_mode");
    if (mode && !is_text(mode, "zeros")) refuse(call, {"error.pasted.padding_mode", {mode->text}});
}

Items torch_conv(const Call& call) {
    const Arguments args(call, {"in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation",
                                "groups", "bias", "padding_mode", "device", "dtype"});
    LayerWriter out(call, "Conv2d");
    const Value* kernel = args.find("kernel");
    const Value* weight = args.any({"weight", "weights"});
    for (const std::string_view name : {"stride", "dilation"}) out.set(name, args.find(name));
    convolution_padding(out, call, args);
    if (kernel || weight) {
        out.set("kernel", kernel).set("weight", weight);
        if (args.find("in_channels") && weight) out.note({"pasted.channels_of_weight", {call.text}});
        if (args.find("in_channels") && !weight) out.note({"pasted.channels_of_kernel", {call.text}});
        return single(out.item());
    }
    for (const std::string_view name : {"in_channels", "out_channels", "kernel_size"})
        if (!args.find(name)) refuse(call, {"error.pasted.conv_needs", {name}});
    for (const std::string_view name :
         {"in_channels", "out_channels", "kernel_size", "groups", "bias", "seed"})
        out.set(name, args.find(name));
    return single(out.item());
}

Items keras_conv(const Call& call) {
    const Arguments args(call, {"filters", "kernel_size", "strides", "padding", "data_format",
                                "dilation_rate", "groups", "activation", "use_bias"});
    LayerWriter out(call, "Conv2d");
    out.set("stride", args.any({"strides", "stride"})).set("dilation", args.find("dilation_rate"));
    convolution_padding(out, call, args);
    const Value* filters = args.any({"filters", "channels"});
    if (!filters) refuse(call, {"error.pasted.conv_needs", {"out_channels"}});
    if (!args.find("kernel_size")) refuse(call, {"error.pasted.conv_needs", {"kernel_size"}});
    out.set("in_channels", Literal::of(1.0)).set("out_channels", filters);
    out.set("kernel_size", args.find("kernel_size")).set("groups", args.find("groups"));
    if (!truthy(args.find("use_bias"), true)) out.set("bias", Literal::of(false));
    Items items = single(out.item());
    items[0].channels_from_input = true;
    if (const Value* activation = args.find("activation"); activation && !is_text(activation, "linear")) {
        Call next = call;
        next.leaf = next.name = "activation=" + activation->text;
        items.push_back(is_text(activation, "relu") ? LayerWriter(next, "ReLU").item()
                                                    : marked(Item::Type::ending, next));
    }
    return items;
}

/// Flax pads to the same size unless told otherwise; stax does not.
Items flax_conv(const Call& call) {
    const Arguments args(call, {"features", "kernel_size", "strides", "padding"});
    LayerWriter out(call, "Conv2d");
    out.set("stride", args.find("strides")).set("dilation", args.find("kernel_dilation"));
    const Value* padding = args.find("padding");
    const bool same = is_text(padding, "same") || (!padding && !has_part(call.name, {"stax"}));
    if (same)
        out.set("padding", same_padding(call, args));
    else if (!is_text(padding, "valid"))
        out.set("padding", padding);
    for (const std::string_view name : {"features", "kernel_size"})
        if (!args.find(name)) refuse(call, {"error.pasted.conv_needs", {name}});
    out.set("in_channels", Literal::of(1.0)).set("out_channels", args.find("features"));
    out.set("kernel_size", args.find("kernel_size"));
    if (!truthy(args.find("use_bias"), true)) out.set("bias", Literal::of(false));
    Items items = single(out.item());
    items[0].channels_from_input = true;
    return items;
}

}  // namespace

std::optional<Items> convolution_of(const Call& call) {
    if (call.leaf == "Conv2d" || call.leaf == "conv2d") {
        // The strict notation's own form: a named kernel comes first.
        const bool own = !call.positional.empty() && call.positional[0].literal.type == Literal::Type::text;
        return own ? own_kind(call, *pool::find_kind("Conv2d")) : torch_conv(call);
    }
    if (call.leaf == "LazyConv2d") {
        Call named = call;
        named.positional.insert(named.positional.begin(),
                                Value{Value::Type::literal, Literal::of(1.0), {}, {}, call.at});
        Items items = torch_conv(named);
        items[0].channels_from_input = true;
        return items;
    }
    if (call.leaf == "SpatialConvolution") {
        const Arguments args(call, {"in", "out", "kW", "kH", "dW", "dH", "padW", "padH"});
        const auto pair = [&](const char* h, const char* w, double otherwise) {
            const auto one = [&](const char* name) {
                return args.find(name) ? args.find(name)->literal : Literal::of(otherwise);
            };
            return Literal::pair(one(h), one(w));
        };
        LayerWriter out(call, "Conv2d");
        out.set("stride", pair("dH", "dW", 1)).set("padding", pair("padH", "padW", 0));
        out.set("in_channels", args.find("in")).set("out_channels", args.find("out"));
        out.set("kernel_size", pair("kH", "kW", 1));
        return single(out.item());
    }
    if (call.leaf == "Conv" && (call.keyword("features") || framework_of(call) == Framework::flax))
        return flax_conv(call);
    if (call.leaf != "Conv2D" && call.leaf != "Convolution2D") return std::nullopt;
    if (framework_of(call) == Framework::paddle || call.keyword("in_channels")) return torch_conv(call);
    return keras_conv(call);
}

}  // namespace io::pasted
