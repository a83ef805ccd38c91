#include "ui/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "document/samples.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "ui/driver.h"
#include "ui/file_tasks.h"
#include "ui/side.h"

// Where everything stands, in any window, at any size of the text, with any stack.

namespace {

using figure::Rect;
using ui_test::Driver;

bool inside(const Rect& outer, const Rect& inner, float slack = 1) {
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack &&
           inner.right() <= outer.right() + slack && inner.bottom() <= outer.bottom() + slack;
}
bool meet(const Rect& a, const Rect& b, float slack = 1) {
    return a.x < b.right() - slack && b.x < a.right() - slack && a.y < b.bottom() - slack &&
           b.y < a.bottom() - slack;
}

class RandomWindows : public testing::Test {
 protected:
    float between(float low, float high) {
        return low + (high - low) * static_cast<float>(random_() % 10001) / 10000;
    }
    bool coin() { return random_() % 2 == 0; }
    ui::LayoutWish wish() {
        ui::LayoutWish w;
        w.width = std::round(between(960, 3840));
        w.height = std::round(between(600, 2160));
        w.em = std::floor(std::min(between(11, 45), ui::largest_em(w.width, w.height)));
        w.presenting = random_() % 5 == 0;
        w.left = coin();
        if (coin()) w.right = coin();
        w.code = coin();
        w.left_em = between(8, 45);
        w.right_em = between(8, 45);
        w.code_em = between(8, 60);
        w.code_part = between(0.15F, 0.7F);
        return w;
    }
    std::mt19937 random_{5};
};

TEST_F(RandomWindows, RegionsFillTheWindowAndNeverOverlap) {
    for (int i = 0; i < 3000; ++i) {
        const ui::LayoutWish w = wish();
        const ui::WindowLayout l = ui::lay_out_window(w);
        const Rect window{0, 0, w.width, w.height};
        const std::vector<Rect> all = {l.top,  l.bottom,    l.left,       l.right,    l.center,
                                       l.code, l.left_grip, l.right_grip, l.code_grip};
        float area = 0;
        for (std::size_t a = 0; a < all.size(); ++a) {
            area += all[a].w * all[a].h;
            if (all[a].w <= 0 || all[a].h <= 0) continue;
            EXPECT_TRUE(inside(window, all[a])) << a;
            for (std::size_t b = a + 1; b < all.size(); ++b)
                EXPECT_FALSE(meet(all[a], all[b])) << a << " " << b;
        }
        EXPECT_NEAR(area / (w.width * w.height), 1, 0.001F);
        if (!w.presenting && !w.code) {
            EXPECT_GE(l.center.w, 25.9F * w.em) << w.width << " " << w.em;
        }
    }
}

TEST_F(RandomWindows, ThePictureIsTheLastThingThatGivesWay) {
    for (int i = 0; i < 2000; ++i) {
        const ui::LayoutWish w = wish();
        const bool channels = coin();
        const Rect room = ui::lay_out_window(w).center;
        const ui::BenchLayout l = ui::lay_out_bench(room, w.em, w.presenting, channels);
        for (const Rect& part : {l.overview, l.pair, l.channels, l.hint})
            if (part.h > 0) {
                EXPECT_TRUE(inside(room, part)) << w.width << "×" << w.height << " em " << w.em << " code "
                                                << w.code << " presenting " << w.presenting << " " << channels
                                                << " room " << room.h << " " << part.y << "+" << part.h;
            }
        EXPECT_FALSE(meet(l.overview, l.pair));
        EXPECT_FALSE(meet(l.pair, l.hint));
        // In this order: the hint is given up only after the overview, channels only after both.
        if (l.hint.h == 0 && !w.presenting) {
            EXPECT_TRUE(l.overview.h == 0 || l.pair.h > 0);
        }
        EXPECT_GE(ui::map_side(l.pair.w, l.pair.h, w.em, w.presenting), 3 * w.em - 0.1F);
    }
}

TEST_F(RandomWindows, SideBySideGivesWayInOrder) {
    for (int i = 0; i < 3000; ++i) {
        const ui::LayoutWish w = wish();
        const float em = w.em;
        const Rect room{em, 3 * em, w.width - 2 * em, between(8, 50) * em};
        const float least = 29 * em;
        const float rows = between(25, 90) * em;
        const ui::SideLayout maps = ui::lay_out_side(room, em, w.presenting, rows, least, false);
        const ui::SideLayout turned = ui::lay_out_side(room, em, w.presenting, rows, least, true);
        EXPECT_EQ(maps.turns, turned.turns);
        EXPECT_EQ(maps.turns, room.w < least + (w.presenting ? 18.5F : 23.5F) * em);
        EXPECT_GE(maps.maps.w, maps.turns ? room.w : least - 0.1F);
        EXPECT_TRUE(inside(room, maps.maps));
        const Rect column = turned.curves;
        EXPECT_TRUE(inside(room, column));
        EXPECT_FALSE(meet(turned.maps, turned.curves));
        const ui::CurvesLayout l = ui::lay_out_curves(column, em);
        EXPECT_TRUE(inside(column, l.plot));
        EXPECT_FALSE(meet(l.plot, l.shifts));
        // A head, three rows of its legend and the period.
        if (l.shifts.w > 0) {
            EXPECT_TRUE(inside(column, l.shifts));
            EXPECT_GE(l.shifts.h, 7.9F * em);
        }
        EXPECT_GE(l.plot.h, std::min(column.h, 10 * em));
    }
}

/// In any window the maps can be seen, and curves are at most one press away.
TEST(Layout, SideBySideAtEverySizeOfText) {
    for (const auto& [width, height, em] : {std::array{1280.0F, 800.0F, 14.0F},
                                            {1280.0F, 800.0F, 22.0F},
                                            {1280.0F, 800.0F, 28.0F},
                                            {960.0F, 600.0F, 21.0F}}) {
        Driver d(document::first_document(), width, height, em);
        d.app().settings.view = "side";
        d.frames(2);
        ASSERT_TRUE(d.until([&] { return !d.app().side().busy(); }));
        d.frames(2);
        SCOPED_TRACE(std::to_string(width) + " em " + std::to_string(em));
        const auto rects = [&] {
            std::vector<std::pair<std::string, Rect>> all;
            for (const ui::WidgetRecord& widget : d.app().widgets)
                for (const char* part : {"side.a.", "side.b.", "side.difference.", "side.plot", "side.shifts",
                                         "side.sentence", "side.large", "side.measure", "side.costs"})
                    if (widget.id.starts_with(part))
                        all.emplace_back(widget.id, Rect{widget.x, widget.y, widget.w, widget.h});
            return all;
        };
        const auto expect_apart = [&] {
            const auto all = rects();
            for (std::size_t a = 0; a < all.size(); ++a)
                for (std::size_t b = a + 1; b < all.size(); ++b)
                    EXPECT_FALSE(meet(all[a].second, all[b].second)) << all[a].first << " " << all[b].first;
        };
        expect_apart();
        EXPECT_GE(d.widget("side.b.0").w, 2.4F * em);
        EXPECT_EQ(d.has("side.plot"), width / em > 50) << "the curves give way";
        if (d.has("side.plot")) continue;
        d.click("side.turn");
        d.frames(2);
        EXPECT_FALSE(d.has("side.b.0"));
        EXPECT_GE(d.widget("side.plot").h, 2 * em);
        expect_apart();
        d.click("side.turn");
        d.frames(2);
        EXPECT_TRUE(d.has("side.b.0"));
    }
}

TEST(Layout, TheLeastWindowHoldsTheLargestText) {
    for (const auto& [width, height] : {std::pair{960.0F, 600.0F}, {1280.0F, 800.0F}, {1366.0F, 768.0F}}) {
        const float em = ui::largest_em(width, height);
        ui::LayoutWish wish;
        wish.width = width;
        wish.height = height;
        wish.em = em;
        const ui::WindowLayout l = ui::lay_out_window(wish);
        EXPECT_TRUE(l.left_shown);
        const ui::BenchLayout bench = ui::lay_out_bench(l.center, em, false, false);
        EXPECT_GE(ui::map_side(bench.pair.w, bench.pair.h, em, false), 6 * em) << width;
    }
    EXPECT_GE(ui::largest_em(1280, 800), 28) << "200 % at 1280×800";
}

/// Where a control may stand: the region that holds its middle.
Rect region_of(const ui::WindowLayout& l, const Rect& rect) {
    for (const Rect& region :
         {l.top, l.bottom, l.left, l.right, l.center, l.code, l.left_grip, l.right_grip, l.code_grip})
        if (region.contains(rect.center())) return region;
    return {};
}

TEST_F(RandomWindows, ControlsStayInTheirPanelsAndApart) {
    const std::vector<std::string> stacks = {
        "MaxPool2d(2), MaxPool2d(2)",
        "MaxPool2d(3, stride=2, padding=1), AvgPool2d(2), ReLU(), AdaptiveAvgPool2d(1)", "Conv2d('sobel_x')",
        ""};
    for (int i = 0; i < 24; ++i) {
        document::Document document = document::first_document();
        document.stack =
            pool::parse_stack(stacks[random_() % stacks.size()].empty() ? "ReLU()" : stacks[random_() % 3]);
        const float width = std::round(between(960, 2600));
        const float height = std::round(between(600, 1500));
        const float em = std::floor(std::min(between(11, 30), ui::largest_em(width, height)));
        Driver d(document, width, height, em);
        d.app().settings.language = coin() ? figure::Language::english : figure::Language::chinese;
        d.app().settings.show_code = random_() % 3 == 0;
        constexpr std::array kViews = {"bench", "tower", "side"};
        d.app().settings.view = kViews[random_() % kViews.size()];
        if (coin()) d.app().settings.show_right.reset();
        d.frames(4);
        SCOPED_TRACE(std::to_string(width) + "×" + std::to_string(height) + " em " + std::to_string(em));
        std::vector<std::pair<std::string, Rect>> controls;
        for (const ui::WidgetRecord& widget : d.app().widgets) {
            if (widget.role == ui::Role::text || widget.role == ui::Role::picture) continue;
            const Rect rect{widget.x, widget.y, widget.w, widget.h};
            EXPECT_TRUE(inside(region_of(d.app().layout, rect), rect, 2)) << widget.id;
            controls.emplace_back(widget.id, rect);
        }
        for (std::size_t a = 0; a < controls.size(); ++a)
            for (std::size_t b = a + 1; b < controls.size(); ++b)
                EXPECT_FALSE(meet(controls[a].second, controls[b].second, 1.5F))
                    << controls[a].first << " and " << controls[b].first;
    }
}

TEST(Layout, WordsFitTheirButtonsInBothLanguages) {
    for (const auto language : {figure::Language::english, figure::Language::chinese}) {
        for (const float em : {12.0F, 14.0F, 20.0F, 28.0F}) {
            Driver d(document::first_document(), 1280, 800, em);
            d.app().settings.language = language;
            d.frames(3);
            for (const char* id :
                 {"view.bench", "view.tower", "mode.window", "mode.layer", "mode.stack", "stack.add",
                  "stack.presets", "input.draw", "input.erase", "input.clear", "input.load"}) {
                if (!d.has(id)) continue;
                const ui::WidgetRecord widget = d.widget(id);
                EXPECT_LE(figure::text_width(figure::Face::text, em, widget.label), widget.w + 1)
                    << id << " at " << em << ": " << widget.label;
            }
        }
    }
}

/// Presenting at 1920×1080, shrunk to 480×270 for the back row.
TEST(Layout, TheBackRowSeesWindowWinnerAndRoute) {
    Driver d(document::first_document(), 1920, 1080, 24);
    d.key(ui::Key::f5);
    d.work().open(document::first_document(), {});
    d.frames(3);
    const ui::WidgetRecord pair = d.widget("pair");
    const figure::Style style = ui::style_of(d.app().settings, 24);
    const figure::Plate plate = figure::compose_pair(d.work().evaluation(), ui::bench_view(d.app()), style,
                                                     figure::Strings(), {pair.w, pair.h});
    constexpr float kShrunk = 0.25F;
    float window = 0, winner = 0, digits = 1000, route = 0;
    std::string group;
    for (const figure::Primitive& item : plate.drawing.items) {
        if (const auto* begin = std::get_if<figure::BeginGroup>(&item)) group = begin->name;
        if (const auto* stroke = std::get_if<figure::RectStroke>(&item)) {
            if (stroke->color == style.palette.window) window = std::max(window, stroke->width * kShrunk);
            if (stroke->color == style.palette.winner) winner = std::max(winner, stroke->width * kShrunk);
        }
        // A digit is about 0.73 em high.
        if (const auto* text = std::get_if<figure::Text>(&item); text && group == "lens.cells")
            digits = std::min(digits, 0.73F * text->size * kShrunk);
        if (const auto* cubic = std::get_if<figure::Cubic>(&item); cubic && group == "routes")
            route = std::max(route, cubic->width * kShrunk);
    }
    EXPECT_GE(window, 2);
    EXPECT_GE(winner, 2);
    EXPECT_GE(digits, 8);
    EXPECT_GE(route, 1.5F);
    EXPECT_GE(plate.areas[0].rect.h, 0.64F * 1080) << "each map fills two thirds of the height";
}

/// A graphics card clips at whole pixels: at others a line of the cells that are not walked yet would show.
TEST(Layout, PicturesAreClippedAtWholePixels) {
    Driver d(document::first_document());
    for (int window = 0; window < 3; ++window) d.key(ui::Key::right);
    d.wait(3);
    const ImDrawData* data = ImGui::GetDrawData();
    int clipped = 0;
    for (int list = 0; list < data->CmdListsCount; ++list)
        for (const ImDrawCmd& command : data->CmdLists[list]->CmdBuffer) {
            const ImVec4& clip = command.ClipRect;
            for (const float edge : {clip.x, clip.y, clip.z, clip.w}) EXPECT_EQ(edge, std::round(edge));
            ++clipped;
        }
    EXPECT_GT(clipped, 10);
}

TEST(Layout, AMessageDoesNotMoveThePicture) {
    Driver d(document::first_document());
    d.app().dialogs.notation.error = {};
    d.frames(3);
    const ui::WidgetRecord before = d.widget("pair.map.0");
    d.app().show_error({"lesson.not_yet", {}});
    d.frames(3);
    ASSERT_TRUE(d.has("error.close"));
    const ui::WidgetRecord after = d.widget("pair.map.0");
    EXPECT_EQ(after.y, before.y);
    EXPECT_EQ(after.w, before.w);
    EXPECT_LT(d.widget("error.close").y, before.y);
}

}  // namespace
