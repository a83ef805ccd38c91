#include "ui/actions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "ui/app_state.h"
#include "ui/export_sheet.h"
#include "ui/file_tasks.h"
#include "ui/focus.h"
#include "ui/imgui_compat.h"
#include "ui/links.h"
#include "ui/popover.h"
#include "ui/school.h"
#include "ui/stack_edits.h"
#include "ui/views.h"

namespace ui {

namespace {

constexpr float kSmallestText = 0.8F;
constexpr float kLargestText = 2.0F;

bool always(const AppState&) { return true; }
bool has_layers(const AppState& app) { return !app.active().evaluation().layers.empty(); }
bool is_presented(const AppState& app) { return app.settings.presenting && has_layers(app); }

void go_to(AppState& app, std::int64_t step) {
    app.active().walk().jump(pool::cursor_at(app.active().evaluation(), step));
}

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

/// Shows a view; the first ones have the number keys.
Action action_of(const View& view) {
    constexpr Key kKeys[] = {Key::n1, Key::n2, Key::n3, Key::n4};
    Action action{view.action,
                  "help.view",
                  {},
                  false,
                  always,
                  [&view](AppState& app) { app.settings.view = view.id; },
                  [&view](const AppState& app) { return &shown_view(app) == &view; }};
    const auto number = std::ranges::find(views(), &view) - views().begin();
    if (number < std::ssize(kKeys)) action.chords = {{kKeys[number]}};
    return action;
}

Action mode_action(const char* id, work::PlayMode mode) {
    return {id,
            "help.walk",
            {},
            false,
            has_layers,
            [mode](AppState& app) { app.active().walk().set_mode(mode); },
            [mode](const AppState& app) { return app.active().walk().mode() == mode; }};
}

std::vector<Action> walk_actions() {
    return {
        {"play",
         "help.walk",
         {{Key::space}},
         false,
         has_layers,
         [](AppState& a) { a.active().walk().toggle_play(); },
         [](const AppState& a) { return a.active().walk().playing(); }},
        {"step.next",
         "help.walk",
         {{Key::right}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step(1); }},
        {"step.previous",
         "help.walk",
         {{Key::left}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step(-1); }},
        {"stage.next",
         "help.walk",
         {{Key::period}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step_stage(1); }},
        {"stage.previous",
         "help.walk",
         {{Key::comma}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step_stage(-1); }},
        {"idea.next",
         "help.present",
         {{Key::page_down}},
         true,
         is_presented,
         [](AppState& a) { a.active().walk().step_idea(1); }},
        {"idea.previous",
         "help.present",
         {{Key::page_up}},
         true,
         is_presented,
         [](AppState& a) { a.active().walk().step_idea(-1); }},
        {"turn",
         "help.walk",
         {{Key::r}},
         false,
         has_layers,
         [](AppState& a) { a.active().walk().turn_round(); }},
        {"black",
         "help.present",
         {{Key::b}},
         false,
         [](const AppState& a) { return a.settings.presenting; },
         [](AppState& a) { a.overlay.black = !a.overlay.black; }},
        {"fullscreen",
         "help.view",
         {{Key::f11}},
         false,
         always,
         [](AppState& a) { a.requests.fullscreen = true; }},
        {"still",
         "help.view",
         {},
         false,
         always,
         [](AppState& a) { a.settings.still = !a.settings.still; },
         [](const AppState& a) { return a.settings.still; }},
        {"layer.next",
         "help.walk",
         {{Key::right, false, true}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step_layer(1); }},
        {"layer.previous",
         "help.walk",
         {{Key::left, false, true}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step_layer(-1); }},
        {"walk.start", "help.walk", {{Key::home}}, false, has_layers, [](AppState& a) { go_to(a, 0); }},
        {"walk.end",
         "help.walk",
         {{Key::end}},
         false,
         has_layers,
         [](AppState& a) { go_to(a, pool::step_count(a.active().evaluation()) - 1); }},
        mode_action("mode.window", work::PlayMode::window),
        mode_action("mode.layer", work::PlayMode::layer),
        mode_action("mode.stack", work::PlayMode::stack),
        {"mode.next",
         "help.walk",
         {{Key::w}},
         false,
         has_layers,
         [](AppState& a) {
             const work::PlayMode mode = a.active().walk().mode();
             a.active().walk().set_mode(mode == work::PlayMode::window  ? work::PlayMode::layer
                                        : mode == work::PlayMode::layer ? work::PlayMode::stack
                                                                        : work::PlayMode::window);
         }},
    };
}

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

std::vector<Action> edit_actions() {
    return {
        {"undo",
         "help.edit",
         {{Key::z, true}},
         true,
         [](const AppState& a) { return a.active().history().can_undo(); },
         [](AppState& a) { a.active().request_undo(); }},
        {"redo",
         "help.edit",
         {{Key::z, true, true}, {Key::y, true}},
         true,
         [](const AppState& a) { return a.active().history().can_redo(); },
         [](AppState& a) { a.active().request_redo(); }},
        {"stack.up",
         "help.edit",
         {{Key::up, true}},
         true,
         [](const AppState& a) { return can_move(a, -1); },
         [](AppState& a) { move_card(a, -1); }},
        {"stack.down",
         "help.edit",
         {{Key::down, true}},
         true,
         [](const AppState& a) { return can_move(a, 1); },
         [](AppState& a) { move_card(a, 1); }},
        {"stack.duplicate",
         "help.edit",
         {{Key::d, true}},
         false,
         has_card,
         [](AppState& a) { duplicate_layer(a, *a.dialogs.card); }},
        {"stack.toggle",
         "help.edit",
         {{Key::m, true}},
         false,
         has_card,
         [](AppState& a) { toggle_layer(a, *a.dialogs.card); }},
        {"stack.remove",
         "help.edit",
         {{Key::del}},
         false,
         has_card,
         [](AppState& a) { remove_layer(a, *a.dialogs.card); }},
        {"file.new", "help.file", {{Key::n, true}}, false, always, [](AppState& a) { begin_new(a); }},
        {"edit.paste",
         "help.edit",
         {{Key::v, true}},
         false,
         always,
         [](AppState& a) {
             const char* text = ImGui::GetClipboardText();
             paste(a, text ? text : "");
         }},
        {"edit.copy_link", "help.edit", {}, false, always, copy_link},
        {"file.open", "help.file", {{Key::o, true}}, false, always, [](AppState& a) { begin_open(a); }},
        {"file.save", "help.file", {{Key::s, true}}, false, always, [](AppState& a) { save_or_ask(a); }},
        {"file.save_as",
         "help.file",
         {{Key::s, true, true}},
         false,
         always,
         [](AppState& a) { begin_save(a); }},
        {"file.figure",
         "help.file",
         {{Key::e, true}},
         false,
         has_layers,
         [](AppState& a) { open_export(a); }},
        {"worksheet", "help.file", {}, false, always, open_worksheet},
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

}  // namespace

std::span<const Action> actions() {
    static const std::vector<Action> table = [] {
        std::vector<Action> all = walk_actions();
        const auto add = [&](std::vector<Action> more) {
            for (Action& action : more) all.push_back(std::move(action));
        };
        for (const View* view : views()) all.push_back(action_of(*view));
        add(screen_actions());
        add(edit_actions());
        add(look_actions());
        for (const View* view : views())
            if (view->actions) add(view->actions());
        return all;
    }();
    return table;
}

const Action& action(std::string_view id) {
    const auto found = std::ranges::find_if(actions(), [&](const Action& a) { return id == a.id; });
    assert(found != actions().end());
    return *found;
}

std::string chord_text(const Chord& chord) {
    std::string text;
    if (chord.ctrl) text += "Ctrl+";
    if (chord.shift) text += "Shift+";
    return text + key_name(chord.key);
}

std::string label(const Action& action, const figure::Strings& t) {
    return t(std::string("action.") + action.id);
}

std::string tooltip(const Action& action, const figure::Strings& t) {
    std::string text = t(std::string("action.") + action.id + ".tip");
    std::string keys;
    for (const Chord& chord : action.chords) keys += (keys.empty() ? "" : ", ") + chord_text(chord);
    return keys.empty() ? text : text + "  (" + keys + ")";
}

void run_keys(AppState& app) {
    const std::vector<KeyPress> presses = std::exchange(app.key_presses, {});
    if (!presses.empty()) app.dialogs.tips.hushed = true;
    if (app.dialogs.palette.open) {
        for (const KeyPress& press : presses) palette_key(app, press.key);
        return;
    }
    if (ImGui::IsMouseClicked(0) || ImGui::IsMouseClicked(1)) app.dialogs.focus.shown = false;
    const bool typing = ImGui::GetIO().WantTextInput;
    const bool dialog =
        ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    for (const KeyPress& press : presses) {
        if (control_key(app, press, typing)) continue;
        if (typing) continue;
        if (!dialog && lesson_key(app, press)) continue;
        const View& view = shown_view(app);
        if (!dialog && view.key && view.key(app, press)) continue;
        // The view's own actions stand last: a key that means something there means nothing else.
        const std::span<const Action> all = actions();
        for (auto at = all.rbegin(); at != all.rend(); ++at) {
            const Action& candidate = *at;
            if (dialog && std::string_view(candidate.id) != "escape") continue;
            if (press.alt || (press.repeat && !candidate.repeats)) continue;
            const bool meant = std::ranges::any_of(candidate.chords, [&](const Chord& chord) {
                return chord.key == press.key && chord.ctrl == press.ctrl && chord.shift == press.shift;
            });
            if (!meant || !candidate.enabled(app)) continue;
            candidate.run(app);
            break;
        }
    }
}

void run(AppState& app, std::string_view id) {
    const Action& wanted = action(id);
    if (wanted.enabled(app)) wanted.run(app);
}

}  // namespace ui
