#include "ui/keys.h"

namespace ui {

int meant_key(int code, std::string_view name, bool latin) {
    constexpr int kAfterPrinting = 256;
    constexpr std::string_view kUsSigns = "',-./;=[\\]`";
    const bool prints = code > ' ' && code < kAfterPrinting;
    if (!prints || name.empty() || !latin) return code;
    const char sign = name.size() == 1 ? name.front() : '\0';
    if (sign >= 'a' && sign <= 'z') return sign - 'a' + 'A';
    if (sign >= '0' && sign <= '9') return sign;
    // In the row of digits AZERTY and Czech keys print the digit above another sign; "-" is found nowhere
    // else.
    if (code >= '0' && code <= '9') return sign == '-' ? sign : code;
    if (sign == '+') return '=';
    // AZERTY prints "." above ";", where US keyboards have the comma.
    if (sign == ';' && code == ',') return '.';
    return sign != '\0' && kUsSigns.find(sign) != kUsSigns.npos ? sign : -1;
}

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
        case Key::n:
            return "N";
        case Key::v:
            return "V";
        case Key::t:
            return "T";
        case Key::n3:
            return "3";
        case Key::x:
            return "X";
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
