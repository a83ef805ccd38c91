#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "document/samples.h"
#include "pool/events.h"
#include "pool/notation.h"
#include "pool/trace.h"
#include "ui/actions.h"
#include "ui/driver.h"
#include "ui/file_tasks.h"
#include "ui/inspect.h"
#include "ui/views.h"

namespace {

using ui::Key;
using ui_test::Driver;

float sum_of_input(Driver& d) {
    const auto data = d.work().evaluation().input->data();
    return std::accumulate(data.begin(), data.end(), 0.0F);
}

std::string stack_of(Driver& d) { return pool::notation(d.work().document().stack); }

TEST(Ui, OpensOnAThreeWithTwoPoolings) {
    Driver d(document::first_document());
    EXPECT_EQ(stack_of(d), "MaxPool2d(2), MaxPool2d(2)");
    EXPECT_GT(sum_of_input(d), 20);
    EXPECT_FALSE(d.app().active().walk().playing());
    // As the window opens, without what a test unfolds.
    d.work().open(document::first_document(), {});
    d.frames(3);
    const pool::Evaluation& e = d.app().active().evaluation();
    const pool::Cell output = pool::output_cell(e, d.app().active().cursor(), 0, 0);
    std::set<float> values;
    for (const pool::Link& link : pool::links_into(e, 0, output)) values.insert(e.map(0).at(link.below));
    EXPECT_EQ(values.size(), 4U) << "it opens at a window where something happens";
}

/// Two maps together, as a part of the window.
float maps_share(Driver& d) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    float area = 0;
    for (const char* map : {"pair.map.0", "pair.map.1"}) area += d.widget(map).w * d.widget(map).h;
    return area / (size.x * size.y);
}

TEST(Ui, TheMapsFillMoreThanAQuarterOfTheWindow) {
    {
        Driver d(document::first_document(), 1280, 800, 14);
        d.app().settings.show_right.reset();
        d.frames(3);
        EXPECT_FALSE(d.app().layout.right_shown) << "folded to a handle in a narrow window";
        EXPECT_GE(maps_share(d), 0.27F);
    }
    Driver d(document::first_document(), 1920, 1080, 16);
    d.app().settings.show_right.reset();
    d.frames(3);
    EXPECT_TRUE(d.app().layout.right_shown);
    EXPECT_GE(maps_share(d), 0.26F);
}

TEST(Ui, PanelsFoldAndResizeByMouse) {
    Driver d(document::first_document());
    const float before = d.app().layout.left.w;
    d.drag("panel.left.resize", 0.5F, 0.5F, 8, 0.5F);
    EXPECT_GT(d.app().layout.left.w, before + 30);
    d.click("panel.left.fold");
    EXPECT_FALSE(d.app().layout.left_shown);
    EXPECT_FALSE(d.has("input.canvas"));
    d.click("panel.left.fold");
    EXPECT_TRUE(d.has("input.canvas"));
    const float right = d.app().layout.right.w;
    d.drag("panel.right.resize", 0.5F, 0.5F, -6, 0.5F);
    EXPECT_GT(d.app().layout.right.w, right + 20);
    d.click("panel.right.fold");
    EXPECT_FALSE(d.app().layout.right_shown);
    d.click("panel.right.fold");
    EXPECT_TRUE(d.app().layout.right_shown);
}

TEST(Ui, WithTheBrushADragOnTheLargeMapDraws) {
    Driver d(document::first_document());
    d.click("input.clear");
    d.drag("pair.map.0", 0.2F, 0.5F, 0.8F, 0.5F);
    EXPECT_EQ(sum_of_input(d), 0) << "the pointer does not draw";
    d.click("input.draw");
    d.drag("pair.map.0", 0.2F, 0.5F, 0.8F, 0.5F);
    EXPECT_GT(d.app().active().evaluation().input->at({0, 0, 14, 14}), 0.9F);
    EXPECT_EQ(d.app().active().document().input.strokes.size(), 1U);
    EXPECT_TRUE(d.app().active().selection().pinned().empty());
    d.click("input.erase");
    d.drag("pair.map.0", 0.5F, 0.2F, 0.5F, 0.8F);
    EXPECT_LT(d.app().active().evaluation().input->at({0, 0, 14, 14}), 0.1F);
    d.click("input.erase");
    EXPECT_FALSE(d.app().brush.on_map);
}

