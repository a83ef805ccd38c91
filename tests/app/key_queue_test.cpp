#include <string>
#include <string_view>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include "app/key_queue.h"

// Events are written as on a keyboard: "^+" Ctrl goes down, "^-" up; "a+" and "a-" a key, "'a" its character,
// "!+" Enter, ">+" the right arrow, "#" a click. What frames see is parted by " | ".

namespace {

using app::KeyEvent;
using app::KeyQueue;

int code_of(char sign) {
    switch (sign) {
        case '^':
            return GLFW_KEY_LEFT_CONTROL;
        case '_':
            return GLFW_KEY_LEFT_SHIFT;
        case '!':
            return GLFW_KEY_ENTER;
        case '>':
            return GLFW_KEY_RIGHT;
        default:
            return sign - 'a' + GLFW_KEY_A;
    }
}

std::string frames(std::string_view typed, bool writing) {
    KeyQueue queue;
    int mods = 0;
    for (std::size_t i = 0; i < typed.size(); i += 2) {
        while (typed[i] == ' ') ++i;
        if (typed[i] == '#') {
            queue.end_frame();
            --i;
        } else if (typed[i] == '\'') {
            queue.add({KeyEvent::Kind::character, 0, 0, 0, static_cast<unsigned>(typed[i + 1])});
        } else {
            const bool down = typed[i + 1] == '+';
            const auto kind = down                  ? KeyEvent::Kind::press
                              : typed[i + 1] == '=' ? KeyEvent::Kind::repeat
                                                    : KeyEvent::Kind::release;
            queue.add({kind, code_of(typed[i]), 0, mods});
            if (typed[i] == '^') mods = down ? GLFW_MOD_CONTROL : 0;
        }
    }
    std::string seen;
    for (int frame = 0; !queue.empty(); ++frame) {
        if (frame > 0) seen += " | ";
        for (const KeyEvent& event : queue.take(writing)) {
            if (event.kind == KeyEvent::Kind::character) {
                seen += '\'';
                seen += static_cast<char>(event.character);
                continue;
            }
            for (const char sign : std::string_view("^_!>abcdefghijklmnopqrstuvwxyz"))
                if (code_of(sign) == event.code) seen += sign;
            seen += event.kind == KeyEvent::Kind::press    ? '+'
                    : event.kind == KeyEvent::Kind::repeat ? '='
                                                           : '-';
        }
    }
    return seen;
}

TEST(KeyQueue, AChordKeepsItsCtrlUntilAFrameHasSeenIt) {
    EXPECT_EQ(frames("^+ a+ a- ^-", true), "^+a+ | a-^-");
    EXPECT_EQ(frames("^+ a+ a- c+ c- ^-", true), "^+a+ | a-c+ | c-^-");
    EXPECT_EQ(frames("^+ z+ z- z+ z- ^-", true), "^+z+ | z-z+ | z-^-");
}

TEST(KeyQueue, WhatIsTypedBehindAChordIsNotSwallowedByIt) {
    EXPECT_EQ(frames("^+ a+ a- ^- m+ 'm m- a+ 'a a-", true), "^+a+ | a-^-m+'mm-a+'aa-");
}

TEST(KeyQueue, AFieldTakesAllLettersOfAFrameAndThenItsEnter) {
    EXPECT_EQ(frames("_+ m+ 'M m- _- a+ 'a a- !+ !- x+ 'x x-", true), "_+m+'Mm-_-a+'aa-!+ | !-x+'xx-");
}

TEST(KeyQueue, CommandsComeOneByOneWithTheirCharacters) {
    EXPECT_EQ(frames(">+ >- >+ >-", false), ">+ | >->+ | >-");
    EXPECT_EQ(frames("t+ 't t- x+ 'x x-", false), "t+'t | t-x+'x | x-");
}

TEST(KeyQueue, AKeyThatIsHeldGoesOn) { EXPECT_EQ(frames(">+ >= >= >-", false), ">+>=>= | >-"); }

TEST(KeyQueue, AClickComesBeforeWhatIsTypedAfterIt) {
    EXPECT_EQ(frames("a+ 'a a- # b+ 'b b-", true), "a+'aa- | b+'bb-");
    EXPECT_EQ(frames("# ^+ a+ a- ^-", true), " | ^+a+ | a-^-");
}

}  // namespace
