#include "pool/literal.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "pool/notation.h"
#include "words/utf8.h"

namespace pool {

namespace {

/// Bytes of a value that a sentence quotes.
constexpr std::size_t kMostShown = 40;

/// Fits literals to one parameter.
class Fitter {
 public:
    Fitter(const LayerKind& kind, const ParamSpec& spec, std::string_view text)
        : kind_(kind), spec_(spec), text_(text) {}

    Value value_of(const Literal& value) const {
        using Type = Literal::Type;
        if (value.type == Type::none && spec_.optional) return {};
        switch (spec_.type) {
            case ParamType::boolean:
                if (value.type == Type::boolean) return value.boolean;
                wrong(value, {"error.wanted.boolean"});
            case ParamType::integer:
                if (value.type == Type::integer) return value.integer;
                wrong(value, {spec_.optional ? "error.wanted.integer_or_none" : "error.wanted.integer"});
            case ParamType::number:
                if (value.type == Type::integer || value.type == Type::number) return finite(value);
                wrong(value, {"error.wanted.number"});
            case ParamType::pair:
                return pair(value);
            case ParamType::padding:
                return padding(value);
            case ParamType::text:
                if (value.type == Type::text) return value.text;
                wrong(value, {"error.wanted.text"});
            case ParamType::choice: {
                if (value.type == Type::text &&
                    std::ranges::find(spec_.choices, value.text) != spec_.choices.end())
                    return value.text;
                std::string choices;
                for (const std::string_view choice : spec_.choices)
                    choices += (choices.empty() ? "'" : ", '") + std::string(choice) + "'";
                wrong(value, {"error.wanted.choice", {choices}});
            }
            case ParamType::number_list: {
                if (value.type != Type::list && !spec_.scalar) wrong(value, {"error.wanted.list"});
                return list(value);
            }
        }
        return {};
    }

 private:
    [[noreturn]] void wrong(const Literal& value, const words::Message& wanted) const {
        const std::string_view found = text_.substr(value.offset, value.end - value.offset);
        throw NotationError(value.offset,
                            {"error.notation.wrong",
                             {spec_.name, kind_.name(), words::shortened(found, kMostShown), wanted}});
    }

    std::optional<std::int64_t> pair_entry(const Literal& item) const {
        if (item.type == Literal::Type::none && spec_.none_entries) return std::nullopt;
        if (item.type != Literal::Type::integer) wrong(item, {"error.wanted.pair"});
        return item.integer;
    }

    Value pair(const Literal& value) const {
        if (value.type != Literal::Type::list) {
            const auto both = pair_entry(value);
            return Pair{both, both};
        }
        if (value.items.empty() || value.items.size() > 2) wrong(value, {"error.wanted.height_width"});
        return Pair{pair_entry(value.items.front()), pair_entry(value.items.back())};
    }

    Value padding(const Literal& value) const {
        if (value.type == Literal::Type::text) {
            for (const std::string_view name : {"same", "same_lower", "valid"})
                if (value.text == name) return value.text;
            wrong(value, {"error.wanted.padding"});
        }
        if (value.type != Literal::Type::list || value.items.size() != 4) return pair(value);
        std::vector<double> sides;
        for (const Literal& side : value.items) {
            if (side.type != Literal::Type::integer) wrong(side, {"error.wanted.integers"});
            sides.push_back(static_cast<double>(side.integer));
        }
        return NumberList({4}, std::move(sides));
    }

    /// The first entry of each level says how long the lists of that level are; the others must agree.
    NumberList list(const Literal& value) const {
        std::vector<std::int64_t> shape;
        for (const Literal* first = &value; first && first->type == Literal::Type::list;
             first = first->items.empty() ? nullptr : &first->items.front())
            shape.push_back(static_cast<std::int64_t>(first->items.size()));
        std::vector<double> values;
        gather(value, shape, 0, values);
        return {std::move(shape), std::move(values)};
    }

    void gather(const Literal& value, const std::vector<std::int64_t>& shape, std::size_t level,
                std::vector<double>& out) const {
        if (value.type == Literal::Type::list) {
            if (level == shape.size()) wrong(value, {"error.wanted.same_number"});
            if (shape[level] != static_cast<std::int64_t>(value.items.size()))
                wrong(value, {"error.wanted.same_list", {shape[level]}});
            for (const Literal& item : value.items) gather(item, shape, level + 1, out);
        } else if (value.type == Literal::Type::integer || value.type == Literal::Type::number) {
            if (level != shape.size()) wrong(value, {"error.wanted.same_list", {shape[level]}});
            out.push_back(finite(value));
        } else {
            wrong(value, {"error.wanted.list"});
        }
    }

    double finite(const Literal& value) const {
        if (value.type == Literal::Type::integer) return static_cast<double>(value.integer);
        if (!std::isfinite(value.number)) wrong(value, {"error.wanted.finite"});
        return value.number;
    }

    const LayerKind& kind_;
    const ParamSpec& spec_;
    std::string_view text_;
};

}  // namespace

Value fitted(const LayerKind& kind, const ParamSpec& spec, const Literal& literal, std::string_view text) {
    return Fitter(kind, spec, text).value_of(literal);
}

}  // namespace pool
