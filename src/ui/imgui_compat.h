#pragma once

#include <string>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include "ui/keys.h"

// Everything that differs between Dear ImGui 1.86 and 1.92 stands here, and nowhere else.

namespace ui {

namespace compat {

#if IMGUI_VERSION_NUM >= 18700
using KeyCode = ImGuiKey;
#define POOLSCOPE_KEY(imgui_name, glfw_name) ImGuiKey_##imgui_name
#else
using KeyCode = int;
#define POOLSCOPE_KEY(imgui_name, glfw_name) GLFW_KEY_##glfw_name
#endif

struct KeyRow {
    Key key;
    KeyCode imgui;
    int glfw;
};
inline constexpr KeyRow kKeys[] = {
    {Key::space, POOLSCOPE_KEY(Space, SPACE), GLFW_KEY_SPACE},
    {Key::left, POOLSCOPE_KEY(LeftArrow, LEFT), GLFW_KEY_LEFT},
    {Key::right, POOLSCOPE_KEY(RightArrow, RIGHT), GLFW_KEY_RIGHT},
    {Key::up, POOLSCOPE_KEY(UpArrow, UP), GLFW_KEY_UP},
    {Key::down, POOLSCOPE_KEY(DownArrow, DOWN), GLFW_KEY_DOWN},
    {Key::home, POOLSCOPE_KEY(Home, HOME), GLFW_KEY_HOME},
    {Key::end, POOLSCOPE_KEY(End, END), GLFW_KEY_END},
    {Key::page_up, POOLSCOPE_KEY(PageUp, PAGE_UP), GLFW_KEY_PAGE_UP},
    {Key::page_down, POOLSCOPE_KEY(PageDown, PAGE_DOWN), GLFW_KEY_PAGE_DOWN},
    {Key::enter, POOLSCOPE_KEY(Enter, ENTER), GLFW_KEY_ENTER},
    {Key::escape, POOLSCOPE_KEY(Escape, ESCAPE), GLFW_KEY_ESCAPE},
    {Key::tab, POOLSCOPE_KEY(Tab, TAB), GLFW_KEY_TAB},
    {Key::backspace, POOLSCOPE_KEY(Backspace, BACKSPACE), GLFW_KEY_BACKSPACE},
    {Key::del, POOLSCOPE_KEY(Delete, DELETE), GLFW_KEY_DELETE},
    {Key::f1, POOLSCOPE_KEY(F1, F1), GLFW_KEY_F1},
    {Key::f5, POOLSCOPE_KEY(F5, F5), GLFW_KEY_F5},
    {Key::f6, POOLSCOPE_KEY(F6, F6), GLFW_KEY_F6},
    {Key::f11, POOLSCOPE_KEY(F11, F11), GLFW_KEY_F11},
    {Key::n0, POOLSCOPE_KEY(0, 0), GLFW_KEY_0},
    {Key::n1, POOLSCOPE_KEY(1, 1), GLFW_KEY_1},
    {Key::n2, POOLSCOPE_KEY(2, 2), GLFW_KEY_2},
    {Key::n3, POOLSCOPE_KEY(3, 3), GLFW_KEY_3},
    {Key::n4, POOLSCOPE_KEY(4, 4), GLFW_KEY_4},
    {Key::a, POOLSCOPE_KEY(A, A), GLFW_KEY_A},
    {Key::b, POOLSCOPE_KEY(B, B), GLFW_KEY_B},
    {Key::c, POOLSCOPE_KEY(C, C), GLFW_KEY_C},
    {Key::d, POOLSCOPE_KEY(D, D), GLFW_KEY_D},
    {Key::e, POOLSCOPE_KEY(E, E), GLFW_KEY_E},
    {Key::f, POOLSCOPE_KEY(F, F), GLFW_KEY_F},
    {Key::h, POOLSCOPE_KEY(H, H), GLFW_KEY_H},
    {Key::j, POOLSCOPE_KEY(J, J), GLFW_KEY_J},
    {Key::l, POOLSCOPE_KEY(L, L), GLFW_KEY_L},
    {Key::m, POOLSCOPE_KEY(M, M), GLFW_KEY_M},
    {Key::n, POOLSCOPE_KEY(N, N), GLFW_KEY_N},
    {Key::o, POOLSCOPE_KEY(O, O), GLFW_KEY_O},
    {Key::p, POOLSCOPE_KEY(P, P), GLFW_KEY_P},
    {Key::r, POOLSCOPE_KEY(R, R), GLFW_KEY_R},
    {Key::s, POOLSCOPE_KEY(S, S), GLFW_KEY_S},
    {Key::t, POOLSCOPE_KEY(T, T), GLFW_KEY_T},
    {Key::v, POOLSCOPE_KEY(V, V), GLFW_KEY_V},
    {Key::w, POOLSCOPE_KEY(W, W), GLFW_KEY_W},
    {Key::x, POOLSCOPE_KEY(X, X), GLFW_KEY_X},
    {Key::y, POOLSCOPE_KEY(Y, Y), GLFW_KEY_Y},
    {Key::z, POOLSCOPE_KEY(Z, Z), GLFW_KEY_Z},
    {Key::comma, POOLSCOPE_KEY(Comma, COMMA), GLFW_KEY_COMMA},
    {Key::period, POOLSCOPE_KEY(Period, PERIOD), GLFW_KEY_PERIOD},
    {Key::equal, POOLSCOPE_KEY(Equal, EQUAL), GLFW_KEY_EQUAL},
    {Key::minus, POOLSCOPE_KEY(Minus, MINUS), GLFW_KEY_MINUS},
};
#undef POOLSCOPE_KEY

inline KeyCode key_code(Key key) {
    for (const KeyRow& row : kKeys)
        if (row.key == key) return row.imgui;
    return static_cast<KeyCode>(0);
}
/// The key of a GLFW key event; Key::none for one that the program does not use.
inline Key key_of_glfw(int code) {
    for (const KeyRow& row : kKeys)
        if (row.glfw == code) return row.key;
    return Key::none;
}

inline bool is_down(Key key) {
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::IsKeyDown(key_code(key));
#else
    return ImGui::GetIO().KeysDown[key_code(key)];
#endif
}
/// Draws the path that was laid, open.
inline void stroke_path(ImDrawList* list, ImU32 color, float width) {
#if IMGUI_VERSION_NUM >= 19280
    list->PathStroke(color, width);
#else
    list->PathStroke(color, 0, width);
#endif
}
inline bool key_pressed(Key key) { return ImGui::IsKeyPressed(key_code(key)); }

/// Whether Dear ImGui itself spreads events over frames so that none is lost.
inline constexpr bool kQueuesEvents = IMGUI_VERSION_NUM >= 18700;

/// What the GLFW backend is told of a key: from 1.87 it asks the layout itself.
inline int key_for_backend(int code, int meant) {
#if IMGUI_VERSION_NUM >= 18700
    (void)meant;
    return code;
#else
    (void)code;
    return meant;
#endif
}

/// The wheel over the last item is its own: the window around it does not scroll.
inline void keep_wheel_for_item() {
#if IMGUI_VERSION_NUM >= 18950
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
#else
    ImGui::SetItemUsingMouseWheel();
#endif
}

/// Where a frame is not drawn because it looks like the one before: glyphs that were only measured are
/// uploaded nevertheless, as Dear ImGui expects from 1.92 on.
inline void serve_textures_without_drawing() {
#if IMGUI_VERSION_NUM >= 19200
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
        if (texture->Status != ImTextureStatus_OK) ImGui_ImplOpenGL3_UpdateTexture(texture);
#endif
}

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

/// The context with fonts that were made ahead. From 1.92 a context must own its atlas, and glyphs are made
/// when they are first shown.
inline void create_context(ImFontAtlas& prepared) {
#if IMGUI_VERSION_NUM >= 19200
    (void)prepared;
    ImGui::CreateContext();
#else
    ImGui::CreateContext(&prepared);
#endif
}

/// Takes the place of a renderer's textures where nothing is drawn (tests). Called after every frame.
inline void serve_textures_without_renderer() {
#if IMGUI_VERSION_NUM >= 19200
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantDestroy) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        } else if (texture->Status != ImTextureStatus_OK) {
            texture->SetTexID(1);
            texture->SetStatus(ImTextureStatus_OK);
        }
    }
