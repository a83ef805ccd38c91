#pragma once

#include <string_view>

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
    v,
    w,
    x,
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

/// The code of the key that a press means by what is printed on it: GLFW's codes of keys that print are the
/// US key's ASCII sign. `name`: what the layout prints there, small, as glfwGetKeyName says it; empty:
/// nothing. `latin`: the layout has Latin letters; one that has none means the places of the US keys. −1: a
/// key that has no meaning here, such as "ß" in the place of "-".
int meant_key(int code, std::string_view name, bool latin);

/// As it stands on the key: "←", "Space"; empty for a key that no action has.
const char* key_name(Key key);

}  // namespace ui
