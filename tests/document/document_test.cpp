#include <algorithm>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "document/history.h"
#include "document/raster.h"
#include "document/samples.h"

namespace {

using namespace document;

float sum(const pool::Tensor& t) { return std::accumulate(t.data().begin(), t.data().end(), 0.0F); }

Stroke line(float x0, float y0, float x1, float y1, float size = 0.1F) {
    Stroke s;
    s.size = size;
    s.points = {{x0, y0}, {x1, y1}};
    return s;
}

pool::Tensor pooled(const pool::Tensor& x) {
    pool::Tensor y({1, 1, x.shape().h / 2, x.shape().w / 2});
    for (std::int64_t i = 0; i < y.shape().h; ++i)
        for (std::int64_t j = 0; j < y.shape().w; ++j)
            y.at({0, 0, i, j}) =
                std::max({x.at({0, 0, 2 * i, 2 * j}), x.at({0, 0, 2 * i, 2 * j + 1}),
                          x.at({0, 0, 2 * i + 1, 2 * j}), x.at({0, 0, 2 * i + 1, 2 * j + 1})});
    return y;
}

TEST(Samples, AreAllThereAndDrawSomething) {
    for (const char* id : {"digit.0", "digit.1", "digit.2", "digit.3", "digit.4", "digit.5", "digit.6",
                           "digit.7", "digit.8", "digit.9", "one", "one.shifted", "yi.level", "yi.tilted",
                           "zero.large", "zero.small", "matrix.textbook"}) {
        ASSERT_NE(find_sample(id), nullptr) << id;
        EXPECT_GT(sum(raster(find_sample(id)->input)), 5) << id;
    }
}

TEST(Samples, TheShiftedOneIsTheSameMapOneCellToTheRightAndPoolsToTheSameMap) {
    const pool::Tensor one = raster(find_sample("one")->input);
    const pool::Tensor shifted = raster(find_sample("one.shifted")->input);
    ASSERT_EQ(one.shape(), (pool::Shape{1, 1, 16, 16}));
    for (std::int64_t y = 0; y < 16; ++y)
        for (std::int64_t x = 1; x < 16; ++x) EXPECT_EQ(shifted.at({0, 0, y, x}), one.at({0, 0, y, x - 1}));
    EXPECT_FALSE(one == shifted);
    EXPECT_EQ(pooled(one), pooled(shifted));
}

TEST(Samples, TextbookMatrixHasItsValues) {
    const pool::Tensor m = raster(find_sample("matrix.textbook")->input);
    const std::vector<float> expected = {1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4};
    EXPECT_TRUE(std::ranges::equal(m.data(), expected));
}

TEST(Raster, AStrokeCoversItsLineAndNothingFarFromIt) {
    Input input;
    input.strokes = {line(0.2F, 0.5F, 0.8F, 0.5F)};
    const pool::Tensor map = raster(input);
    EXPECT_GT(map.at({0, 0, 14, 14}), 0.95F);
    EXPECT_EQ(map.at({0, 0, 5, 14}), 0);
    EXPECT_EQ(map.at({0, 0, 14, 2}), 0);
    for (const float v : map.data()) EXPECT_TRUE(v >= 0 && v <= 1);
}

TEST(Raster, CrossingStrokesDoNotPileUpAndErasingClears) {
    Input input;
    input.strokes = {line(0.2F, 0.5F, 0.8F, 0.5F), line(0.5F, 0.2F, 0.5F, 0.8F)};
    EXPECT_LE(raster(input).at({0, 0, 14, 14}), 1);
    Stroke eraser = line(0.5F, 0.5F, 0.5F, 0.5F, 0.3F);
    eraser.erase = true;
    input.strokes.push_back(eraser);
    EXPECT_LT(raster(input).at({0, 0, 14, 14}), 0.01F);
}

TEST(Raster, AStrokeBetweenPointsOutsideCrossesTheMap) {
    document::Input input;
    // In from the left edge and out at the right one: no point lies on the map.
    input.strokes = {line(-0.5F, 0.2F, 1.5F, 0.8F)};
    const pool::Tensor map = document::raster(input);
    EXPECT_GT(map.at({0, 0, 14, 14}), 0.9F);
    EXPECT_GT(map.at({0, 0, 11, 7}), 0.5F);
    EXPECT_GT(map.at({0, 0, 17, 21}), 0.5F);
}

TEST(Raster, EveryResolutionShowsTheSameStroke) {
    for (const int side : {8, 16, 28, 64, 256}) {
        Input input;
        input.height = input.width = side;
        input.strokes = {line(0.25F, 0.5F, 0.75F, 0.5F, 0.2F)};
        const pool::Tensor map = raster(input);
        const float part = sum(map) / static_cast<float>(side * side);
        EXPECT_NEAR(part, 0.5F * 0.2F + 0.0314F, 0.035F) << side;
    }
}

TEST(Raster, PicturesAreFittedByAreaAndInvertedOnBackground) {
    Input input;
    input.height = input.width = 8;
    input.base.picture = true;
    pool::Tensor wide({1, 1, 16, 32}, 1.0F);
    input.base.values = std::make_shared<const pool::Tensor>(wide);
    pool::Tensor map = raster(input);
    EXPECT_EQ(map.at({0, 0, 0, 0}), 1) << "bars take the rim's colour";
    EXPECT_FLOAT_EQ(map.at({0, 0, 4, 4}), 1);
    input.fit = Fit::stretch;
    map = raster(input);
    EXPECT_TRUE(std::ranges::all_of(map.data(), [](float v) { return std::abs(v - 1) < 1e-6F; }));
    input.fit = Fit::contain;
    input.invert = true;
    EXPECT_EQ(sum(raster(input)), 0);
    pool::Tensor checker({1, 1, 16, 16});
    for (std::int64_t i = 0; i < 256; ++i)
        checker.data()[static_cast<std::size_t>(i)] = static_cast<float>((i / 16 + i) % 2);
    input.invert = false;
    input.base.values = std::make_shared<const pool::Tensor>(checker);
    map = raster(input);
    for (const float v : map.data()) EXPECT_FLOAT_EQ(v, 0.5F);
}

TEST(Raster, ColourPicturesKeepThreeChannelsOrBecomeGrey) {
    Input input;
    input.base.picture = true;
    pool::Tensor rgb({1, 3, 28, 28});
    std::ranges::fill(rgb.plane(0, 1), 1.0F);
    input.base.values = std::make_shared<const pool::Tensor>(rgb);
    EXPECT_EQ(raster(input).shape(), (pool::Shape{1, 3, 28, 28}));
    input.grey = true;
    const pool::Tensor grey = raster(input);
    EXPECT_EQ(grey.shape(), (pool::Shape{1, 1, 28, 28}));
    EXPECT_NEAR(grey.data()[0], 0.7152F, 1e-5F);
    EXPECT_EQ(input_shape(input), grey.shape());
}

TEST(Raster, ArraysAreUsedAsTheyAreAndTypedValuesComeLast) {
    Input input;
    pool::Tensor values({2, 3, 5, 7}, -4.0F);
    input.base.values = std::make_shared<const pool::Tensor>(values);
    input.edits = {{{1, 2, 4, 6}, 9.5F}, {{9, 9, 9, 9}, 1}};
    const pool::Tensor map = raster(input);
    EXPECT_EQ(map.shape(), values.shape());
    EXPECT_EQ(map.at({1, 2, 4, 6}), 9.5F);
    EXPECT_EQ(map.at({0, 0, 0, 0}), -4);
}

Document random_document(std::mt19937& random) {
    Document d = first_document();
    d.input.width = 8 + static_cast<int>(random() % 100);
    d.input.invert = random() % 2;
    return d;
}

TEST(History, UndoesBackToTheStartAndRedoesToTheEnd) {
    std::mt19937 random(1);
    History history(first_document());
    std::vector<Document> states = {history.current()};
    for (int i = 0; i < 100; ++i) {
        history.change(random_document(random));
        if (!(states.back() == history.current())) states.push_back(history.current());
    }
    for (std::size_t i = states.size(); i-- > 0;) {
        ASSERT_TRUE(history.current() == states[i]);
        EXPECT_EQ(history.can_undo(), i > 0);
        history.undo();
    }
    for (std::size_t i = 0; i < states.size(); ++i) {
        ASSERT_TRUE(history.current() == states[i]);
        history.redo();
    }
    EXPECT_FALSE(history.can_redo());
}

TEST(History, MergesOneDragAndForgetsRedoAfterAChange) {
    History history(first_document());
    const auto with_width = [&](int width) {
        Document d = history.current();
        d.input.width = width;
        return d;
    };
    for (int w = 30; w < 40; ++w) history.change(with_width(w), "size");
    history.seal();
    history.change(with_width(50), "size");
    history.undo();
    EXPECT_EQ(history.current().input.width, 39);
    history.undo();
    EXPECT_EQ(history.current().input.width, 28);
    EXPECT_FALSE(history.can_undo());
    history.change(with_width(60));
    EXPECT_FALSE(history.can_redo());
    EXPECT_TRUE(history.unsaved());
    history.mark_saved();
    EXPECT_FALSE(history.unsaved());
}

TEST(Raster, ChangedInPlaceEqualsDrawnAnew) {
    std::mt19937 random(7);
    const auto unit = [&] { return std::uniform_real_distribution<float>(-0.1F, 1.1F)(random); };
    const auto pick = [&](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    for (int round = 0; round < 40; ++round) {
        Input input;
        input.height = pick(8, 40);
        input.width = pick(8, 40);
        if (round % 3 == 0) {
            pool::Tensor array({2, 1, 20, 30});
            for (float& v : array.data()) v = unit() * 5;
            input.base.values = std::make_shared<const pool::Tensor>(array);
        }
        Raster kept;
        kept.update(input);
        for (int step = 0; step < 30; ++step) {
            const pool::Tensor before = *kept.map();
            switch (pick(0, 5)) {
                case 0:
                    input.strokes.push_back({pick(0, 3) == 0, 0.2F, 0.5F, 1.0F, {{unit(), unit()}}});
                    break;
                case 1:
                case 2:
                    if (!input.strokes.empty()) input.strokes.back().points.push_back({unit(), unit()});
                    break;
                case 3:
                    if (!input.strokes.empty()) input.strokes.erase(input.strokes.begin());
                    break;
                case 4:
                    input.edits.push_back({{0, 0, pick(0, 25), pick(0, 35)}, unit()});
                    break;
                default:
                    if (!input.edits.empty()) input.edits.erase(input.edits.begin());
                    break;
            }
            const auto changed = kept.update(input);
            ASSERT_TRUE(changed);
            ASSERT_EQ(*kept.map(), raster(input));
            const pool::Shape& shape = before.shape();
            for (std::int64_t i = 0; i < shape.size(); ++i) {
                const auto at = static_cast<std::size_t>(i);
                if (before.data()[at] == kept.map()->data()[at]) continue;
                ASSERT_TRUE(changed->contains(i / shape.w % shape.h, i % shape.w));
            }
        }
    }
}

}  // namespace
