#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/samples.h"
#include "io/document_file.h"
#include "io/files.h"
#include "pool/notation.h"

namespace io {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(LaneFile, ComesBackAsItWas) {
    document::Document document = document::first_document();
    document::Lane& lane = document.other;
    lane.input = document::find_sample("zero.small")->input;
    lane.transform = {1.5, -2, 33.25, 0.75, 12};
    lane.stack = pool::parse_stack("AvgPool2d(2), MaxPool2d(2)");
    lane.stack->front().enabled = false;
    lane.poolings = document::Replacement::blur;
    lane.rule = "onnx";
    lane.ties = "split";
    EXPECT_EQ(from_json(to_json(document), "x"), document);
    for (const auto change :
         {+[](document::Lane& l) { l.input.reset(); }, +[](document::Lane& l) { l.stack.reset(); },
          +[](document::Lane& l) { l = {}; }}) {
        change(lane);
        EXPECT_EQ(from_json(to_json(document), "x"), document);
    }
    EXPECT_THAT(to_json(document), Not(HasSubstr("other")));
}

std::string refusal(const std::string& other) {
    try {
        from_json("{\"poolscope\": 1, \"other\": " + other + "}", "x.json");
    } catch (const FileError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(LaneFile, WhatCannotBeIsRefusedWithItsPlace) {
    EXPECT_THAT(refusal("7"), HasSubstr("an object was expected"));
    EXPECT_THAT(refusal("{\"transform\": {\"scale\": 0}}"), HasSubstr("other.transform.scale is 0"));
    EXPECT_THAT(refusal("{\"transform\": {\"dx\": 1e300}}"), HasSubstr("dx is 1e+300"));
    EXPECT_THAT(refusal("{\"transform\": {\"angle\": \"x\"}}"), HasSubstr("angle is \"x\""));
    EXPECT_THAT(refusal("{\"poolings\": \"none\"}"), HasSubstr("other.poolings"));
    EXPECT_THAT(refusal("{\"rule\": \"jax\"}"), HasSubstr("rule is \"jax\""));
    EXPECT_THAT(refusal("{\"ties\": \"none\"}"), HasSubstr("first, last, split, all"));
    EXPECT_THAT(refusal("{\"stack\": [{\"layer\": \"Nothing()\"}]}"), HasSubstr("other.stack[0]"));
}

}  // namespace
}  // namespace io
