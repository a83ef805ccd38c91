#include "io/pasted/layer_writer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "io/files.h"
#include "io/npy.h"
#include "pool/notation.h"
#include "pool/text.h"

namespace io::pasted {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// A number or a pair that stands in quotes: '2', '2x2'.
std::optional<Literal> number_in(const std::string& text) {
    std::vector<Literal> found;
    const char* at = text.data();
    const char* end = at + text.size();
    while (at != end) {
        double value = 0;
        const auto [stop, error] = std::from_chars(at, end, value);
        if (error != std::errc{}) return std::nullopt;
        found.push_back(Literal::of(value));
        if (stop != end && *stop != 'x' && *stop != ',') return std::nullopt;
        at = stop == end ? end : stop + 1;
    }
    if (found.empty() || found.size() > 2) return std::nullopt;
    return found.size() == 1 ? found[0] : Literal::pair(found[0], found[1]);
}

/// The literal in the form that a parameter of this type has.
Literal fitted_literal(const pool::ParamSpec& spec, const Literal& given) {
    using Type = pool::ParamType;
    Literal value = given;
    if (value.type == Literal::Type::text) {
        const std::string word = lower(value.text);
        if (spec.type == Type::boolean && (word == "true" || word == "false"))
            return Literal::of(word == "true");
        const bool numeric = spec.type == Type::integer || spec.type == Type::number ||
                             spec.type == Type::pair || spec.type == Type::padding;
        if (const auto number = numeric ? number_in(value.text) : std::nullopt) return *number;
        const bool known = std::ranges::find(spec.choices, word) != spec.choices.end();
        if (spec.type == Type::padding || known) value.text = word;
        return value;
    }
    if (spec.type == Type::boolean && value.is_whole() && (value.number == 0 || value.number == 1))
        return Literal::of(value.number == 1);
    if (spec.type == Type::integer && value.type == Literal::Type::boolean)
        return Literal::of(value.boolean ? 1.0 : 0.0);
    return value;
}

/// Numbers that a layer takes from a file; as a notation they would be as long as one may be.
constexpr std::int64_t kMostOfAFile = std::int64_t{1} << 18;

/// The values of an array that stands in a file: they become part of the layer.
Literal array_of(const std::string& file) {
    const pool::Tensor array = read_npy(file);
    const pool::Shape& shape = array.shape();
    if (shape.size() > kMostOfAFile)
        throw FileError({"error.pasted.array", {file, shape.size(), kMostOfAFile}});
    const auto row = [&](std::int64_t n, std::int64_t c, std::int64_t y) {
        Literal list;
        list.type = Literal::Type::list;
        for (std::int64_t x = 0; x < shape.w; ++x)
            list.items.push_back(Literal::of(static_cast<double>(array.at({n, c, y, x}))));
        return list;
    };
    Literal outputs;
    outputs.type = Literal::Type::list;
    for (std::int64_t n = 0; n < shape.n; ++n) {
        Literal inputs;
        inputs.type = Literal::Type::list;
        for (std::int64_t c = 0; c < shape.c; ++c) {
            Literal rows;
            rows.type = Literal::Type::list;
            for (std::int64_t y = 0; y < shape.h; ++y) rows.items.push_back(row(n, c, y));
            inputs.items.push_back(std::move(rows));
        }
        outputs.items.push_back(std::move(inputs));
    }
    return shape.n == 1 && shape.c == 1 ? outputs.items[0].items[0] : outputs;
}

struct OtherName {
    std::string_view written;
    std::string_view meant;
};
constexpr std::array<OtherName, 40> kOtherNames = {{{"kernel", "kernel_size"},
                                                    {"k", "kernel_size"},
                                                    {"ks", "kernel_size"},
                                                    {"ksize", "kernel_size"},
                                                    {"size", "kernel_size"},
                                                    {"kernelsize", "kernel_size"},
                                                    {"kernel_shape", "kernel_size"},
                                                    {"pool_size", "kernel_size"},
                                                    {"poolsize", "kernel_size"},
                                                    {"pool", "kernel_size"},
                                                    {"window", "kernel_size"},
                                                    {"window_size", "kernel_size"},
                                                    {"window_shape", "kernel_size"},
                                                    {"filter_size", "kernel_size"},
                                                    {"s", "stride"},
                                                    {"strides", "stride"},
                                                    {"step", "stride"},
                                                    {"p", "padding"},
                                                    {"pad", "padding"},
                                                    {"pads", "padding"},
                                                    {"paddings", "padding"},
                                                    {"d", "dilation"},
                                                    {"dilations", "dilation"},
                                                    {"dilation_rate", "dilation"},
                                                    {"ceil", "ceil_mode"},
                                                    {"ceilmode", "ceil_mode"},
                                                    {"return_mask", "return_indices"},
                                                    {"include_pad", "count_include_pad"},
                                                    {"divisor", "divisor_override"},
                                                    {"norm", "norm_type"},
                                                    {"p_norm", "norm_type"},
                                                    {"out_size", "output_size"},
                                                    {"outputsize", "output_size"},
                                                    {"output", "output_size"},
                                                    {"size", "output_size"},
                                                    {"kernel_size", "kernel_shape"},
                                                    {"stride", "strides"},
                                                    {"padding", "pads"},
                                                    {"dilation", "dilations"},
                                                    {"ratio", "output_ratio"}}};

}  // namespace

