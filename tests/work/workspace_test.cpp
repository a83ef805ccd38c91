#include "work/workspace.h"

#include <cstring>
#include <random>

#include <gtest/gtest.h>

#include "document/raster.h"
#include "document/samples.h"
#include "pool/notation.h"

namespace {

using namespace work;

void expect_same(const pool::Evaluation& got, const pool::Evaluation& expected) {
    const auto same = [](const pool::Tensor& a, const pool::Tensor& b) {
        return a.shape() == b.shape() &&
               std::memcmp(a.data().data(), b.data().data(), a.data().size_bytes()) == 0;
    };
    ASSERT_EQ(got.map_count(), expected.map_count());
    for (std::size_t i = 0; i < got.map_count(); ++i) {
        ASSERT_TRUE(same(got.map(i), expected.map(i))) << "map " << i;
        ASSERT_TRUE(same(got.gradient(i), expected.gradient(i))) << "gradient at map " << i;
    }
}

document::Document with_stack(const char* stack) {
    document::Document document = document::first_document();
    document.stack = pool::parse_stack(stack);
    return document;
}

document::Document of_array(const pool::Shape& shape, const char* stack) {
    document::Document document = with_stack(stack);
    auto values = std::make_shared<pool::Tensor>(shape);
    std::mt19937 random(3);
    for (float& value : values->data()) value = static_cast<float>(random() % 1000) / 1000;
    document.input = {};
    document.input.base = {"array", values, false};
    return document;
}

TEST(Evaluate, DrawsTheInputAndTheTarget) {
    document::Document document = with_stack("MaxPool2d(2)");
    document.upstream.source = pool::Upstream::Source::target;
    document.upstream.target = "digit.0";
    const pool::Evaluation e = evaluate(document);
    EXPECT_EQ(*e.input, document::raster(document.input));
    ASSERT_FALSE(e.target.empty());
    document::Document other = document;
    other.input = document::find_sample("digit.0")->input;
    EXPECT_EQ(evaluate(other).output(), e.target) << "the target is what the other digit becomes";
    EXPECT_NE(evaluate(document).id, e.id);
}

TEST(Live, FollowsEveryEditBitForBit) {
    const char* stacks[] = {"MaxPool2d(2), AvgPool2d(2)", "LPPool2d(2, 2)", "MaxPool2d(3, padding=2)",
                            "MaxPool2d(2), MaxUnpool2d(2)", ""};
    std::mt19937 random(5);
    const auto unit = [&] { return static_cast<float>(random() % 1000) / 1000; };
    const auto cell = [&] { return static_cast<std::int64_t>(random() % 28); };
    document::Document document = document::first_document();
    Live live(document);
    int in_steps = 0;
    for (int i = 0; i < 150; ++i) {
        switch (random() % 4) {
            case 0:
                document.input.edits.push_back({{0, 0, cell(), cell()}, unit()});
                break;
            case 1:
                document.stack = pool::parse_stack(stacks[random() % std::size(stacks)]);
                break;
            default:
                document.input.strokes.push_back(
                    {random() % 3 == 0, 0.1F, 0.7F, 1, {{unit(), unit()}, {unit(), unit()}}});
                break;
        }
        const pool::EvaluationId before = live.evaluation().id;
        live.follow(document);
        if (const Change* change = live.change(); change && change->from == before) ++in_steps;
        if (!live.chain().error) expect_same(live.evaluation(), evaluate(document));
        EXPECT_EQ(live.input(), document::raster(document.input));
        if (testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(in_steps, 30) << "strokes are evaluated where they change something";
}

TEST(Live, KeepsTheLastStackThatFitted) {
    Live live(with_stack("MaxPool2d(2)"));
    document::Document wrong = with_stack("MaxPool2d(2), MaxPool2d(40)");
    wrong.input.edits.push_back({{0, 0, 1, 1}, 7});
    live.follow(wrong);
    ASSERT_TRUE(live.chain().error);
    ASSERT_EQ(live.evaluation().layers.size(), 1U);
    EXPECT_EQ(live.evaluation().map(1).at({0, 0, 0, 0}), 7) << "with the new input";
    live.restart(wrong);
    EXPECT_EQ(live.evaluation().layers.size(), 1U) << "the layers below the one that does not fit";
    live.restart(with_stack("MaxPool2d(40), MaxPool2d(2)"));
    EXPECT_TRUE(live.evaluation().layers.empty()) << "nothing of another document is shown";
    live.follow(with_stack("MaxPool2d(2), MaxPool2d(2), MaxPool2d(40)"));
    EXPECT_EQ(live.evaluation().layers.size(), 2U);
}

TEST(Workspace, OpeningIsOneStepThatCanBeTakenBack) {
    Workspace workspace(document::first_document());
    workspace.edit([](document::Document& d) { d.stack = pool::parse_stack("MinPool2d(2)"); });
    workspace.apply_edits();
    workspace.mark_saved("mine.poolscope.json");
    workspace.edit([](document::Document& d) { d.input.strokes.clear(); });
    workspace.apply_edits();
    const document::Document mine = workspace.document();
    workspace.selection().toggle_pin({1, {0, 0, 2, 2}});
    workspace.walk().jump({pool::Phase::backward, 0, 9, 0});
    // What was asked for before the file was opened is not lost.
    workspace.edit([](document::Document& d) { d.upstream.seed = 7; });

    const document::Document other = of_array({2, 3, 12, 10}, "AvgPool2d(2), AvgPool2d(2)");
    workspace.open(other, "other.poolscope.json");
    EXPECT_TRUE(workspace.document() == other);
    EXPECT_EQ(workspace.path(), "other.poolscope.json");
    EXPECT_FALSE(workspace.history().unsaved());
    EXPECT_EQ(workspace.cursor(), pool::Cursor{});
    EXPECT_TRUE(workspace.selection().pinned().empty());
    expect_same(workspace.evaluation(), evaluate(other));

    workspace.request_undo();
    workspace.apply_edits();
    EXPECT_EQ(workspace.document().upstream.seed, 7);
    EXPECT_EQ(workspace.path(), "mine.poolscope.json") << "saving would write the right file";
    EXPECT_TRUE(workspace.history().unsaved());
    workspace.request_undo();
    workspace.apply_edits();
    EXPECT_TRUE(workspace.document() == mine);
    expect_same(workspace.evaluation(), evaluate(mine));
    workspace.request_undo();
    workspace.apply_edits();
    EXPECT_FALSE(workspace.history().unsaved()) << "that is what was saved";
    for (int i = 0; i < 3; ++i) workspace.request_redo();
    workspace.apply_edits();
    EXPECT_TRUE(workspace.document() == other);
    EXPECT_EQ(workspace.path(), "other.poolscope.json");
}

TEST(Workspace, SavingCountsForEveryStepOfThatFile) {
    Workspace workspace(document::first_document());
    workspace.edit([](document::Document& d) { d.upstream.seed = 3; });
    workspace.apply_edits();
    workspace.mark_saved("mine.poolscope.json");
    EXPECT_FALSE(workspace.history().unsaved());
    workspace.request_undo();
    workspace.apply_edits();
    EXPECT_TRUE(workspace.history().unsaved());
    EXPECT_EQ(workspace.path(), "mine.poolscope.json");
}

TEST(Walk, PlaysEveryWindowOfTheStackAndRests) {
    Workspace workspace(of_array({1, 1, 6, 6}, "MaxPool2d(2), AvgPool2d(3)"));
    Walk& walk = workspace.walk();
    const std::int64_t steps = pool::step_count(workspace.evaluation());
    EXPECT_EQ(steps, 2 * (9 + 1));
    walk.toggle_play();
    std::int64_t last = 0;
    for (int i = 0; i < 10000 && walk.playing(); ++i) {
        workspace.advance(1.0F / 30);
        const std::int64_t now = pool::step_of(workspace.evaluation(), workspace.cursor());
        EXPECT_TRUE(now == last || now == last + 1) << "no window is left out at this speed";
        last = now;
    }
    EXPECT_FALSE(workspace.animating());
    EXPECT_EQ(last, steps - 1);
    EXPECT_EQ(workspace.cursor().stage, 0);
    walk.set_mode(PlayMode::stack);
    EXPECT_TRUE(workspace.cursor().whole);
    walk.step(-100);
    EXPECT_EQ(workspace.cursor().phase, pool::Phase::forward);
    EXPECT_EQ(workspace.cursor().layer, 0U);
}

TEST(Walk, PlayingStopsWhereTheLastLayerIsTakenAway) {
    for (const bool skips : {true, false}) {
        Workspace workspace(of_array({1, 1, 6, 6}, "MaxPool2d(2)"));
        workspace.walk().set_skips_equal(skips);
        workspace.walk().toggle_play();
        workspace.advance(0.1F);
        workspace.edit([](document::Document& d) { d.stack.clear(); });
        workspace.apply_edits();
        for (int i = 0; i < 100 && workspace.animating(); ++i) workspace.advance(0.1F);
        EXPECT_TRUE(workspace.evaluation().layers.empty());
        EXPECT_FALSE(workspace.animating());
    }
}

TEST(Walk, AStepOfAStageRunsToItsEndAndHolds) {
    Workspace workspace(of_array({1, 1, 6, 6}, "MaxPool2d(2)"));
    Walk& walk = workspace.walk();
    for (const float end : {1.0F, 2.0F}) {
        walk.step_stage(1);
        EXPECT_TRUE(walk.moving());
        for (int i = 0; i < 1000 && walk.moving(); ++i) workspace.advance(1.0F / 60);
        EXPECT_EQ(workspace.cursor().stage, end);
    }
    walk.set_stage(9);
    EXPECT_EQ(workspace.cursor().stage, 3);
}

TEST(Selection, StaysInsideMapsOfDifferentShapes) {
    Workspace workspace(
        of_array({2, 3, 16, 16}, "RoIAlign2d(2, rois=[[0,0,0,8,8],[1,2,2,9,9],[1,0,0,5,5],[0,4,4,9,9]])"));
    Selection& selection = workspace.selection();
    EXPECT_EQ(selection.items(), 4);
    EXPECT_EQ(selection.channels(), 3);
    selection.show_item(99);
    selection.show_channel(-4);
    EXPECT_EQ(selection.item(), 3);
    EXPECT_EQ(selection.channel(), 0);
    EXPECT_EQ(selection.plane_of({2, 3, 16, 16}), (pool::Cell{1, 0, 0, 0}));
    selection.hover(pool::MapCell{1, {3, 2, 1, 1}});
    selection.toggle_pin({1, {3, 2, 0, 0}});
    selection.toggle_pin({0, {1, 2, 15, 15}});
    EXPECT_EQ(selection.pinned().size(), 2U);
    workspace.edit([](document::Document& d) { d.stack = pool::parse_stack("MaxPool2d(2)"); });
    workspace.apply_edits();
    EXPECT_EQ(selection.item(), 1) << "the new stack has two items";
    EXPECT_FALSE(selection.hovered());
    ASSERT_EQ(selection.pinned().size(), 1U);
    EXPECT_EQ(selection.pinned()[0].origin.map, 0U);
    workspace.edit([](document::Document& d) { d.input = document::first_document().input; });
    workspace.apply_edits();
    EXPECT_TRUE(selection.pinned().size() <= 1U);
    EXPECT_EQ(selection.item(), 0);
}

TEST(Selection, EasesInAndOut) {
    Workspace workspace(document::first_document());
    Selection& selection = workspace.selection();
    selection.hover(pool::MapCell{0, {0, 0, 4, 4}});
    EXPECT_TRUE(workspace.animating());
    workspace.advance(10);
    EXPECT_EQ(selection.emphasis(), 1);
    selection.hover(std::nullopt);
    workspace.advance(0.1F);
    EXPECT_NE(selection.hovered_lineage(), nullptr) << "it fades, it does not vanish";
    workspace.advance(10);
    EXPECT_EQ(selection.hovered_lineage(), nullptr);
    EXPECT_FALSE(workspace.animating());
}

}  // namespace
