#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "../figure/tools.h"
#include "app/commands.h"
#include "io/files.h"
#include "io/link.h"
#include "lesson/library.h"

namespace {

struct Said {
    int code = 0;
    std::string out, err;
};
Said poolscope(const std::vector<std::string>& arguments) {
    std::ostringstream out, err;
    const int code = app::run(arguments, out, err);
    return {code, out.str(), err.str()};
}

class LessonCommand : public testing::Test {
 protected:
    LessonCommand()
        : folder_(
              std::filesystem::path(testing::TempDir()) /
              (std::string("poolscope_") + testing::UnitTest::GetInstance()->current_test_info()->name())) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    ~LessonCommand() override { std::filesystem::remove_all(folder_); }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path(name)) << text;
        return path(name);
    }
    std::filesystem::path folder_;
};

constexpr const char* kLesson = R"j({"poolscope_lessons": 1, "lessons": [{"id": "T1",
 "title": {"en": "Mine", "zh": "我的"}, "goal": {"en": "G", "zh": "G"}, "steps": [
 {"id": "T1.1", "kind": "PREDICT", "setup": {"input": "matrix.textbook", "stack": "MaxPool2d(2)"},
  "say": {"en": "Which?", "zh": "哪个？"},
  "question": {"answer": "number", "right": "out(1, 0, RIGHT)"}}]}]})j";

std::string with_column(const std::string& column) {
    std::string text = kLesson;
    return text.replace(text.find("RIGHT"), 5, column);
}

TEST_F(LessonCommand, ChecksAFile) {
    const Said good = poolscope({"lesson", "--check", write("good.json", with_column("0"))});
    EXPECT_EQ(good.code, 0) << good.err;
    EXPECT_EQ(good.out, "1 steps and challenges, 0 problems\n");
    const Said bad = poolscope({"lesson", "--check", write("bad.json", with_column("7"))});
    EXPECT_EQ(bad.code, 1);
    EXPECT_TRUE(bad.out.starts_with("bad.json, line 3: T1.1: \"out(1, 0, 7)\"")) << bad.out;
    const Said broken =
        poolscope({"lesson", "--check", write("broken.json", "{\n\"poolscope_lessons\": 1,\n}")});
    EXPECT_EQ(broken.code, 2);
    EXPECT_EQ(broken.err,
              "poolscope: error: broken.json, line 3, column 1: \"}\" was found, which is not JSON\n");
}

TEST_F(LessonCommand, ListsLessons) {
    const Said all = poolscope({"lesson", "--list"});
    EXPECT_EQ(all.code, 0);
    EXPECT_NE(all.out.find("4 Max pooling forward, and its index"), std::string::npos);
    EXPECT_NE(all.out.find("  4.2 PREDICT"), std::string::npos);
    EXPECT_NE(all.out.find("K20 "), std::string::npos);
}

TEST_F(LessonCommand, DrawsAStepBeforeAndAfterItsAnswer) {
    for (const std::string step : {"4.2", "6.2", "2.2.1.1", "3.1", "3.2"}) {
        const Said before = poolscope({"lesson", "--step", step, "--figure", path("before.svg"), "--veil"});
        const Said after = poolscope({"lesson", "--step", step, "--figure", path("after.svg")});
        ASSERT_EQ(before.code, 0) << before.err;
        ASSERT_EQ(after.code, 0) << after.err;
        EXPECT_NE(io::read_text(path("before.svg")), io::read_text(path("after.svg"))) << step;
    }
    poolscope({"lesson", "4", "--step", "4.2", "--figure", path("before.svg"), "--veil"});
    // The winner's colour is nowhere.
    EXPECT_EQ(io::read_text(path("before.svg")).find("#d55e00"), std::string::npos);
}

TEST_F(LessonCommand, ACameraReadsTheLinkOfASlide) {
    if (!tools::has("zbarimg")) GTEST_SKIP() << "zbarimg (zbar-tools) is missing";
    for (const std::string step : {"4.2", "6.2"}) {
        const Said said =
            poolscope({"lesson", "--step", step, "--figure", path("slide.png"), "--veil", "--qr"});
        if (said.err.find("libqrencode") != std::string::npos) GTEST_SKIP() << said.err;
        ASSERT_EQ(said.code, 0) << said.err;
        const io::Link link =
            io::from_link(tools::output_of("zbarimg -q --raw '" + path("slide.png") + "' 2>/dev/null"));
        EXPECT_EQ(link.step, step);
        const lesson::StepPlace place = lesson::find_step(step);
        EXPECT_EQ(link.document, place.lesson->steps[place.step].setup.document);
    }
    // A drawn digit is too much for a camera.
    const Said large = poolscope({"lesson", "--step", "1.1", "--figure", path("large.png"), "--qr"});
    EXPECT_EQ(large.code, 2);
    EXPECT_NE(large.err.find("at most 1273"), std::string::npos) << large.err;
    EXPECT_FALSE(std::filesystem::exists(path("large.png")));
}

TEST_F(LessonCommand, RefusesWhatIsNotThere) {
    EXPECT_EQ(poolscope({"lesson", "44", "--figure", path("a.svg")}).err,
              "poolscope: error: 44 is not a lesson; poolscope lesson --list names them\n");
    EXPECT_EQ(poolscope({"lesson", "4", "--step", "6.2", "--figure", path("a.svg")}).err,
              "poolscope: error: 6.2 is not a step of this lesson\n");
    EXPECT_EQ(poolscope({"lesson", "--figure", path("a.svg")}).code, 2);
    EXPECT_FALSE(std::filesystem::exists(path("a.svg")));
}

TEST_F(LessonCommand, SumsUpResults) {
    const std::string one = write("one.json", R"j({"poolscope_progress": 1, "answers": [
      {"step": "6.2", "answer": 0.9, "right": false, "sure": true, "tag": "the last one overwrites", "seconds": 7},
      {"step": "4.2", "answer": [1, 2], "right": true, "seconds": 3}]})j");
    const Said said = poolscope({"results", one, one});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(said.out,
              "2 sessions, 4 answers, 2 right\n\n"
              "sessions answers sure  misconception (steps)\n"
              "       2       2    2  the last one overwrites (6.2)\n\n"
              "   right  step\n"
              "     0/2  6.2\n"
              "     2/2  4.2\n");
    const Said bad =
        poolscope({"results", write("bad.json", "{\"poolscope_progress\": 1,\n\"who\": \"Eve\"}")});
    EXPECT_EQ(bad.code, 2);
    EXPECT_NE(bad.err.find("bad.json, line 2: the field who is not known"), std::string::npos) << bad.err;
}

}  // namespace
