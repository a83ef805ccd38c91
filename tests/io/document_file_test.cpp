#include "io/document_file.h"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "document/samples.h"
#include "pool/notation.h"
#include "temporary.h"

namespace {

using namespace io_test;
using testing::HasSubstr;

document::Document random_document(std::mt19937& random) {
    const auto all = document::samples();
    document::Document d;
    d.input = all[random() % all.size()].input;
    d.input.fit = static_cast<document::Fit>(random() % 3);
    d.input.invert = random() % 2;
    for (unsigned i = 0; i < random() % 4; ++i)
        d.input.edits.push_back({{0, 0, static_cast<std::int64_t>(random() % 9), 3},
                                 std::ldexp(static_cast<float>(random()), -40)});
    if (random() % 3 == 0) d.input.edits.push_back({{0, 0, 1, 1}, std::numeric_limits<float>::infinity()});
    d.stack = pool::parse_stack(
        "MaxPool2d(2), AvgPool2d((3, 2), stride=2, padding=1), AdaptiveAvgPool2d((None, 1))");
    d.stack[random() % 3].enabled = false;
    d.upstream.source = static_cast<pool::Upstream::Source>(random() % 6);
    d.upstream.seed = static_cast<std::int64_t>(random() % 100);
    if (random() % 2) d.upstream.target = "digit.7";
    d.upstream.cell = {0, 0, static_cast<std::int64_t>(random() % 4), 2};
    if (random() % 2)
        d.upstream.values =
            std::make_shared<const pool::Tensor>(pool::Tensor({1, 1, 2, 2}, {1, -2, 0.1F, 1e-30F}));
    for (unsigned i = 0; i < random() % 3; ++i)
        d.styles.push_back({"style " + std::to_string(i), {{"width", "84mm"}, {"theme", "“print”"}}});
    if (random() % 4 == 0) d.styles.push_back({"一", {}});
    return d;
}

TEST(Document, SavedAndOpenedIsTheSame) {
    std::mt19937 random(5);
    for (int i = 0; i < 200; ++i) {
        const document::Document d = random_document(random);
        EXPECT_TRUE(io::from_json(io::to_json(d), "x") == d) << io::to_json(d);
    }
}

TEST(Document, RefusesWhatItCannotRead) {
    const auto say = [](const std::string& text) {
        return refusal([&] { io::from_json(text, "mine.json"); });
    };
    EXPECT_EQ(say("{"), "mine.json, line 1, column 2: the end of the text was found, which is not JSON");
    EXPECT_EQ(say("{\"poolscope\": 1,\n  \"é\": 2,, \"b\": 3}"),
              "mine.json, line 2, column 10: \",\" was found, which is not JSON");
    EXPECT_EQ(say("{\"poolscope\": 1,\n\"input\": {'width': 3}}"),
              "mine.json, line 2, column 11: \"'\" was found, which is not JSON");
    EXPECT_EQ(say("{\"poolscope\": 1} x"),
              "mine.json, line 1, column 18: \"x\" was found, which is not JSON");
    EXPECT_EQ(say("{\"poolscope\": 1e999}"),
              "mine.json, line 1, column 15: the number 1e999 is too large; one up to 1.8e308 was expected");
    EXPECT_THAT(say("[]"), HasSubstr("an object was expected"));
    EXPECT_THAT(say("{}"), HasSubstr("the version is missing"));
    EXPECT_THAT(say(R"({"lessons": []})"), HasSubstr("holds lessons and is no document"));
    EXPECT_THAT(say(R"({"figures": []})"), HasSubstr("is a book of figures and no document"));
    EXPECT_THAT(say("{\"poolscope\": 7}"),
                HasSubstr("made by a newer Poolscope (version 7); this one reads up to version 1"));
    EXPECT_THAT(say(R"j({"poolscope":1,"input":{"width":"wide"}})j"), HasSubstr("input.width is \"wide\""));
    EXPECT_THAT(say(R"j({"poolscope":1,"input":{"width":0}})j"), HasSubstr("1 to 256"));
    const std::string unknown = R"j({"poolscope":1,"stack":[{"layer":"Wrong(1)"}]})j";
    EXPECT_THAT(say(unknown), HasSubstr("\"Wrong\" is not a layer"));
    const std::string cut = R"j({"poolscope":1,"input":{"base":{"shape":[1,1,2,2],"float32":"AAAA"}}})j";
    EXPECT_THAT(say(cut), HasSubstr("needs 16 bytes"));
    const std::string huge = R"j({"poolscope":1,"input":{"base":{"shape":[1,1,99999,99999],"float32":""}}})j";
    EXPECT_THAT(say(huge), HasSubstr("the shape is not one that can be read"));
}

TEST(Document, AFieldThatStandsTwiceIsRefusedWithItsPlace) {
    const auto say = [](const std::string& text) {
        return refusal([&] { io::from_json(text, "mine.json"); });
    };
    EXPECT_EQ(say("{\"poolscope\": 1,\n \"stack\": [],\n \"stack\": []}"),
              "mine.json, line 3, column 2: the field stack stands there twice; once was expected");
    EXPECT_EQ(say("{\"poolscope\": 1, \"input\": {\"fit\": \"cover\", \"f\\u0069t\": \"contain\"}}"),
              "mine.json, line 1, column 44: the field fit stands there twice; once was expected");
    // Equal names in different objects, and words that are no names.
    EXPECT_NO_THROW(
        io::from_json(R"j({"poolscope":1,"stack":[{"layer":"ReLU()"},{"layer":"ReLU()"}]})j", "x"));
}

TEST(Document, AnotherFileUnderItsNameIsNamedForWhatItIs) {
    const Folder folder;
    const auto say = [&](const std::string& bytes) {
        const auto path = folder.with("mine.poolscope.json", bytes);
        return refusal([&] { io::load_document(path); });
    };
    EXPECT_THAT(say("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"),
                HasSubstr("a pointer of Git LFS, not the file itself; fetch the file with git lfs pull"));
    EXPECT_THAT(say("<!doctype html><html></html>"), HasSubstr("the download may have failed"));
}

TEST(Document, StylesHaveLimitsAndOldDocumentsHaveNone) {
    const auto say = [](const std::string& styles) {
        return refusal([&] { io::from_json("{\"poolscope\":1,\"styles\":" + styles + "}", "mine.json"); });
    };
    EXPECT_EQ(say(R"j([{"name":"a","options":{"width":"84mm","not known":"1"}},{"name":"b"}])j"), "accepted");
    EXPECT_TRUE(io::from_json(R"j({"poolscope":1})j", "old.json").styles.empty());
    EXPECT_THAT(say(R"j([{"name":"a"},{"name":"a"}])j"), HasSubstr("two styles with the name \"a\""));
    EXPECT_THAT(say(R"j([{"name":""}])j"), HasSubstr("too many or too long styles"));
    EXPECT_THAT(say(R"j([{"name":"a","options":{"width":84}}])j"),
                HasSubstr("styles[0].options.width is 84"));
    EXPECT_THAT(say(R"j([{"name":"a","options":[]}])j"), HasSubstr("an object was expected"));
    EXPECT_THAT(say(R"j({"name":"a"})j"), HasSubstr("a list"));
    const std::string most(document::kMostFigureStyleBytes, 'x');
    EXPECT_EQ(say("[{\"name\":\"" + most + "\",\"options\":{\"" + most + "\":\"" + most + "\"}}]"),
              "accepted");
    for (const std::string& style :
         {"{\"name\":\"x" + most + "\"}", "{\"name\":\"a\",\"options\":{\"x" + most + "\":\"\"}}",
          "{\"name\":\"a\",\"options\":{\"a\":\"x" + most + "\"}}"})
        EXPECT_THAT(say("[" + style + "]"), HasSubstr("too many or too long styles"));
    document::Document many;
    for (std::size_t i = 0; i <= document::kMostFigureStyles; ++i)
        many.styles.push_back({std::to_string(i), {}});
    EXPECT_THAT(refusal([&] { io::to_json(many); }), HasSubstr("at most 64"));
    many.styles.pop_back();
    EXPECT_EQ(io::from_json(io::to_json(many), "x").styles, many.styles);
    for (std::size_t i = 0; i <= document::kMostFigureStyleOptions; ++i)
        many.styles[0].options.emplace_back("o" + std::to_string(i), "");
    EXPECT_THAT(refusal([&] { io::to_json(many); }), HasSubstr("with 32 options"));
}

TEST(Document, NeverCrashesOnDamagedText) {
    std::mt19937 random(6);
    const std::string good = io::to_json(random_document(random));
    for (int i = 0; i < 2000; ++i) {
        std::string text = good;
        for (int k = 0; k < 3; ++k) text[random() % text.size()] = static_cast<char>(random());
        refusal([&] { io::from_json(text, "x"); });
    }
}

}  // namespace