TEST(Ui, PlayingPassesOverEqualWindowsInTwentySecondsALayer) {
    Driver d(document::first_document());
    d.work().walk().set_skips_equal(true);
    d.app().active().walk().set_cursor({});
    d.key(Key::space);
    int frames = 0;
    while (d.app().active().walk().playing() && d.app().active().cursor().layer == 0 && frames < 3000) {
        EXPECT_TRUE(d.app().active().cursor().window == 0 ||
                    pool::is_eventful(d.app().active().evaluation(), d.app().active().cursor(), {0, 0}))
            << d.app().active().cursor().window;
        d.frames();
        ++frames;
    }
    EXPECT_NEAR(static_cast<float>(frames) / 60, 20, 2);
}

TEST(Ui, DrawsAStrokeAsOneUndoStep) {
    Driver d(document::first_document());
    d.click("input.clear");
    EXPECT_EQ(sum_of_input(d), 0);
    d.drag("input.canvas", 0.2F, 0.5F, 0.8F, 0.5F);
    const float drawn = sum_of_input(d);
    EXPECT_GT(drawn, 20);
    EXPECT_GT(d.work().evaluation().input->at({0, 0, 14, 14}), 0.9F);
    ASSERT_EQ(d.work().document().input.strokes.size(), 1U);
    EXPECT_GT(d.work().document().input.strokes[0].points.size(), 5U);
    d.drag("input.canvas", 0.5F, 0.2F, 0.5F, 0.8F, 1);
    EXPECT_LT(d.work().evaluation().input->at({0, 0, 14, 14}), 0.1F);
    d.key(Key::z, true);
    EXPECT_EQ(sum_of_input(d), drawn);
    d.key(Key::z, true);
    EXPECT_EQ(sum_of_input(d), 0);
    d.key(Key::z, true);
    EXPECT_GT(sum_of_input(d), 20);
    d.key(Key::z, true, true);
    EXPECT_EQ(sum_of_input(d), 0);
}

TEST(Ui, ResolutionDrawsTheStrokesAnew) {
    Driver d(document::first_document());
    d.click("input.shape");
    d.click("input.size.16");
    EXPECT_EQ(d.work().evaluation().input->shape(), (pool::Shape{1, 1, 16, 16}));
    EXPECT_GT(sum_of_input(d), 10);
    d.click("input.size.28");
    EXPECT_EQ(d.work().evaluation().input->shape(), (pool::Shape{1, 1, 28, 28}));
}

TEST(Ui, AddsChangesAndRemovesLayers) {
    Driver d(document::first_document());
    d.click("stack.add");
    d.click("stack.add.AvgPool2d");
    EXPECT_EQ(stack_of(d), "MaxPool2d(2), MaxPool2d(2), AvgPool2d(2)");
    d.reveal("stack.2.kernel_size.h.more");
    d.click("stack.2.kernel_size.h.more");
    EXPECT_EQ(stack_of(d), "MaxPool2d(2), MaxPool2d(2), AvgPool2d(3)");
    EXPECT_EQ(d.work().evaluation().layers.size(), 3U);
    d.key(Key::up, true);
    EXPECT_EQ(stack_of(d), "MaxPool2d(2), AvgPool2d(3), MaxPool2d(2)");
    d.key(Key::d, true);
    EXPECT_EQ(d.work().document().stack.size(), 4U);
    d.key(Key::del);
    EXPECT_EQ(d.work().document().stack.size(), 3U);
    d.click("stack.0.enabled");
    EXPECT_FALSE(d.work().document().stack[0].enabled);
    EXPECT_EQ(d.work().evaluation().layers.size(), 2U);
}

TEST(Ui, ReordersByDragging) {
    Driver d(document::first_document(), 1280, 1000);
    d.click("stack.presets");
    d.click("preset.average");
    d.work().edit(
        [](document::Document& doc) { doc.stack = pool::parse_stack("MaxPool2d(2), AvgPool2d(3)"); });
    d.frames(3);
    d.reveal("stack.1.card");
    const auto from = d.widget("stack.0.card");
    const auto to = d.widget("stack.1.card");
    d.move_to(from.x + 40, from.y + from.h / 2);
    d.frames(2);
    d.press();
    for (int i = 1; i <= 10; ++i) {
        d.move_to(from.x + 40, from.y + from.h / 2 + (to.y - from.y + 6) * static_cast<float>(i) / 10);
        d.frames();
    }
    d.frames(2);
    d.release();
    d.frames(2);
    EXPECT_EQ(stack_of(d), "AvgPool2d(3), MaxPool2d(2)");
}

