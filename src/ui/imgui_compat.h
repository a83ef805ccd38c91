#pragma once

#include <string>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_stdlib.h>

// Everything that differs between Dear ImGui 1.86 and 1.92 stands here, and nowhere else.

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
    n0,
    n1,
    n2,
    n3,
    a,
    b,
    c,
    d,
    e,
    f,
    l,
    m,
    n,
    o,
    p,
    s,
    t,
    y,
    z,
};

namespace compat {

#if IMGUI_VERSION_NUM >= 18700
using KeyCode = ImGuiKey;
#define POOLSCOPE_KEY(imgui_name, glfw_name) ImGuiKey_##imgui_name
#else
using KeyCode = int;
#define POOLSCOPE_KEY(imgui_name, glfw_name) GLFW_KEY_##glfw_name
#endif

inline KeyCode key_code(Key key) {
    switch (key) {
        case Key::none:
            break;
        case Key::space:
            return POOLSCOPE_KEY(Space, SPACE);
        case Key::left:
            return POOLSCOPE_KEY(LeftArrow, LEFT);
        case Key::right:
            return POOLSCOPE_KEY(RightArrow, RIGHT);
        case Key::up:
            return POOLSCOPE_KEY(UpArrow, UP);
        case Key::down:
            return POOLSCOPE_KEY(DownArrow, DOWN);
        case Key::home:
            return POOLSCOPE_KEY(Home, HOME);
        case Key::end:
            return POOLSCOPE_KEY(End, END);
        case Key::page_up:
            return POOLSCOPE_KEY(PageUp, PAGE_UP);
        case Key::page_down:
            return POOLSCOPE_KEY(PageDown, PAGE_DOWN);
        case Key::enter:
            return POOLSCOPE_KEY(Enter, ENTER);
        case Key::escape:
            return POOLSCOPE_KEY(Escape, ESCAPE);
        case Key::tab:
            return POOLSCOPE_KEY(Tab, TAB);
        case Key::backspace:
            return POOLSCOPE_KEY(Backspace, BACKSPACE);
        case Key::del:
            return POOLSCOPE_KEY(Delete, DELETE);
        case Key::f1:
            return POOLSCOPE_KEY(F1, F1);
        case Key::f5:
            return POOLSCOPE_KEY(F5, F5);
        case Key::f6:
            return POOLSCOPE_KEY(F6, F6);
        case Key::n0:
            return POOLSCOPE_KEY(0, 0);
        case Key::n1:
            return POOLSCOPE_KEY(1, 1);
        case Key::n2:
            return POOLSCOPE_KEY(2, 2);
        case Key::n3:
            return POOLSCOPE_KEY(3, 3);
        case Key::a:
            return POOLSCOPE_KEY(A, A);
        case Key::b:
            return POOLSCOPE_KEY(B, B);
        case Key::c:
            return POOLSCOPE_KEY(C, C);
        case Key::d:
            return POOLSCOPE_KEY(D, D);
        case Key::e:
            return POOLSCOPE_KEY(E, E);
        case Key::f:
            return POOLSCOPE_KEY(F, F);
        case Key::l:
            return POOLSCOPE_KEY(L, L);
        case Key::m:
            return POOLSCOPE_KEY(M, M);
        case Key::n:
            return POOLSCOPE_KEY(N, N);
        case Key::o:
            return POOLSCOPE_KEY(O, O);
        case Key::p:
            return POOLSCOPE_KEY(P, P);
        case Key::s:
            return POOLSCOPE_KEY(S, S);
        case Key::t:
            return POOLSCOPE_KEY(T, T);
        case Key::y:
            return POOLSCOPE_KEY(Y, Y);
        case Key::z:
            return POOLSCOPE_KEY(Z, Z);
    }
    return static_cast<KeyCode>(0);
}
#undef POOLSCOPE_KEY

inline bool key_pressed(Key key, bool repeat) { return ImGui::IsKeyPressed(key_code(key), repeat); }

/// Feeds events where there is no window (tests). From 1.87 events queue up; before, the state is written.
inline void feed_key(Key key, bool down) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddKeyEvent(key_code(key), down);
#else
    io.KeysDown[key_code(key)] = down;
#endif
}
inline void feed_modifiers(bool ctrl, bool shift, bool alt) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18900
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
    io.AddKeyEvent(ImGuiMod_Alt, alt);
