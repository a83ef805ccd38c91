#pragma once

#include <iosfwd>
#include <string>

#include <nlohmann/json.hpp>

#include "document/document.h"
#include "measure/value.h"

namespace app {

/// A number as JSON has it: NaN is null, ±∞ are "inf" and "-inf".
nlohmann::ordered_json number_json(double number);
nlohmann::ordered_json value_json(const measure::Value& value);

/// Evaluates the expressions of `eval --measures` over the document and prints each with its value, or all as
/// one JSON object. Throws measure::MeasureError; nothing is printed then.
int run_measures(const document::Document& document, const std::string& expressions, bool json,
                 std::ostream& print);

}  // namespace app
