#include "app/key_queue.h"

#include <algorithm>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace app {

namespace {

bool is_modifier(int code) { return code >= GLFW_KEY_LEFT_SHIFT && code <= GLFW_KEY_RIGHT_SUPER; }

bool prints(const KeyEvent& event) {
    constexpr int kAfterPrinting = 256;
    return event.code >= GLFW_KEY_SPACE && event.code < kAfterPrinting &&
           (event.mods & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) == 0;
}

}  // namespace

std::vector<KeyEvent> KeyQueue::take(bool writing) {
    std::vector<KeyEvent> taken;
    bool command = false;  // one that the frame must see before anything else happens
    const auto pressed = [&](int code) {
        return std::ranges::any_of(taken, [&](const KeyEvent& event) {
            return event.kind == KeyEvent::Kind::press && event.code == code;
        });
    };
    const auto waits = [&](const KeyEvent& event) {
        using enum KeyEvent::Kind;
        switch (event.kind) {
            case press:
                return command;
            case repeat:
                return false;
            case release:
                return command || (!writing && pressed(event.code));
            case character:
                // Its own key's press stands before it.
                return command && !(taken.back().kind != release && prints(taken.back()));
        }
        return false;
    };
    while (!waiting_.empty()) {
        const auto [event, end] = waiting_.front();
        if (!end && waits(event)) break;
        waiting_.pop_front();
        if (end) break;
        taken.push_back(event);
        if (event.kind == KeyEvent::Kind::press && !is_modifier(event.code))
            command = command || !writing || !prints(event);
    }
    return taken;
}

}  // namespace app