std::string Literal::written() const {
    switch (type) {
        case Type::none:
            return "None";
        case Type::boolean:
            return boolean ? "True" : "False";
        case Type::number:
            return is_whole() ? pool::python_text(static_cast<std::int64_t>(number))
                              : pool::python_text(number);
        case Type::text:
            return "'" + text + "'";
        case Type::list:
            break;
    }
    std::string result = "[";
    for (const Literal& item : items) result += (result.size() > 1 ? ", " : "") + item.written();
    return result + "]";
}

Arguments::Arguments(const Call& call, const std::vector<std::string_view>& names) {
    if (call.positional.size() > names.size())
        throw pool::NotationError(call.positional[names.size()].at,
                                  {"error.pasted.arguments", {call.leaf, names.size()}});
    for (std::size_t i = 0; i < call.positional.size(); ++i) values_.emplace(names[i], call.positional[i]);
    for (const auto& [name, value] : call.keywords)
        if (!values_.emplace(name, value).second)
            throw pool::NotationError(value.at, {"error.notation.twice", {name, call.leaf}});
}

const Value* Arguments::find(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return nullptr;
    const Value& value = found->second;
    const bool none = value.type == Value::Type::literal && value.literal.type == Literal::Type::none;
    return none ? nullptr : &value;
}

const Value* Arguments::any(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names)
        if (const Value* value = find(name)) return value;
    return nullptr;
}

LayerWriter::LayerWriter(const Call& call, std::string_view kind)
    : call_(call), kind_(*pool::find_kind(kind)) {}

LayerWriter& LayerWriter::set(std::string_view parameter, const Value* value) {
    if (!value) return *this;
    if (value->type != Value::Type::literal)
        throw pool::NotationError(value->at,
                                  {"error.pasted.unknown_value", {parameter, kind_.name(), value->text}});
    return set(parameter, value->literal);
}

LayerWriter& LayerWriter::set(std::string_view parameter, const Literal& literal) {
    const pool::ParamSpec* spec = pool::find_spec(kind_, parameter);
    if (!spec) return *this;
    const bool file = spec->type == pool::ParamType::number_list && literal.type == Literal::Type::text;
    const Literal value = file ? array_of(literal.text) : fitted_literal(*spec, literal);
    arguments_ += (arguments_.empty() ? "" : ", ") + std::string(parameter) + "=" + value.written();
    return *this;
}

LayerWriter& LayerWriter::set_or(std::string_view parameter, const Value* value, double otherwise) {
    return value ? set(parameter, value) : set(parameter, Literal::of(otherwise));
}

LayerWriter& LayerWriter::note(words::Message text) {
    notes_.push_back(std::move(text));
    return *this;
}

Item LayerWriter::item() const {
    Item item;
    item.name = call_.name;
    item.at = call_.at;
    item.notes = notes_;
    try {
        item.layer = pool::parse_stack(std::string(kind_.name()) + "(" + arguments_ + ")").front();
    } catch (const pool::NotationError& error) {
        throw pool::NotationError(call_.at, error.message());
    }
    return item;
}

std::string_view usual_name(const pool::LayerKind& kind, std::string_view written) {
    const std::string word = lower(written);
    if (word != written && pool::find_spec(kind, word)) return pool::find_spec(kind, word)->name;
    for (const OtherName& other : kOtherNames)
        if (word == other.written && pool::find_spec(kind, other.meant)) return other.meant;
    return {};
}

}  // namespace io::pasted