TEST(Ui, NotationFieldReplacesTheStack) {
    Driver d(document::first_document(), 1280, 1000);
    d.reveal("stack.notation");
    d.enter_text("stack.notation",
                 "nn.Sequential(nn.MaxPool2d(3, stride=2, padding=1), nn.AdaptiveAvgPool2d(1))");
    EXPECT_EQ(stack_of(d), "MaxPool2d(3, stride=2, padding=1), AdaptiveAvgPool2d(1)");
    d.enter_text("stack.notation", "MaxPool9d(2)");
    EXPECT_EQ(stack_of(d), "MaxPool2d(3, stride=2, padding=1), AdaptiveAvgPool2d(1)");
    EXPECT_NE(d.app().dialogs.notation.error.text().find("MaxPool9d"), std::string::npos);
}

TEST(Ui, AStackThatDoesNotFitKeepsTheLastGoodResult) {
    Driver d(document::first_document());
    const auto before = d.work().evaluation().id;
    d.work().edit(
        [](document::Document& doc) { doc.stack = pool::parse_stack("MaxPool2d(2), MaxPool2d(50)"); });
    d.frames(2);
    ASSERT_TRUE(d.work().live().chain().error);
    EXPECT_EQ(d.work().live().chain().error->position, 1U);
    EXPECT_EQ(d.work().evaluation().id, before);
    EXPECT_EQ(d.work().evaluation().layers.size(), 2U);
    EXPECT_NE(ui::inspect_json(d.app(), 1, 1).find("does not fit"), std::string::npos);
    // Drawing goes on meanwhile.
    const auto total = [&] {
        const auto data = d.work().live().input().data();
        return std::accumulate(data.begin(), data.end(), 0.0F);
    };
    const float sum = total();
    d.drag("input.canvas", 0.05F, 0.05F, 0.95F, 0.05F);
    EXPECT_GT(total(), sum + 5);
    // The last stack that did fit goes on with the new input.
    EXPECT_NE(d.work().evaluation().id, before);
    EXPECT_EQ(d.work().evaluation().layers.size(), 2U);
    EXPECT_EQ(d.work().evaluation().output(),
              pool::evaluate(std::make_shared<const pool::Tensor>(d.work().live().input()),
                             document::first_document().stack, {})
                  .output());
    d.key(Key::z, true);
    d.key(Key::z, true);
    EXPECT_FALSE(d.work().live().chain().error);
}

TEST(Ui, OpeningADocumentWhoseStackDoesNotFitShowsItsInputAlone) {
    Driver d(document::first_document());
    document::Document other;
    other.input.height = other.input.width = 8;
    other.stack = pool::parse_stack("MaxPool2d(20)");
    d.work().open(other, "other.poolscope.json");
    d.frames(3);
    EXPECT_TRUE(d.work().live().chain().error);
    EXPECT_TRUE(d.work().evaluation().layers.empty());
    EXPECT_EQ(d.work().evaluation().output().shape(), (pool::Shape{1, 1, 8, 8}));
    EXPECT_TRUE(d.has("stack.0.card"));
}

TEST(Ui, OfAStackThatDoesNotFitTheLayersBelowTheFaultAreShown) {
    Driver d(document::first_document());
    document::Document other;
    other.input.height = other.input.width = 4;
    other.stack = pool::parse_stack("MaxPool2d(2), AvgPool2d(3), ReLU()");
    d.work().open(other, "other.poolscope.json");
    d.frames(3);
    ASSERT_TRUE(d.work().live().chain().error);
    EXPECT_EQ(d.work().live().chain().error->position, 1U);
    ASSERT_EQ(d.work().evaluation().layers.size(), 1U);
    EXPECT_EQ(d.work().evaluation().output().shape(), (pool::Shape{1, 1, 2, 2}));
    EXPECT_TRUE(d.has("pair.map.1"));
    EXPECT_NE(ui::inspect_json(d.app(), 1, 1).find("The layers below it are shown"), std::string::npos);
    // A stack that fits is taken as a whole.
    d.work().edit(
        [](document::Document& doc) { doc.stack = pool::parse_stack("MaxPool2d(2), AvgPool2d(2)"); });
    d.frames(3);
    EXPECT_EQ(d.work().evaluation().layers.size(), 2U);
}

