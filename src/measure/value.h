#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "words/message.h"

namespace measure {

/// What a measure or an expression gives: nothing, true or false, a number, a text, or a list of such. A cell
/// is the list [row, column].
struct Value;
using List = std::vector<Value>;
struct Value {
    std::variant<std::monostate, bool, double, std::string, List> data;

    Value() = default;
    Value(bool v) : data(v) {}
    Value(double v) : data(v) {}
    Value(float v) : data(static_cast<double>(v)) {}
    Value(std::int64_t v) : data(static_cast<double>(v)) {}
    Value(int v) : data(static_cast<double>(v)) {}
    Value(std::string v) : data(std::move(v)) {}
    Value(const char* v) : data(std::string(v)) {}
    Value(List v) : data(std::move(v)) {}

    const bool* boolean() const { return std::get_if<bool>(&data); }
    const double* number() const { return std::get_if<double>(&data); }
    const std::string* text() const { return std::get_if<std::string>(&data); }
    const List* list() const { return std::get_if<List>(&data); }
    bool operator==(const Value&) const = default;
};

/// A measure that cannot be taken, or an expression that cannot be evaluated: one sentence that names it.
class MeasureError : public words::Error {
 public:
    using Error::Error;
};

}  // namespace measure
