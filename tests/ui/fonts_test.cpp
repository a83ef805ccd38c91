#include <filesystem>

#include <gtest/gtest.h>

#include "figure/font_face.h"
#include "figure/text.h"
#include "ui/driver.h"

namespace {

using figure::Language;

class OtherScripts : public testing::Test {
 protected:
    OtherScripts() { fonts_.build(atlas_, 14, Language::english); }
    bool drawn(std::string_view text) const {
        for (std::size_t at = 0; at < text.size();) {
            const auto code = static_cast<ImWchar>(figure::next_codepoint(text, at));
            for (ImFont* font : {fonts_.text(), fonts_.bold(), fonts_.mono()})
                if (!font->FindGlyphNoFallback(code)) return false;
        }
        return true;
    }
    ImFontAtlas atlas_;
    ui::Fonts fonts_;
};

TEST_F(OtherScripts, GetTheirGlyphsWhenTheyAreFirstShown) {
    for (const char* text : {"九宫格", "проба", "かな", "カナ", "한글", "Ελληνικά"}) {
        fonts_.show(text);
        EXPECT_TRUE(fonts_.wants_more()) << text;
        fonts_.build(atlas_, 14, Language::english);
        EXPECT_TRUE(drawn(text)) << text;
        EXPECT_FALSE(fonts_.wants_more());
    }
    // An alphabet is there from its first letter on; what was seen stays.
    fonts_.show("ещё одна проба: 九, 한");
    EXPECT_FALSE(fonts_.wants_more());
    fonts_.build(atlas_, 21, Language::chinese);
    EXPECT_TRUE(drawn("проба한글"));
    EXPECT_TRUE(fonts_.without_font().empty());
}

TEST_F(OtherScripts, WhatNoFontHasIsNamedWithAPackage) {
    // A character for private use: no font has a reason to hold it.
    fonts_.show("\uE7A3");
    fonts_.build(atlas_, 14, Language::english);
    EXPECT_FALSE(fonts_.wants_more());
    if (fonts_.without_font().empty()) GTEST_SKIP() << "a font of this machine has U+E7A3";
    EXPECT_NE(figure::missing_font(0xE7A3).text().find("U+E7A3"), std::string::npos);
    EXPECT_NE(figure::missing_font(0x4E5D).text().find("fonts-wqy-microhei"), std::string::npos);
    EXPECT_NE(figure::missing_font(0xD55C).text().find("fonts-noto-cjk"), std::string::npos);
}

TEST_F(OtherScripts, BytesThatAreNoTextDoNoHarm) {
    fonts_.show("\xFF\xC3");
    fonts_.show("\xE4\xB8");
    fonts_.build(atlas_, 14, Language::english);
    EXPECT_FALSE(fonts_.wants_more());
}

TEST_F(OtherScripts, MonoTextIsDrawnWithAFontThatHoldsIt) {
    for (const char* text : {"MaxPool2d(2)", "sum += x[i, j]  # 中", "→ 2×2", "0.25", "é", "{_}"}) {
        for (float em = 6; em < 70; em += 1) {
            ImFont* font = fonts_.nearest(figure::Face::mono, em, text);
            const std::string_view all = text;
            for (std::size_t at = 0; at < all.size();)
                EXPECT_TRUE(font->FindGlyphNoFallback(static_cast<ImWchar>(figure::next_codepoint(all, at))))
                    << text << " at " << em;
        }
    }
    // Numbers in large cells stay crisp.
    EXPECT_NE(fonts_.nearest(figure::Face::mono, 50, "−0.25"), fonts_.mono());
    EXPECT_NE(fonts_.nearest(figure::Face::mono, 20, "MaxPool2d(2)"), fonts_.mono());
}

TEST(Typed, CharactersAskForTheirGlyphs) {
    ui_test::Driver d(document::first_document());
    d.app().show_error(words::Message::plain("файл.png: ошибка"));
    d.frames(2);
    EXPECT_TRUE(d.fonts().wants_more());
}

}  // namespace