TEST(Ui, StepsThroughEverythingForwardAndBackward) {
    Driver d(document::first_document());
    d.work().edit([](document::Document& doc) {
        doc.input.height = doc.input.width = 16;
        doc.stack = pool::parse_stack("MaxPool2d(2), MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)");
    });
    d.frames(2);
    const std::int64_t count = pool::step_count(d.work().evaluation());
    for (std::int64_t step = 0; step < count; ++step) {
        ASSERT_EQ(pool::step_of(d.work().evaluation(), d.work().cursor()), step);
        d.key(Key::right);
    }
    EXPECT_EQ(pool::step_of(d.work().evaluation(), d.work().cursor()), count - 1);
    EXPECT_EQ(d.work().cursor().phase, pool::Phase::backward);
    d.key(Key::home);
    EXPECT_EQ(pool::step_of(d.work().evaluation(), d.work().cursor()), 0);
    d.key(Key::right, false, true);
    EXPECT_EQ(d.work().cursor().layer, 1U);
    d.key(Key::left, false, true);
    d.key(Key::end);
    EXPECT_EQ(pool::step_of(d.work().evaluation(), d.work().cursor()), count - 1);
}

TEST(Ui, PlaysToTheEndAndPauses) {
    Driver d(document::first_document());
    d.work().edit([](document::Document& doc) {
        doc.input = document::find_sample("matrix.textbook")->input;
        doc.stack = pool::parse_stack("MaxPool2d(2)");
    });
    d.frames(2);
    d.work().walk().set_speed(8);
    d.key(Key::space);
    EXPECT_TRUE(d.work().walk().playing());
    EXPECT_TRUE(d.until([&] { return !d.work().walk().playing(); }));
    EXPECT_EQ(pool::step_of(d.work().evaluation(), d.work().cursor()), 7);
    EXPECT_FALSE(d.app().animating());
    d.key(Key::space);
    EXPECT_EQ(d.work().cursor().phase, pool::Phase::forward);
    d.key(Key::space);
    EXPECT_FALSE(d.work().walk().playing());
}

TEST(Ui, ScrubsTheTimeline) {
    Driver d(document::first_document());
    d.drag("timeline.track", 0.05F, 0.8F, 0.7F, 0.8F);
    EXPECT_EQ(d.work().cursor().phase, pool::Phase::backward);
    EXPECT_EQ(d.work().cursor().layer, 1U);
    d.drag("timeline.track", 0.7F, 0.8F, 0.3F, 0.8F);
    EXPECT_EQ(d.work().cursor().phase, pool::Phase::forward);
    EXPECT_EQ(d.work().cursor().layer, 1U);
}

TEST(Ui, HoverTracesThroughTheStackAndClickPins) {
    Driver d(document::first_document());
    const auto map = d.widget("pair.map.1");
    d.move_to(map.x + map.w * 0.5F, map.y + map.h * 0.5F);
    d.frames(4);
    ASSERT_TRUE(d.work().selection().hovered());
    EXPECT_EQ(d.work().selection().hovered()->map, 1U);
    const work::Lineage* lineage = d.work().selection().hovered_lineage();
    ASSERT_NE(lineage, nullptr);
    EXPECT_EQ(lineage->trace.winner_path.back().map, 0U);
    EXPECT_TRUE(d.until([&] { return d.work().selection().emphasis() >= 1; }, 60));
    d.click_at(map.x + map.w * 0.5F, map.y + map.h * 0.5F);
    EXPECT_EQ(d.work().selection().pinned().size(), 1U);
    d.move_to(-1, -1);
    d.frames(30);
    EXPECT_FALSE(d.work().selection().hovered());
    d.key(Key::escape);
    EXPECT_TRUE(d.work().selection().pinned().empty());
}

