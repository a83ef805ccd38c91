#include "ui/views.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "document/document.h"
#include "driver.h"
#include "ui/app_state.h"
#include "ui/settings_file.h"

namespace {

using figure::Language;
using ui_test::Driver;

TEST(Views, EachHasAnActionWithTextsAndAKey) {
    std::set<std::string> ids;
    for (const ui::View* view : ui::views()) {
        SCOPED_TRACE(view->id);
        EXPECT_TRUE(ids.insert(view->id).second) << "the id is taken";
        EXPECT_EQ(ui::find_view(view->id), view);
        const ui::Action& action = ui::action(view->action);
        EXPECT_FALSE(action.chords.empty());
        for (const Language language : {Language::english, Language::chinese}) {
            const figure::Strings t(language);
            EXPECT_NE(ui::label(action, t), std::string("action.") + view->action);
        }
    }
    EXPECT_EQ(ui::find_view("nowhere"), nullptr);
}

TEST(Views, AreShownByTheirActionsAndKeptInTheSettings) {
    Driver d(document::first_document());
    for (const ui::View* view : ui::views()) {
        ui::run(d.app(), view->action);
        d.frames(2);
        EXPECT_EQ(&ui::shown_view(d.app()), view);
        for (const ui::View* other : ui::views())
            EXPECT_EQ(ui::action(other->action).selected(d.app()), other == view) << other->id;
        const ui::Settings read = ui::settings_from_json(ui::settings_to_json(d.app().settings), {});
        EXPECT_EQ(read.view, view->id);
    }
    d.app().settings.view = "of a newer version";
    EXPECT_EQ(&ui::shown_view(d.app()), ui::views()[0]);
}

}  // namespace
