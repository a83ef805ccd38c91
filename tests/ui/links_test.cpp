#include "ui/links.h"

#include <gtest/gtest.h>

#include "document/samples.h"
#include "io/link.h"
#include "lesson/library.h"
#include "pool/notation.h"
#include "ui/app_state.h"
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

}  // namespace
}  // namespace ui