TEST(Ui, TypesAValueIntoACell) {
    Driver d(document::first_document());
    d.click("samples.more");
    d.click("sample.matrix.textbook");
    d.key(Key::escape);
    EXPECT_EQ(d.app().active().evaluation().input->shape(), (pool::Shape{1, 1, 4, 4}));
    d.app().active().edit([](document::Document& doc) { doc.stack = pool::parse_stack("MaxPool2d(2)"); });
    d.frames(3);
    const auto map = d.widget("pair.map.0");
    d.double_click_at(map.x + map.w * 0.125F, map.y + map.h * 0.125F);
    ASSERT_TRUE(d.has("cell.value"));
    d.key(Key::a, true);
    d.type("−7.5");
    d.key(Key::enter);
    EXPECT_EQ(d.work().evaluation().input->at({0, 0, 0, 0}), -7.5F);
    d.key(Key::z, true);
    EXPECT_EQ(d.work().evaluation().input->at({0, 0, 0, 0}), 1);
}

TEST(Ui, ChoosesTheUpstreamGradient) {
    Driver d(document::first_document());
    d.work().edit([](document::Document& doc) {
        doc.input = document::find_sample("matrix.textbook")->input;
        doc.stack = pool::parse_stack("MaxPool2d(2)");
    });
    d.frames(2);
    d.click("gradient");
    d.click("upstream.one_hot");
    d.click("upstream.1.0");
    EXPECT_EQ(d.work().evaluation().upstream.at({0, 0, 1, 0}), 1);
    EXPECT_EQ(d.work().evaluation().upstream.at({0, 0, 0, 0}), 0);
    EXPECT_EQ(d.work().evaluation().gradient(0).at({0, 0, 2, 0}), 1);
    d.click("upstream.values");
    d.click("upstream.0.1");
    d.key(Key::a, true);
    d.type("2.5");
    d.key(Key::enter);
    EXPECT_EQ(d.work().evaluation().upstream.at({0, 0, 0, 1}), 2.5F);
    EXPECT_EQ(d.work().evaluation().gradient(0).at({0, 0, 1, 3}), 2.5F);
}

TEST(Ui, ABadFileIsSaidAndChangesNothing) {
    Driver d(document::first_document());
    const document::Document before = d.work().document();
    const auto path = std::filesystem::temp_directory_path() / "poolscope-damaged.npy";
    std::ofstream(path) << "\x93NUMPY";
    ui::open_path(d.app(), path);
    d.frames(2);
    EXPECT_NE(d.app().error().text().find("poolscope-damaged.npy"), std::string::npos);
    EXPECT_TRUE(d.work().document() == before);
    ASSERT_TRUE(d.has("error.close"));
    d.click("error.close");
    EXPECT_TRUE(d.app().error().empty());
    ui::open_path(d.app(), std::filesystem::temp_directory_path());
    EXPECT_NE(d.app().error().text().find("is a folder"), std::string::npos);
    std::filesystem::remove(path);
}

TEST(Ui, SavesAndOpensThroughTheDialog) {
    const auto folder = std::filesystem::temp_directory_path() / "poolscope-ui-test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    Driver d(document::first_document());
    d.app().dialogs.file.folder = folder;
    d.click("stack.presets");
    d.click("preset.overlapping");
    const document::Document saved = d.work().document();
    d.key(Key::s, true);
    ASSERT_TRUE(d.has("file.name"));
    d.enter_text("file.name", "mine");
    EXPECT_TRUE(std::filesystem::exists(folder / "mine.poolscope.json"));
    EXPECT_FALSE(d.work().history().unsaved());
    d.click("input.clear");
    EXPECT_TRUE(d.work().history().unsaved());
    // A file that exists is replaced only when asked twice.
    ui::begin_save(d.app());
    d.frames(3);
    d.enter_text("file.name", "mine.poolscope.json");
    EXPECT_TRUE(d.has("file.accept"));
    EXPECT_TRUE(d.work().history().unsaved());
    d.click("file.cancel");
    d.key(Key::o, true);
    d.click("file.entry.mine.poolscope.json");
    EXPECT_TRUE(d.work().document() == saved);
    std::filesystem::remove_all(folder);
}

