#include "document/prepare.h"

#include <gtest/gtest.h>

#include "document/raster.h"

namespace {

using document::Input;

Input with_picture(std::int64_t h, std::int64_t w, const std::vector<float>& values, int channels = 1) {
    Input input;
    input.base.picture = true;
    input.base.values =
        std::make_shared<const pool::Tensor>(pool::Tensor({1, channels, h, w}, std::vector<float>(values)));
    document::fit_canvas(input);
    return input;
}

/// Paper of that light with a dark cross in the middle.
Input paper(int size, float light, float ink) {
    std::vector<float> values(static_cast<std::size_t>(size * size), light);
    for (int i = size / 3; i < 2 * size / 3; ++i) {
        values[static_cast<std::size_t>(size / 2 * size + i)] = ink;
        values[static_cast<std::size_t>(i * size + size / 2)] = ink;
    }
    return with_picture(size, size, values);
}

TEST(Prepare, SmallPicturesKeepTheirCellsAndLargeOnesAreFitted) {
    const Input small = with_picture(2, 3, {0, 0.25F, 0.5F, 0.75F, 1, 0.1F});
    EXPECT_EQ(document::raster(small), *small.base.values);
    const Input large = with_picture(1, 300, std::vector<float>(300, 1));
    EXPECT_EQ(document::input_shape(large), (pool::Shape{1, 1, 28, 28}));
}

TEST(Prepare, AThinPictureIsNeverEmpty) {
    std::vector<float> line(1500, 0.0F);
    for (std::size_t i = 500; i < 1000; ++i) line[i] = 1;
    const pool::Tensor map = document::raster(with_picture(3, 500, line));
    float highest = 0;
    for (const float v : map.data()) highest = std::max(highest, v);
    EXPECT_GT(highest, 0.3F);
}

TEST(Prepare, BarsGoOnAsTheRimDoes) {
    Input input = with_picture(10, 20, std::vector<float>(200, 0.75F));
    input.width = input.height = 20;
    const pool::Tensor plain = document::raster(input);
    for (const float v : plain.data()) EXPECT_FLOAT_EQ(v, 0.75F);
    input.invert = true;
    const pool::Tensor inverted = document::raster(input);
    for (const float v : inverted.data()) EXPECT_FLOAT_EQ(v, 0.25F);
}

TEST(Prepare, PaperIsNoticedAndLevelsMakeItZeroAndTheInkOne) {
    Input input = paper(21, 0.8F, 0.2F);
    EXPECT_TRUE(document::has_light_rim(input));
    EXPECT_FALSE(document::has_light_rim(paper(21, 0.1F, 0.9F)));
    input.black = 0.3F;
    input.white = 0.7F;
    input.invert = true;
    EXPECT_FALSE(document::has_light_rim(input));
    const pool::Tensor map = document::raster(input);
    EXPECT_EQ(map.at({0, 0, 0, 0}), 0);
    EXPECT_EQ(map.at({0, 0, 10, 10}), 1);
}

TEST(Prepare, UnevenLightIsDividedAway) {
    Input input = paper(64, 1, 0.2F);
    pool::Tensor shaded = *input.base.values;
    for (std::int64_t y = 0; y < 64; ++y)
        for (std::int64_t x = 0; x < 64; ++x)
            shaded.at({0, 0, y, x}) *= 0.4F + 0.6F * static_cast<float>(x) / 63;
    input.base.values = std::make_shared<const pool::Tensor>(shaded);
    input.even_light = true;
    const pool::Tensor map = document::raster(input);
    EXPECT_GT(map.at({0, 0, 5, 3}), 0.8F);
    EXPECT_GT(map.at({0, 0, 5, 60}), 0.9F);
    EXPECT_LT(map.at({0, 0, 32, 32}), 0.4F);
}

TEST(Prepare, CroppingFindsTheInkAndLeavesAMargin) {
    std::vector<float> values(100 * 100, 0);
    for (int y = 60; y < 80; ++y)
        for (int x = 10; x < 20; ++x) values[static_cast<std::size_t>(y * 100 + x)] = 1;
    Input input = with_picture(100, 100, values);
    input.crop_to_ink = true;
    // 20 rows of ink and a fifth of that on each side.
    EXPECT_EQ(document::prepared_picture(input)->shape(), (pool::Shape{1, 1, 28, 18}));
}

TEST(Prepare, OneChannelOfAPictureOrAnArray) {
    Input input = with_picture(1, 2, {0, 1, 0.25F, 0.5F, 0.75F, 0.125F}, 3);
    input.channel = 1;
    EXPECT_EQ(document::input_shape(input), (pool::Shape{1, 1, 1, 2}));
    EXPECT_EQ(document::raster(input).data()[1], 0.5F);
    input.base.picture = false;
    EXPECT_EQ(document::input_shape(input), (pool::Shape{1, 1, 1, 2}));
    EXPECT_EQ(document::raster(input).data()[0], 0.25F);
}

TEST(Prepare, ARasterSeesEveryChange) {
    Input input = paper(16, 0.8F, 0.2F);
    document::Raster raster;
    raster.update(input);
    const auto changes = [&](auto&& change) {
        change(input);
        EXPECT_FALSE(raster.update(input).has_value());
        EXPECT_EQ(*raster.map(), document::raster(input));
    };
    changes([](Input& i) { i.black = 0.25F; });
    changes([](Input& i) { i.white = 0.75F; });
    changes([](Input& i) { i.even_light = true; });
    changes([](Input& i) { i.crop_to_ink = true; });
    changes([](Input& i) { i.channel = 0; });
}

}  // namespace
