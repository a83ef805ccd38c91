#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../figure/tools.h"
#include "../io/stub_program.h"
#include "app/commands.h"
#include "figure/plates/table.h"
#include "io/npy.h"

// What a command is asked for it does, refuses or says that it does not: nothing is left out in silence.

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Told {
    int code = 0;
    std::string print, errors;
};
Told tell(const std::vector<std::string>& arguments) {
    std::ostringstream print;
    std::ostringstream errors;
    const int code = app::run(arguments, print, errors);
    return {code, print.str(), errors.str()};
}

class Options : public testing::Test {
 protected:
    /// Of a figure of the textbook's matrix.
    Told figure(const std::string& kind, const std::vector<std::string>& more) const {
        std::vector<std::string> all = {"figure",          kind,          "-o",
                                        folder_ / "a.svg", "--sample",    "matrix.textbook",
                                        "--stack",         "MaxPool2d(2)"};
        all.insert(all.end(), more.begin(), more.end());
        return tell(all);
    }
    bool written(const std::string& name) const { return std::filesystem::exists(folder_ / name); }
    tools::Folder folder_;
};

TEST_F(Options, WindowsThatALayerDoesNotHaveAreRefused) {
    for (const char* windows : {"999", "0,4", "2-7"}) {
        const Told told = figure("steps", {"--windows", windows});
        EXPECT_EQ(told.code, 2) << windows;
        EXPECT_THAT(told.errors, HasSubstr("but layer 1 has only windows 0 to 3"));
        EXPECT_FALSE(written("a.svg"));
    }
    EXPECT_EQ(figure("steps", {"--windows", "0,3"}).code, 0);
    EXPECT_THAT(tell({"animate", "pair", "-o", folder_ / "a.gif", "--sample", "matrix.textbook", "--stack",
                      "MaxPool2d(2)", "--windows", "1-9"})
                    .errors,
                HasSubstr("--windows names window 4"));
}

TEST_F(Options, LettersPinsAndDirectionsAreShownOrRefused) {
    for (const figure::PlateKind& kind : figure::plate_kinds()) {
        const std::string name(kind.name);
        const Told label = figure(name, {"--label", "0,1,1=xyz"});
        EXPECT_EQ(label.code, kind.letters ? 0 : 2) << name << label.errors;
        if (kind.letters) {
            std::ifstream file(folder_ / "a.svg");
            EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}), HasSubstr(">xyz</text>"))
                << name;
        } else {
            EXPECT_THAT(label.errors, HasSubstr("figure " + name + " does not show --label; it is for grid"));
        }
        EXPECT_EQ(figure(name, {"--pin", "0,1,1"}).code, kind.pins ? 0 : 2) << name;
        EXPECT_EQ(figure(name, {"--phase", "forward"}).code, kind.forward ? 0 : 2) << name;
    }
    EXPECT_THAT(figure("backward", {"--phase", "forward"}).errors, HasSubstr("leave --phase forward out"));
    EXPECT_EQ(figure("backward", {}).code, 0);
}

TEST_F(Options, WhatAFigureLeavesOutIsSaid) {
    const Told longer = figure("compare", {"--stack-b", "AvgPool2d(2), MaxPool2d(2)"});
    EXPECT_EQ(longer.code, 0);
    EXPECT_EQ(longer.errors, "poolscope: B has 1 layer more, which is not compared\n");
    EXPECT_EQ(figure("compare", {"--stack-b", "AvgPool2d(2)"}).errors, "");
    EXPECT_THAT(tell({"figure", "steps", "-o", folder_ / "a.svg", "--sample", "digit.3", "--stack",
                      "MaxPool2d(4)", "--width", "column"})
                    .errors,
                HasSubstr("mm high; a page has room for 247 mm"));
}

TEST_F(Options, CompareTakesItsInputFromOnePlace) {
    for (const auto& [option, value] : {std::pair{"--sample", "digit.3"},
                                        std::pair{"--stack", "AvgPool2d(2)"}, std::pair{"--size", "28x28"}}) {
        const Told told = tell({"compare", "--case", "one.left", option, value});
        EXPECT_EQ(told.code, 2) << option;
        EXPECT_THAT(told.errors, AllOf(HasSubstr("--case"), HasSubstr(option)));
    }
    EXPECT_EQ(tell({"compare", "--case", "one.left"}).code, 0);
}

