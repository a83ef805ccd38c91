#include "app/window_events.h"

#include <filesystem>
#include <string_view>

#include <imgui_impl_glfw.h>

#include "ui/app_state.h"
#include "ui/file_tasks.h"
#include "ui/imgui_compat.h"

namespace app {

namespace {

Events& events_of(GLFWwindow* window) { return *static_cast<Events*>(glfwGetWindowUserPointer(window)); }

void wake(GLFWwindow* window) { events_of(window).frames_due = kFramesAfterEvent; }

/// By what is printed on the key.
int meant_now(int code, int scancode) {
    const auto name = [](int key, int place) {
        const char* text = glfwGetKeyName(key, place);
        return std::string_view(text ? text : "");
    };
    bool latin = false;
    for (int key = GLFW_KEY_A; key <= GLFW_KEY_Z && !latin; ++key) {
        const std::string_view sign = name(key, 0);
        latin = sign.size() == 1 && sign.front() >= 'a' && sign.front() <= 'z';
    }
    return ui::meant_key(code, name(code, scancode), latin);
}

void hand_on(GLFWwindow* window, const KeyEvent& event) {
    Events& events = events_of(window);
    if (event.kind == KeyEvent::Kind::character) {
        ImGui_ImplGlfw_CharCallback(window, event.character);
        return;
    }
    const int means = events.meant.contains(event.code) ? events.meant[event.code] : event.code;
    const bool release = event.kind == KeyEvent::Kind::release;
    const bool repeat = event.kind == KeyEvent::Kind::repeat;
    // The command key is macOS's Ctrl.
    const bool ctrl = (event.mods & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0;
    if (const ui::Key key = ui::compat::key_of_glfw(means); !release && key != ui::Key::none)
        events.state->key_presses.push_back(
            {key, ctrl, (event.mods & GLFW_MOD_SHIFT) != 0, (event.mods & GLFW_MOD_ALT) != 0, repeat});
    // Tab moves the focus by our own ring; Dear ImGui's knows fields alone.
    if (event.code == GLFW_KEY_TAB) return;
    const int action = release ? GLFW_RELEASE : repeat ? GLFW_REPEAT : GLFW_PRESS;
    ImGui_ImplGlfw_KeyCallback(window, ui::compat::key_for_backend(event.code, means), event.scancode, action,
                               event.mods);
}

void on_event(GLFWwindow* window, const KeyEvent& event) {
    wake(window);
    if (ui::compat::kQueuesEvents)
        hand_on(window, event);
    else
        events_of(window).keys.add(event);
}

void on_key(GLFWwindow* window, int code, int scancode, int action, int mods) {
    // The layout may change before the key is let go.
    if (action == GLFW_PRESS) events_of(window).meant[code] = meant_now(code, scancode);
    using enum KeyEvent::Kind;
    on_event(window, {action == GLFW_PRESS    ? press
                      : action == GLFW_REPEAT ? repeat
                                              : release,
                      code, scancode, mods});
}

void on_character(GLFWwindow* window, unsigned character) {
    on_event(window, {KeyEvent::Kind::character, 0, 0, 0, character});
}

}  // namespace

void listen(GLFWwindow* window, Events& events) {
    glfwSetWindowUserPointer(window, &events);
    glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { wake(w); });
    glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int action, int) {
        wake(w);
        if (action == GLFW_PRESS) events_of(w).keys.end_frame();
    });
    glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { wake(w); });
    glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { wake(w); });
    glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { wake(w); });
    glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { wake(w); });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) {
        wake(w);
        events_of(w).uncovered = true;
    });
    glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
        wake(w);
        if (count > 0) ui::open_path(*events_of(w).state, std::filesystem::path(paths[0]));
    });
}

void listen_to_keys(GLFWwindow* window) {
    glfwSetKeyCallback(window, on_key);
    glfwSetCharCallback(window, on_character);
}

void hand_on_keys(GLFWwindow* window) {
    Events& events = events_of(window);
    for (const KeyEvent& event : events.keys.take(ImGui::GetIO().WantTextInput)) hand_on(window, event);
    if (!events.keys.empty()) events.frames_due = kFramesAfterEvent;
}

}  // namespace app
