#include "lesson/reader.h"

#include <gtest/gtest.h>

#include "io/files.h"
#include "lesson/check.h"

namespace lesson {
namespace {

std::string refusal(const std::string& text) {
    try {
        read_lessons(text, "mine.json");
    } catch (const io::FileError& error) {
        return error.what();
    }
    return "read";
}

/// A file with one step, whose fields beside id, kind and say are these, on its sixth line.
std::string file_with(const std::string& fields, const std::string& say = R"({"en": "Go.", "zh": "走。"})") {
    return "{\"poolscope_lessons\": 1,\n\"lessons\": [\n{\"id\": \"X\",\n\"title\": {\"en\": \"T\", \"zh\": "
           "\"T\"}, \"goal\": {\"en\": \"G\", \"zh\": \"G\"},\n\"steps\": [\n{\"id\": \"X.1\", \"kind\": "
           "\"LOOK\", \"say\": " +
           say + ",\n" + fields + "}]}]}";
}

TEST(Reader, SaysWhereAndWhy) {
    EXPECT_EQ(refusal("{"), "mine.json, line 1, column 2: the end of the text was found, which is not JSON");
    EXPECT_EQ(refusal("{\"poolscope_lessons\": 1,\n\"lessons\": [\n1]}"),
              "mine.json, line 3: 1 was found; an object in braces was expected");
    EXPECT_EQ(refusal("{\n\"lessons\": []}"), "mine.json, line 1: the field poolscope_lessons is missing");
    EXPECT_EQ(refusal("{\"poolscope_lessons\": 2}"),
              "mine.json, line 1: poolscope_lessons is 2; a number from 1 to 1 was expected");
    EXPECT_EQ(refusal("{\"poolscope_lessons\": 1,\n \"a\": 1,\n \"a\": 2}"),
              "mine.json, line 3, column 2: the field a stands there twice; once was expected");
    EXPECT_EQ(
        refusal(file_with("\"check\": \"true\",\n\"chek\": 1")),
        "mine.json, line 8: the field chek is not known; there are id, kind, setup, veil, veil_from, pin, "
        "light, say, fill, remember, collect, question, check, says, solution, expect, expect_solved, "
        "also");
}

TEST(Reader, ReadsNoSetupThatCannotBe) {
    const auto setup = [](const std::string& fields) {
        return refusal(file_with("\"check\": \"true\",\n\"setup\": {" + fields + "}"));
    };
    EXPECT_EQ(setup("\"input\": \"digit.33\""),
              "mine.json, line 8: input is \"digit.33\"; the name of a sample was expected");
    EXPECT_EQ(
        setup("\"input\": [[1, 2], [3]]"),
        "mine.json, line 8: input is […]; rows of numbers, all of one length, at most 256 was expected");
    EXPECT_NE(setup("\"stack\": \"MaxPool2d(2\"").find("line 8"), std::string::npos);
    EXPECT_EQ(setup("\"layer\": 0"), "mine.json, line 8: layer is 0; a number from 1 to 64 was expected");
    EXPECT_EQ(setup("\"layer\": 1e300"),
              "mine.json, line 8: layer is 1e300; a number from 1 to 64 was expected");
    EXPECT_EQ(setup("\"input\": {\"edits\": [[99, 0, 1]]}"),
              "mine.json, line 8: edits is […]; a cell of the 28×28 input was expected");
    EXPECT_EQ(setup("\"canvas\": [0, 5]"),
              "mine.json, line 8: canvas is […]; [height, width] from 1 to 256 was expected");
    EXPECT_EQ(setup("\"pair\": {\"scale\": 0}"),
              "mine.json, line 8: scale is 0; a number above 0 was expected");
}

TEST(Reader, WantsBothLanguagesWithTheSamePlaces) {
    EXPECT_EQ(refusal(file_with("\"check\": \"true\"", R"({"en": "Go."})")),
              "mine.json, line 6: the field zh is missing");
    EXPECT_EQ(refusal(file_with("\"check\": \"true\"", R"({"en": "Go {n}.", "zh": "走。"})")),
              "mine.json, line 6: the place {n} stands in en alone and not in zh");
    EXPECT_EQ(refusal(file_with("\"light\": []")), "mine.json, line 6: a step needs a question or a check");
}

TEST(Reader, IsNotDrownedByALargeFile) {
    EXPECT_NE(refusal(std::string(5 << 20, ' ')).find("MiB"), std::string::npos);
    EXPECT_NE(refusal(std::string(2000, '[')).find("deep"), std::string::npos);
    std::string steps;
    for (int i = 0; i < 101; ++i) steps += "{},";
    EXPECT_NE(refusal("{\"poolscope_lessons\": 1, \"lessons\": [" + steps + "{}]}").find("102 entries"),
              std::string::npos);
}

std::vector<std::string> problems(const std::string& fields,
                                  const std::string& say = R"({"en": "Go {t}.", "zh": "走 {t}。"})") {
    std::vector<std::string> found;
    for (const Problem& problem : check(read_lessons(file_with(fields, say), "mine.json")))
        found.push_back(problem.message.text());
    return found;
}

constexpr const char* kSetup =
    R"j("setup": {"input": "matrix.textbook", "stack": "MaxPool2d(2)"}, "fill": {"t": "taps(1, 0, 0)"},)j";

TEST(Check, FindsWhatIsWrongWithAStep) {
    const std::string setup = kSetup;
    const std::string solution = R"(, "solution": {"input": "matrix.ties"})";
    EXPECT_TRUE(problems(setup + R"("check": "ties(1) > 0")" + solution).empty());
    EXPECT_EQ(problems(setup + R"("check": "ties(1) == 0")" + solution),
              std::vector<std::string>{"the gate is open at the beginning already"});
    EXPECT_EQ(problems(setup + R"("check": "ties(1) > 5")" + solution),
              std::vector<std::string>{"the gate stays shut after the solution"});
    EXPECT_EQ(problems(setup + R"("expect": {"t": [1, 1, 5, 7]}, "check": "ties(1) > 0")" + solution),
              std::vector<std::string>{"t is 1, 1, 5, 6 here, but 1, 1, 5, 7 was expected"});
    EXPECT_EQ(problems(setup + R"("check": "ties(3) > 0")" + solution).size(), 1U);
    EXPECT_EQ(problems(setup + R"("check": "ties(1) > 0")" + solution, R"({"en": "Go.", "zh": "走。"})"),
              std::vector<std::string>{"\"fill\" has t, which no text and no predicate names"});
    EXPECT_EQ(problems(setup + R"("check": "ties(1) > 0")" + solution,
                       R"({"en": "Go {t} {u}.", "zh": "走 {t} {u}。"})"),
              std::vector<std::string>{"the place {u} is in no \"fill\""});
}

TEST(Check, FindsWhatIsWrongWithAQuestion) {
    const std::string setup = kSetup;
    const auto question = [&](const std::string& wrong) {
        return problems(setup + R"j("question": {"answer": "number", "right": "out(1, 0, 0)", "wrong": [)j" +
                        wrong + "]}");
    };
    const auto wrong = [](const std::string& value, const std::string& tag) {
        return R"({"value": ")" + value + R"(", "tag": ")" + tag +
               R"(", "say": {"en": "No.", "zh": "不。"}})";
    };
    EXPECT_TRUE(question(wrong("sum(taps(1, 0, 0))", "sum")).empty());
    EXPECT_EQ(question(wrong("6", "six")),
              std::vector<std::string>{"the wrong answer \"six\" is right here"});
    EXPECT_EQ(question(wrong("13", "one") + "," + wrong("sum(taps(1, 0, 0))", "two")),
              std::vector<std::string>{"the wrong answer \"two\" is taken for \"one\""});
    EXPECT_EQ(question(wrong("oops(1)", "x")).size(), 1U);
}

TEST(Check, FindsAMeasureThatFailsElsewhere) {
    const std::string setup =
        R"j("setup": {"input": "matrix.textbook", "stack": "MaxPool2d(2)"}, "fill": {"t": "first(values(0), function(v) return v > 6 end)"},)j";
    const auto found = problems(setup + R"("check": "input_changed", "solution": {"input": "matrix.ties"})");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_TRUE(found[0].starts_with("on the inverted input: ")) << found[0];
}

}  // namespace
}  // namespace lesson
