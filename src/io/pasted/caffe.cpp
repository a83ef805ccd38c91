#include <array>

#include "io/pasted/call_helpers.h"
#include "io/pasted/layer_writer.h"

// Caffe: blocks of a prototxt that blocks.cpp has made calls of, and its Python's L.Pooling.

namespace io::pasted {

namespace {

/// "kernel_size", or "kernel_h" and "kernel_w".
std::optional<Literal> sides_of(const Call& call, std::string_view one, std::string_view each) {
    const Value* h = call.keyword(std::string(each) + "_h");
    const Value* w = call.keyword(std::string(each) + "_w");
    if (h || w) {
        const Literal none = Literal::of(0.0);
        return Literal::pair(h ? h->literal : none, w ? w->literal : none);
    }
    const Value* given = call.keyword(one);
    return given ? std::optional(given->literal) : std::nullopt;
}

/// MAX, AVE or a number of Caffe's enumeration; P.Pooling.MAX too.
std::string_view caffe_kind(const Call& call, const Value* mode) {
    if (!mode) return "MaxPool2d";
    const Literal& literal = mode->literal;
    std::string word = literal.type == Literal::Type::text ? literal.text : mode->text;
    word = word.substr(word.find_last_of('.') + 1);
    if (word == "MAX" || word == "0") return "MaxPool2d";
    if (word == "AVE" || word == "1") return "AvgPool2d";
    refuse(call, {"error.pasted.caffe_pool", {word}});
}

void sliding_sides(LayerWriter& out, const Call& call) {
    if (const auto kernel = sides_of(call, "kernel_size", "kernel")) out.set("kernel_size", *kernel);
    out.set("stride", sides_of(call, "stride", "stride").value_or(Literal::of(1.0)));
    if (const auto padding = sides_of(call, "pad", "pad")) out.set("padding", *padding);
}

Items caffe_convolution(const Call& call) {
    refuse_others(call,
                  {"num_output", "kernel_size", "kernel_h", "kernel_w", "stride", "stride_h", "stride_w",
                   "pad", "pad_h", "pad_w", "dilation", "group", "bias_term"},
                  {"engine", "axis", "force_nd_im2col"});
    for (const std::string_view name : {"num_output"})
        if (!call.keyword(name)) refuse(call, {"error.pasted.conv_needs", {name}});
    LayerWriter out(call, "Conv2d");
    sliding_sides(out, call);
    out.set("in_channels", Literal::of(1.0)).set("out_channels", call.keyword("num_output"));
    out.set("dilation", call.keyword("dilation")).set("groups", call.keyword("group"));
    const Value* bias = call.keyword("bias_term");
    if (bias && !bias->literal.boolean) out.set("bias", Literal::of(false));
    Items items = single(out.item());
    items[0].channels_from_input = true;
    return items;
}

}  // namespace

Items caffe_pool(const Call& call) {
    refuse_others(call,
                  {"pool", "kernel_size", "kernel_h", "kernel_w", "stride", "stride_h", "stride_w", "pad",
                   "pad_h", "pad_w", "global_pooling", "round_mode"},
                  {"engine", "ntop", "in_place", "name"});
    const std::string_view kind = caffe_kind(call, call.keyword("pool"));
    const Value* whole = call.keyword("global_pooling");
    if (whole && (whole->literal.boolean || whole->literal.number != 0)) return whole_map(call, kind);
    LayerWriter out(call, kind);
    sliding_sides(out, call);
    const Value* rounding = call.keyword("round_mode");
    const bool down = rounding && (is_text(rounding, "floor") || rounding->literal.number == 1);
    if (!down) out.set("rule", Literal::of(std::string("caffe"))).note({"pasted.caffe"});
    return single(out.item());
}

std::optional<Items> caffe_of(const Call& call) {
    if (!has_part(call.name, {"caffe"})) return std::nullopt;
    if (call.leaf == "PoolingLayer") return caffe_pool(call);
    if (call.leaf == "ConvolutionLayer") return caffe_convolution(call);
    return std::nullopt;
}

}  // namespace io::pasted
