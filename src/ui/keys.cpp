#include "ui/keys.h"

namespace ui {

const char* key_name(Key key) {
    switch (key) {
        case Key::space:
            return "Space";
        case Key::left:
            return "←";
        case Key::up:
            return "↑";
        case Key::down:
            return "↓";
        case Key::del:
            return "Del";
        case Key::d:
            return "D";
        case Key::m:
            return "M";
        case Key::right:
            return "→";
        case Key::home:
            return "Home";
        case Key::end:
            return "End";
        case Key::page_up:
            return "PageUp";
        case Key::page_down:
            return "PageDown";
        case Key::enter:
            return "Enter";
        case Key::escape:
            return "Esc";
        case Key::f1:
            return "F1";
        case Key::f5:
            return "F5";
        case Key::f11:
            return "F11";
        case Key::tab:
            return "Tab";
        case Key::h:
            return "H";
        case Key::r:
            return "R";
        case Key::n1:
            return "1";
        case Key::n2:
            return "2";
        case Key::n4:
            return "4";
        case Key::j:
            return "J";
        case Key::b:
            return "B";
        case Key::c:
            return "C";
        case Key::e:
            return "E";
        case Key::f:
            return "F";
        case Key::l:
            return "L";
        case Key::o:
            return "O";
        case Key::s:
            return "S";
        case Key::t:
            return "T";
        case Key::y:
            return "Y";
        case Key::z:
            return "Z";
        case Key::w:
            return "W";
        case Key::n0:
            return "0";
        case Key::p:
            return "P";
        case Key::equal:
            return "+";
        case Key::minus:
            return "−";
        case Key::comma:
            return ",";
        case Key::period:
            return ".";
        default:
            return "";
    }
}

}  // namespace ui