#endif
}
inline void prepare_without_renderer() {
    ImGuiIO& io = ImGui::GetIO();
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
#if IMGUI_VERSION_NUM >= 19200
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#endif
}
/// Makes the atlas's picture where no renderer asks for it.
inline void build_atlas_without_renderer() {
#if IMGUI_VERSION_NUM < 19200
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
#endif
}

/// A child window that keeps its padding though it has no border.
inline bool begin_padded_child(const char* name, ImVec2 size, ImGuiWindowFlags flags) {
#if IMGUI_VERSION_NUM >= 19000
    return ImGui::BeginChild(name, size, ImGuiChildFlags_AlwaysUseWindowPadding, flags);
#else
    return ImGui::BeginChild(name, size, true, flags | ImGuiWindowFlags_AlwaysUseWindowPadding);
#endif
}

/// After the atlas was built anew. From 1.92 the backend notices by itself.
inline void renew_font_texture() {
#if IMGUI_VERSION_NUM < 19200
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

/// Below a rectangle, or above it where there is no room: never over what it speaks of.
inline void show_tooltip(const std::string& text, ImVec2 low, ImVec2 high) {
    const float em = ImGui::GetFontSize();
    const float width = 26 * em;
    const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, width);
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const ImVec2 pad = ImGui::GetStyle().WindowPadding;
    const float height = size.y + 2 * pad.y;
    const float gap = 0.3F * em;
    float x = low.x;
    if (x + size.x + 2 * pad.x > display.x) x = display.x - size.x - 2 * pad.x;
    float y = high.y + gap;
    if (y + height > display.y) y = low.y - gap - height;
    ImGui::SetNextWindowPos(ImVec2(x < 0 ? 0 : x, y < 0 ? 0 : y));
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(width);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
}

}  // namespace compat
}  // namespace ui
