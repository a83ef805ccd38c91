#include "app/measures_command.h"

#include <cmath>
#include <ostream>

#include "figure/number.h"
#include "measure/expression.h"
#include "measure/sandbox.h"

namespace app {

namespace {

using OrderedJson = nlohmann::ordered_json;

std::string text_of(const measure::Value& value) {
    if (const bool* boolean = value.boolean()) return *boolean ? "true" : "false";
    if (const double* number = value.number()) return figure::number(*number, 9);
    if (const std::string* text = value.text()) return *text;
    const measure::List* list = value.list();
    if (!list) return "nil";
    std::string text;
    for (const measure::Value& one : *list) text += (text.empty() ? "" : ", ") + text_of(one);
    return "{" + text + "}";
}

}  // namespace

OrderedJson number_json(double number) {
    if (std::isnan(number)) return nullptr;
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    // Whole numbers without a point.
    if (number == std::floor(number) && std::abs(number) < 9e15) return static_cast<std::int64_t>(number);
    return number;
}

OrderedJson value_json(const measure::Value& value) {
    if (const bool* boolean = value.boolean()) return *boolean;
    if (const double* number = value.number()) return number_json(*number);
    if (const std::string* text = value.text()) return *text;
    const measure::List* list = value.list();
    if (!list) return nullptr;
    OrderedJson json = OrderedJson::array();
    for (const measure::Value& one : *list) json.push_back(value_json(one));
    return json;
}

int run_measures(const document::Document& document, const std::string& expressions, bool json,
                 std::ostream& print) {
    measure::Subject subject(document);
    measure::Sandbox sandbox(subject);
    std::vector<std::pair<std::string, measure::Value>> values;
    for (const std::string& expression : measure::split_expressions(expressions))
        values.emplace_back(expression, sandbox.evaluate(expression));
    OrderedJson all = OrderedJson::object();
    for (const auto& [expression, value] : values) {
        all[expression] = value_json(value);
        if (!json) print << expression << " = " << text_of(value) << '\n';
    }
    if (json) print << OrderedJson{{"measures", std::move(all)}}.dump() << '\n';
    return 0;
}

}  // namespace app
