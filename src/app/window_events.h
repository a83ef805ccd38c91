#pragma once

#include <map>

#include "app/key_queue.h"

struct GLFWwindow;

namespace ui {
class AppState;
}

namespace app {

/// Frames drawn after an event, so that what Dear ImGui settles a frame later is seen too.
constexpr int kFramesAfterEvent = 3;

/// What the GLFW callbacks reach.
struct Events {
    int frames_due = kFramesAfterEvent;
    bool uncovered = false;         ///< the system may have lost the picture
    ui::AppState* state = nullptr;  ///< gets key presses and dropped files
    KeyQueue keys;
    std::map<int, int> meant;  ///< what each key that is down means, though the layout may change
};

/// Puts the window's events into `events`, which must outlive it. Called before Dear ImGui's backend sets its
/// own callbacks, which call these in turn.
void listen(GLFWwindow* window, Events& events);
/// Called after that: keys and characters reach the backend frame by frame.
void listen_to_keys(GLFWwindow* window);
/// Before a frame: hands on what it shall see of the keyboard.
void hand_on_keys(GLFWwindow* window);

}  // namespace app
