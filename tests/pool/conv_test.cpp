#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "pool/notation.h"

namespace {

pool::Tensor convolved(const std::string& layer, const pool::Tensor& input) {
    return pool::evaluate(std::make_shared<const pool::Tensor>(input), pool::parse_stack(layer), {}).output();
}

pool::Tensor impulse(std::int64_t channels) {
    pool::Tensor x({1, channels, 5, 5});
    x.at({0, 0, 2, 2}) = 1;
    return x;
}

// torch.manual_seed(0); nn.Conv2d(1, 1, 3): weight -0.0025, 0.1788, -0.2743, … and bias 0.0882. An impulse
// shows the kernel turned by half a turn.
TEST(Conv2d, DrawsTheWeightsThatPyTorchDraws) {
    const pool::Tensor y = convolved("Conv2d(in_channels=1, out_channels=1, kernel_size=3)", impulse(1));
    const std::vector<float> weights = {-0.0025F, 0.1788F,  -0.2743F, -0.2453F, -0.1284F,
                                        0.0894F,  -0.0066F, 0.2643F,  -0.0296F};
    ASSERT_EQ(y.shape(), (pool::Shape{1, 1, 3, 3}));
    for (std::size_t i = 0; i < weights.size(); ++i)
        EXPECT_NEAR(y.data()[8 - i], weights[i] + 0.0882F, 2e-4F) << i;
}

TEST(Conv2d, SeedBiasAndGroups) {
    const auto first = [](const std::string& layer, const pool::Tensor& x) {
        return convolved(layer, x).data()[0];
    };
    const pool::Tensor x = impulse(4);
    const std::string form = "Conv2d(in_channels=4, out_channels=2, kernel_size=3, groups=2";
    EXPECT_EQ(first(form + ")", x), first(form + ", seed=0)", x));
    EXPECT_NE(first(form + ")", x), first(form + ", seed=1)", x));
    // The second group does not see the first channel: only its bias is left.
    const pool::Tensor with = convolved(form + ")", x);
    const pool::Tensor without = convolved(form + ", bias=False)", x);
    EXPECT_NE(with.at({0, 1, 1, 1}), 0);
    EXPECT_EQ(with.at({0, 1, 1, 1}), with.at({0, 1, 0, 0}));
    EXPECT_EQ(without.at({0, 1, 1, 1}), 0);
    EXPECT_NE(without.at({0, 0, 1, 1}), 0);
}

TEST(Conv2d, RefusesWhatPyTorchRefuses) {
    const auto refusal = [](const std::string& layer, const pool::Shape& input) {
        const pool::ShapeChain chain = pool::infer_shapes(input, pool::parse_stack(layer));
        return chain.error ? chain.error->message.text() : std::string("accepted");
    };
    using testing::HasSubstr;
    EXPECT_THAT(refusal("Conv2d(in_channels=3, out_channels=6, kernel_size=5)", {1, 1, 28, 28}),
                HasSubstr("in_channels is for 3 input channels, but the input has 1"));
    EXPECT_THAT(refusal("Conv2d(in_channels=4, out_channels=6, groups=4)", {1, 4, 8, 8}),
                HasSubstr("groups is 4, but it must divide in_channels (4) and out_channels (6)"));
    EXPECT_THAT(refusal("Conv2d(in_channels=0)", {1, 1, 8, 8}), HasSubstr("in_channels is 0"));
    EXPECT_THAT(refusal("Conv2d(in_channels=1, out_channels=1048576, kernel_size=5)", {1, 1, 8, 8}),
                HasSubstr("more than 1048576 weights"));
    EXPECT_THAT(refusal("Conv2d('box', in_channels=1)", {1, 1, 8, 8}), HasSubstr("only one may be"));
}

}  // namespace