TEST(Ui, SavingProposesTheNameOfWhatWasOpened) {
    Driver d(document::first_document());
    const auto proposed = [&](const std::string& name) {
        document::Base base;
        base.name = name;
        base.values = std::make_shared<const pool::Tensor>(pool::Shape{1, 1, 28, 28});
        ui::use_as_input(d.app(), base);
        d.frames(2);
        ui::begin_save(d.app());
        std::string offered = d.app().dialogs.file.name;
        d.frames(2);
        d.click("file.cancel");
        return offered;
    };
    EXPECT_EQ(proposed("IMG 0042.v2.JPG"), "IMG 0042.v2.poolscope.json");
    EXPECT_EQ(proposed("train.csv.gz [31]"), "train-31.poolscope.json");
    EXPECT_EQ(proposed("t10k-images-idx3-ubyte [7]"), "t10k-images-idx3-ubyte-7.poolscope.json");
    EXPECT_EQ(proposed("九宫格.png"), "九宫格.poolscope.json");
    EXPECT_EQ(proposed(".hidden"), ".hidden.poolscope.json");
    EXPECT_EQ(proposed("digit.3"), "lesson.poolscope.json");
    // A document that has a file keeps its name.
    d.work().mark_saved("/tmp/mine.poolscope.json");
    EXPECT_EQ(proposed("photo.jpg"), "mine.poolscope.json");
}

document::Document with_stack(const std::string& notation) {
    document::Document document = document::first_document();
    document.stack = pool::parse_stack(notation);
    return document;
}

TEST(Ui, ListsAndWordsAreWrittenOnTheCard) {
    Driver d(with_stack("RoIAlign2d(3, rois=[[0, 2, 2, 13, 13], [0, 10, 8, 25, 25]])"), 1280, 1400);
    d.click("stack.0.card");
    d.reveal("stack.0.rois");
    d.enter_text("stack.0.rois", "[[0, 1, 1, 9, 9]]");
    EXPECT_EQ(stack_of(d), "RoIAlign2d(3, rois=[[0, 1, 1, 9, 9]])");
    d.enter_text("stack.0.rois", "[[0, 1, one]]");
    EXPECT_EQ(stack_of(d), "RoIAlign2d(3, rois=[[0, 1, 1, 9, 9]])");
    EXPECT_FALSE(d.app().dialogs.written.at("stack.0.rois").error.empty());
}

TEST(Ui, OfTwoParametersThatExcludeEachOtherTheLastOneHolds) {
    Driver d(with_stack("Conv2d('sobel_x')"), 1280, 1800);
    d.click("stack.0.card");
    d.reveal("stack.0.weight");
    d.enter_text("stack.0.weight", "[[1, 0], [0, -1]]");
    EXPECT_EQ(stack_of(d), "Conv2d(weight=[[1, 0], [0, -1]])");
    d.reveal("stack.0.kernel");
    EXPECT_NE(d.widget("stack.0.kernel").label, "identity");
    d.click("stack.0.kernel");
    d.click("stack.0.kernel.1");
    EXPECT_EQ(stack_of(d), "Conv2d(kernel='box')");
    EXPECT_EQ(d.widget("stack.0.kernel").label, "box");
}

TEST(Ui, EveryLayerKindHasACardAPageAndBothViews) {
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        const std::string name(kind->name());
        SCOPED_TRACE(name);
        document::Document document = with_stack(kind->takes_indices() ? "MaxPool2d(2)" : "");
        document.stack.push_back(pool::default_layer(name));
        document.stack.push_back(pool::parse_stack("AvgPool2d(1)").front());
        const std::size_t position = document.stack.size() - 2;
        Driver d(document, 1280, 900);
        ASSERT_FALSE(d.work().live().chain().error) << d.work().live().chain().error->message.text();
        const std::string id = "stack." + std::to_string(position);
        d.reveal(id + ".card");
        d.click(id + ".card");
        d.frames(2);
        for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
            for (const ui::View* view : ui::views()) {
                d.app().settings.view = view->id;
                const pool::Shape& shape = d.work().evaluation().layers[position].forward.output.shape();
                for (const std::int64_t window : {std::int64_t{0}, shape.plane() / 2, shape.plane() - 1}) {
                    for (const float stage : {0.0F, 0.7F, 1.5F, 2.6F}) {
                        d.work().walk().set_cursor({phase, position, window, stage});
                        d.frames();
                    }
                }
                d.work().selection().hover(pool::MapCell{position, {0, 0, 0, 0}});
                d.frames();
            }
        }
        d.reveal(id + ".help");
        d.click(id + ".help");
        d.frames(2);
        EXPECT_EQ(d.app().dialogs.help_kind, name);
        EXPECT_TRUE(d.has("help.kind." + name));
        d.key(Key::escape);
    }
}

