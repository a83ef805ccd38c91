#include "ui/action_tables.h"
#include "ui/app_state.h"
#include "ui/export_sheet.h"
#include "ui/file_tasks.h"
#include "ui/imgui_compat.h"
#include "ui/links.h"
#include "ui/stack_edits.h"

namespace ui {

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

}  // namespace ui
