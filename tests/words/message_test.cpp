#include "words/message.h"

#include <new>
#include <random>

#include <gtest/gtest.h>

#include "words/strings.h"
#include "words/utf8.h"

namespace {

using words::Language;
using words::Message;

bool is_utf8(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = words::utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

TEST(Messages, FillTheirPlaces) {
    const std::vector<std::string> one = {"1", "b"};
    EXPECT_EQ(words::fill("{1} of {0} {0|cell|cells}", one), "b of 1 cell");
    EXPECT_EQ(words::fill("{0} {0|cell|cells}", std::vector<std::string>{"21"}), "21 cells");
    EXPECT_EQ(words::fill("{0|is|are}{1|, and|}", one), "is");
    // What is no place stays, and what is filled in is not read again.
    EXPECT_EQ(words::fill("{2} {x} {} { {0|one} {", one), "{2} {x} {} { {0|one} {");
    EXPECT_EQ(words::fill("{0}{1}", std::vector<std::string>{"{1}", "x"}), "{1}x");
    EXPECT_EQ(words::fill("", one), "");
}

TEST(Messages, SayTheSameInBothLanguages) {
    const Message least("error.at_least_one", {"kernel_size", "(0, 2)"});
    const Message whole("error.in_layer", {"MaxPool2d", least});
    EXPECT_EQ(whole.text(), "MaxPool2d: kernel_size is (0, 2), but it must be at least 1");
    EXPECT_EQ(whole.text(Language::chinese), "MaxPool2d：kernel_size 为 (0, 2)，但至少应为 1");
    EXPECT_EQ(words::Strings(Language::chinese)(whole), whole.text(Language::chinese));
    EXPECT_EQ(words::Strings(Language::chinese).format("stack.error", {2, least}),
              "第 2 层不合适：kernel_size 为 (0, 2)，但至少应为 1。");
    EXPECT_EQ(Message("error.weight.channels", {"weight", 1, 3}).text(),
              "weight is for 1 input channel, but the input has 3");
    EXPECT_EQ(Message("error.weight.channels", {"weight", 2, 3}).text(),
              "weight is for 2 input channels, but the input has 3");
    EXPECT_EQ(Message("error.nothing").text(Language::chinese), "error.nothing");
    EXPECT_TRUE(Message().empty());
}

TEST(Messages, ExceptionsKeepTheirMessage) {
    const words::Error error({"error.alpha", {"2"}});
    EXPECT_STREQ(error.what(), "alpha is 2, but it must lie in 0 to 1");
    EXPECT_EQ(words::message_of(error).text(Language::chinese), "alpha 为 2，但应在 0 到 1 之间");
    EXPECT_EQ(words::message_of(std::bad_alloc()).key(), "error.memory");
    EXPECT_EQ(words::message_of(std::runtime_error("disk {0}\non fire")).text(Language::chinese),
              "disk {0} on fire");
}

TEST(Messages, AreOneLineOfAtMost300BytesOfUtf8) {
    const std::string deep(5000, 'x');
    const Message kinds("error.notation.unknown_layer", {"Foo", deep});
    for (const Language language : {Language::english, Language::chinese}) {
        const std::string text = kinds.text(language);
        EXPECT_LE(text.size(), Message::kMostBytes);
        EXPECT_NE(text.find("Foo"), text.npos);
        EXPECT_TRUE(text.ends_with("…"));
    }
    // The end of a sentence says what was expected: long arguments give way to it.
    EXPECT_TRUE(
        Message("error.levels.list", {deep}).text().ends_with("a list such as [1, 2, 4] was expected"));
    EXPECT_EQ(Message::plain("a\nb\tc\x1b[1m\xff").text(), "a b c [1m\uFFFD");
    EXPECT_TRUE(is_utf8(Message::plain("\xc3").text()));
}

TEST(Messages, StayValidWhateverTheirArguments) {
    std::mt19937 random(3);
    const std::vector<std::string> pieces = {"a",        "\n",   "é",   "，", "\xf0\x9f\x98\x80",
                                             "\xe4\xb8", "\xff", "{0}", "}"};
    for (int i = 0; i < 300; ++i) {
        std::string wild;
        for (unsigned long n = random() % 400; n > 0; --n) wild += pieces[random() % pieces.size()];
        Message message("error.padding.half", {wild, wild, 1, wild, wild});
        for (int nested = 0; nested < i % 4; ++nested) message = Message("error.in_layer", {wild, message});
        for (const Language language : {Language::english, Language::chinese}) {
            const std::string text = message.text(language);
            ASSERT_TRUE(is_utf8(text)) << text;
            ASSERT_LE(text.size(), Message::kMostBytes);
            ASSERT_EQ(text.find('\n'), text.npos);
        }
    }
}

TEST(Utf8, KnowsWhatIsValid) {
    EXPECT_EQ(words::utf8_length("a", 0), 1U);
    EXPECT_EQ(words::utf8_length("é", 0), 2U);
    EXPECT_EQ(words::utf8_length("é", 1), 0U);
    EXPECT_EQ(words::utf8_length("池", 0), 3U);
    EXPECT_EQ(words::utf8_length("\xf0\x9f\x98\x80", 0), 4U);
    // Longer than needed, half of a pair, above U+10FFFF, cut off.
    for (const char* wrong :
         {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xe6\xb1"})
        EXPECT_EQ(words::utf8_length(wrong, 0), 0U);
    EXPECT_EQ(words::shortened("池化层", 9), "池化层");
    EXPECT_EQ(words::shortened("池化层层", 9), "池化…");
    EXPECT_EQ(words::shortened("abcdef", 5), "ab…");
}

}  // namespace
