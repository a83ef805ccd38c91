#include <set>

#include <gtest/gtest.h>

#include "pool/notation.h"
#include "ui/driver.h"
#include "ui/popover.h"

// The keyboard's way through the controls.

namespace {

using ui::Key;
using ui_test::Driver;

std::string notation_of(Driver& d) { return pool::notation(d.work().document().stack); }

void tab_to(Driver& d, const std::string& id) {
    for (int i = 0; i < 300 && d.app().dialogs.focus.id != id; ++i) d.key(Key::tab);
    ASSERT_EQ(d.app().dialogs.focus.id, id);
}

/// The controls that Tab comes to, once round.
std::set<std::string> round(Driver& d) {
    std::set<std::string> reached;
    for (int i = 0; i < 300; ++i) {
        d.key(Key::tab);
        if (!reached.insert(d.app().dialogs.focus.id).second) break;
    }
    return reached;
}

TEST(Ui, TabReachesEveryControlAndKeysWorkIt) {
    Driver d(document::first_document());
    std::set<std::string> reached;
    for (int i = 0; i < 200; ++i) {
        d.key(Key::tab);
        ASSERT_TRUE(d.app().dialogs.focus.shown);
        if (!reached.insert(d.app().dialogs.focus.id).second) break;
    }
    for (const ui::WidgetRecord& widget : d.app().widgets)
        if (widget.enabled && widget.role != ui::Role::text && widget.role != ui::Role::picture) {
            EXPECT_TRUE(reached.contains(widget.id)) << widget.id;
        }
    tab_to(d, "mode.layer");
    EXPECT_TRUE(d.widget("mode.layer").focused);
    d.key(Key::enter);
    EXPECT_TRUE(d.app().active().cursor().whole);
    tab_to(d, "stack.rule");
    d.key(Key::space);
    d.key(Key::down);
    d.key(Key::enter);
    EXPECT_EQ(notation_of(d), "MaxPool2d(2, rule='onnx'), MaxPool2d(2, rule='onnx')");
    d.key(Key::space);
    d.key(Key::escape);
    EXPECT_FALSE(d.app().dialogs.focus.list);
    EXPECT_TRUE(d.app().dialogs.focus.shown) << "one Esc closes one thing";
    d.key(Key::escape);
    EXPECT_FALSE(d.app().dialogs.focus.shown);
    d.key(Key::right);
    EXPECT_EQ(d.app().active().cursor().layer, 1U) << "the picture has the arrows again";
}

TEST(Ui, PopoversAndThePaletteFindLayersByTheirNames) {
    Driver d(document::first_document());
    d.click("stack.add");
    d.type("softmax");
    d.key(Key::enter);
    EXPECT_EQ(d.app().active().document().stack.back().kind, "SoftPool2d");
    d.key(Key::escape);
    EXPECT_EQ(d.app().dialogs.popover.kind, ui::Popover::Kind::none);
    d.key(Key::p, true);
    d.type("add minpool");
    d.key(Key::enter);
    d.frames(2);
    EXPECT_EQ(d.app().active().document().stack.back().kind, "MinPool2d");
    d.key(Key::p, true);
    d.type("textbook");
    EXPECT_TRUE(d.has("palette.sample.matrix.textbook"));
    d.key(Key::escape);
}

TEST(Focus, StaysInAPopoverAndReachesWhatIsScrolledAway) {
    Driver d(document::first_document(), 960, 600);
    d.enter_text("stack.notation", "Conv2d(1, 1, 3), MaxPool2d(2)");
    tab_to(d, "stack.0.card");
    d.key(Key::enter);
    ASSERT_EQ(d.app().dialogs.popover.kind, ui::Popover::Kind::card);
    const std::set<std::string> reached = round(d);
    for (const std::string& id : reached) EXPECT_TRUE(id.starts_with("stack.0.")) << id;
    EXPECT_TRUE(reached.contains("stack.0.weight")) << "a field that is written";
    EXPECT_TRUE(reached.contains("stack.0.remove")) << "below what the window shows";
    tab_to(d, "stack.0.remove");
    d.frames(3);
    EXPECT_TRUE(d.widget("stack.0.remove").focused) << "it came into sight";
    d.key(Key::escape);
    EXPECT_EQ(d.app().dialogs.popover.kind, ui::Popover::Kind::none) << "one Esc closes it";
    EXPECT_EQ(d.app().dialogs.focus.id, "stack.0.card") << "the keyboard is back where it was";
    EXPECT_TRUE(d.app().dialogs.focus.shown);
}

TEST(Focus, StaysInASheet) {
    Driver d(document::first_document());
    d.key(Key::e, true);
    d.frames(3);
    for (const std::string& id : round(d)) EXPECT_TRUE(id.starts_with("export.")) << id;
}

TEST(Focus, ComesToEveryField) {
    Driver d(document::first_document());
    tab_to(d, "stack.notation");
    d.frames(2);
    EXPECT_TRUE(d.widget("stack.notation").focused);
    EXPECT_EQ(d.widget("stack.notation").role, ui::Role::field);
    d.enter_text("stack.notation", "LPPool2d(2, 2)");
    d.click("stack.0.card");
    EXPECT_TRUE(round(d).contains("stack.0.norm_type"));
}

}  // namespace
