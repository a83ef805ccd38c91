#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lesson/library.h"
#include "ui/driver.h"
#include "ui/school.h"

// Challenges on the real interface.

namespace {

using ui_test::Driver;

TEST(Challenges, AreCheckedLive) {
    Driver d(document::first_document());
    for (const lesson::LessonFile& file : lesson::shipped()) {
        for (const lesson::Challenge& challenge : file.challenges) {
            SCOPED_TRACE(challenge.id);
            begin_challenge(d.app(), challenge);
            d.frames(2);
            EXPECT_EQ(d.app().school->challenge->stars(), 0);
            for (const lesson::Act& act : challenge.solution) d.app().school->run()->perform(act);
            d.frames(2);
            EXPECT_GE(d.app().school->challenge->stars(), 1);
            EXPECT_GE(d.app().school->progress.stars(challenge.id), 1);
        }
    }
}

TEST(Challenges, ANumberIsTypedAsPeopleWriteIt) {
    EXPECT_EQ(ui::typed_number(" 2,5 "), 2.5);
    EXPECT_EQ(ui::typed_number("+3"), 3.0);
    for (const char* bad : {"", "nan", "inf", "2.5.1", "0x10x", "1e999", "two"})
        EXPECT_FALSE(ui::typed_number(bad)) << bad;
    Driver d(document::first_document());
    bool found = false;
    for (const lesson::LessonFile& file : lesson::shipped()) {
        for (const lesson::Challenge& challenge : file.challenges) {
            begin_challenge(d.app(), challenge);
            d.frames(2);
            if (!d.has("lesson.answer.0")) continue;
            found = true;
            const std::string before = d.app().school->challenge->proof();
            d.enter_text("lesson.answer.0", "nan");
            d.frames(2);
            EXPECT_EQ(d.app().school->challenge->proof(), before) << challenge.id;
            d.enter_text("lesson.answer.0", "12,5");
            d.frames(2);
            const std::string proof = d.app().school->challenge->proof();
            EXPECT_NE(proof.find("answer = 12.5"), std::string::npos) << proof;
        }
    }
    EXPECT_TRUE(found);
}

TEST(Challenges, HintsOpenOneByOne) {
    Driver d(document::first_document());
    const lesson::Challenge* challenge = lesson::find_challenge("K01");
    ASSERT_NE(challenge, nullptr);
    begin_challenge(d.app(), *challenge);
    d.frames(2);
    EXPECT_FALSE(d.has("lesson.hint.0"));
    d.click("lesson.hint");
    EXPECT_TRUE(d.has("lesson.hint.0"));
    EXPECT_FALSE(d.has("lesson.hint.1"));
}

TEST(Challenges, BehindTheLastHintTheSolutionIsShownAndNotNoted) {
    Driver d(document::first_document());
    const lesson::Challenge* challenge = lesson::find_challenge("K05");
    ASSERT_NE(challenge, nullptr);
    begin_challenge(d.app(), *challenge);
    d.frames(2);
    for (std::size_t i = 0; i < challenge->hints.size(); ++i) {
        EXPECT_FALSE(d.has("lesson.show"));
        d.click("lesson.hint");
    }
    EXPECT_FALSE(d.has("lesson.hint"));
    d.click("lesson.show");
    d.frames(2);
    EXPECT_GE(d.app().school->challenge->stars(), 1);
    EXPECT_EQ(d.app().school->progress.stars("K05"), 0);
    EXPECT_FALSE(d.widget("lesson.show").enabled);
}

}  // namespace
