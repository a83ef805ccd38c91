#include "figure/text.h"

#include <gtest/gtest.h>

namespace {

/// Lines where each ASCII character is one wide and each other one two.
std::string broken(std::string_view text, float width) {
    return figure::broken_into_lines(text, width,
                                     [](std::string_view c) { return c.size() == 1 ? 1.0F : 2.0F; });
}

TEST(Lines, BreakAtSpacesAndNeverInsideNumbers) {
    EXPECT_EQ(broken("1 × 0.07324 = 0.07324", 100), "1 × 0.07324 = 0.07324");
    EXPECT_EQ(broken("1 + 0.07324 = 0.07324", 16), "1 + 0.07324 =\n0.07324");
    EXPECT_EQ(broken("one two", 3), "one\ntwo");
    EXPECT_EQ(broken("one\ntwo three", 9), "one\ntwo three");
    EXPECT_EQ(broken("(2 x 2)", 5), "(2 x\n2)");
}

TEST(Lines, ChineseBreaksBetweenCharactersButNotBeforeAMark) {
    EXPECT_EQ(broken("窗口重叠", 4), "窗口\n重叠");
    EXPECT_EQ(broken("窗口。重叠", 4), "窗\n口。\n重叠");
    EXPECT_EQ(broken("以 softmax 为权重", 13), "以 softmax 为\n权重");
    EXPECT_EQ(broken("取（最大）值", 5), "取\n（最\n大）\n值");
}

TEST(Lines, AWordWiderThanALineIsBrokenAnywhere) {
    EXPECT_EQ(broken("abcdef", 4), "abcd\nef");
    EXPECT_EQ(broken("", 4), "");
    EXPECT_EQ(broken("abc", 0), "a\nb\nc");
}

}  // namespace
