#include "io/link.h"

#include <random>

#include <gtest/gtest.h>

#include "document/samples.h"
#include "io/base64.h"
#include "io/files.h"
#include "pool/notation.h"

namespace io {
namespace {

Link small_link() {
    Link link;
    link.document.input = document::find_sample("matrix.textbook")->input;
    link.document.stack = pool::parse_stack("MaxPool2d(3, stride=1)");
    link.document.other.transform.dx = 1;
    link.view = "invariance";
    link.cursor = {pool::Phase::backward, 0, 2, 0, false};
    link.step = "6.2";
    return link;
}

std::string link_refusal(const std::string& text) {
    try {
        from_link(text);
    } catch (const FileError& error) {
        return error.what();
    }
    return "read";
}

TEST(Link, LeadsBackToWhatItWasMadeFrom) {
    const Link link = small_link();
    const std::string text = to_link(link);
    EXPECT_EQ(from_link(text), link);
    EXPECT_LT(to_link({link.document, "bench", {}, ""}).size(), 400U);
    EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                                     kLinkBegin.size()),
              std::string::npos);
    EXPECT_EQ(from_link(to_link({document::first_document(), "bench", {}, ""})).document,
              document::first_document());
}

TEST(Link, IsReadAsMailBreaksIt) {
    std::string text = to_link(small_link());
    text.insert(60, "\r\n ");
    EXPECT_TRUE(is_link("  " + text));
    EXPECT_EQ(from_link("  " + text + "\n"), small_link());
    EXPECT_FALSE(is_link("MaxPool2d(2)"));
}

TEST(Link, IsReadFromWhatStandsAroundIt) {
    const std::string text = to_link(small_link());
    for (const auto& [before, behind] :
         std::vector<std::pair<std::string, std::string>>{{"<", ">"},
                                                          {"\"", "\""},
                                                          {"“", "”"},
                                                          {"(", ")."},
                                                          {"[the 3](", ")"},
                                                          {"Look: ", ". See you!"},
                                                          {"", ","},
                                                          {"`", "`\n"},
                                                          {"&lt;", "&gt;"},
                                                          {"「", "」。"},
                                                          {"", " See you tomorrow"},
                                                          {"> ", "\n> bye"}}) {
        EXPECT_TRUE(is_link(before + text + behind)) << before;
        EXPECT_EQ(from_link(before + text + behind), small_link()) << before;
    }
    std::string capital = text;
    capital[0] = 'P';
    EXPECT_EQ(from_link(capital), small_link());
    for (const char* broken : {"\n> ", "\r\n>> ", "=\n", "=\r\n", "\xE2\x80\x8B", "\xC2\xAD", "\n\t"}) {
        std::string wrapped = text;
        wrapped.insert(70, broken);
        wrapped.insert(35, broken);
        EXPECT_EQ(from_link(wrapped), small_link()) << broken;
    }
}

TEST(Link, SaysWhatIsWrong) {
    EXPECT_EQ(link_refusal("poolscope://x"), "poolscope:// link: it should begin with poolscope://s?");
    EXPECT_EQ(link_refusal("poolscope://s?"), "poolscope:// link: it is damaged or cut off");
    EXPECT_EQ(link_refusal("poolscope://s?!!!!"), "poolscope:// link: it is damaged or cut off");
    const std::string text = to_link(small_link());
    EXPECT_EQ(link_refusal(text.substr(0, text.size() - 20)), "poolscope:// link: it is damaged or cut off");
    EXPECT_NE(link_refusal(std::string(40000, 'A')).find("begin"), std::string::npos);
    EXPECT_NE(link_refusal("poolscope://s?" + std::string(40000, 'A')).find("at most 32768"),
              std::string::npos);
}

TEST(Link, RefusesAPictureThatIsTooLarge) {
    Link link;
    std::mt19937 random(1);
    pool::Tensor noise({1, 1, 200, 200});
    for (float& v : noise.data()) v = static_cast<float>(random());
    link.document.input.base.values = std::make_shared<const pool::Tensor>(std::move(noise));
    EXPECT_THROW(to_link(link), FileError);
}

TEST(Link, NothingThatIsChangedInItIsBelievedUnchecked) {
    const std::string text = to_link(small_link());
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        std::string bad = text;
        bad[kLinkBegin.size() + random() % (bad.size() - kLinkBegin.size())] =
            static_cast<char>('A' + random() % 26);
        link_refusal(bad);  // reads or says why not; nothing else may be thrown
    }
}

}  // namespace
}  // namespace io
