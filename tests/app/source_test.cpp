#include "app/source.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/figure_arguments.h"
#include "document/raster.h"
#include "io/npy.h"
#include "io/readers.h"

namespace {

using testing::HasSubstr;

struct Ran {
    int code = 0;
    std::string out, err;
};

Ran ran(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app::run(arguments, out, err);
    return {code, out.str(), err.str()};
}

class Sources : public testing::Test {
 protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "poolscope-XXXXXX").string();
        folder_ = mkdtemp(name.data());
        // Dark ink on light, coloured paper, in a frame that no square has.
        std::vector<unsigned char> rgba;
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 60; ++x) {
                const bool ink = x > 20 && x < 30 && y > 8 && y < 30;
                for (const int v : {ink ? 40 : 230, ink ? 30 : 220, ink ? 20 : 180, 255})
                    rgba.push_back(static_cast<unsigned char>(v));
            }
        io::write_png(folder_ / "paper.png", 60, 40, rgba);
        io::write_npy(folder_ / "x.npy", pool::Tensor({1, 1, 4, 4}, std::vector<float>(16, 1)));
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::vector<std::string> paper(std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"--input", path("paper.png"), "--stack", "MaxPool2d(2)"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    std::filesystem::path folder_;
};

/// The map of `eval --json`.
pool::Tensor evaluated(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "eval");
    arguments.emplace_back("--json");
    const Ran result = ran(arguments);
    EXPECT_EQ(result.code, 0) << result.err;
    if (result.code != 0) return {};
    const auto input = nlohmann::json::parse(result.out).at("input");
    const auto shape = input.at("shape").get<std::vector<std::int64_t>>();
    return {{shape[0], shape[1], shape[2], shape[3]}, input.at("values").get<std::vector<float>>()};
}

const std::vector<std::string> kPrepared{"--size", "12x10",    "--fit",   "cover",  "--invert",
                                         "--grey", "--levels", "0.2,0.8", "--crop", "--even-light"};

TEST_F(Sources, EveryCommandPreparesAnInputAlike) {
    const pool::Tensor map = evaluated(paper(kPrepared));
    ASSERT_EQ(map.shape(), (pool::Shape{1, 1, 10, 12}));

    std::vector<std::string> arguments = paper(kPrepared);
    arguments.insert(arguments.begin(), "compare");
    arguments.insert(arguments.end(), {"--out", path("b")});
    ASSERT_EQ(ran(arguments).code, 0);
    EXPECT_EQ(io::read_npy(path("b/input.npy")), map);

    // Figures and animations.
    app::Options figure;
    app::FigureArguments of_figure;
    of_figure.add_to(figure);
    arguments = paper(kPrepared);
    figure.read(arguments);
    EXPECT_EQ(document::raster(of_figure.read("pair").document.input), map);

    // The window and the screenshot, whose --size is another one.
    app::Options window;
    app::Source of_window;
    of_window.add_to(window, true);
    std::ranges::replace(arguments, std::string("--size"), std::string("--input-size"));
    window.read(arguments);
    EXPECT_EQ(document::raster(of_window.read().input), map);
}

TEST_F(Sources, TheOtherInputIsPreparedLikeTheFirst) {
    std::vector<std::string> arguments = paper(kPrepared);
    arguments.insert(arguments.begin(), "compare");
    arguments.insert(arguments.end(), {"--input-b", path("paper.png"), "--json"});
    const Ran result = ran(arguments);
    ASSERT_EQ(result.code, 0) << result.err;
    const nlohmann::json compared = nlohmann::json::parse(result.out);
    ASSERT_FALSE(compared.at("maps").empty());
    for (const auto& map : compared.at("maps")) EXPECT_EQ(map.at("differ"), 0);
}

TEST_F(Sources, OptionsDoWhatTheySay) {
    EXPECT_EQ(evaluated(paper()).shape(), (pool::Shape{1, 3, 40, 60}));
    EXPECT_EQ(evaluated(paper({"--grey"})).shape(), (pool::Shape{1, 1, 40, 60}));
    EXPECT_NEAR(evaluated(paper({"--channel", "2"})).at({0, 0, 0, 0}), 180 / 255.0, 1e-6);
    EXPECT_NEAR(evaluated(paper({"--channel", "2", "--invert"})).at({0, 0, 0, 0}), 75 / 255.0, 1e-6);
    EXPECT_EQ(evaluated(paper({"--channel", "2", "--levels", "0,0.5"})).at({0, 0, 0, 0}), 1);
    EXPECT_EQ(evaluated({"--sample", "digit.3", "--size", "16x20", "--stack", "MaxPool2d(2)"}).shape(),
              (pool::Shape{1, 1, 20, 16}));
}

