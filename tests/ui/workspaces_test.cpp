#include <gtest/gtest.h>

#include "document/samples.h"
#include "figure/plates/map_images.h"
#include "pool/notation.h"
#include "ui/driver.h"
#include "ui/file_tasks.h"

// One screen, several workspaces: nothing that is kept for one is ever shown of another. And one workspace of
// every shape: nothing is shown that does not exist.

namespace {

using ui::Key;
using ui_test::Driver;
using work::Workspace;

/// Everything that a frame says and draws.
struct Seen {
    std::vector<std::pair<std::string, std::string>> texts;
    std::set<std::size_t> pictures;
    bool operator==(const Seen&) const = default;
};

Seen seen(Driver& d) {
    d.frames(3);
    Seen result;
    for (const ui::WidgetRecord& widget : d.app().widgets) result.texts.emplace_back(widget.id, widget.label);
    result.pictures = d.pictures();
    return result;
}

constexpr int kMoments = 9;

void act(Workspace& workspace, int moment) {
    const auto at = static_cast<float>(moment) / kMoments;
    switch (moment % 3) {
        case 0:
            workspace.edit([at](document::Document& d) {
                d.input.strokes.push_back({false, 0.2F, 0.7F, 1, {{at, 0.2F}, {0.9F, at}}});
            });
            break;
        case 1:
            workspace.walk().jump({moment % 2 ? pool::Phase::backward : pool::Phase::forward, 0, moment, 0});
            break;
        default:
            workspace.selection().toggle_pin({1, {0, 0, moment, 3}});
            workspace.edit([moment](document::Document& d) {
                d.input.edits.push_back({{0, 0, moment, 5}, static_cast<float>(moment)});
            });
            break;
    }
}

document::Document of_sample(const char* sample, const char* stack) {
    document::Document document = document::first_document();
    document.input = document::find_sample(sample)->input;
    document.stack = pool::parse_stack(stack);
    return document;
}

const document::Document& mine() {
    static const document::Document document = of_sample("digit.3", "MaxPool2d(2), AvgPool2d(2)");
    return document;
}
const document::Document& other() {
    static const document::Document document = of_sample("digit.8", "AvgPool2d(2), MaxPool2d(2)");
    return document;
}

std::vector<Seen> alone(const document::Document& document, bool code) {
    Driver d(document);
    d.app().settings.show_code = code;
    std::vector<Seen> all;
    for (int moment = 0; moment < kMoments; ++moment) {
        act(d.work(), moment);
        all.push_back(seen(d));
    }
    return all;
}

TEST(Workspaces, ShareOneScreenWithoutSeeingEachOther) {
    for (const bool code : {false, true}) {
        const std::vector<Seen> of_mine = alone(mine(), code);
        const std::vector<Seen> of_other = alone(other(), code);
        EXPECT_FALSE(of_mine == of_other);
        Driver d(mine());
        d.app().settings.show_code = code;
        auto lesson = std::make_unique<Workspace>(other());
        lesson->walk().set_cursor({});
        for (int moment = 0; moment < kMoments; ++moment) {
            SCOPED_TRACE(moment);
            act(d.work(), moment);
            const auto i = static_cast<std::size_t>(moment);
            const Seen first = seen(d);
            EXPECT_EQ(first.texts, of_mine[i].texts);
            EXPECT_EQ(first.pictures, of_mine[i].pictures);
            d.app().show_lesson(std::move(lesson));
            act(d.work(), moment);
            const Seen second = seen(d);
            EXPECT_EQ(second.texts, of_other[i].texts);
            EXPECT_EQ(second.pictures, of_other[i].pictures);
            lesson = d.app().show_lesson(nullptr);
            EXPECT_EQ(seen(d).pictures, of_mine[i].pictures) << "and back";
        }
    }
}

TEST(Workspaces, ALessonLeavesThePersonsWorkUntouched) {
    Driver d(mine());
    d.app().show_lesson(std::make_unique<Workspace>(other()));
    d.frames(3);
    d.drag("input.canvas", 0.2F, 0.2F, 0.8F, 0.8F);
    d.key(Key::right);
    EXPECT_FALSE(d.work().document() == other());
    EXPECT_TRUE(d.app().user().document() == mine());
    EXPECT_FALSE(d.app().user().history().can_undo());
    d.app().show_lesson(nullptr);
    d.frames(3);
    EXPECT_TRUE(d.work().document() == mine());
    EXPECT_EQ(d.work().cursor(), pool::Cursor{});
}

document::Document of_array(const pool::Shape& shape, const char* stack) {
    document::Document document = document::first_document();
    auto values = std::make_shared<pool::Tensor>(shape);
    for (std::size_t i = 0; i < values->data().size(); ++i)
        values->data()[i] = static_cast<float>(i * 2654435761U % 1000U) / 1000;
    document.input = {};
    document.input.base = {"array", values, false};
    document.stack = pool::parse_stack(stack);
    return document;
}

/// The input canvas shows a plane of the input, and Ctrl+click on it types into a cell of that plane.
void expect_canvas(Driver& d) {
    const pool::Tensor& map = d.work().live().input();
    const pool::Cell plane{std::min(d.work().selection().item(), map.shape().n - 1),
                           std::min(d.work().selection().channel(), map.shape().c - 1), 0, 0};
    figure::MapImages images;
    const figure::Style style = ui::style_of(d.app().settings, 14);
    const figure::Range range = images.range_of_map({}, 0, false, map);
    EXPECT_TRUE(d.shows(images.picture({{}, 0, false, plane.n, plane.c, -1, range, style.activations}, style,
                                       map.plane(plane.n, plane.c), map.shape().h, map.shape().w)));
    const ui::WidgetRecord canvas = d.widget("input.canvas");
    ui::compat::feed_modifiers(true, false, false);
    d.click_at(canvas.x + canvas.w / 2, canvas.y + canvas.h / 2);
    ui::compat::feed_modifiers(false, false, false);
    ASSERT_TRUE(d.app().dialogs.cell.open);
    const pool::Cell& cell = d.app().dialogs.cell.cell;
    EXPECT_TRUE(map.contains(cell));
    EXPECT_EQ(cell.n, plane.n);
    EXPECT_EQ(cell.c, plane.c);
    // The first leaves the field.
    d.key(Key::escape);
    d.key(Key::escape);
}

TEST(Workspaces, NoItemOrChannelIsShownThatDoesNotExist) {
    const std::pair<pool::Shape, const char*> documents[] = {
        {{1, 1, 12, 12}, "RoIAlign2d(2, rois=[[0,0,0,8,8],[0,2,2,9,9],[0,0,0,5,5]])"},
        {{3, 2, 12, 12}, "RoIPool2d(2, rois=[[2,0,0,8,8]])"},
        {{1, 2, 12, 12}, "RoIAlign2d(3, rois=[[0,0,0,8,8],[0,2,2,9,9]]), AvgPool2d(3)"},
        {{4, 3, 9, 12}, "MaxPool2d(2), AvgPool2d(2)"},
        {{2, 5, 10, 8}, "SpatialPyramidPool2d()"},
        {{2, 3, 8, 8}, ""},
        {{2, 1, 12, 12}, "MaxPool2d(2), MaxUnpool2d(2)"},
    };
    for (const auto& [shape, stack] : documents) {
        SCOPED_TRACE(shape.text() + " " + stack);
        Driver d(of_array(shape, stack));
        for (const auto source : {pool::Upstream::Source::one_hot, pool::Upstream::Source::values}) {
            d.work().edit([source](document::Document& document) { document.upstream.source = source; });
            for (std::int64_t item = 0; item < d.work().selection().items(); ++item) {
                for (std::int64_t channel = 0; channel < d.work().selection().channels(); ++channel) {
                    d.work().selection().show_item(item);
                    d.work().selection().show_channel(channel);
                    for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
                        d.work().walk().jump({phase, 0, 0, 0});
                        d.app().settings.view = phase == pool::Phase::forward ? "bench" : "tower";
                        d.frames(2);
                    }
                    expect_canvas(d);
                    if (HasFatalFailure()) return;
                }
            }
        }
        d.work().edit(
            [](document::Document& document) { document.upstream.source = pool::Upstream::Source::one_hot; });
        d.frames(2);
        if (!d.has("upstream.0.0")) continue;
        d.click("upstream.0.0");
        const pool::Shape& output = d.work().evaluation().output().shape();
        EXPECT_LT(d.work().document().upstream.cell.n, output.n) << "the largest item was shown";
        EXPECT_LT(d.work().document().upstream.cell.c, output.c);
    }
}

}  // namespace
