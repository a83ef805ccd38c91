#pragma once

#include <span>
#include <string>
#include <vector>

#include "figure/style.h"
#include "ui/fonts.h"
#include "ui/settings.h"
#include "ui/textures.h"
#include "ui/tower_picture.h"
#include "ui/widget_record.h"
#include "work/workspace.h"

namespace ui {

struct Focus;
struct Tips;

/// The controls of the interface. Each one has a stable dotted id, a tooltip that says what it does to the
/// result, and is recorded so that tests and assistive tools find it.
class Widgets {
 public:
    Widgets(std::vector<WidgetRecord>& records, const Fonts& fonts, Focus& focus, Tips& tips)
        : records_(records), fonts_(fonts), focus_(focus), tips_(tips) {}

    /// Buttons. `width` in pixels, 0: as wide as the label.
    bool button(const std::string& id, const std::string& label, const std::string& tooltip,
                bool enabled = true, float width = 0);
    /// A button that shows that it is on.
    bool toggle(const std::string& id, const std::string& label, const std::string& tooltip, bool on,
                bool enabled = true, float width = 0);
    bool checkbox(const std::string& id, const std::string& label, const std::string& tooltip, bool& value);
    bool slider(const std::string& id, const std::string& label, const std::string& tooltip, float& value,
                float low, float high, const char* format, bool logarithmic = false);
    bool slider(const std::string& id, const std::string& label, const std::string& tooltip, int& value,
                int low, int high);
    /// A whole number with − and + buttons.
    bool stepper(const std::string& id, const std::string& label, const std::string& tooltip,
                 std::int64_t& value, std::int64_t low, std::int64_t high, float width);
    bool combo(const std::string& id, const std::string& label, const std::string& tooltip, int& index,
               std::span<const std::string> choices, float width = 0);
    /// True when Enter was pressed or the field was left after a change.
    bool text_field(const std::string& id, const std::string& hint, const std::string& tooltip,
                    std::string& text, float width, bool focus = false);
    /// A menu or list entry.
    bool selectable(const std::string& id, const std::string& label, bool selected,
                    const std::string& tooltip = {});

    /// An area that is pressed as a button is, and looks as the caller draws it.
    bool area(const std::string& id, const std::string& label, ImVec2 size);

    /// Around a field that the caller draws: gives it the keyboard when Tab came to it; records it.
    void before_field(const std::string& id);
    void after_field(const std::string& id, const std::string& label, std::string value);

    /// Records the last ImGui item, or any rectangle, as a control. `role` and `value` are what an assistive
    /// tool reads.
    void record(const std::string& id, const std::string& label, bool enabled = true, Role role = Role::text,
                std::string value = {});
    void record(const std::string& id, const std::string& label, ImVec2 low, ImVec2 high,
                bool enabled = true);
    /// A tooltip of the last item: it waits until the pointer rests, stands below or above what it speaks of,
    /// and is silent while the walk plays.
    void tooltip(const std::string& text);
    /// Whether a tooltip of what was recorded last may show now.
    bool rested();

    /// Goes on in the line where there is room for a checkbox with that label.
    static void beside(const std::string& label);
    void heading(const std::string& text);
    /// The text with breaks where a line of the current font is wider.
    static std::string in_lines(const std::string& text, float width);
    /// Text that is broken into lines where it does not fit; `width` 0: what is left of the window.
    void paragraph(const std::string& text, float width = 0);
    void muted(const std::string& text, bool wraps = true);
    void mono(const std::string& text, bool muted = false, bool wraps = true);

 private:
    /// Records a control that Tab reaches; draws the ring where it has the focus. Returns whether Space or
    /// Enter was pressed on it.
    bool focusable(const std::string& id, const std::string& label, bool enabled, Role role,
                   std::string value = {});

    std::vector<WidgetRecord>& records_;
    const Fonts& fonts_;
    Focus& focus_;
    Tips& tips_;
};

class AppState;
struct Caches;
struct Dialogs;
struct Tower;

/// What every panel gets for one frame.
struct Frame {
    AppState& app;  ///< for actions; what a panel shows stands below
    work::Workspace& work;
    Settings& settings;
    Dialogs& dialogs;
    Tower& tower;
    Caches& caches;
    Widgets& ui;
    const Fonts& fonts;
    const figure::Strings& t;
    const figure::Style& style;
    Textures& textures;
    const RenderTower& render_tower;

    float em() const { return fonts.em(); }
    const figure::Palette& palette() const { return style.palette; }
};

}  // namespace ui
