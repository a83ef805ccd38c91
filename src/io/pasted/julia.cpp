#include <charconv>

#include "io/pasted/call_helpers.h"
#include "io/pasted/layer_writer.h"

// Flux and Lux.

namespace io::pasted {

namespace {

double entry(const Literal& literal, std::size_t i) {
    return literal.type == Literal::Type::list && i < literal.items.size() ? literal.items[i].number
                                                                           : literal.number;
}

/// pad=1, pad=(1, 1), pad=(1, 1, 2, 2): (top, bottom, left, right); SamePad() is half of an odd kernel.
void flux_padding(LayerWriter& out, const Call& call, const Literal& kernel) {
    const Value* given = call.keyword("pad");
    if (!given) return;
    if (given->text.find("SamePad") != given->text.npos) {
        Literal sides =
            Literal::pair(Literal::of((entry(kernel, 0) - 1) / 2), Literal::of((entry(kernel, 1) - 1) / 2));
        if (!sides.items[0].is_whole() || !sides.items[1].is_whole())
            refuse(call, {"error.pasted.same", {call.text}});
        out.set("padding", sides);
        return;
    }
    const auto& v = given->literal.items;
    if (v.size() != 4) {
        out.set("padding", given);
        return;
    }
    if (v[0].number != v[1].number || v[2].number != v[3].number)
        refuse(call, {"error.pasted.uneven_padding", {call.text}});
    out.set("padding", Literal::pair(v[0], v[2]));
}

/// Conv((5, 5), 1 => 6, relu; stride=1, pad=0)
std::optional<Items> flux_conv(const Call& call) {
    if (call.positional.size() < 2) return std::nullopt;
    const std::string& channels = call.positional[1].text;
    const std::size_t arrow = channels.find("=>");
    if (arrow == channels.npos) return std::nullopt;
    const auto number = [&](std::size_t from) {
        const std::size_t first = channels.find_first_of("0123456789", from);
        int value = 0;
        const bool read =
            first != channels.npos &&
            std::from_chars(channels.data() + first, channels.data() + channels.size(), value).ec ==
                std::errc{};
        if (!read) refuse(call, {"error.pasted.conv_needs", {"in_channels => out_channels"}});
        return Literal::of(static_cast<double>(value));
    };
    refuse_others(call, {"stride", "pad", "dilation", "groups", "bias"}, {"init"});
    LayerWriter out(call, "Conv2d");
    out.set("stride", call.keyword("stride")).set("dilation", call.keyword("dilation"));
    flux_padding(out, call, call.positional[0].literal);
    out.set("in_channels", number(0)).set("out_channels", number(arrow));
    out.set("kernel_size", &call.positional[0]).set("groups", call.keyword("groups"));
    const Value* bias = call.keyword("bias");
    if (bias && bias->literal.type == Literal::Type::boolean && !bias->literal.boolean)
        out.set("bias", Literal::of(false));
    Items items = single(out.item());
    if (call.positional.size() > 2 && call.positional[2].text != "identity") {
        Call next = call;
        next.leaf = next.name = call.positional[2].text;
        items.push_back(next.leaf == "relu" ? LayerWriter(next, "ReLU").item()
                                            : marked(Item::Type::ending, next));
    }
    return items;
}

}  // namespace

std::optional<Items> flux_of(const Call& call) {
    if (call.leaf == "GlobalMeanPool" ||
        (call.leaf == "GlobalMaxPool" && has_part(call.name, {"Flux", "Lux"})))
        return whole_map(call, call.leaf == "GlobalMeanPool" ? "AvgPool2d" : "MaxPool2d");
    const bool size = !call.positional.empty() && call.positional[0].literal.type == Literal::Type::list;
    if (!size || call.keyword("kernel_shape")) return std::nullopt;
    if (call.leaf == "AdaptiveMeanPool" || call.leaf == "AdaptiveMaxPool")
        return single(
            LayerWriter(call, call.leaf == "AdaptiveMeanPool" ? "AdaptiveAvgPool2d" : "AdaptiveMaxPool2d")
                .set("output_size", &call.positional[0])
                .item());
    if (call.leaf == "Conv") return flux_conv(call);
    if (call.leaf != "MaxPool" && call.leaf != "MeanPool") return std::nullopt;
    refuse_others(call, {"pad", "stride"});
    LayerWriter out(call, call.leaf == "MaxPool" ? "MaxPool2d" : "AvgPool2d");
    out.set("kernel_size", &call.positional[0]).set("stride", call.keyword("stride"));
    flux_padding(out, call, call.positional[0].literal);
    return single(out.item());
}

}  // namespace io::pasted