TEST_F(Options, CompareSpeaksTheLanguageThatItIsToldAndSaysWhatItLeavesOut) {
    const std::vector<std::string> command = {"compare",
                                              "--sample",
                                              "matrix.textbook",
                                              "--stack",
                                              "MaxPool2d(2)",
                                              "--stack-b",
                                              "MaxPool2d(3, stride=1), ReLU(), ReLU()"};
    std::vector<std::string> chinese = command;
    chinese.insert(chinese.end(), {"--language", "zh"});
    const Told zh = tell(chinese);
    for (const char* english : {"relative", "cells", "input", "same", "sizes", "relation"})
        EXPECT_THAT(zh.print, Not(HasSubstr(english)));
    EXPECT_THAT(zh.print, AllOf(HasSubstr("特征图"), HasSubstr("相对差"), HasSubstr("0 / 16")));
    const Told en = tell(command);
    EXPECT_THAT(en.print,
                AllOf(HasSubstr("relative difference"), HasSubstr("0 of 16"), HasSubstr("the same")));
    EXPECT_THAT(en.errors, HasSubstr("B has 2 layers more, which are not compared"));
    // Columns stand below each other, also where a character is two columns wide.
    std::istringstream lines(zh.print);
    std::string head;
    std::string first;
    std::getline(lines, head);
    std::getline(lines, first);
    EXPECT_TRUE(head.starts_with("特征图  相对差")) << head;
    EXPECT_TRUE(first.starts_with("输入    0     ")) << first;
}

TEST_F(Options, FramesOfALongerAnimationAreNeitherKeptNorTakenAway) {
    const std::string out = folder_ / "frames";
    const auto frames = [&](const std::string& windows, const std::string& format) {
        return tell({"animate", "pair", "--frames", out, "--format", format, "--moments", "results",
                     "--sample", "matrix.textbook", "--stack", "MaxPool2d(2)", "--windows", windows});
    };
    ASSERT_EQ(frames("0-3", "svg").code, 0);
    // The same number replaces them; other formats and other files are others.
    EXPECT_EQ(frames("0-3", "svg").code, 0);
    EXPECT_EQ(frames("0-1", "png").code, 0);
    std::ofstream(out + "/notes-0099.svg") << "mine";
    const Told shorter = frames("0-1", "svg");
    EXPECT_EQ(shorter.code, 2);
    EXPECT_THAT(shorter.errors, HasSubstr("holds 2 frames of a longer animation, from frame-0003.svg on"));
    EXPECT_TRUE(written("frames/frame-0004.svg"));
    EXPECT_TRUE(written("frames/notes-0099.svg"));
    for (const char* name : {"frames/frame-0003.svg", "frames/frame-0004.svg"})
        std::filesystem::remove(folder_ / name);
    EXPECT_EQ(frames("0-1", "svg").code, 0);
}

TEST_F(Options, AFolderThatCannotBeMadeIsNamedAlone) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"animate", "pair", "--frames", "/proc/zz"},
          std::vector<std::string>{"eval", "--sample", "one", "--stack", "MaxPool2d(2)", "--out",
                                   "/proc/zz"}}) {
        const Told told = tell(command);
        EXPECT_EQ(told.code, 2);
        EXPECT_THAT(told.errors, AllOf(HasSubstr("folder /proc/zz cannot be made"), Not(HasSubstr("--out"))));
    }
}

