#include "pool/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "pool/notation.h"
#include "random_layers.h"

namespace {

using pool_test::counting;
using testing::HasSubstr;

struct Got {
    std::vector<float> values;
    std::vector<std::int64_t> indices;
    pool::Shape shape;
};

Got evaluate(const pool::Tensor& x, const std::string& stack) {
    const pool::Evaluation e =
        pool::evaluate(std::make_shared<const pool::Tensor>(x), pool::parse_stack(stack), {});
    const pool::LayerResult& layer = e.layers.back();
    const pool::Indices published =
        layer.kind->published_indices(layer.layer.params, e.map(e.layers.size() - 1).shape(), layer.forward);
    return {{e.output().data().begin(), e.output().data().end()},
            {published.data().begin(), published.data().end()},
            e.output().shape()};
}

std::string refusal(const std::string& stack, const pool::Shape& shape) {
    const auto chain = pool::infer_shapes(shape, pool::parse_stack(stack));
    return chain.error ? chain.error->message.text() : "accepted";
}

using Floats = std::vector<float>;
using Places = std::vector<std::int64_t>;

// The numbers of ONNX's own backend tests (onnx/backend/test/case/node/maxpool.py, averagepool.py).

TEST(Onnx, MaxPoolOfTheBackendTests) {
    EXPECT_EQ(evaluate(counting(4, 4), "ONNX.MaxPool(kernel_shape=[3,3], strides=[2,2], ceil_mode=1)").values,
              (Floats{11, 12, 15, 16}));
    EXPECT_EQ(
        evaluate(counting(5, 5), "ONNX.MaxPool(kernel_shape=[3,3], strides=[2,2], auto_pad='SAME_UPPER')")
            .values,
        (Floats{7, 9, 10, 17, 19, 20, 22, 24, 25}));
    const Got pads = evaluate(counting(5, 5), "ONNX.MaxPool(kernel_shape=[5,5], pads=[2,2,2,2])");
    EXPECT_EQ(pads.values, (Floats{13, 14, 15, 15, 15, 18, 19, 20, 20, 20, 23, 24, 25,
                                   25, 25, 23, 24, 25, 25, 25, 23, 24, 25, 25, 25}));
    EXPECT_EQ(pads.indices, (Places{12, 13, 14, 14, 14, 17, 18, 19, 19, 19, 22, 23, 24,
                                    24, 24, 22, 23, 24, 24, 24, 22, 23, 24, 24, 24}));
    const Got columns =
        evaluate(counting(5, 5), "ONNX.MaxPool(kernel_shape=[2,2], strides=[2,2], storage_order=1)");
    EXPECT_EQ(columns.values, (Floats{7, 9, 17, 19}));
    EXPECT_EQ(columns.indices, (Places{6, 16, 8, 18}));
    EXPECT_EQ(evaluate(counting(4, 4), "ONNX.MaxPool(kernel_shape=[2,2], dilations=[2,2])").values,
              (Floats{11, 12, 15, 16}));
}

TEST(Onnx, AveragePoolOfTheBackendTests) {
    EXPECT_EQ(
        evaluate(counting(4, 4), "ONNX.AveragePool(kernel_shape=[3,3], strides=[2,2], ceil_mode=1)").values,
        (Floats{6, 7.5, 12, 13.5}));
    EXPECT_EQ(evaluate(counting(5, 5), "ONNX.AveragePool(kernel_shape=[5,5], pads=[2,2,2,2])").values,
              (Floats{7,    7.5, 8,    8.5, 9,    9.5, 10,   10.5, 11,   11.5, 12,   12.5, 13,
                      13.5, 14,  14.5, 15,  15.5, 16,  16.5, 17,   17.5, 18,   18.5, 19}));
    const Got counted =
        evaluate(counting(5, 5), "ONNX.AveragePool(kernel_shape=[5,5], pads=[2,2,2,2], count_include_pad=1)");
    EXPECT_FLOAT_EQ(counted.values[0], 2.52F);
    EXPECT_FLOAT_EQ(counted.values[4], 3.24F);
    EXPECT_EQ(
        evaluate(counting(5, 5), "ONNX.AveragePool(kernel_shape=[3,3], strides=[2,2], auto_pad='SAME_UPPER')")
            .values,
        (Floats{4, 5.5, 7, 11.5, 13, 14.5, 19, 20.5, 22}));
}

TEST(Onnx, GlobalPoolingAndPowers) {
    EXPECT_EQ(evaluate(counting(3, 3), "ONNX.GlobalAveragePool()").values, (Floats{5}));
    EXPECT_EQ(evaluate(counting(3, 3), "ONNX.GlobalMaxPool()").values, (Floats{9}));
    EXPECT_FLOAT_EQ(
        evaluate(pool::Tensor({1, 1, 1, 2}, {-3, 4}), "ONNX.LpPool(kernel_shape=[1,2])").values[0], 5);
    EXPECT_FLOAT_EQ(
        evaluate(pool::Tensor({1, 1, 1, 2}, {-3, 4}), "ONNX.LpPool(kernel_shape=[1,2], p=1)").values[0], 7);
}

TEST(Onnx, IndicesCountThroughTheWholeTensor) {
    pool::Tensor x({2, 2, 2, 2});
    float next = 0;
    for (float& v : x.data()) v = next++;
    EXPECT_EQ(evaluate(x, "ONNX.MaxPool(kernel_shape=[2,2])").indices, (Places{3, 7, 11, 15}));
    EXPECT_EQ(evaluate(x, "MaxPool2d(2, rule='onnx')").indices, (Places{3, 7, 11, 15}));
    EXPECT_EQ(evaluate(x, "MaxPool2d(2)").indices, (Places{3, 3, 3, 3}));
    // TensorFlow: (y·W + x)·C + c.
    EXPECT_EQ(evaluate(x, "MaxPool2d(2, rule='tensorflow')").indices, (Places{6, 7, 6, 7}));
}

TEST(Rules, WhetherPaddingCountsHasADefaultOfTheRule) {
    const auto corner = [](const std::string& arguments) {
        return evaluate(counting(2, 2), "AvgPool2d(3, stride=1, padding=1" + arguments + ")").values.front();
    };
    EXPECT_FLOAT_EQ(corner(""), 10.0F / 9);
    EXPECT_FLOAT_EQ(corner(", rule='caffe'"), 10.0F / 9);
    EXPECT_FLOAT_EQ(corner(", rule='onnx'"), 2.5F);
    EXPECT_FLOAT_EQ(corner(", rule='onnx', count_include_pad=False"), 2.5F);
    EXPECT_FLOAT_EQ(corner(", count_include_pad=True, rule='onnx'"), 10.0F / 9);
    // A rule set later for the whole stack finds what was written.
    pool::Stack stack = pool::parse_stack("AvgPool2d(3, padding=1, count_include_pad=True), AvgPool2d(2)");
    pool::set_rule(stack, "onnx");
    EXPECT_EQ(pool::notation(stack),
              "AvgPool2d(3, padding=1, count_include_pad=True, rule='onnx'), AvgPool2d(2, rule='onnx')");

    EXPECT_EQ(
        refusal("AvgPool2d(3, padding='same', count_include_pad=True, rule='tensorflow')", {1, 1, 6, 6}),
        "AvgPool2d: count_include_pad is True, but TensorFlow never counts padding cells");
    EXPECT_EQ(refusal("AvgPool2d(3, count_include_pad=False, rule='caffe')", {1, 1, 6, 6}),
              "AvgPool2d: count_include_pad is False, but Caffe always counts padding cells");
    pool::translate_to_rule(stack, "tensorflow");
    EXPECT_EQ(pool::notation(stack),
              "AvgPool2d(3, padding='same', rule='tensorflow'), AvgPool2d(2, rule='tensorflow')");
}

TEST(Rules, SameGoesToTheEndAndSameLowerToTheBeginning) {
    EXPECT_EQ(evaluate(counting(3, 3), "MaxPool2d(2, stride=1, padding='same', rule='tensorflow')").values,
              (Floats{5, 6, 6, 8, 9, 9, 8, 9, 9}));
    EXPECT_EQ(evaluate(counting(3, 3), "ONNX.MaxPool(kernel_shape=[2,2], auto_pad='SAME_LOWER')").values,
              (Floats{1, 2, 3, 4, 5, 6, 7, 8, 9}));
    // TensorFlow's average leaves padding out of the divisor.
    EXPECT_EQ(evaluate(counting(2, 2), "AvgPool2d(2, stride=1, padding='same', rule='tensorflow')").values,
              (Floats{2.5, 3, 3.5, 4}));
}

TEST(Rules, StrideRoundingAndDivisorFollowTheFramework) {
    EXPECT_EQ(evaluate(counting(5, 5), "MaxPool2d(2)").shape, (pool::Shape{1, 1, 2, 2}));
    EXPECT_EQ(evaluate(counting(5, 5), "MaxPool2d(2, rule='onnx')").shape, (pool::Shape{1, 1, 4, 4}));
    EXPECT_EQ(evaluate(counting(5, 5), "MaxPool2d(2, stride=2, rule='caffe')").shape,
              (pool::Shape{1, 1, 3, 3}));
    EXPECT_FLOAT_EQ(evaluate(counting(2, 2), "AvgPool2d(2, stride=2, padding=1)").values[0], 0.25F);
    EXPECT_FLOAT_EQ(evaluate(counting(2, 2), "AvgPool2d(2, stride=2, padding=1, rule='onnx')").values[0], 1);
    EXPECT_FLOAT_EQ(evaluate(counting(2, 2), "AvgPool2d(2, stride=2, padding=1, rule='caffe')").values[0],
                    0.25F);
    EXPECT_FLOAT_EQ(
        evaluate(pool::Tensor({1, 1, 1, 2}, {-3, 4}), "LPPool2d(1, (1, 2), rule='onnx')").values[0], 7);
    EXPECT_FLOAT_EQ(evaluate(pool::Tensor({1, 1, 1, 2}, {-3, 4}), "LPPool2d(1, (1, 2))").values[0], 1);
}

TEST(Rules, FourSidedPadding) {
    EXPECT_EQ(evaluate(counting(2, 2), "MaxPool2d(2, stride=1, padding=[1, 0, 0, 1], rule='onnx')").values,
              (Floats{2, 2, 4, 4}));
    EXPECT_EQ(pool::notation(pool::parse_stack("MaxPool2d(2, padding=[1, 0, 0, 1], rule='onnx')")),
              "MaxPool2d(2, padding=[1, 0, 0, 1], rule='onnx')");
}

TEST(Rules, RefuseWhatTheFrameworkRefuses) {
    const pool::Shape shape{1, 1, 8, 8};
    EXPECT_THAT(refusal("MaxPool2d(2, padding=[1, 0, 0, 1])", shape),
                HasSubstr("pads both sides of an axis alike"));
    EXPECT_THAT(refusal("MaxPool2d(2, padding='same')", shape), HasSubstr("takes numbers only"));
    EXPECT_THAT(refusal("MaxPool2d(3, padding=2)", shape), HasSubstr("at most half"));
    EXPECT_EQ(refusal("MaxPool2d(3, padding=2, rule='onnx')", shape), "accepted");
    EXPECT_THAT(refusal("MaxPool2d(3, padding=3, rule='caffe')", shape),
                HasSubstr("less than kernel_size 3"));
    EXPECT_THAT(refusal("MaxPool2d(3, ceil_mode=True, rule='tensorflow')", shape), HasSubstr("has none"));
    EXPECT_THAT(refusal("ONNX.MaxPool(kernel_shape=[3,3], ceil_mode=2)", shape), HasSubstr("0 or 1"));
    EXPECT_THAT(refusal("ONNX.MaxPool(kernel_shape=[3,3], strides=[0,1])", shape),
                HasSubstr("strides is (0, 1)"));
}

TEST(Unpool, PairsWithTheNearestPoolThatIsNotUndoneYet) {
    const pool::Tensor x = counting(8, 8);
    const Got got = evaluate(x, "MaxPool2d(2), MaxPool2d(2), MaxUnpool2d(2), MaxUnpool2d(2)");
    EXPECT_EQ(got.shape, x.shape());
    for (std::int64_t i = 0; i < 64; ++i) {
        // Only the maxima of the quarters are back at their places.
        const bool maximum = (i / 8) % 4 == 3 && i % 8 % 4 == 3;
        EXPECT_EQ(got.values[static_cast<std::size_t>(i)],
                  maximum ? x.data()[static_cast<std::size_t>(i)] : 0);
    }
    EXPECT_THAT(refusal("MaxUnpool2d(2)", {1, 1, 4, 4}), HasSubstr("no MaxPool2d before it"));
    EXPECT_THAT(refusal("MaxPool2d(2), MaxUnpool2d(2), MaxUnpool2d(2)", {1, 1, 4, 4}),
                HasSubstr("no MaxPool2d before it"));
    EXPECT_THAT(refusal("MaxPool2d(2), AvgPool2d(2), MaxUnpool2d(2)", {1, 1, 8, 8}),
                HasSubstr("the indices have the shape 1×1×4×4, but its input has 1×1×2×2"));
    EXPECT_THAT(refusal("MaxPool2d(2), MaxUnpool2d(2, output_size=7)", {1, 1, 8, 8}), "accepted");
    EXPECT_THAT(refusal("MaxPool2d(2), MaxUnpool2d(2, output_size=6)", {1, 1, 8, 8}),
                HasSubstr("between 7 and 9"));
}

TEST(Unpool, AnIndexOutsideOfTheOutputIsRefused) {
    // 5 → 2 → 4: the indices count in rows of 5, and the last lies behind the 4×4 plane.
    try {
        evaluate(counting(5, 5), "MaxPool2d(2), MaxUnpool2d(2)");
        FAIL();
    } catch (const pool::StackException& refused) {
        EXPECT_EQ(refused.error().position, 1U);
        EXPECT_THAT(refused.what(), HasSubstr("an index is 16, but the output plane of 4×4 has 0 to 15"));
    }
    EXPECT_EQ(evaluate(counting(5, 5), "MaxPool2d(2), MaxUnpool2d(2, output_size=5)").values[6], 7);
}

TEST(Stochastic, DrawsLargeValuesMoreOftenAndTheSameSeedDrawsTheSame) {
    pool::Tensor x({1, 1, 2, 2000});
    for (std::int64_t i = 0; i < 1000; ++i) {
        // Each window: 1, 3, 0, 0.
        x.at({0, 0, 0, 2 * i}) = 1;
        x.at({0, 0, 0, 2 * i + 1}) = 3;
    }
    const Got one = evaluate(x, "StochasticPool2d(2, training=True, seed=1)");
    EXPECT_EQ(one.indices, evaluate(x, "StochasticPool2d(2, training=True, seed=1)").indices);
    EXPECT_NE(one.indices, evaluate(x, "StochasticPool2d(2, training=True, seed=2)").indices);
    const auto threes = std::ranges::count(one.values, 3.0F);
    EXPECT_NEAR(static_cast<double>(threes), 750, 60);
    EXPECT_EQ(std::ranges::count(one.values, 1.0F), 1000 - threes);
    // Testing: (1·1 + 3·3) / 4.
    EXPECT_EQ(evaluate(x, "StochasticPool2d(2)").values[0], 2.5F);
    // Nothing to draw from.
    const Got none =
        evaluate(pool::Tensor({1, 1, 2, 2}, {0, -1, 0, -2}), "StochasticPool2d(2, training=True)");
    EXPECT_EQ(none.values, (Floats{0}));
    EXPECT_EQ(none.indices, (Places{-1}));
}

TEST(Fractional, FollowsGrahamsSequenceAndRefusesAsPyTorch) {
    pool::Tensor x({1, 1, 7, 7});
    for (std::int64_t i = 0; i < 49; ++i) x.data()[static_cast<std::size_t>(i)] = static_cast<float>(i);
    // u = 0.1 for the width, m = 4: starts 0, 1, 3, 5; u = 0.9 for the height, m = 3: starts 0, 2, 5.
    EXPECT_EQ(
        evaluate(x, "FractionalMaxPool2d(2, output_size=(3, 4), _random_samples=[[[0.1, 0.9]]])").indices,
        (Places{8, 9, 11, 13, 22, 23, 25, 27, 43, 44, 46, 48}));
    EXPECT_EQ(evaluate(x, "FractionalMaxPool2d(2, output_ratio=0.5)").shape, (pool::Shape{1, 1, 3, 3}));
    EXPECT_EQ(evaluate(x, "FractionalMaxPool2d(2, output_ratio=0.5, seed=4)").indices,
              evaluate(x, "FractionalMaxPool2d(2, output_ratio=0.5, seed=4)").indices);
    const pool::Shape shape{1, 1, 7, 7};
    EXPECT_THAT(refusal("FractionalMaxPool2d(2)", shape), HasSubstr("neither output_size nor output_ratio"));
    EXPECT_THAT(refusal("FractionalMaxPool2d(2, output_size=3, output_ratio=0.5)", shape),
                HasSubstr("both given"));
    EXPECT_THAT(refusal("FractionalMaxPool2d(2, output_size=7)", shape),
                HasSubstr("needs an input of at least 8×8"));
    EXPECT_THAT(refusal("FractionalMaxPool2d(2, output_ratio=1.5)", shape), HasSubstr("between 0 and 1"));
    EXPECT_THAT(
        refusal("FractionalMaxPool2d(2, output_size=3, _random_samples=[[[0.1, 0.9], [0.1, 0.2]]])", shape),
        HasSubstr("two numbers (width, height) for each of 1 channel of"));
}

float only_output(const std::string& notation, const pool::Tensor& x, std::int64_t column = 0) {
    const pool::Evaluation e =
        pool::evaluate(std::make_shared<pool::Tensor>(x), pool::parse_stack(notation), {});
    return e.output().at({0, 0, 0, column});
}

TEST(Regions, AlignedOnesMayLieTheWrongWayRound) {
    pool::Tensor x({1, 1, 6, 8});
    for (std::int64_t i = 0; i < x.shape().size(); ++i)
        x.data()[static_cast<std::size_t>(i)] = static_cast<float>(i);
    // torchvision 0.14.1: columns from 6 down to 2, rows from 1 to 5.
    const std::string reversed = "RoIAlign2d((1, 2), sampling_ratio=1, aligned=True, rois=[[0, 6, 1, 2, 5]])";
    EXPECT_EQ(only_output(reversed, x, 0), 2.5F * 8 + 4.5F);
    EXPECT_EQ(only_output(reversed, x, 1), 2.5F * 8 + 2.5F);
}

TEST(Regions, CellsBetweenSamplesDoNotCount) {
    pool::Tensor x({1, 1, 8, 8}, 5);
    x.at({0, 0, 0, 0}) = std::numeric_limits<float>::quiet_NaN();
    x.at({0, 0, 4, 4}) = std::numeric_limits<float>::infinity();
    // Samples at 2 and 6 along both sides.
    EXPECT_EQ(only_output("RoIAlign2d(1, sampling_ratio=2, rois=[[0, 0, 0, 8, 8]])", x), 5);
}

/// What a stack on a map of 2×3×8×8 is refused for.
std::string chain_refusal(const std::string& notation) {
    const pool::ShapeChain chain = pool::infer_shapes({2, 3, 8, 8}, pool::parse_stack(notation));
    return chain.error ? chain.error->message.text() : "";
}

TEST(Limits, NumbersAndMapsThatCannotBeComputedAreRefused) {
    for (const char* notation :
         {"AdaptiveMaxPool2d(4294967296)", "AdaptiveAvgPool2d(4294967296)", "MaxPool2d(9223372036854775807)",
          "ONNX.MaxPool([1, 1], pads=[0, 0, 4294967288, 4294967288])", "Conv2d(dilation=9223372036854775807)",
          "FractionalMaxPool2d(2, output_size=9223372036854775807)",
          "MaxPool2d(2), MaxUnpool2d(2, padding=-9223372036854775808)",
          "MaxPool2d(2), MaxUnpool2d(99999999999)", "RoIPool2d(99999999999, rois=[[0, 0, 0, 3, 3]])"})
        EXPECT_THAT(chain_refusal(notation), HasSubstr("numbers up to 2147483647")) << notation;
    for (const char* notation :
         {"AdaptiveMaxPool2d(20000)", "MaxPool2d(2), MaxUnpool2d(2147483647)", "Conv2d(padding=100000)",
          "ONNX.MaxPool([2, 2], pads=100000)", "RoIPool2d(2147483647, rois=[[0, 0, 0, 3, 3]])"})
        EXPECT_THAT(chain_refusal(notation), HasSubstr("cells are computed")) << notation;
    EXPECT_THAT(chain_refusal("RoIAlign2d(2, spatial_scale=1e300, rois=[[0, 0, 0, 3, 3]])"),
                HasSubstr("up to 1000000"));
    EXPECT_THAT(chain_refusal("RoIAlign2d(2, sampling_ratio=99999, rois=[[0, 0, 0, 3, 3]])"),
                HasSubstr("at most 4096"));
    EXPECT_THAT(chain_refusal("MaxPool2d(2), MaxUnpool2d(2, padding=-1)"), HasSubstr("must not be negative"));
    EXPECT_EQ(chain_refusal("AdaptiveMaxPool2d(1000)"), "");
}

TEST(Regions, RefuseWhatIsNoRegion) {
    const pool::Shape shape{1, 1, 8, 8};
    EXPECT_THAT(refusal("RoIPool2d(2, rois=[[0, 1, 1, 4]])", shape),
                HasSubstr("a list of [n, x1, y1, x2, y2]"));
    EXPECT_THAT(refusal("RoIAlign2d(2, rois=[[1, 1, 1, 4, 4]])", shape), HasSubstr("roi 0 is on item 1"));
    EXPECT_THAT(refusal("Conv2d(kernel='box', weight=[[1]])", shape), HasSubstr("only one may be"));
    EXPECT_THAT(refusal("Conv2d(weight=[[[[1]], [[1]]]])", shape),
                HasSubstr("weight is for 2 input channels"));
    EXPECT_THAT(refusal("SpatialPyramidPool2d(levels=[0])", shape), HasSubstr("whole numbers from 1 to 256"));
    EXPECT_THAT(refusal("BlurPool2d(9)", shape), HasSubstr("1 to 7"));
    EXPECT_THAT(refusal("MixedPool2d(2, alpha=2)", shape), HasSubstr("alpha is 2"));
}

}  // namespace