#elif IMGUI_VERSION_NUM >= 18700
    io.AddKeyEvent(ImGuiKey_ModCtrl, ctrl);
    io.AddKeyEvent(ImGuiKey_ModShift, shift);
    io.AddKeyEvent(ImGuiKey_ModAlt, alt);
#else
    io.KeyCtrl = ctrl;
    io.KeyShift = shift;
    io.KeyAlt = alt;
#endif
}
inline void feed_mouse_position(float x, float y) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddMousePosEvent(x, y);
#else
    io.MousePos = ImVec2(x, y);
#endif
}
inline void feed_mouse_button(int button, bool down) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddMouseButtonEvent(button, down);
#else
    io.MouseDown[button] = down;
#endif
}
inline void feed_mouse_wheel(float dy) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddMouseWheelEvent(0, dy);
#else
    io.MouseWheel += dy;
#endif
}

/// Before 1.87 the navigation keys that text fields use must be mapped by hand where no platform backend does
/// it.
inline void map_keys_without_window() {
#if IMGUI_VERSION_NUM < 18700
    ImGuiIO& io = ImGui::GetIO();
    io.KeyMap[ImGuiKey_Tab] = GLFW_KEY_TAB;
    io.KeyMap[ImGuiKey_LeftArrow] = GLFW_KEY_LEFT;
    io.KeyMap[ImGuiKey_RightArrow] = GLFW_KEY_RIGHT;
    io.KeyMap[ImGuiKey_UpArrow] = GLFW_KEY_UP;
    io.KeyMap[ImGuiKey_DownArrow] = GLFW_KEY_DOWN;
    io.KeyMap[ImGuiKey_Home] = GLFW_KEY_HOME;
    io.KeyMap[ImGuiKey_End] = GLFW_KEY_END;
    io.KeyMap[ImGuiKey_Delete] = GLFW_KEY_DELETE;
    io.KeyMap[ImGuiKey_Backspace] = GLFW_KEY_BACKSPACE;
    io.KeyMap[ImGuiKey_Space] = GLFW_KEY_SPACE;
    io.KeyMap[ImGuiKey_Enter] = GLFW_KEY_ENTER;
    io.KeyMap[ImGuiKey_Escape] = GLFW_KEY_ESCAPE;
    io.KeyMap[ImGuiKey_A] = GLFW_KEY_A;
    io.KeyMap[ImGuiKey_C] = GLFW_KEY_C;
    io.KeyMap[ImGuiKey_V] = GLFW_KEY_V;
    io.KeyMap[ImGuiKey_X] = GLFW_KEY_X;
    io.KeyMap[ImGuiKey_Y] = GLFW_KEY_Y;
    io.KeyMap[ImGuiKey_Z] = GLFW_KEY_Z;
#endif
}

inline void push_font(ImFont* font, float size) {
#if IMGUI_VERSION_NUM >= 19200
    ImGui::PushFont(font, size);
#else
    (void)size;
    ImGui::PushFont(font);
#endif
}
/// The size a font was made at.
inline float font_size(const ImFont* font) {
#if IMGUI_VERSION_NUM >= 19200
    return font->LegacySize;
#else
    return font->FontSize;
#endif
}
inline float text_width(ImFont* font, float size, const char* begin, const char* end) {
    return font->CalcTextSizeA(size, 3.4e38F, 0.0F, begin, end).x;
}

inline void add_polyline(ImDrawList* list, const ImVec2* points, int count, ImU32 color, bool closed,
                         float width) {
    const ImDrawFlags flags = closed ? ImDrawFlags_Closed : ImDrawFlags_None;
#if IMGUI_VERSION_NUM >= 19280
    list->AddPolyline(points, count, color, width, flags);
#else
    list->AddPolyline(points, count, color, flags, width);
#endif
}
inline void add_rect(ImDrawList* list, ImVec2 low, ImVec2 high, ImU32 color, float radius, float width) {
#if IMGUI_VERSION_NUM >= 19280
    list->AddRect(low, high, color, radius, width);
#else
    list->AddRect(low, high, color, radius, 0, width);
#endif
}
inline ImTextureID texture_id(unsigned gl_name) { return (ImTextureID)(static_cast<intptr_t>(gl_name)); }

inline void set_tooltip_of_last_item(const std::string& text) {
    if (!text.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
        ImGui::BeginTooltip();
        ImGui::PushTextWrapPos(ImGui::GetFontSize() * 26.0F);
        ImGui::TextUnformatted(text.c_str());
        ImGui::PopTextWrapPos();
        ImGui::EndTooltip();
    }
}

}  // namespace compat
}  // namespace ui
