#include "ui/actions.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "ui/action_tables.h"
#include "ui/app_state.h"
#include "ui/focus.h"
#include "ui/imgui_compat.h"
#include "ui/school.h"
#include "ui/views.h"

namespace ui {

bool always(const AppState&) { return true; }
bool has_layers(const AppState& app) { return !app.active().evaluation().layers.empty(); }

namespace {

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
