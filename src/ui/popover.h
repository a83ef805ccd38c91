#pragma once

#include "ui/app_state.h"
#include "ui/widgets.h"

namespace ui {

/// Opens a popover beside `anchor`, in the place of one that is open; again: closes it.
void toggle_popover(AppState& app, Popover::Kind kind, figure::Rect anchor, std::size_t index = 0);
void close_popover(AppState& app);
/// The rectangle of the last ImGui item.
figure::Rect item_rect();

/// Begins the popover's window, `width` wide, as high as its contents: at the right of its anchor, below it
/// where it hangs from the top bar, always inside the window. A click elsewhere closes it. Between this and
/// end_popover stands what is in it.
void begin_popover(Frame& f, float width);
void end_popover(Frame& f);
/// A key while a popover is open: Esc closes it, arrows and Enter move in its list. Returns whether it was
/// meant for the popover.
bool popover_key(AppState& app, Key key);

/// The field at the top of a list; `hint` is the key of what it says while it is empty.
void search_field(Frame& f, const char* id, const char* hint);
/// The row of a list that Enter or a click chooses: `index` of `count` rows. Returns true when it is chosen.
bool list_row(Frame& f, const std::string& id, const std::string& label, int index, bool current,
              const std::string& tip = {});

/// Draws the popover that is open.
void popovers(Frame& f);

// What the popovers hold.
void card_popover(Frame& f);
void add_layer_popover(Frame& f);
void presets_popover(Frame& f);
void samples_popover(Frame& f);
void canvas_popover(Frame& f);
void menu_popover(Frame& f);
void lessons_popover(Frame& f);
void steps_popover(Frame& f);
void glossary_popover(Frame& f);
void lane_popover(Frame& f);

}  // namespace ui
