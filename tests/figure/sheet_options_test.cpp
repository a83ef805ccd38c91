#include "figure/sheet_options.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "words/message.h"

namespace {

using figure::Sheet;

Sheet any_sheet(std::mt19937& random) {
    const auto chance = [&] { return random() % 2 == 0; };
    Sheet sheet;
    if (chance()) sheet.width = std::uniform_real_distribution<float>(0.1F, 14000)(random);
    if (chance()) sheet.font_size = static_cast<float>(3 + random() % 69);
    if (chance()) sheet.margin = std::uniform_real_distribution<float>(0.1F, 50)(random);
    if (chance()) sheet.aspect = chance() ? 16.0F / 9.0F : 4.0F / 3.0F;
    sheet.theme = static_cast<figure::Theme>(random() % 2);
    if (chance()) sheet.theme = figure::Theme::print;
    if (chance()) sheet.ground = static_cast<figure::Ground>(random() % 3);
    if (chance()) sheet.colors = chance() ? figure::Sequential::viridis : figure::Sequential::grey;
    if (chance()) sheet.digits = static_cast<int>(2 + random() % 3);
    sheet.numbers = chance(), sheet.legend = chance(), sheet.names = chance(), sheet.caption = chance();
    if (chance()) sheet.languages = {figure::Language::chinese};
    if (chance()) sheet.languages = {figure::Language::english, figure::Language::chinese};
    return sheet;
}

TEST(SheetOptions, SayASheetExactly) {
    EXPECT_TRUE(figure::options_of({}).empty()) << "nothing differs";
    std::mt19937 random(11);
    for (int i = 0; i < 500; ++i) {
        const Sheet sheet = any_sheet(random);
        EXPECT_EQ(figure::sheet_of(figure::options_of(sheet)), sheet) << i;
    }
}

TEST(SheetOptions, RefuseWhatIsNotKnown) {
    const auto say = [](const char* name, const char* value) {
        Sheet sheet;
        try {
            figure::set_option(sheet, name, value);
        } catch (const words::Error& refused) {
            return std::string(refused.what());
        }
        return std::string("accepted");
    };
    using testing::HasSubstr;
    EXPECT_EQ(say("width", "column"), "accepted");
    EXPECT_THAT(say("height", "1mm"), HasSubstr("\"height\" is not an option"));
    EXPECT_THAT(say("aspect", "2:1"), HasSubstr("16:9, 4:3"));
    EXPECT_THAT(say("theme", "pink"), HasSubstr("light, dark, print"));
    EXPECT_THAT(say("no-names", "false"), HasSubstr("true"));
    for (const char* text : {"", "2", "73", "nan", "9pt", "1e9"})
        EXPECT_THAT(say("font-size", text), HasSubstr("3…72")) << text;
    EXPECT_NE(say("width", "far"), "accepted");
}

TEST(SheetOptions, ALengthIsReadAsItWasWritten) {
    for (const char* text : {"column", "page", "640px", "3.3in", "0.1mm", "84mm", "254mm"}) {
        const float points = figure::read_length(text);
        EXPECT_EQ(figure::read_length(figure::length_text(points)), points) << text;
    }
    EXPECT_EQ(figure::length_text(figure::read_length("column")), "84mm");
}

}  // namespace