TEST_F(Options, ArraysAreAllWrittenOrNone) {
    const std::string out = folder_ / "out";
    const auto eval = [&] {
        return tell({"eval", "--sample", "one", "--stack", "MaxPool2d(2), AvgPool2d(2)", "--out", out});
    };
    // A file has the place of a folder, a folder that of a file.
    std::filesystem::create_directories(out);
    std::ofstream(out + "/layers") << "mine";
    EXPECT_THAT(eval().errors, HasSubstr("layers is a file; the name of a folder was expected"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(out), {}), 1);
    std::filesystem::remove(out + "/layers");
    std::filesystem::create_directories(out + "/grad.npy");
    EXPECT_THAT(eval().errors, HasSubstr("grad.npy is a folder"));
    EXPECT_EQ(std::distance(std::filesystem::recursive_directory_iterator(out), {}), 1);
    std::filesystem::remove(out + "/grad.npy");
    ASSERT_EQ(eval().code, 0);
    EXPECT_EQ(io::read_npy(out + "/layers/02.output.npy").shape(), (pool::Shape{1, 1, 4, 4}));
    EXPECT_EQ(io::read_npy_indices(out + "/layers/01.indices.npy").shape(), (pool::Shape{1, 1, 8, 8}));
    // `compare` writes in the same way.
    EXPECT_EQ(tell({"compare", "--sample", "one", "--stack", "MaxPool2d(2)", "--out", folder_ / "c/d"}).code,
              0);
    EXPECT_TRUE(written("c/d/measures.json"));
    EXPECT_TRUE(written("c/d/input.npy"));
}

TEST_F(Options, AFilmIsMadeByTheFfmpegOnThePath) {
    const std::filesystem::path bin = folder_ / "bin";
    const auto animate = [&](const std::string& out) {
        return tell({"animate", "pair", "-o", folder_ / out, "--sample", "matrix.textbook", "--stack",
                     "MaxPool2d(2)", "--moments", "results", "--pixels", "301", "--fps", "10", "--seconds",
                     "0.5", "--hold", "1"});
    };
    {
        const io_test::PathOfTest empty(bin.string());
        const Told missing = animate("a.mp4");
        EXPECT_EQ(missing.code, 2);
        EXPECT_THAT(missing.errors, HasSubstr("install the package ffmpeg"));
        EXPECT_EQ(missing.print, "") << "it is said before anything is drawn";
        EXPECT_FALSE(written("a.mp4"));
    }
    {
        const io_test::StubProgram failing(bin, "ffmpeg", "echo no room >&2\nexit 1\n");
        const Told failed = animate("a.mp4");
        EXPECT_EQ(failed.code, 2);
        EXPECT_EQ(failed.errors, "poolscope: error: ffmpeg made no film: no room\n");
        EXPECT_FALSE(written("a.mp4"));
    }
    const io_test::StubProgram ffmpeg(bin, "ffmpeg", io_test::noting_ffmpeg(bin));
    const Told made = animate("a.mp4");
    ASSERT_EQ(made.code, 0) << made.errors;
    EXPECT_EQ(io_test::contents(folder_ / "a.mp4"), "film");
    // "4 frames, 301×177 pixels, 3 s": both sides grow by one to be even.
    int height = 0;
    ASSERT_EQ(std::sscanf(made.print.c_str(), "4 frames, 301×%d pixels, 3 s", &height), 1) << made.print;
    EXPECT_EQ(std::stoi(io_test::contents(bin / "count")), 30 * 302 * (height + height % 2) * 3);
    EXPECT_THAT(io_test::contents(bin / "arguments"), HasSubstr("-framerate\n10\n"));
}

TEST_F(Options, TexIsAFormatOfFiguresAndFrames) {
    const Told told = tell({"figure", "pair", "-o", folder_ / "a.tex", "--sample", "matrix.textbook",
                            "--stack", "MaxPool2d(2)"});
    EXPECT_EQ(told.code, 0) << told.errors;
    EXPECT_THAT(io_test::contents(folder_ / "a.tex"), HasSubstr("\\begin{tikzpicture}"));
    const Told large = tell({"figure", "tower", "-o", folder_ / "b.tex", "--sample", "digit.3"});
    EXPECT_EQ(large.code, 2);
    EXPECT_THAT(large.errors, HasSubstr("at most 64×64 cells"));
    EXPECT_FALSE(written("b.tex"));
    EXPECT_EQ(tell({"animate", "pair", "--frames", folder_ / "f", "--format", "tex", "--moments", "results",
                    "--sample", "matrix.textbook", "--stack", "MaxPool2d(2)"})
                  .code,
              0);
    EXPECT_TRUE(written("f/frame-0004.tex"));
}

}  // namespace
