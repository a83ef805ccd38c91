#include "ui/links.h"

#include <gtest/gtest.h>

#include "document/samples.h"
#include "io/link.h"
#include "lesson/library.h"
#include "pool/notation.h"
#include "ui/app_state.h"
#include "ui/driver.h"
#include "ui/file_tasks.h"
#include "ui/school.h"
#include "ui/stack_edits.h"

namespace ui {
namespace {

document::Document other_document() {
    document::Document document;
    document.input = document::find_sample("matrix.textbook")->input;
    document.stack = pool::parse_stack("AvgPool2d(3, stride=1)");
    return document;
}

TEST(Links, LeadBackToDocumentViewAndCursor) {
    AppState from(other_document());
    from.settings.view = "tower";
    from.active().walk().jump({pool::Phase::backward, 0, 3, 0, false});
    AppState to(document::first_document());
    // Pasted where a stack is written.
    EXPECT_TRUE(set_notation(to, "  " + link_of(from) + "\n").empty());
    to.apply_edits();
    EXPECT_EQ(to.active().document(), other_document());
    EXPECT_EQ(to.active().cursor().window, 3);
    EXPECT_EQ(to.active().cursor().phase, pool::Phase::backward);
    EXPECT_EQ(to.settings.view, "tower");
    // One undo step leads back to the person's work.
    to.active().request_undo();
    to.apply_edits();
    EXPECT_EQ(to.active().document(), document::first_document());
}

TEST(Links, LeadToTheStepOfALesson) {
    AppState from(document::first_document());
    const lesson::StepPlace place = lesson::find_step("4.2");
    begin_lesson(from, *place.lesson, place.step);
    AppState to(document::first_document());
    // Given as a file.
    open_path(to, link_of(from));
    to.apply_edits();
    ASSERT_TRUE(to.school->run());
    EXPECT_EQ(to.school->run()->step().id, "4.2");
    EXPECT_TRUE(to.school->run()->locked());
}

TEST(Links, ADamagedOneChangesNothing) {
    AppState app(document::first_document());
    app.requests.link = "poolscope://s?nonsense";
    app.apply_edits();
    EXPECT_EQ(app.active().document(), document::first_document());
    EXPECT_EQ(app.error().text(), "poolscope:// link: it is damaged or cut off");
}

/// The menu's "Copy link".
std::string copied_link(ui_test::Driver& d) {
    d.click("menu");
    d.click("menu.edit.copy_link");
    d.frames(2);
    return ImGui::GetClipboardText();
}

TEST(Links, AreCopiedAndPastedElsewhere) {
    std::string line;
    {
        ui_test::Driver from(other_document());
        from.app().settings.view = "side";
        from.work().walk().jump({pool::Phase::backward, 0, 3, 0, false});
        from.frames(2);
        line = copied_link(from);
        EXPECT_TRUE(line.starts_with("poolscope://s?"));
        EXPECT_NE(from.widget("notice").label.find(std::to_string(line.size())), std::string::npos);
        from.wait(6);
        EXPECT_FALSE(from.has("notice")) << "it goes by itself";
    }
    ui_test::Driver to(document::first_document());
    ImGui::SetClipboardText(line.c_str());
    to.key(Key::v, true);
    to.frames(3);
    EXPECT_EQ(to.work().document(), other_document());
    EXPECT_EQ(to.work().cursor().window, 3);
    EXPECT_EQ(to.work().cursor().phase, pool::Phase::backward);
    EXPECT_EQ(to.app().settings.view, "side");
}

TEST(Links, OfALessonLeadToItsStep) {
    std::string line;
    {
        ui_test::Driver from(document::first_document());
        const lesson::StepPlace place = lesson::find_step("4.2");
        begin_lesson(from.app(), *place.lesson, place.step);
        from.frames(3);
        line = copied_link(from);
    }
    ui_test::Driver to(document::first_document());
    ImGui::SetClipboardText(line.c_str());
    to.key(Key::v, true);
    to.frames(3);
    ASSERT_TRUE(to.app().school->run());
    EXPECT_EQ(to.app().school->run()->step().id, "4.2");
}

TEST(Links, TooLongToBeOfUseAreRefusedWithTheirSize) {
    document::Document large = document::first_document();
    pool::Tensor noise({1, 1, 200, 200});
    std::uint32_t seed = 1;
    for (float& v : noise.data()) v = static_cast<float>((seed = seed * 1664525U + 1013904223U) >> 8U);
    large.input.base.values = std::make_shared<const pool::Tensor>(std::move(noise));
    ui_test::Driver d(large);
    ImGui::SetClipboardText("mine");
    EXPECT_EQ(copied_link(d), "mine");
    EXPECT_TRUE(d.app().notice().empty());
    const std::string said = d.app().error().text();
    EXPECT_NE(said.find("at most 32768"), std::string::npos) << said;
    EXPECT_EQ(std::ranges::count(said, '.'), 2) << said;
}

}  // namespace
}  // namespace ui
