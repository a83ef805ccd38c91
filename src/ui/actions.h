#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "figure/strings.h"
#include "ui/keys.h"

namespace ui {

class AppState;

struct Chord {
    Key key = Key::none;
    bool ctrl = false;
    bool shift = false;
};

/// One thing that a person can do. Buttons, keys, tooltips and the help sheet all read this table.
struct Action {
    const char* id;     ///< "step.next"; the texts are action.<id> and action.<id>.tip in the string tables
    const char* group;  ///< heading in the help sheet: "help.walk"…
    std::vector<Chord> chords;
    bool repeats = false;  ///< holding the key repeats it
    std::function<bool(const AppState&)> enabled;
    std::function<void(AppState&)> run;
    /// What it switches is on; empty: it switches nothing.
    std::function<bool(const AppState&)> selected = {};
};

std::span<const Action> actions();
const Action& action(std::string_view id);
/// "Ctrl+Shift+Z"; empty where there is no key.
std::string chord_text(const Chord& chord);
std::string label(const Action& action, const figure::Strings& t);
/// The tooltip with its keys: "Steps to the next window. (→, PageDown)".
std::string tooltip(const Action& action, const figure::Strings& t);
/// A key while the command palette is open.
void palette_key(AppState& app, Key key);
/// Runs the actions whose keys were pressed in this frame, unless a text field has the keyboard.
void run_keys(AppState& app);
/// Runs an action when it is enabled.
void run(AppState& app, std::string_view id);

}  // namespace ui
