#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace pool {

/// A (height, width) parameter. A single number stands for both. An absent entry is PyTorch's None inside
/// output_size.
struct Pair {
    std::optional<std::int64_t> h;
    std::optional<std::int64_t> w;
    bool operator==(const Pair&) const = default;
};

/// A nested list of numbers such as rois or _random_samples. There are always as many values as its lengths
/// say.
class NumberList {
 public:
    NumberList() : shape_{0} {}
    /// The lengths of the levels, outermost first, and the values row by row; no lengths: a single number.
    /// Throws std::invalid_argument where they disagree.
    NumberList(std::vector<std::int64_t> shape, std::vector<double> values);

    const std::vector<std::int64_t>& shape() const { return shape_; }
    const std::vector<double>& values() const { return values_; }
    bool operator==(const NumberList&) const = default;

 private:
    std::vector<std::int64_t> shape_;
    std::vector<double> values_;
};

/// std::monostate is Python's None.
using Value = std::variant<std::monostate, bool, std::int64_t, double, Pair, std::string, NumberList>;

enum class ParamType {
    boolean,
    integer,
    number,
    pair,
    padding,  ///< a pair, [top, left, bottom, right], or 'same', 'same_lower', 'valid'
    text,
    choice,
    number_list,  ///< nested lists of numbers of equal lengths; a single number where `scalar` is set
};

/// One parameter of a layer kind, with everything that notation, cards, help and checks need to know of it.
struct ParamSpec {
    std::string_view name;  ///< PyTorch's name, such as "kernel_size"
    ParamType type = ParamType::integer;
    Value default_value = {};   ///< std::monostate: None (see `optional`) or, with `required`, no default
    Value start_value = {};     ///< what a new layer begins with; always set for a required parameter
    bool required = false;      ///< must be written in the notation
    bool optional = false;      ///< None is allowed
    bool none_entries = false;  ///< for a pair: each entry may be None
    bool scalar = false;        ///< for a number_list: a single number is allowed
    bool by_rule = false;       ///< the default depends on `rule`: what is written is kept, the default too
    std::string_view excludes = {};              ///< the parameter that must not be given beside this one
    double min = 0;                              ///< smallest sensible value for an editor
    double max = 64;                             ///< largest sensible value for an editor
    std::vector<std::string_view> choices = {};  ///< for ParamType::choice
    std::string_view help = {};                  ///< key of one sentence: what it does to the result

    /// Whether a layer is the same without this value: it only repeats the default.
    bool only_default(const Value& value) const { return !required && !by_rule && value == default_value; }
};

/// Values of a layer's parameters by name. A parameter that is not set has its default, see
/// LayerKind::default_value.
class Params {
 public:
    const Value* find(std::string_view name) const;
    void set(std::string_view name, Value value);
    void erase(std::string_view name);
    /// By name.
    const std::vector<std::pair<std::string, Value>>& values() const { return values_; }
    bool operator==(const Params&) const = default;

 private:
    std::vector<std::pair<std::string, Value>> values_;
};

}  // namespace pool
