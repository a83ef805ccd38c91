#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "document/samples.h"
#include "measure/sandbox.h"
#include "pool/notation.h"

// The expressions of the lessons' steps and challenges at their setups, with the numbers that they must give
// (four digits). They were worked out by another program.

namespace measure {
namespace {

using Json = nlohmann::json;

float number_of(const Json& value) { return value.is_string() ? std::nanf("") : value.get<float>(); }

pool::Tensor tensor_of(const Json& rows) {
    pool::Tensor map(
        {1, 1, static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows[0].size())});
    std::size_t at = 0;
    for (const Json& row : rows)
        for (const Json& value : row) map.data()[at++] = number_of(value);
    return map;
}

document::Input input_of(const Json& source) {
    if (source.is_string()) {
        const document::Sample* sample = document::find_sample(source.get<std::string>());
        EXPECT_TRUE(sample) << source;
        return sample ? sample->input : document::Input{};
    }
    document::Input input;
    input.base.values = std::make_shared<const pool::Tensor>(tensor_of(source));
    return input;
}

document::Document document_of(const Json& setup) {
    document::Document result;
    result.input = input_of(setup["input"]);
    result.stack = pool::parse_stack(setup["stack"].get<std::string>());
    if (setup.contains("stack2")) result.other.stack = pool::parse_stack(setup["stack2"].get<std::string>());
    if (setup.contains("upstream") && setup["upstream"].is_array()) {
        result.upstream.source = pool::Upstream::Source::values;
        result.upstream.values = std::make_shared<const pool::Tensor>(tensor_of(setup["upstream"]));
    }
    if (!setup.contains("pair")) return result;
    if (setup["pair"].is_string()) {
        result.other.input = input_of(setup["pair"]);
    } else {
        result.other.transform.dy = setup["pair"][0];
        result.other.transform.dx = setup["pair"][1];
    }
    return result;
}

/// The value as the lessons print it: a list in either bracket.
void expect_value(const Value& found, const Json& expected, const std::string& where) {
    if (expected.is_boolean()) {
        ASSERT_TRUE(found.boolean()) << where;
        EXPECT_EQ(*found.boolean(), expected.get<bool>()) << where;
    } else if (expected.is_number()) {
        const double wanted = expected;
        ASSERT_TRUE(found.number()) << where;
        EXPECT_NEAR(*found.number(), wanted, std::max(6e-4 * std::abs(wanted), 1e-7)) << where;
    } else if (expected.is_array()) {
        ASSERT_TRUE(found.list()) << where;
        ASSERT_EQ(found.list()->size(), expected.size()) << where;
        for (std::size_t i = 0; i < expected.size(); ++i)
            expect_value((*found.list())[i], expected[i], where + " [" + std::to_string(i) + "]");
    } else {
        ASSERT_TRUE(found.text()) << where;
        EXPECT_EQ(*found.text(), expected.get<std::string>()) << where;
    }
}

Json expected_of(std::string text) {
    std::string json = text;
    for (char& c : json) c = c == '(' ? '[' : c == ')' ? ']' : c;
    const Json read = Json::parse(json, nullptr, false);
    return read.is_discarded() ? Json(text) : read;
}

Value value_of(const Json& cell) {
    List list;
    for (const Json& v : cell) list.emplace_back(v.get<double>());
    return list;
}

TEST(Lessons, EveryExpressionGivesTheNumberOfItsStep) {
    std::ifstream file(std::string(TEST_DATA_DIR) + "/lessons/measures.json");
    const Json groups = Json::parse(file);
    int checked = 0;
    Json start;
    for (const Json& group : groups) {
        const std::string step = group["step"];
        const Json& setup = group["setup"];
        if (start.is_null() || start["step"] != group["step"]) start = group;
        Subject subject(document_of(setup));
        Sandbox sandbox(subject);
        sandbox.set("input_unchanged", setup["input"] == start["setup"]["input"]);
        if (setup.contains("clicked")) sandbox.set("clicked", value_of(setup["clicked"]));
        for (const Json& expression : group["expressions"]) {
            const std::string lua = expression["lua"];
            const std::string where = step + ", " + expression["what"].get<std::string>() + ": " + lua;
            if (lua.find("clicked") != std::string::npos && !setup.contains("clicked")) continue;
            try {
                const Value value = sandbox.evaluate(lua);
                // What a sentence is filled with may be named by the predicates that choose it.
                const std::string what = expression["what"];
                if (what.starts_with("fill ")) sandbox.set(what.substr(5), value);
                if (expression["expected"].is_null()) continue;
                expect_value(value, expected_of(expression["expected"]), where);
                ++checked;
            } catch (const MeasureError& error) {
                ADD_FAILURE() << where << "\n" << error.what();
            }
        }
    }
    EXPECT_GT(checked, 450);
}

}  // namespace
}  // namespace measure
