#include <algorithm>

#include "pool/kinds/common.h"
#include "pool/notation.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

std::string found(const SlidingAxis& h, const SlidingAxis& w, std::int64_t SlidingAxis::*member) {
    return python_text(Pair{h.*member, w.*member});
}

void require_positive(const Sliding& s, std::int64_t SlidingAxis::*member, const char* name) {
    if (s.h.*member >= 1 && s.w.*member >= 1) return;
    throw LayerError(name, {"error.at_least_one", {name, found(s.h, s.w, member)}});
}

/// "1", "(1, 0)" or "[1, 0, 1, 1]": as it is shortest.
std::string padding_text(const Sliding& s) {
    if (s.h.pad_begin == s.h.pad_end && s.w.pad_begin == s.w.pad_end)
        return found(s.h, s.w, &SlidingAxis::pad_begin);
    return "[" + std::to_string(s.h.pad_begin) + ", " + std::to_string(s.w.pad_begin) + ", " +
           std::to_string(s.h.pad_end) + ", " + std::to_string(s.w.pad_end) + "]";
}

void check_padding(const Sliding& s) {
    const char* name = s.names.padding;
    for (const SlidingAxis& axis : {s.h, s.w}) {
        if (axis.pad_begin < 0 || axis.pad_end < 0)
            throw LayerError(name, {"error.not_negative", {name, padding_text(s)}});
        if (s.rule == Rule::pytorch && axis.pad_begin != axis.pad_end)
            throw LayerError(name, {"error.padding.alike", {name, padding_text(s)}});
        if (s.rule == Rule::pytorch && axis.pad_begin > axis.kernel / 2)
            throw LayerError(name, {"error.padding.half",
                                    {name, axis.pad_begin, s.names.kernel, axis.kernel, axis.kernel / 2}});
        if (s.rule == Rule::caffe && std::max(axis.pad_begin, axis.pad_end) >= axis.kernel)
            throw LayerError(name,
                             {"error.padding.caffe", {name, padding_text(s), s.names.kernel, axis.kernel}});
    }
    if (s.rule == Rule::tensorflow && (s.h.ceil_mode || s.w.ceil_mode))
        throw LayerError("ceil_mode", {"error.ceil_mode.tensorflow"});
}

void check_sliding(const Sliding& s) {
    require_positive(s, &SlidingAxis::kernel, s.names.kernel);
    require_positive(s, &SlidingAxis::stride, s.names.stride);
    require_positive(s, &SlidingAxis::dilation, s.names.dilation);
    check_padding(s);
}

/// What a padding parameter says: numbers, or SAME and VALID by their names; none without that parameter.
void read_padding(const LayerKind& kind, const Params& params, const Shape& input, Sliding& s) {
    const Value* value = find_param(kind, params, s.names.padding);
    if (const auto* name = std::get_if<std::string>(value)) {
        if (*name == "valid") return;
        s.h.pad_same(input.h, *name == "same_lower");
        s.w.pad_same(input.w, *name == "same_lower");
        if (s.rule == Rule::pytorch) throw LayerError(s.names.padding, {"error.padding.named", {*name}});
        return;
    }
    if (const auto* sides = std::get_if<NumberList>(value)) {
        if (sides->values().size() != 4)
            throw LayerError(s.names.padding,
                             {"error.padding.sides", {s.names.padding, sides->values().size()}});
        const auto side = [&](std::size_t i) { return static_cast<std::int64_t>(sides->values()[i]); };
        s.h.pad_begin = side(0);
        s.w.pad_begin = side(1);
        s.h.pad_end = side(2);
        s.w.pad_end = side(3);
        return;
    }
    const Size2 both = read_pair(kind, params, s.names.padding);
    s.h.pad_begin = s.h.pad_end = both.h;
    s.w.pad_begin = s.w.pad_end = both.w;
}

}  // namespace

std::int64_t SlidingAxis::output(std::int64_t input) const {
    const std::int64_t span = input + pad_begin + pad_end - dilation * (kernel - 1) - 1;
    std::int64_t output = floor_div(span + (ceil_mode ? stride - 1 : 0), stride) + 1;
    // The last window must start inside the input or the left padding.
    if (ceil_mode && (output - 1) * stride >= input + pad_begin) --output;
    return output;
}

void SlidingAxis::pad_same(std::int64_t input, bool lower) {
    const std::int64_t outputs =
        (input + std::max<std::int64_t>(stride, 1) - 1) / std::max<std::int64_t>(stride, 1);
    const std::int64_t total =
        std::max<std::int64_t>((outputs - 1) * stride + dilation * (kernel - 1) + 1 - input, 0);
    pad_begin = lower ? total - total / 2 : total / 2;
    pad_end = total - pad_begin;
}

