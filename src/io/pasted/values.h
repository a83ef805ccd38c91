#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pool/layer.h"
#include "words/message.h"

namespace io::pasted {

/// A number, a word or a list as an argument.
struct Literal {
    enum class Type { none, boolean, number, text, list };
    Type type = Type::none;
    bool boolean = false;
    double number = 0;
    std::string text;
    std::vector<Literal> items;

    static Literal of(double value) { return {Type::number, false, value, {}, {}}; }
    static Literal of(bool value) { return {Type::boolean, value, 0, {}, {}}; }
    static Literal of(std::string value) { return {Type::text, false, 0, std::move(value), {}}; }
    static Literal pair(Literal a, Literal b) {
        return {Type::list, false, 0, {}, {std::move(a), std::move(b)}};
    }
    bool is_whole() const {
        constexpr double kFar = 9e15;  // up to here every whole number is a double
        return type == Type::number && std::abs(number) <= kFar && number == std::trunc(number);
    }
    /// As the strict notation writes it.
    std::string written() const;
};

/// What one layer of the text becomes.
struct Item {
    enum class Type {
        layer,
        skipped,     ///< changes nothing in evaluation
        ending,      ///< what follows are no feature maps any more, or is not here
        arithmetic,  ///< on the map, or a part of it: left out, which its note says
        padding,     ///< with -inf, by `sides`: it belongs to the layer behind it
    };
    Type type = Type::layer;
    pool::Layer layer;
    bool channels_from_input = false;  ///< Conv2d whose in_channels is what arrives (Keras)
    bool negates = false;              ///< of arithmetic: -x, 1 - x
    double negated_from = 0;           ///< 1 for 1 - x; NaN where it does not stand in the text
    Literal sides;                     ///< of padding: left, right, top, bottom
    int axis_gone = 0;                 ///< of a mean over one axis: 2 or 3 where the map has it no more
    std::string name;                  ///< as it was written
    std::size_t at = 0;
    std::vector<words::Message> notes;
};
using Items = std::vector<Item>;

/// What an expression stands for.
struct Value {
    enum class Type {
        unknown,
        literal,
        layers,  ///< a module
        data,    ///< a map that the layers in `items` have made
        sizes,   ///< height and width of a map
        count,   ///< range(n): the literal is n, its items are where it begins and the step
    };
    Type type = Type::unknown;
    Literal literal;
    Items items;       ///< of layers and data; of unknown: arithmetic on what may be the input
    std::string text;  ///< as it was written
    std::size_t at = 0;
    std::string key = {};           ///< of a part: its name in a dictionary
    std::vector<Value> parts = {};  ///< what an index chooses from, where that is known
    bool listed = false;            ///< a list of modules, which is no module of its own
    bool made = false;              ///< an input that the text makes itself
};

/// A call as it was written, with its arguments' values.
struct Call {
    std::string name;  ///< "tf.keras.layers.MaxPooling2D"
    std::string leaf;  ///< "MaxPooling2D"
    std::vector<Value> positional;
    std::vector<std::pair<std::string, Value>> keywords;
    std::string text;
    std::size_t at = 0;

    const Value* keyword(std::string_view key) const {
        for (const auto& [name_of, value] : keywords)
            if (name_of == key) return &value;
        return nullptr;
    }
};

}  // namespace io::pasted
