#include "measure/sandbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/samples.h"
#include "measure/expression.h"
#include "measure/table.h"
#include "pool/notation.h"

namespace measure {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SandboxTest : public ::testing::Test {
 protected:
    static document::Document textbook() {
        document::Document document;
        document.input = document::find_sample("matrix.textbook")->input;
        document.stack = pool::parse_stack("MaxPool2d(2)");
        return document;
    }
    Value value(const std::string& expression) { return sandbox_.evaluate(expression); }
    std::string refusal(const std::string& expression, Limits limits = {}) {
        Sandbox sandbox(subject_, limits);
        try {
            sandbox.evaluate(expression);
        } catch (const MeasureError& error) {
            EXPECT_THAT(error.what(), HasSubstr(expression));
            // It goes on.
            EXPECT_EQ(sandbox.evaluate("1 + 1"), Value(2));
            return error.what();
        }
        ADD_FAILURE() << expression << " was accepted";
        return {};
    }
    Subject subject_{textbook()};
    Sandbox sandbox_{subject_};
};

TEST_F(SandboxTest, ListsCountFromZeroAndCompareByValue) {
    EXPECT_EQ(value("values(1)[0]"), Value(6));
    EXPECT_EQ(value("values(1)[-1]"), Value(4));
    EXPECT_EQ(value("{7, 8, 9}[1]"), Value(8));
    EXPECT_EQ(value("values(1) == {6, 8, 3, 4}"), Value(true));
    EXPECT_EQ(value("{6, 8, 3, 4} == values(1)"), Value(true));
    EXPECT_EQ(value("{1, {2, 3}} == {1, {2, 3}}"), Value(true));
    EXPECT_EQ(value("{1, 2} ~= {1, 3}"), Value(true));
    EXPECT_EQ(value("{} == {}"), Value(true));
    EXPECT_EQ(value("winner(1, 0, 0) == {1, 1}"), Value(true));
    EXPECT_EQ(value("#values(0) + len({})"), Value(16));
    EXPECT_EQ(value("\"{1}\" == '{1}'"), Value(true));
}

TEST_F(SandboxTest, ACellStandsForItsRowAndColumn) {
    EXPECT_EQ(value("at(0, winner(1, 0, 0))"), Value(6));
    EXPECT_EQ(value("gin(1, busiest(1))"), value("gin(1, busiest(1)[0], busiest(1)[1])"));
}

TEST_F(SandboxTest, TheFunctionsOfListsDoWhatTheyAreCalled) {
    EXPECT_EQ(value("sum({1, 2, 3}) + max(1, 5) + min({4, 3})"), Value(14));
    EXPECT_EQ(value("mean_of({1, 2})"), Value(1.5));
    EXPECT_EQ(value("slice(range(10), 2, 5) == {2, 3, 4}"), Value(true));
    EXPECT_EQ(value("slice({1, 2, 3}, -2)"), (Value(List{2, 3})));
    EXPECT_EQ(value("#range(0, 5, 2)"), Value(3));
    EXPECT_EQ(value("map({1, 2}, function(x) return x * x end) == {1, 4}"), Value(true));
    EXPECT_EQ(value("first({1, 2, 3}, function(i) return i > 1 end)"), Value(2));
    EXPECT_EQ(value("position({5, {1, 2}}, {1, 2})"), Value(1));
    EXPECT_EQ(value("#distinct({1, 2, 1, {1}, {1}})"), Value(3));
    EXPECT_EQ(value("count(zip({1, 2}, {1, 3}), function(p) return p[0] ~= p[1] end)"), Value(1));
    EXPECT_EQ(value("round(2.5) + round(0.125, 2) + int(-1.5) + abs(-2)"), Value(2.0 + 0.12 - 1 + 2));
    EXPECT_EQ(value("any({1}, function(x) return x > 1 end) or all({2}, function(x) return x > 1 end)"),
              Value(true));
}

TEST_F(SandboxTest, NothingOfLuaItselfIsReached) {
    for (const char* name : {"os", "io", "require", "load", "print", "string", "debug", "setmetatable", "_G",
                             "pcall", "collectgarbage", "rawset", "getmetatable", "base", "env"})
        EXPECT_THAT(refusal(name), HasSubstr("there is no measure or name"));
    EXPECT_THAT(refusal("(\"x\"):rep(9)"), HasSubstr("attempt to index a string"));
    EXPECT_THAT(refusal("(function() values = 1 end)()"), HasSubstr("cannot be changed"));
    EXPECT_THAT(refusal("(function() values(0)[99] = 9 end)()"), HasSubstr("cannot be changed"));
    EXPECT_THAT(refusal("(function() fresh = 1 end)()"), HasSubstr("cannot be changed"));
    EXPECT_THAT(refusal("1; os.exit()"), HasSubstr("expected"));
}

TEST_F(SandboxTest, StepsAndMemoryHaveAnEnd) {
    EXPECT_THAT(refusal("(function() while true do end end)()"), HasSubstr("too many steps"));
    EXPECT_THAT(refusal("sum(range(1000000000))"), HasSubstr("too m"));
    EXPECT_THAT(refusal("(function() local s = \"xxxxxxxx\" while true do s = s .. s end end)()"),
                HasSubstr("too much memory"));
    EXPECT_THAT(refusal("(function() local f f = function() return 1 + f() end return f() end)()"),
                ::testing::AnyOf(HasSubstr("stack overflow"), HasSubstr("too much memory")));
    EXPECT_THAT(refusal("sum(range(9999))", {2000, std::size_t{32} << 20U}), HasSubstr("too many steps"));
}

TEST_F(SandboxTest, EveryRefusalNamesThePlaceAndWhatWasExpected) {
    EXPECT_THAT(refusal("ties(2)"), HasSubstr("ties: there is no layer 2; the layers are 1 to 1"));
    EXPECT_THAT(refusal("cells(-1)"), HasSubstr("the maps are 0 (the input) to 1"));
    EXPECT_THAT(refusal("out(1, 2, 0)"), HasSubstr("there is no cell (2, 0); the map is 2×2"));
    EXPECT_THAT(refusal("out(1, 0)"), HasSubstr("out(l,y,x) was given 2 arguments"));
    EXPECT_THAT(refusal("ties(1.5)"), HasSubstr("not a whole number"));
    EXPECT_THAT(refusal("ties(\"1\")"), HasSubstr("argument 1 is not a number or a cell"));
    EXPECT_THAT(refusal("rel(1)"), HasSubstr("no second input"));
    EXPECT_THAT(refusal("other_equal()"), HasSubstr("no second stack"));
    EXPECT_THAT(refusal("foo(1)"), HasSubstr("\"foo\""));
    EXPECT_THAT(refusal("ties"), HasSubstr("is a function"));
    EXPECT_THAT(refusal("rel(1"), HasSubstr("expected"));
    EXPECT_THAT(refusal("values(1)[4]"), HasSubstr("outside of a list of 4"));
    EXPECT_THAT(refusal("1, 2"), HasSubstr("one expression"));
    EXPECT_THAT(refusal(""), HasSubstr("one expression"));
}

TEST_F(SandboxTest, NamesCanBeGivenValues) {
    sandbox_.set("clicked", List{1, 1});
    sandbox_.set("answer", 6);
    EXPECT_EQ(value("clicked == winner(1, 0, 0) and answer == out(1, 0, 0)"), Value(true));
    EXPECT_EQ(value("layers[0]"), Value("MaxPool2d(2)"));
    sandbox_.set("answer", 7);
    EXPECT_EQ(value("answer"), Value(7));
}

TEST_F(SandboxTest, EveryMeasureOfTheTableIsThereOnce) {
    std::vector<std::string> names;
    for (const auto& table : tables())
        for (const Measure& measure : table) {
            names.emplace_back(measure.name);
            EXPECT_FALSE(measure.help.empty());
            EXPECT_THAT(refusal(std::string(measure.name)), HasSubstr("function"));
        }
    const std::size_t all = names.size();
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    EXPECT_EQ(names.size(), all);
    EXPECT_GT(all, 80U);
}

TEST(Expressions, AreSplitAtTheirOwnCommas) {
    EXPECT_THAT(split_expressions("rel(1), ties(2) ,rf(2,1,1)"),
                ElementsAre("rel(1)", "ties(2)", "rf(2,1,1)"));
    EXPECT_THAT(split_expressions("f({1,2}, \"a,b\"), function(a, b) return a, b end"),
                ElementsAre("f({1,2}, \"a,b\")", "function(a, b) return a, b end"));
    EXPECT_THAT(split_expressions("1,"), ElementsAre("1", ""));
    EXPECT_EQ(with_lists("{1, '{'}"), " list{1, '{'}");
}

}  // namespace
}  // namespace measure
