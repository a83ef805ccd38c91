#include "ui/keys.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

namespace {

using ui::meant_key;

TEST(Keys, MeanWhatIsPrintedOnThem) {
    // US.
    EXPECT_EQ(meant_key(GLFW_KEY_Z, "z", true), GLFW_KEY_Z);
    EXPECT_EQ(meant_key(GLFW_KEY_COMMA, ",", true), GLFW_KEY_COMMA);
    EXPECT_EQ(meant_key(GLFW_KEY_SEMICOLON, ";", true), GLFW_KEY_SEMICOLON);
    // German.
    EXPECT_EQ(meant_key(GLFW_KEY_Y, "z", true), GLFW_KEY_Z);
    EXPECT_EQ(meant_key(GLFW_KEY_Z, "y", true), GLFW_KEY_Y);
    EXPECT_EQ(meant_key(GLFW_KEY_SLASH, "-", true), GLFW_KEY_MINUS);
    EXPECT_EQ(meant_key(GLFW_KEY_RIGHT_BRACKET, "+", true), GLFW_KEY_EQUAL);
    EXPECT_EQ(meant_key(GLFW_KEY_MINUS, "ß", true), -1);
    // French.
    EXPECT_EQ(meant_key(GLFW_KEY_Q, "a", true), GLFW_KEY_A);
    EXPECT_EQ(meant_key(GLFW_KEY_W, "z", true), GLFW_KEY_Z);
    EXPECT_EQ(meant_key(GLFW_KEY_SEMICOLON, "m", true), GLFW_KEY_M);
    EXPECT_EQ(meant_key(GLFW_KEY_M, ",", true), GLFW_KEY_COMMA);
    EXPECT_EQ(meant_key(GLFW_KEY_COMMA, ";", true), GLFW_KEY_PERIOD);
    EXPECT_EQ(meant_key(GLFW_KEY_1, "&", true), GLFW_KEY_1);
    EXPECT_EQ(meant_key(GLFW_KEY_2, "é", true), GLFW_KEY_2);
    EXPECT_EQ(meant_key(GLFW_KEY_0, "à", true), GLFW_KEY_0);
    EXPECT_EQ(meant_key(GLFW_KEY_6, "-", true), GLFW_KEY_MINUS);
    EXPECT_EQ(meant_key(GLFW_KEY_MINUS, ")", true), -1);
    // Dvorak and Czech.
    EXPECT_EQ(meant_key(GLFW_KEY_S, "o", true), GLFW_KEY_O);
    EXPECT_EQ(meant_key(GLFW_KEY_Q, "'", true), GLFW_KEY_APOSTROPHE);
    EXPECT_EQ(meant_key(GLFW_KEY_1, "+", true), GLFW_KEY_1);
}

TEST(Keys, LayoutsWithoutLatinLettersMeanThePlacesOfTheUsKeys) {
    EXPECT_EQ(meant_key(GLFW_KEY_Z, "я", false), GLFW_KEY_Z);
    EXPECT_EQ(meant_key(GLFW_KEY_PERIOD, "ю", false), GLFW_KEY_PERIOD);
    EXPECT_EQ(meant_key(GLFW_KEY_Q, ";", false), GLFW_KEY_Q);  // Greek
}

TEST(Keys, ThoseThatPrintNothingStay) {
    EXPECT_EQ(meant_key(GLFW_KEY_SPACE, " ", true), GLFW_KEY_SPACE);
    EXPECT_EQ(meant_key(GLFW_KEY_F5, "", true), GLFW_KEY_F5);
    EXPECT_EQ(meant_key(GLFW_KEY_LEFT, "", true), GLFW_KEY_LEFT);
    EXPECT_EQ(meant_key(GLFW_KEY_Z, "", true), GLFW_KEY_Z);  // the layout cannot be asked
    EXPECT_EQ(meant_key(GLFW_KEY_KP_1, "1", true), GLFW_KEY_KP_1);
}

}  // namespace
