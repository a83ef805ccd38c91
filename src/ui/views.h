#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "ui/actions.h"

namespace ui {

struct Frame;

/// One way to look at the workspace; it fills the middle of the window. Views are lines of a table, as layer
/// kinds are: buttons, keys, command line, settings, help and tests read it.
struct View {
    const char* id;      ///< as in the settings and in `screenshot --view`
    const char* action;  ///< shows it; its texts are action.<action> and action.<action>.tip
    void (*panel)(Frame&);
    /// What can be done in this view alone; nullptr: nothing.
    std::vector<Action> (*actions)() = nullptr;
    /// Whether something moves by itself, so that frames go on; nullptr: never.
    bool (*animates)(const AppState&) = nullptr;
    /// Takes a key that means something else here; returns whether it did. nullptr: none does.
    bool (*key)(AppState&, const KeyPress&) = nullptr;
    /// It takes the whole window below the top bar: panels and transport make way.
    bool whole = false;
};

extern const View kBenchView, kTowerView, kSideView;

/// In the order of the buttons and of the number keys.
std::span<const View* const> views();
/// nullptr: there is none of that id.
const View* find_view(std::string_view id);
/// The view that the settings name.
const View& shown_view(const AppState& app);

}  // namespace ui
