#include "ui/links.h"

#include <utility>

#include "io/link.h"
#include "lesson/library.h"
#include "ui/app_state.h"
#include "ui/imgui_compat.h"
#include "ui/school.h"
#include "ui/views.h"

namespace ui {

std::string link_of(const AppState& app) {
    io::Link link{app.active().document(), app.settings.view, app.active().cursor(), {}};
    link.cursor.stage = 0;
    link.cursor.whole = false;
    if (app.school->runner) link.step = app.school->run()->step().id;
    return io::to_link(link);
}

void copy_link(AppState& app) {
    try {
        const std::string link = link_of(app);
        ImGui::SetClipboardText(link.c_str());
        app.say({"link.copied", {link.size()}});
    } catch (const std::exception& refused) {
        app.show_error(words::message_of(refused));
    }
}

namespace {

void show(AppState& app, io::Link link) {
    const lesson::StepPlace place = lesson::find_step(link.step);
    if (place.lesson) {
        begin_lesson(app, *place.lesson, place.step, link.document);
        if (!app.school->run()->locked()) app.active().walk().jump(link.cursor);
        return;
    }
    if (app.school->runs()) leave_lesson(app);
    app.active().open(std::move(link.document), {});
    app.active().walk().jump(link.cursor);
    if (find_view(link.view)) app.settings.view = link.view;
}

}  // namespace

void follow_link(AppState& app) {
    const std::string text = std::exchange(app.requests.link, {});
    try {
        show(app, io::from_link(text));
        app.clear_error();
    } catch (const std::exception& failed) {
        app.show_error(words::message_of(failed));
    }
}

}  // namespace ui
