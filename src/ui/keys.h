#pragma once

namespace ui {

/// Keys that the program uses, named apart from ImGui because 1.86 has no names for letters.
enum class Key {
    none,
    space,
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down,
    enter,
    escape,
    tab,
    backspace,
    del,
    f1,
    f5,
    f6,
    f11,
    n0,
    n1,
    n2,
    n3,
    n4,
    a,
    b,
    c,
    d,
    e,
    f,
    h,
    j,
    l,
    m,
    n,
    o,
    p,
    r,
    s,
    t,
    w,
    y,
    z,
    comma,
    period,
    equal,
    minus,
};

/// A key that went down since the last frame. Kept by ourselves: Dear ImGui 1.86 loses a key that goes up
/// again before the next frame.
struct KeyPress {
    Key key = Key::none;
    bool ctrl = false;
    bool shift = false;
    bool alt = false;
    bool repeat = false;  ///< sent again because the key is held
};

/// As it stands on the key: "←", "Space"; empty for a key that no action has.
const char* key_name(Key key);

}  // namespace ui