std::string SlidingAxis::formula(std::int64_t input) const {
    const auto text = [](std::int64_t v) { return std::to_string(v); };
    const std::string padding =
        pad_begin == pad_end ? "2·" + text(pad_begin) : text(pad_begin) + " + " + text(pad_end);
    const std::string inside = "\\frac{" + text(input) + " + " + padding + " − " + text(dilation) + "·(" +
                               text(kernel) + " − 1) − 1}{" + text(stride) + "}";
    const std::int64_t span = input + pad_begin + pad_end - dilation * (kernel - 1) - 1;
    const std::int64_t before = floor_div(span + (ceil_mode ? stride - 1 : 0), stride) + 1;
    std::string result = (ceil_mode ? "\\ceil{" : "\\floor{") + inside + "} + 1 = " + text(before);
    if (before != output(input))
        result += "; (" + text(before) + " − 1)·" + text(stride) + " ≥ " + text(input) + " + " +
                  text(pad_begin) + ": " + text(before) + " − 1 = " + text(output(input));
    return result;
}

Sliding read_sliding(const LayerKind& kind, const Params& params, const Shape& input) {
    Sliding s;
    s.rule = read_rule(kind, params);
    const Size2 kernel = read_pair(kind, params, "kernel_size");
    // ONNX and Caffe move by one cell where no stride is given, PyTorch and Keras by a whole kernel.
    const bool by_one = s.rule == Rule::onnx || s.rule == Rule::caffe;
    const Size2 stride = read_pair(kind, params, "stride", by_one ? Size2{1, 1} : kernel);
    const Size2 dilation = read_pair(kind, params, "dilation", {1, 1});
    const bool ceil_mode = s.rule == Rule::caffe || read_bool(kind, params, "ceil_mode");
    s.h = {kernel.h, stride.h, 0, 0, dilation.h, ceil_mode};
    s.w = {kernel.w, stride.w, 0, 0, dilation.w, ceil_mode};
    read_padding(kind, params, input, s);
    return s;
}

Sliding read_onnx(const LayerKind& kind, const Params& params, const Shape& input) {
    Sliding s;
    s.rule = Rule::onnx;
    s.names = {"kernel_shape", "strides", "pads", "dilations"};
    const Size2 kernel = read_pair(kind, params, "kernel_shape");
    const Size2 stride = read_pair(kind, params, "strides");
    const Size2 dilation = read_pair(kind, params, "dilations");
    const std::int64_t ceil_mode = read_integer(kind, params, "ceil_mode").value_or(0);
    s.h = {kernel.h, stride.h, 0, 0, dilation.h, ceil_mode != 0};
    s.w = {kernel.w, stride.w, 0, 0, dilation.w, ceil_mode != 0};
    const std::string& auto_pad = std::get<std::string>(param(kind, params, "auto_pad"));
    if (auto_pad == "NOTSET") {
        read_padding(kind, params, input, s);
    } else if (auto_pad != "VALID") {
        s.h.pad_same(input.h, auto_pad == "SAME_LOWER");
        s.w.pad_same(input.w, auto_pad == "SAME_LOWER");
    }
    if (auto_pad != "NOTSET") s.h.ceil_mode = s.w.ceil_mode = false;
    return s;
}

void check_input(const LayerKind& kind, const Shape& input) {
    if (input.c >= 1 && input.h >= 1 && input.w >= 1) return;
    throw LayerError("input", {"error.input.empty", {kind.name(), input.text()}});
}

Shape sliding_shape(const LayerKind& kind, const Sliding& s, const Shape& input) {
    check_input(kind, input);
    check_sliding(s);
    const Shape output{input.n, input.c, s.h.output(input.h), s.w.output(input.w)};
    if (output.h >= 1 && output.w >= 1) return output;
    const auto reach = [](const SlidingAxis& axis) { return axis.dilation * (axis.kernel - 1) + 1; };
    const std::string kernel = found(s.h, s.w, &SlidingAxis::kernel);
    const std::string padded =
        grid_text(input.h + s.h.pad_begin + s.h.pad_end, input.w + s.w.pad_begin + s.w.pad_end);
    if (s.h.dilation == 1 && s.w.dilation == 1)
        throw LayerError(s.names.kernel, {"error.window.padded", {s.names.kernel, kernel, padded}});
    throw LayerError(s.names.kernel,
                     {"error.window.dilated",
                      {s.names.kernel, kernel, s.names.dilation, found(s.h, s.w, &SlidingAxis::dilation),
                       grid_text(reach(s.h), reach(s.w)), padded}});
}

Geometry sliding_geometry(const Sliding& s, const Shape& input) {
    const auto axis = [](const SlidingAxis& a, std::int64_t n) {
        return AxisGeometry::sliding(n, a.output(n), a.kernel, a.stride, a.pad_begin, a.pad_end, a.dilation);
    };
    return {axis(s.h, input.h), axis(s.w, input.w)};
}

}  // namespace pool::kinds
