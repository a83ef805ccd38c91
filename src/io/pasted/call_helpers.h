#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/pasted/names.h"
#include "io/pasted/values.h"
#include "pool/notation.h"

// What the frameworks' readers share.

namespace io::pasted {

enum class Framework { pytorch, keras, tensorflow, paddle, mxnet, flax };

inline bool has_part(std::string_view name, std::initializer_list<std::string_view> parts) {
    const std::string padded = "." + std::string(name) + ".";
    return std::ranges::any_of(parts, [&](std::string_view part) {
        return padded.find("." + std::string(part) + ".") != std::string::npos;
    });
}

/// By the name's prefix; a name such as MaxPool2D that has none is Keras's unless its arguments are Paddle's.
inline Framework framework_of(const Call& call) {
    if (has_part(call.name, {"paddle"})) return Framework::paddle;
    if (has_part(call.name, {"mx", "mxnet", "gluon"})) return Framework::mxnet;
    if (has_part(call.name, {"keras", "layers", "Layers"})) return Framework::keras;
    if (has_part(call.name, {"tf", "tensorflow"})) return Framework::tensorflow;
    const bool jax = call.leaf == "max_pool" || call.leaf == "avg_pool" || call.keyword("window_shape");
    if (has_part(call.name, {"flax", "linen", "hk", "haiku", "stax"}) || (jax && !call.keyword("ksize")))
        return Framework::flax;
    if (!call.leaf.ends_with("D")) return Framework::pytorch;
    const bool paddle = call.keyword("kernel_size") && call.leaf.find("onv") == std::string::npos;
    return paddle ? Framework::paddle : Framework::keras;
}

inline Item marked(Item::Type type, const Call& call) {
    Item item;
    item.type = type;
    item.name = call.leaf;
    item.at = call.at;
    return item;
}

inline Items single(Item item) {
    Items items;
    items.push_back(std::move(item));
    return items;
}

[[noreturn]] inline void refuse(const Call& call, words::Message message) {
    throw pool::NotationError(call.at, std::move(message));
}

inline bool is_text(const Value* value, std::string_view word) {
    return value && value->type == Value::Type::literal && value->literal.type == Literal::Type::text &&
           in_lower_case(value->literal.text) == word;
}

/// Refuses an argument that a call of this framework does not have: left out, another layer would be read.
/// What changes no numbers (a name, a device, the order of axes) is let through.
inline void refuse_others(const Call& call, const std::vector<std::string_view>& known,
                          const std::vector<std::string_view>& also = {}) {
    static constexpr std::array<std::string_view, 20> kHarmless = {"name",         "data_format",
                                                                   "dtype",        "device",
                                                                   "input_shape",  "batch_input_shape",
                                                                   "trainable",    "scope",
                                                                   "layout",       "outputs_collections",
                                                                   "cudnn_off",    "workspace",
                                                                   "input",        "inputs",
                                                                   "data",         "x",
                                                                   "value",        "prefix",
                                                                   "channel_axis", "batch_size"};
    std::string names;
    for (const std::string_view name : known) names += (names.empty() ? "" : ", ") + std::string(name);
    for (const auto& [key, value] : call.keywords)
        if (std::ranges::find(known, key) == known.end() && std::ranges::find(also, key) == also.end() &&
            std::ranges::find(kHarmless, key) == kHarmless.end())
            throw pool::NotationError(value.at,
                                      {"error.notation.unknown_parameter", {call.leaf, key, names}});
}

/// A kind of this program by its own name, with arguments that people name otherwise too.
Items own_kind(const Call& call, const pool::LayerKind& kind);
/// MaxPool2d or AvgPool2d over all of the map, as the adaptive layer that it is.
Items whole_map(const Call& call, std::string_view kind);
/// MaxPool2d or AvgPool2d for a name in any framework; empty: neither.
std::string_view windowed_kind(std::string_view leaf);
/// The adaptive layer for GlobalMaxPooling2D and its like; empty: it is none.
std::string_view global_kind(std::string_view leaf);
/// tf.nn.pool, K.pool2d and mx.sym.Pooling, without their map.
std::optional<Items> pool_with_mode(const Call& call);
/// Torch 7 counts width before height.
std::optional<Items> torch7_of(const Call& call);
/// MATLAB: maxPooling2dLayer(2, 'Stride', 2); its stride is 1 unless it is given.
std::optional<Items> matlab_of(const Call& call);
/// Conv2d and its like in PyTorch, Keras, Paddle and Torch 7.
std::optional<Items> convolution_of(const Call& call);
/// Caffe's layers as blocks.h writes them.
std::optional<Items> caffe_of(const Call& call);
/// Caffe's pooling by its fields; it moves by one cell unless told otherwise.
Items caffe_pool(const Call& call);
/// Flux's and Lux's layers, whose windows are tuples: MaxPool((2, 2); stride=2).
std::optional<Items> flux_of(const Call& call);

}  // namespace io::pasted