TEST_F(Sources, OptionsThatCannotBeAreRefused) {
    const auto refusal = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments = paper(std::move(more));
        arguments.insert(arguments.begin(), "eval");
        const Ran result = ran(arguments);
        EXPECT_EQ(result.code, 2);
        EXPECT_EQ(result.out, "");
        return result.err;
    };
    EXPECT_THAT(refusal({"--channel", "3"}), HasSubstr("channels 0 to 2"));
    EXPECT_THAT(refusal({"--channel", "-1"}), HasSubstr("channels 0 to 2"));
    for (const std::string size : {"0x5", "5x257", "x5", "5x", "nanx5", "5x5x5"})
        EXPECT_THAT(refusal({"--size", size}), HasSubstr("each from 1 to 256")) << size;
    for (const std::string levels : {"nan,1", "0,nan", "0.5,0.5", "0.8,0.2", "-1,1", "0,2", "0;1", "inf,1"})
        EXPECT_THAT(refusal({"--levels", levels}), HasSubstr("BLACK,WHITE")) << levels;
    EXPECT_THAT(refusal({"--fit", "squeeze"}), HasSubstr("contain"));
    EXPECT_THAT(refusal({"--item", "2"}), HasSubstr("has no item 2"));
    EXPECT_THAT(ran({"eval", "--sample", "digit.3", "--invert", "--stack", "ReLU()"}).err,
                HasSubstr("are for pictures"));
    EXPECT_THAT(ran({"eval", "--sample", "digit.3", "--item", "1", "--stack", "ReLU()"}).err,
                HasSubstr("--item needs a file"));
    EXPECT_THAT(ran({"eval", "--input", path("x.npy"), "--size", "9x9", "--stack", "ReLU()"}).err,
                HasSubstr("keeps its own size"));
    EXPECT_THAT(ran({"--invert", "eval", "--input", path("paper.png")}).err, HasSubstr("after the command"));
}

TEST_F(Sources, ADashIsStandardInput) {
    std::ifstream file(path("paper.png"), std::ios::binary);
    std::streambuf* before = std::cin.rdbuf(file.rdbuf());
    const pool::Tensor piped = evaluated({"--input", "-", "--stack", "MaxPool2d(2)", "--grey"});
    std::cin.rdbuf(before);
    EXPECT_EQ(piped, evaluated(paper({"--grey"})));
}

TEST_F(Sources, WhatWasReadAsSomethingElseIsSaid) {
    const Ran result = ran({"eval", "--input", path("paper.png"), "--stack",
                            "self.pool = nn.MaxPool2d(2, 2); self.drop = nn.Dropout(0.5)"});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("poolscope: --stack was read as MaxPool2d(2"));
    EXPECT_THAT(result.err, HasSubstr("--invert makes the ink 1"));
    EXPECT_EQ(ran({"eval", "--input", path("paper.png"), "--invert", "--stack", "MaxPool2d(2)"}).err, "");
}

TEST_F(Sources, EndingsOfOutputFilesAreReadInBothCases) {
    EXPECT_EQ(ran({"figure", "pair", "-o", path("a.PNG")}).code, 0);
    EXPECT_TRUE(std::filesystem::exists(path("a.PNG")));
    EXPECT_EQ(ran({"sweep", "--sample", "one", "--stack", "MaxPool2d(2)", "--transform", "shift-x=0:1:1",
                   "-o", path("a.CSV")})
                  .code,
              0);
    for (const std::string name : {"s.jpg", "s", "png", "s.png.txt"}) {
        EXPECT_THAT(ran({"screenshot", path(name)}).err, HasSubstr("ends in .png")) << name;
        EXPECT_FALSE(std::filesystem::exists(path(name)));
    }
}

TEST_F(Sources, ARefusalOfANumberNamesOptionFoundAndExpected) {
    const auto said = [&](const std::vector<std::string>& more) {
        std::vector<std::string> arguments = paper(more);
        arguments.insert(arguments.begin(), "eval");
        const Ran result = ran(arguments);
        EXPECT_EQ(result.code, 2);
        return result.err;
    };
    const std::string whole = "was given; a whole number such as 3 was expected\n";
    for (const char* value : {"nan", "1e99", "1.5", "", "0x3", "99999999999999999999", "3 4", "inf"}) {
        EXPECT_EQ(said({"--item", value}),
                  "poolscope: error: --item: \"" + std::string(value) + "\" " + whole);
        EXPECT_EQ(said({"--channel", value}),
                  "poolscope: error: --channel: \"" + std::string(value) + "\" " + whole);
    }
    EXPECT_EQ(said({"--repeat", "0"}),
              "poolscope: error: --repeat: 0 was given; a number from 1 to 100000 was expected\n");
    EXPECT_EQ(said({"--repeat", "nan"}),
              "poolscope: error: --repeat: \"nan\" was given; a whole number such as 3 was expected\n");
    EXPECT_EQ(said({"--fit", "foo"}),
              "poolscope: error: --fit: \"foo\" was given; one of contain, cover, stretch was expected\n");
    for (const char* size : {"0x0", "nan", "1e9", "28x", "28x28x28", "5000x5000", "-3x4"})
        EXPECT_EQ(said({"--size", size}),
                  "poolscope: error: --size is \"" + std::string(size) +
                      "\"; width and height such as 28x28 were expected, each from 1 to 256\n");
    EXPECT_THAT(said({"--array", "x"}), HasSubstr("paper.png is not an .npz file; --array chooses"));
}

}  // namespace