TEST(Ui, ShowsTheHelpSheetAndLeavesIt) {
    Driver d(document::first_document());
    d.key(Key::f1);
    EXPECT_TRUE(d.has("help.close"));
    d.key(Key::space);
    EXPECT_FALSE(d.work().walk().playing());
    d.key(Key::escape);
    EXPECT_FALSE(d.has("help.close"));
}

TEST(Ui, TowerShowsAndPicksWithoutAGraphicsCard) {
    Driver d(document::first_document());
    d.key(Key::n2);
    EXPECT_EQ(d.app().settings.view, "tower");
    const auto tower = d.widget("tower");
    d.move_to(tower.x + tower.w / 2, tower.y + tower.h / 2);
    d.frames(3);
    EXPECT_TRUE(d.work().selection().hovered());
    const scene::Camera before = d.app().tower.camera;
    d.drag("tower", 0.5F, 0.5F, 0.7F, 0.4F, 1);
    EXPECT_NE(d.app().tower.camera.azimuth, before.azimuth);
    d.wheel(2);
    EXPECT_LT(d.app().tower.camera.distance, before.distance);
    d.key(Key::n1);
    EXPECT_TRUE(d.has("pair"));
}

TEST(Ui, EveryControlHasADistinctIdAndALabelOrTooltip) {
    Driver d(document::first_document());
    std::vector<std::string> ids;
    for (const ui::WidgetRecord& widget : d.app().widgets) {
        ids.push_back(widget.id);
        EXPECT_FALSE(widget.label.empty()) << widget.id;
    }
    std::ranges::sort(ids);
    EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end()) << *std::ranges::adjacent_find(ids);
    EXPECT_GT(ids.size(), 40U);
}

TEST(Ui, ActionsHaveTextsAndDistinctKeys) {
    // A key may mean different things in different views, whose own actions go before the common ones.
    std::map<std::string, const ui::View*> of_view;
    for (const ui::View* view : ui::views())
        if (view->actions)
            for (const ui::Action& action : view->actions()) of_view[action.id] = view;
    std::vector<const ui::View*> groups(ui::views().begin(), ui::views().end());
    groups.push_back(nullptr);
    for (const ui::View* view : groups) {
        std::vector<std::string> chords;
        for (const ui::Action& action : ui::actions()) {
            for (const auto language : {figure::Language::english, figure::Language::chinese}) {
                const figure::Strings t(language);
                EXPECT_NE(ui::label(action, t), std::string("action.") + action.id);
                EXPECT_NE(t(std::string("action.") + action.id + ".tip"),
                          std::string("action.") + action.id + ".tip");
            }
            if ((of_view.contains(action.id) ? of_view[action.id] : nullptr) != view) continue;
            for (const ui::Chord& chord : action.chords) {
                EXPECT_FALSE(ui::chord_text(chord).empty()) << action.id;
                chords.push_back(ui::chord_text(chord));
            }
        }
        std::ranges::sort(chords);
        const auto twice = std::ranges::adjacent_find(chords);
        EXPECT_EQ(twice, chords.end()) << (view ? view->id : "everywhere");
    }
}

TEST(Ui, LanguageThemeAndPresentingSwitchLive) {
    Driver d(document::first_document());
    d.key(Key::l);
    EXPECT_EQ(d.widget("file.open").label, "打开");
    d.key(Key::l);
    EXPECT_EQ(d.widget("file.open").label, "Open");
    d.key(Key::t);
    EXPECT_EQ(d.app().settings.theme, figure::Theme::dark);
    d.key(Key::f5);
    EXPECT_FALSE(d.has("stack.add"));
    d.key(Key::page_down);
    EXPECT_TRUE(d.until([&] { return d.app().active().cursor().stage == 1; }))
        << "the first stage of the next idea";
    EXPECT_GT(d.app().active().cursor().window, 0);
    d.key(Key::escape);
    EXPECT_TRUE(d.has("input.canvas"));
}

}  // namespace
