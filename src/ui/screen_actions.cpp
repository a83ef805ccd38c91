#include <algorithm>
#include <cmath>

#include "ui/action_tables.h"
#include "ui/app_state.h"
#include "ui/export_sheet.h"
#include "ui/file_tasks.h"
#include "ui/focus.h"
#include "ui/popover.h"
#include "ui/school.h"

namespace ui {

namespace {

constexpr float kSmallestText = 0.8F;
constexpr float kLargestText = 2.0F;

void scale_text(AppState& app, float by) {
    const float wanted = std::round((app.settings.text_scale + by) * 10) / 10;
    app.settings.text_scale = std::clamp(wanted, kSmallestText, kLargestText);
    app.requests.fonts_changed = true;
}

bool has_channels(const AppState& app) { return app.active().selection().channels() > 1; }

void show_channel(AppState& app, std::int64_t by) {
    work::Selection& selection = app.active().selection();
    selection.show_channel(selection.channel() + by);
}

/// Esc closes one thing, the topmost.
void escape(AppState& app) {
    if (app.overlay.black) {
        app.overlay.black = false;
    } else if (app.dialogs.popover.kind != Popover::Kind::none) {
        close_popover(app);
    } else if (app.dialogs.focus.shown) {
        app.dialogs.focus.shown = false;
    } else if (!app.overlay.pen.empty()) {
        app.overlay.pen.clear();
    } else if (app.dialogs.exporting) {
        close_export(app);
    } else if (app.dialogs.worksheet.open) {
        app.dialogs.worksheet.open = false;
    } else if (app.dialogs.help || app.dialogs.cell.open || app.dialogs.file.task != FileTask::none ||
               app.dialogs.items.choosing || app.dialogs.close.open) {
        app.dialogs.help = false;
        app.dialogs.cell.open = false;
        app.dialogs.file.task = FileTask::none;
        app.dialogs.items.choosing = false;
        app.dialogs.close.open = false;
    } else if (!app.active().selection().pinned().empty()) {
        app.active().selection().clear_pins();
    } else if (!app.error().empty()) {
        app.clear_error();
    } else if (app.school->runs()) {
        leave_lesson(app);
    } else if (app.settings.presenting) {
        run(app, "present");
    }
}

}  // namespace

std::vector<Action> screen_actions() {
    return {
        {"theme",
         "help.view",
         {{Key::t}},
         false,
         always,
         [](AppState& a) {
             const figure::Theme now = a.settings.theme;
             a.settings.theme = now == figure::Theme::light  ? figure::Theme::dark
                                : now == figure::Theme::dark ? figure::Theme::contrast
                                                             : figure::Theme::light;
         }},
        {"language",
         "help.view",
         {{Key::l}},
         false,
         always,
         [](AppState& a) {
             const bool english = a.settings.language == figure::Language::english;
             a.settings.language = english ? figure::Language::chinese : figure::Language::english;
             a.requests.fonts_changed = true;
         }},
        {"colours",
         "help.view",
         {{Key::c}},
         false,
         always,
         [](AppState& a) { a.settings.grey_map = !a.settings.grey_map; },
         [](const AppState& a) { return a.settings.grey_map; }},
        {"present",
         "help.view",
         {{Key::f5}},
         false,
         always,
         [](AppState& a) {
             a.settings.presenting = !a.settings.presenting;
             a.overlay = {};
             a.dialogs.popover = {};
             a.requests.fonts_changed = true;
         }},
        {"panel.left",
         "help.view",
         {{Key::b, true}},
         false,
         always,
         [](AppState& a) { a.settings.show_left = !a.settings.show_left; }},
        {"panel.right",
         "help.view",
         {{Key::b, true, true}},
         false,
         always,
         [](AppState& a) { a.settings.show_right = !a.layout.right_shown; }},
    };
}

std::vector<Action> look_actions() {
    return {
        {"text.larger",
         "help.view",
         {{Key::equal, true}, {Key::equal, true, true}},
         true,
         always,
         [](AppState& a) { scale_text(a, 0.1F); }},
        {"text.smaller",
         "help.view",
         {{Key::minus, true}},
         true,
         always,
         [](AppState& a) { scale_text(a, -0.1F); }},
        {"text.reset",
         "help.view",
         {{Key::n0, true}},
         false,
         always,
         [](AppState& a) { scale_text(a, 1 - a.settings.text_scale); }},
        {"code",
         "help.view",
         {{Key::e}},
         false,
         has_layers,
         [](AppState& a) { a.settings.show_code = !a.settings.show_code; },
         [](const AppState& a) { return a.settings.show_code; }},
        {"cells",
         "help.view",
         {{Key::s}},
         false,
         has_layers,
         [](AppState& a) { a.settings.same_cell_size = !a.settings.same_cell_size; },
         [](const AppState& a) { return a.settings.same_cell_size; }},
        {"zoom.fit",
         "help.view",
         {{Key::n0}},
         false,
         has_layers,
         [](AppState& a) {
             a.zoom().below = {};
             a.zoom().above = {};
         }},
        {"channel.next",
         "help.view",
         {{Key::down}},
         true,
         has_channels,
         [](AppState& a) { show_channel(a, 1); }},
        {"channel.previous",
         "help.view",
         {{Key::up}},
         true,
         has_channels,
         [](AppState& a) { show_channel(a, -1); }},
        {"palette",
         "help.view",
         {{Key::p, true}},
         false,
         always,
         [](AppState& a) {
             a.dialogs.palette = {true, false, false, {}, 0};
         }},
        {"help",
         "help.view",
         {{Key::f1}},
         false,
         always,
         [](AppState& a) { a.dialogs.help = !a.dialogs.help; }},
        {"lessons",
         "help.lesson",
         {},
         false,
         always,
         [](AppState& a) { toggle_popover(a, Popover::Kind::lessons, a.lessons_button); }},
        {"lesson.steps",
         "help.lesson",
         {{Key::j, true}},
         false,
         [](const AppState& a) { return a.school->runner != nullptr; },
         [](AppState& a) { toggle_popover(a, Popover::Kind::steps, a.lessons_button); }},
        {"lesson.leave",
         "help.lesson",
         {},
         false,
         [](const AppState& a) { return a.school->runs(); },
         leave_lesson},
        {"escape", "help.view", {{Key::escape}}, false, always, escape},
    };
}

}  // namespace ui
