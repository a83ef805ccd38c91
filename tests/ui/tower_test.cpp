#include <cmath>

#include <gtest/gtest.h>

#include "driver.h"
#include "pool/notation.h"
#include "ui/actions.h"
#include "ui/panels/tower_tags.h"
#include "ui/tower_view.h"

namespace {

using ui::Key;
using ui_test::Driver;

/// The tower of the first document, at rest.
class TowerUi : public testing::Test {
 protected:
    TowerUi() {
        d.key(Key::n2);
        d.frames(2);
    }
    const ui::Tower& tower() { return d.app().tower; }
    scene::Pixel pixel_of(const pool::MapCell& cell) {
        const auto area = d.widget("tower");
        const scene::Layout layout = ui::tower_layout(d.app());
        const auto p =
            scene::project(tower().camera, layout.maps[cell.map].middle(cell.cell), area.w, area.h);
        return {area.x + p->x, area.y + p->y};
    }
    void land() { d.frames(60); }

    Driver d{document::first_document()};
};

TEST_F(TowerUi, HoverPicksTheCellAndTheBenchSharesThePin) {
    const pool::MapCell cell{2, {0, 0, 3, 4}};
    const scene::Pixel at = pixel_of(cell);
    d.move_to(at.x, at.y);
    d.frames(2);
    ASSERT_TRUE(d.work().selection().hovered());
    EXPECT_EQ(*d.work().selection().hovered(), cell);
    d.click_at(at.x, at.y);
    ASSERT_EQ(d.work().selection().pinned().size(), 1U);
    EXPECT_EQ(d.work().selection().pinned()[0].origin, cell);
    d.key(Key::n1);
    EXPECT_EQ(d.work().selection().pinned().size(), 1U);
}

TEST_F(TowerUi, KeysWalkCellsAndMapsWhileTheyHaveTheFocus) {
    d.key(Key::enter);
    ASSERT_TRUE(tower().focus);
    EXPECT_EQ(*tower().focus, (pool::MapCell{1, {0, 0, 0, 0}}));
    d.key(Key::right);
    d.key(Key::right);
    d.key(Key::down);
    EXPECT_EQ(tower().focus->cell, (pool::Cell{0, 0, 1, 2}));
    EXPECT_EQ(d.work().cursor().window, 0) << "the walkthrough stays where it is";
    d.frames(2);
    EXPECT_EQ(d.work().selection().hovered(), tower().focus) << "its lineage is shown";
    d.key(Key::page_down);
    EXPECT_EQ(*tower().focus, (pool::MapCell{0, {0, 0, 3, 5}}));
    d.key(Key::page_up);
    d.key(Key::page_up);
    EXPECT_EQ(*tower().focus, (pool::MapCell{2, {0, 0, 0, 1}}));
    d.key(Key::up);
    EXPECT_EQ(tower().focus->cell.y, 0);
    d.key(Key::enter);
    EXPECT_EQ(d.work().selection().pinned().size(), 1U);
    d.key(Key::escape);
    EXPECT_FALSE(tower().focus);
    EXPECT_EQ(d.work().selection().pinned().size(), 1U);
    d.key(Key::right);
    EXPECT_EQ(d.work().cursor().window, 1);
}

TEST_F(TowerUi, ArrowsFollowTheScreenFromBehindToo) {
    d.app().tower.camera.azimuth = 180;
    d.app().tower.focus = pool::MapCell{0, {0, 0, 5, 5}};
    d.key(Key::right);
    EXPECT_EQ(tower().focus->cell.x, 4);
    d.key(Key::down);
    EXPECT_EQ(tower().focus->cell.y, 4);
    d.app().tower.camera.azimuth = 90;
    d.key(Key::right);
    EXPECT_EQ(tower().focus->cell.y, 3);
}

TEST_F(TowerUi, TheFocusOfALostMapIsForgotten) {
    d.app().tower.focus = pool::MapCell{2, {0, 0, 6, 6}};
    d.work().edit([](document::Document& document) { document.stack.pop_back(); });
    d.frames(3);
    d.key(Key::right);
    EXPECT_FALSE(tower().focus);
}

TEST_F(TowerUi, PresetsFlyAndTheTopOneLaysTheMapsOut) {
    d.click("tower.top");
    EXPECT_TRUE(tower().flying());
    d.frames(12);
    EXPECT_GT(tower().flat, 0);
    EXPECT_LT(tower().flat, 1);
    land();
    EXPECT_FALSE(tower().flying());
    EXPECT_EQ(tower().flat, 1);
    EXPECT_NEAR(tower().camera.elevation, 90, 1e-3F);
    d.click("tower.front");
    land();
    EXPECT_EQ(tower().flat, 0);
    EXPECT_NEAR(tower().camera.azimuth, 0, 1e-3F);
}

TEST(TowerLayout, NothingLiesOverThePicture) {
    for (const float em : {14.0F, 20.0F, 28.0F}) {
        Driver d(document::first_document(), 1280, 800, em);
        d.app().settings.view = "tower";
        d.frames(3);
        const ui::WidgetRecord picture = d.widget("tower");
        const ui::WidgetRecord legend = d.widget("tower.legend");
        EXPECT_GE(legend.y, picture.y + picture.h - 0.5F) << em;
        EXPECT_GT(picture.h, 10 * em);
    }
}

TEST_F(TowerUi, TheViewThatIsLookedFromIsMarkedAndColoursHaveALegend) {
    EXPECT_TRUE(d.has("tower.legend"));
    for (const char* id : {"tower.front", "tower.top", "tower.oblique"}) {
        d.click(id);
        for (const char* other : {"tower.front", "tower.top", "tower.oblique"})
            EXPECT_EQ(ui::action(other).selected(d.app()), std::string_view(id) == other) << id << other;
    }
    const ui::WidgetRecord front = d.widget("tower.front");
    const ui::WidgetRecord oblique = d.widget("tower.oblique");
    const ui::WidgetRecord top = d.widget("tower.top");
    EXPECT_NEAR(front.x + front.w, oblique.x + 1, 0.01F) << "parts of one control";
    EXPECT_NEAR(oblique.x + oblique.w, top.x + 1, 0.01F);
    EXPECT_GT(d.widget("tower.projection").x, top.x + top.w + 7) << "what else is shown stands apart";
}

TEST_F(TowerUi, AFlightTakesTwoThirdsOfASecondAndAHandStopsIt) {
    d.click("tower.front");
    int frames = 0;
    while (tower().flying() && frames < 200) {
        d.frames(1);
        ++frames;
    }
    EXPECT_NEAR(static_cast<float>(frames) / 60, 0.67F, 0.06F);
    d.click("tower.oblique");
    d.drag("tower", 0.5F, 0.5F, 0.6F, 0.5F, 1);
    EXPECT_FALSE(tower().flying());
}

TEST_F(TowerUi, ADoubleClickFliesToTheMap) {
    const float before = tower().camera.distance;
    const scene::Pixel at = pixel_of({2, {0, 0, 3, 3}});
    d.double_click_at(at.x, at.y);
    EXPECT_TRUE(tower().flying());
    land();
    EXPECT_LT(tower().camera.distance, before);
    EXPECT_TRUE(d.work().selection().pinned().empty()) << "the second click takes back the first one's pin";
    d.key(Key::f);
    land();
    EXPECT_NEAR(tower().camera.distance, before, 0.02F * before);
}

TEST_F(TowerUi, PresentingLeavesThePictureAndTheSentence) {
    d.key(ui::Key::f5);
    d.frames(3);
    EXPECT_FALSE(d.has("tower.front"));
    EXPECT_FALSE(d.has("tower.relief"));
    EXPECT_NE(d.widget("tower.said").label.find("largest value"), std::string::npos);
    EXPECT_GT(d.widget("tower").h, 0.8F * ImGui::GetIO().DisplaySize.y);
    d.key(ui::Key::f5);
}

TEST_F(TowerUi, SwitchesAndSlidersReachTheView) {
    EXPECT_FALSE(ui::tower_view(d.app()).camera.orthographic);
    d.click("tower.projection");
    EXPECT_TRUE(ui::tower_view(d.app()).camera.orthographic);
    d.click("tower.losers");
    EXPECT_TRUE(ui::tower_view(d.app()).losers);
    d.click("tower.flow");
    EXPECT_TRUE(ui::tower_view(d.app()).flow);
    EXPECT_TRUE(d.app().animating());
    d.click("tower.flow");
    d.move_to(-1, -1);
    d.frames(2);
    EXPECT_FALSE(d.app().animating()) << "nothing moves: nothing is drawn";
    d.drag("tower.relief", 0.1F, 0.5F, 0.9F, 0.5F, 0);
    EXPECT_GT(ui::tower_view(d.app()).relief, 0.5F);
    d.drag("tower.flat", 0.1F, 0.5F, 0.9F, 0.5F, 0);
    EXPECT_GT(ui::tower_view(d.app()).flat, 0.5F);
}

TEST_F(TowerUi, AFrameKnowsWhatTheStrokeBeforeItChanged) {
    const auto canvas = d.widget("input.canvas");
    EXPECT_EQ(ui::tower_view(d.app()).changes, nullptr);
    d.move_to(canvas.x + 0.2F * canvas.w, canvas.y + 0.2F * canvas.h);
    d.frames(2);
    d.press();
    d.frames(1);
    d.move_to(canvas.x + 0.3F * canvas.w, canvas.y + 0.2F * canvas.h);
    const pool::EvaluationId before = d.work().evaluation().id;
    d.frames(1);
    const scene::View view = ui::tower_view(d.app());
    ASSERT_NE(view.changes, nullptr);
    EXPECT_EQ(view.since, before);
    EXPECT_NE(d.work().evaluation().id, before);
    EXPECT_FALSE(view.changes->values[0].empty());
    EXPECT_LT(view.changes->values[0].x1, 20);
    d.release();
    d.frames(2);
    EXPECT_EQ(ui::tower_view(d.app()).changes, nullptr);
    d.key(Key::z, true);
    EXPECT_EQ(ui::tower_view(d.app()).changes, nullptr) << "everything may have changed";
}

TEST_F(TowerUi, NeighboursShareAScaleOfGradientsUnlessOneWouldBeBlank) {
    const auto highs = [&](const std::string& stack) {
        d.work().edit([&](document::Document& document) { document.stack = pool::parse_stack(stack); });
        d.work().walk().set_cursor({pool::Phase::backward, 0, 0, 0});
        d.frames(2);
        return ui::tower_ranges(d.app()).gradient_highs;
    };
    EXPECT_EQ(highs("AvgPool2d(2), MaxPool2d(2)"), (std::vector<float>{1, 1, 1}));
    EXPECT_FALSE(d.has("tower.scales"));
    const std::vector<float> found = highs("MaxPool2d(2), AdaptiveAvgPool2d(1)");
    const float share = d.work().evaluation().gradient(1).data()[0];
    EXPECT_EQ(found, (std::vector<float>{share, share, 1}));
    EXPECT_EQ(d.widget("tower.scales").label,
              "Gradients have several scales, from the top: ±1 · ±0.0051 · ±0.0051");
    d.work().walk().set_cursor({pool::Phase::forward, 0, 0, 0});
    d.frames(2);
    EXPECT_FALSE(d.has("tower.scales"));
    // Each a ninth of the one above it: the lowest would be blank beside the highest.
    const std::vector<float> chain = highs("AvgPool2d(3), AvgPool2d(3)");
    const float ninth = d.work().evaluation().gradient(1).data()[0];
    EXPECT_EQ(chain, (std::vector<float>{ninth, ninth, 1}));
}

TEST_F(TowerUi, SharesThatMeetAreWrittenAsASum) {
    d.work().edit([](document::Document& document) {
        document.stack = pool::parse_stack("AvgPool2d(2, stride=1)");
        auto ones = std::make_shared<pool::Tensor>(pool::Shape{1, 1, 3, 3});
        std::ranges::fill(ones->data(), 1.0F);
        document.input = {};
        document.input.base = {"ones", ones, false};
    });
    d.frames(2);
    const auto sum_at = [&](std::int64_t y, std::int64_t x) {
        for (const auto& [cell, sum] : ui::tower_sums(d.work()))
            if (cell.y == y && cell.x == x) return sum.terms;
        return std::string();
    };
    d.work().walk().set_cursor({pool::Phase::forward, 0, 3, 2.5F});
    EXPECT_TRUE(ui::tower_sums(d.work()).empty());
    d.work().walk().set_cursor({pool::Phase::backward, 0, 1, 0});
    EXPECT_EQ(sum_at(0, 1), "0.25 + 0.25");
    EXPECT_EQ(sum_at(0, 2), "") << "one window alone";
    d.work().walk().set_cursor({pool::Phase::backward, 0, 3, 1.5F});
    EXPECT_EQ(sum_at(1, 1), "3 × 0.25") << "the fourth has not arrived";
    d.work().walk().set_cursor({pool::Phase::backward, 0, 3, 2.5F});
    EXPECT_EQ(sum_at(1, 1), "4 × 0.25");
    d.click("mode.layer");
    d.work().walk().set_cursor({pool::Phase::backward, 0, 0, 1.5F, true});
    EXPECT_TRUE(ui::tower_sums(d.work()).empty());
    d.work().walk().set_cursor({pool::Phase::backward, 0, 0, 2.5F, true});
    ASSERT_FALSE(ui::tower_sums(d.work()).empty());
    EXPECT_EQ(ui::tower_sums(d.work()).front().first, (pool::Cell{0, 0, 1, 1})) << "the largest sum";
}

TEST(Tower, TheCardOfTheCellThatKeysAreOnMovesNothingElse) {
    Driver d(document::first_document());
    d.key(Key::n2);
    d.frames(3);
    const ui::WidgetRecord before = d.widget("mode.window");
    d.key(Key::enter);
    d.frames(3);
    ASSERT_TRUE(d.app().tower.focus);
    EXPECT_EQ(d.widget("mode.window").x, before.x);
    EXPECT_EQ(d.widget("mode.window").y, before.y);
    d.key(Key::f5);
    d.frames(3);
    EXPECT_GT(d.widget("tower").w, 1000) << "presenting, too";
}

}  // namespace
