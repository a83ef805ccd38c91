#pragma once

#include <deque>
#include <vector>

namespace app {

/// A key that moved or a character that was typed, as GLFW tells it.
struct KeyEvent {
    enum class Kind { press, repeat, release, character };

    Kind kind = Kind::press;
    int code = 0;  ///< GLFW's key
    int scancode = 0;
    int mods = 0;
    unsigned character = 0;  ///< Unicode, of Kind::character alone
};

/// Keys and characters between the system and the frames, in the order in which they came. Dear ImGui 1.86
/// sees only what is down when a frame begins, and reads all characters of a frame at once. So a stroke may
/// not be over before a frame has seen it, a Ctrl chord keeps its Ctrl, and what is typed behind a chord, an
/// Enter or a click waits for the next frame. Later versions of Dear ImGui queue events themselves.
class KeyQueue {
 public:
    void add(const KeyEvent& event) { waiting_.push_back({event, false}); }
    /// A mouse button went down: what is typed from here on is for a later frame.
    void end_frame() { waiting_.push_back({{}, true}); }
    /// What the next frame shall see. `writing`: a text field has the keyboard; it takes any number of
    /// letters in a frame, where commands come one by one.
    std::vector<KeyEvent> take(bool writing);
    bool empty() const { return waiting_.empty(); }

 private:
    struct Item {
        KeyEvent event;
        bool end = false;
    };
    std::deque<Item> waiting_;
};

}  // namespace app
