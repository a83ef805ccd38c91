#include "pool/notation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random_layers.h"

namespace {

using pool::notation;
using pool::parse_stack;

std::string again(const std::string& text) { return notation(parse_stack(text)); }

TEST(Notation, WritesWhatPyTorchReads) {
    EXPECT_EQ(again("MaxPool2d(2), AvgPool2d(3, stride=2, padding=1), AdaptiveAvgPool2d(1)"),
              "MaxPool2d(2), AvgPool2d(3, stride=2, padding=1), AdaptiveAvgPool2d(1)");
    EXPECT_EQ(again("nn.MaxPool2d(kernel_size=(2, 2), stride=2)"), "MaxPool2d(2, stride=2)");
    EXPECT_EQ(again("ONNX.MaxPool(kernel_shape=[3,3], pads=[1,1,1,1], ceil_mode=1)"),
              "ONNX.MaxPool(kernel_shape=3, pads=[1, 1, 1, 1], ceil_mode=1)");
    EXPECT_EQ(again("MaxPool2d(3, 2, 1)"), "MaxPool2d(3, stride=2, padding=1)");
    EXPECT_EQ(again("torch.nn.AdaptiveMaxPool2d((None, 7))"), "AdaptiveMaxPool2d((None, 7))");
    EXPECT_EQ(again("AvgPool2d(2, ceil_mode=True, count_include_pad=False, divisor_override=3)"),
              "AvgPool2d(2, ceil_mode=True, count_include_pad=False, divisor_override=3)");
}

TEST(Notation, ReadsPastedSequential) {
    EXPECT_EQ(again("nn.Sequential(\n    nn.MaxPool2d(2),  # first\n    nn.AvgPool2d([3, 2]),\n)"),
              "MaxPool2d(2), AvgPool2d((3, 2))");
    EXPECT_EQ(
        again(
            "Sequential(\n  (0): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)\n"
            "  (1): AdaptiveAvgPool2d(output_size=1)\n)"),
        "MaxPool2d(2, stride=2), AdaptiveAvgPool2d(1)");
    EXPECT_EQ(again(""), "");
}

std::string refusal(const std::string& text) {
    try {
        parse_stack(text);
    } catch (const pool::NotationError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Notation, SaysWhatIsWrong) {
    using testing::HasSubstr;
    EXPECT_THAT(refusal("MaxPool3d(2)"), HasSubstr("\"MaxPool3d\" is not a layer"));
    EXPECT_THAT(refusal("MaxPool2d(2, strides=2)"), HasSubstr("no parameter \"strides\""));
    EXPECT_THAT(refusal("MaxPool2d(2, strides=2)"), HasSubstr("kernel_size, stride, padding"));
    EXPECT_THAT(refusal("MaxPool2d()"), HasSubstr("needs kernel_size"));
    EXPECT_THAT(refusal("MaxPool2d(2.5)"),
                HasSubstr("kernel_size of MaxPool2d is 2.5, but it must be a whole number"));
    EXPECT_THAT(refusal("MaxPool2d((1,2,3))"), HasSubstr("is (1,2,3), but it must be one number or two"));
    EXPECT_THAT(refusal("MaxPool2d(2, ceil_mode=1)"), HasSubstr("is 1, but it must be True or False"));
    EXPECT_THAT(refusal("Conv2d(3)"), HasSubstr("kernel of Conv2d is 3, but it must be one of 'identity'"));
    EXPECT_THAT(refusal("Conv2d('" + std::string(38, 'x') + "é')"), HasSubstr("xx…, but"));
    EXPECT_THAT(refusal("MaxPool2d(2, kernel_size=3)"), HasSubstr("given twice"));
    EXPECT_THAT(refusal("MaxPool2d(2"), HasSubstr("end of the text"));
    EXPECT_THAT(refusal("nn.Sequential(MaxPool2d(2)"), HasSubstr("not closed"));
    EXPECT_THAT(refusal("MaxPool2d(stride=1, 2)"), HasSubstr("positional argument follows"));
    EXPECT_THAT(refusal("MaxPool2d(2)MaxPool2d(2)"), HasSubstr("a comma"));
    EXPECT_THAT(refusal("MaxPool2d(2) ReLU()"), HasSubstr("a comma"));
    EXPECT_THAT(refusal("MaxPool2d(2),, ReLU()"), HasSubstr("where a layer"));
    EXPECT_THAT(refusal("Sequential(ReLU() ReLU())"), HasSubstr("a comma"));
    EXPECT_THAT(refusal("MaxPool2d(" + std::string(30000, '(') + "2"), HasSubstr("64 deep"));
    std::string nested;
    for (int i = 0; i < 30000; ++i) nested += "Sequential(";
    EXPECT_THAT(refusal(nested), HasSubstr("64 deep"));
    EXPECT_EQ(parse_stack("MaxPool2d(2)\nReLU()").size(), 2U);
    EXPECT_EQ(parse_stack("MaxPool2d(2); ReLU(),").size(), 2U);
    EXPECT_EQ(parse_stack(" \n").size(), 0U);
}

TEST(Notation, RefusesListsWhoseShapeAndValuesDisagree) {
    using testing::AllOf;
    using testing::HasSubstr;
    EXPECT_THAT(refusal("Conv2d(weight=[0,[1,2,3]])"),
                HasSubstr("weight of Conv2d is [1,2,3], but it must be a number like the one before it"));
    EXPECT_THAT(refusal("Conv2d(weight=[[1,2,3],0])"),
                HasSubstr("weight of Conv2d is 0, but it must be a list of 3 like the one before it"));
    for (const char* list : {"[[0, 1], [2]]", "[[0], [1, 2]]", "[[[1]], [2]]", "[[1], [[2]]]", "[[], [1]]",
                             "[[[]], []]", "[[1, [2]], [3, 4]]", "[[], [[]]]", "[1, []]"}) {
        for (const std::string name : {"Conv2d(weight=", "RoIPool2d(2, rois=", "SpatialPyramidPool2d(levels=",
                                       "FractionalMaxPool2d(2, 3, _random_samples="})
            EXPECT_THAT(refusal(name + list + ")"), HasSubstr("like the one before it")) << name << list;
    }
    EXPECT_THAT(refusal("RoIAlign2d(2, rois=[0,[150,6,9]], )"), HasSubstr("rois of RoIAlign2d is [150,6,9]"));
    for (const char* sides : {"[1, 2, 3, nan]", "[1, 2, 3, 0.5]", "[1, 2, 3, [4]]"})
        EXPECT_THAT(refusal(std::string("AvgPool2d(3, padding=") + sides + ")"), HasSubstr("whole numbers"));
    EXPECT_THROW(pool::NumberList({2, 3}, {1, 2, 3, 4}), std::invalid_argument);
    EXPECT_THROW(pool::NumberList({0, 3}, {1}), std::invalid_argument);
    EXPECT_THROW(pool::NumberList({2, 0}, {1, 2}), std::invalid_argument);
    EXPECT_THROW(pool::NumberList({-1, -2}, {1, 2}), std::invalid_argument);
    EXPECT_THROW(pool::NumberList({}, {}), std::invalid_argument);
    const std::int64_t huge = std::int64_t{1} << 32;
    EXPECT_THROW(pool::NumberList({huge, huge}, {}), std::invalid_argument);
    EXPECT_EQ(pool::NumberList({0, huge}, {}).values().size(), 0U);
}

TEST(Notation, RoundTripsRandomLayers) {
    std::mt19937 random(7);
    for (int i = 0; i < 1000; ++i) {
        for (const pool::LayerKind* kind : pool::all_kinds()) {
            const pool::Layer layer = pool_test::random_layer(random, *kind);
            const std::string text = notation(layer);
            const pool::Stack read = parse_stack(text);
            ASSERT_EQ(read.size(), 1U) << text;
            ASSERT_EQ(read.front(), layer) << text;
            ASSERT_EQ(notation(read.front()), text);
        }
    }
}

TEST(Notation, NeverCrashesOnDamagedText) {
    std::mt19937 random(11);
    const std::string good =
        "nn.Sequential((0): MaxPool2d((2, 1), stride=2), AvgPool2d(3, count_include_pad=False))";
    for (int i = 0; i < 20000; ++i) {
        std::string text = good;
        for (int k = 0; k < 3; ++k)
            text[static_cast<std::size_t>(
                pool_test::pick(random, 0, static_cast<std::int64_t>(text.size()) - 1))] =
                static_cast<char>(pool_test::pick(random, 1, 126));
        try {
            parse_stack(text);
        } catch (const pool::NotationError& error) {
            ASSERT_LE(error.offset(), text.size());
        }
    }
}

}  // namespace
