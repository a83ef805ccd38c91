#include "figure/math.h"

#include <gtest/gtest.h>

namespace {

using namespace figure;

std::vector<Text> texts(const Drawing& drawing) {
    std::vector<Text> result;
    for (const Primitive& item : drawing.items)
        if (const auto* text = std::get_if<Text>(&item)) result.push_back(*text);
    return result;
}

TEST(Math, PlainText) {
    EXPECT_EQ(plain_math("\\frac{1 + 2}{4} = 0.75"), "(1 + 2) / 4 = 0.75");
    EXPECT_EQ(plain_math("\\floor{\\frac{28 + 2·0}{2}} + 1 = 15"), "⌊(28 + 2·0) / 2⌋ + 1 = 15");
    EXPECT_EQ(plain_math("y = \\max_{W} x"), "y = max[W] x");
    EXPECT_EQ(plain_math("\\sqrt[3]{x^{3} + 1}"), "(x^3 + 1)^(1/3)");
    EXPECT_EQ(plain_math("an { odd } \\frac{1"), "an { odd ")
        << "what is not closed ends the formula, nothing worse";
}

TEST(Math, FractionsStandAboveTheirLineAndScriptsBesideTheirBase) {
    Drawing drawing;
    const Point size = draw_math(drawing, {10, 20}, "\\frac{a}{b}x^{2}", 500, 20, {0, 0, 0});
    const std::vector<Text> all = texts(drawing);
    ASSERT_EQ(all.size(), 4U);
    EXPECT_LT(all[0].at.y, all[1].at.y);
    EXPECT_GT(all[2].at.x, all[0].at.x);
    EXPECT_LT(all[3].at.y, all[2].at.y);
    EXPECT_LT(all[3].size, all[2].size);
    EXPECT_GT(size.y, 40) << "a fraction is about two lines high";
    for (const Text& text : all) {
        EXPECT_GE(text.at.y - text.size / 2, 20 - 0.5F);
        EXPECT_LE(text.at.y + text.size / 2, 20 + size.y + 0.5F);
    }
}

TEST(Math, BreaksLinesInsteadOfLeavingItsWidth) {
    const std::string terms = "0.7029 + 0.8166 + 0.1022 + 0.7029 + 0.8166 + 0.1022 + 0.5 + 0.25 + 0.125";
    for (const std::string& markup : {terms, "\\frac{" + terms + "}{9} = 0.42", "\\sqrt[3]{" + terms + "}"}) {
        Drawing wide;
        Drawing narrow;
        const Point one = draw_math(wide, {0, 0}, markup, 5000, 14, {0, 0, 0});
        const Point many = draw_math(narrow, {0, 0}, markup, 200, 14, {0, 0, 0});
        EXPECT_GT(one.x, 300);
        EXPECT_LE(many.x, 215) << markup;
        EXPECT_GT(many.y, one.y);
        EXPECT_EQ(texts(wide).size(), texts(narrow).size());
    }
}

}  // namespace
