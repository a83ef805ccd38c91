#include "pool/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "pool/notation.h"
#include "words/utf8.h"

namespace {

using testing::HasSubstr;

std::string notation_refusal(const std::string& text) {
    try {
        pool::parse_stack(text);
    } catch (const pool::NotationError& error) {
        return error.what();
    }
    return "accepted";
}

std::string chain_refusal(const pool::Shape& input, const std::string& stack) {
    const pool::ShapeChain chain = pool::infer_shapes(input, pool::parse_stack(stack));
    return chain.error ? chain.error->message.text() : "accepted";
}

std::string repeated(const std::string& layer, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += layer + ",";
    return text;
}

TEST(Limits, OfANotation) {
    EXPECT_EQ(notation_refusal(repeated("ReLU()", 256)), "accepted");
    EXPECT_THAT(notation_refusal(repeated("ReLU()", 257)), HasSubstr("more layers than 256"));
    EXPECT_THAT(notation_refusal(repeated("ReLU()", 1500000)), HasSubstr("at most 1024 KiB"));
    for (const std::string text : {"\xEF\xBC\x8C\xEF\xBC\x8C\xEF\xBC\x8C\xEF\xBC\x8C\xEF\xBC\x8C\xEF\xBC\x8C",
                                   "\xFF\xFE\xFD", "MaxPool2d(\n\x01)", "Conv2d('\xE5\x9B')"}) {
        const std::string said = notation_refusal(text);
        EXPECT_LE(said.size(), 300U);
        for (std::size_t at = 0; at < said.size(); at += words::utf8_length(said, at)) {
            ASSERT_GT(words::utf8_length(said, at), 0U) << said;
            ASSERT_GE(static_cast<unsigned char>(said[at]), 0x20) << said;
        }
    }
    for (const char* text :
         {"GeMPool2d(p=nan)", "LPPool2d(inf, 2)", "LPPool2d(-inf, 2)", "GeMPool2d(p=1e400)",
          "Conv2d(weight=[[nan]])", "RoIPool2d(2, rois=[[0, 0, 0, inf, 9]])"})
        EXPECT_THAT(notation_refusal(text),
                    testing::AnyOf(HasSubstr("a finite number"), HasSubstr("a number")))
            << text;
}

TEST(Limits, OfAStackBeforeAnythingIsTaken) {
    const pool::Shape small{1, 1, 28, 28};
    EXPECT_EQ(chain_refusal(small, "AdaptiveMaxPool2d(512)"), "accepted");
    EXPECT_THAT(chain_refusal(small, "AdaptiveMaxPool2d(8192), ReLU()"), HasSubstr("MiB"));
    EXPECT_THAT(chain_refusal(small, repeated("AdaptiveMaxPool2d(3000)", 10)), HasSubstr("MiB"));
    EXPECT_THAT(chain_refusal(small, "AdaptiveMaxPool2d(2000000000)"), HasSubstr("cells are computed"));
    EXPECT_THAT(chain_refusal({1, 1, 4096, 4096}, "AvgPool2d(1001, stride=1)"), HasSubstr("operations"));
    EXPECT_THROW(pool::evaluate(std::make_shared<const pool::Tensor>(small),
                                pool::parse_stack("AdaptiveAvgPool2d(8193)"), {}),
                 pool::StackException);
    pool::Stack many(300, pool::parse_stack("ReLU()").front());
    const auto chain = pool::infer_shapes(small, many);
    ASSERT_TRUE(chain.error);
    EXPECT_EQ(chain.error->position, 256U);
}

}  // namespace
