#include "scene/links.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "evaluations.h"
#include "scene/marks.h"
#include "ui/theme.h"

namespace {

using scene::LinkChoice;
using scene::LinkInstance;
using scene::LinkRole;

TEST(Links, JoinEveryWinnerWithItsOutput) {
    const pool::Evaluation e = evaluate_on(random_input({1, 3, 17, 14}), "MaxPool2d(3, stride=2, padding=1)");
    const scene::Layout layout = scene::layout(e, 0);
    const scene::LayerLinks links = scene::layer_links(e, 0, layout, {false, false, 100000});
    const pool::Winners& indices = e.layers[0].forward.indices;
    EXPECT_EQ(static_cast<std::int64_t>(links.links.size()), indices.shape().size());
    EXPECT_EQ(links.total, indices.shape().size());
    for (const LinkInstance& link : links.links) {
        EXPECT_EQ(link.role, LinkRole::winner);
        EXPECT_EQ(link.below_channel, link.above_channel);
        EXPECT_EQ(indices.at({0, link.above_channel, link.above_row, link.above_column}),
                  link.below_row * 14 + link.below_column);
    }
}

TEST(Links, LosersComeOnDemand) {
    const pool::Evaluation e = evaluate_on(random_input({1, 1, 8, 8}), "MaxPool2d(2)");
    const scene::Layout layout = scene::layout(e, 0);
    const scene::LayerLinks links = scene::layer_links(e, 0, layout, {false, true, 100000});
    EXPECT_EQ(links.total, 64);
    EXPECT_EQ(std::ranges::count(links.links, LinkRole::loser, &LinkInstance::role), 48);
    EXPECT_EQ(std::ranges::count(links.links, LinkRole::winner, &LinkInstance::role), 16);
}

TEST(Links, AnAverageIsASheafOfEqualShares) {
    const pool::Evaluation e = evaluate_on(random_input({1, 1, 14, 14}), "AvgPool2d(3, stride=2, padding=1)");
    const scene::LayerLinks links = scene::layer_links(e, 0, scene::layout(e, 0), {false, false, 100000});
    // Padding has no links: 20 of 21 rows and columns are cells of the map.
    EXPECT_EQ(links.total, 20 * 20);
    for (const LinkInstance& link : links.links) {
        EXPECT_EQ(link.role, LinkRole::share);
        EXPECT_FLOAT_EQ(link.slope, 1.0F / 9);
    }
}

TEST(Links, ABudgetKeepsTheLargestValuesAndWholeWindows) {
    const pool::Evaluation e = evaluate_on(random_input({1, 2, 40, 40}), "AvgPool2d(2)");
    const scene::Layout layout = scene::layout(e, 0);
    const scene::LayerLinks links = scene::layer_links(e, 0, layout, {false, false, 403});
    EXPECT_EQ(links.total, 2 * 1600);
    EXPECT_EQ(links.links.size(), 400U);
    std::set<std::int64_t> shown;
    float smallest = 1;
    for (const LinkInstance& link : links.links) {
        const pool::Cell cell{0, link.above_channel, link.above_row, link.above_column};
        shown.insert(e.output().offset(cell));
        smallest = std::min(smallest, e.output().at(cell));
    }
    EXPECT_EQ(shown.size(), 100U);
    for (std::int64_t i = 0; i < e.output().shape().size(); ++i)
        EXPECT_TRUE(shown.contains(i) || e.output().data()[static_cast<std::size_t>(i)] <= smallest);
}

TEST(Links, BackwardTheLargestGradientsComeFirst) {
    pool::Upstream upstream;
    upstream.source = pool::Upstream::Source::random;
    const pool::Evaluation e = evaluate_on(random_input({1, 1, 40, 40}), "MaxPool2d(2)", upstream);
    const scene::LayerLinks links = scene::layer_links(e, 0, scene::layout(e, 0), {true, false, 50});
    ASSERT_EQ(links.links.size(), 50U);
    float smallest = 1;
    for (const LinkInstance& link : links.links)
        smallest = std::min(
            smallest, std::abs(e.upstream.at({0, link.above_channel, link.above_row, link.above_column})));
    int larger = 0;
    for (const float g : e.upstream.data()) larger += std::abs(g) > smallest ? 1 : 0;
    EXPECT_LT(larger, 50);
}

TEST(Walking, OfALargeLayerEvenlySpacedWindowsMove) {
    const pool::Evaluation e = evaluate_on(random_input({1, 1, 200, 200}), "MaxPool2d(2), MaxPool2d(2)");
    const scene::Layout layout = scene::layout(e, 0);
    scene::View view;
    view.cursor = {pool::Phase::forward, 0, 0, 0.5F, true};
    const scene::Look look = ui::scene_look(figure::Style{}, {0, 1}, {1});
    const scene::Relief relief = scene::relief_of(e, view, look, layout);
    const scene::Walking many = scene::walking_cells({e, view, look, layout, relief});
    EXPECT_EQ(many.of, 10000);
    EXPECT_EQ(many.windows, 34 * 34) << "every third row and column";
    EXPECT_EQ(many.tiles.size(), 4U * 34 * 34);
    view.cursor.layer = 1;
    view.cursor.whole = false;
    EXPECT_EQ(scene::walking_cells({e, view, look, layout, relief}).windows, 1);
}

TEST(Walking, CellsOfASumAreWeighedAndThoseOfAMeanLevelled) {
    const auto x =
        std::make_shared<const pool::Tensor>(pool::Shape{1, 1, 2, 2}, std::vector<float>{1, 2, 3, 4});
    const auto values = [&](const std::string& stack) {
        const pool::Evaluation e = pool::evaluate(x, pool::parse_stack(stack), {});
        const scene::Layout layout = scene::layout(e, 0);
        scene::View view;
        view.cursor = {pool::Phase::forward, 0, 0, 2};
        const scene::Look look = ui::scene_look(figure::Style{}, {0, 1}, {1});
        const scene::Relief relief = scene::relief_of(e, view, look, layout);
        std::vector<float> found;
        for (const scene::Tile& tile : scene::walking_cells({e, view, look, layout, relief}).tiles)
            found.push_back(tile.value);
        return found;
    };
    EXPECT_EQ(values("Conv2d(weight=[[1, -1], [2, 0]])"), (std::vector<float>{1, -2, 6, 0}));
    EXPECT_EQ(values("AvgPool2d(2)"), (std::vector<float>(4, 2.5F)));
}

TEST(Regions, AreFramedOnTheLayersInput) {
    const pool::Evaluation e = evaluate_on(
        random_input({2, 1, 14, 14}),
        "RoIAlign2d(2, aligned=True, rois=[[0, 1, 2, 10, 11], [0, 3, 4, 12, 9], [1, 0, 0, 5, 5]])");
    const scene::Layout layout = scene::layout(e, 0);
    const scene::View view;
    const scene::Look look = ui::scene_look(figure::Style{}, {0, 1}, {1});
    const scene::Relief relief = scene::relief_of(e, view, look, layout);
    const std::vector<scene::Mark> marks = scene::region_marks({e, view, look, layout, relief});
    ASSERT_EQ(marks.size(), 16U) << "two regions lie on item 0, each with a light and a dark frame";
    const scene::Vec3 corner = layout.maps[0].point(0, 2, 1);
    EXPECT_FLOAT_EQ(marks[0].from.x, corner.x);
    EXPECT_FLOAT_EQ(marks[0].from.z, corner.z);
    const scene::Vec3 opposite = layout.maps[0].point(0, 11, 10);
    EXPECT_FLOAT_EQ(marks[1].to.x, opposite.x);
    EXPECT_FLOAT_EQ(marks[1].to.z, opposite.z);
    EXPECT_GT(marks[0].color[3], marks[8].color[3]) << "that of the shown item stands out";
}

}  // namespace
