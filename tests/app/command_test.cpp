#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "document/samples.h"
#include "io/document_file.h"
#include "io/files.h"
#include "io/npy.h"
#include "io/readers.h"
#include "pool/notation.h"

namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Result {
    int code = 0;
    std::string out, err;
};

Result run(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app::run(arguments, out, err);
    return {code, out.str(), err.str()};
}

class Commands : public testing::Test {
 protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "poolscope-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::string input(const pool::Tensor& tensor) const {
        io::write_npy(folder_ / "x.npy", tensor);
        return path("x.npy");
    }
    /// The refusal: exit code 2, one line that begins as it must, and nothing new in the folder.
    std::string refused(const std::vector<std::string>& arguments) {
        const auto count = [&] {
            return std::distance(std::filesystem::recursive_directory_iterator(folder_), {});
        };
        const auto before = count();
        const Result result = run(arguments);
        EXPECT_EQ(result.code, 2);
        EXPECT_THAT(result.err, StartsWith("poolscope: error: "));
        EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
        EXPECT_EQ(count(), before);
        return result.err;
    }
    std::filesystem::path folder_;
};

pool::Tensor counting(pool::Shape shape) {
    pool::Tensor x(shape);
    float next = 0;
    for (float& v : x.data()) v = next++;
    return x;
}

TEST_F(Commands, EvalWritesEveryArray) {
    const pool::Tensor x = counting({2, 3, 8, 8});
    const Result result =
        run({"eval", "--input", input(x), "--stack", "MaxPool2d(2), AvgPool2d(2)", "--out", path("out")});
    ASSERT_EQ(result.code, 0) << result.err;
    const auto e = pool::evaluate(std::make_shared<const pool::Tensor>(x),
                                  pool::parse_stack("MaxPool2d(2), AvgPool2d(2)"), {});
    EXPECT_EQ(io::read_npy(path("out/output.npy")), e.output());
    EXPECT_EQ(io::read_npy(path("out/layers/01.output.npy")), e.map(1));
    EXPECT_EQ(io::read_npy_indices(path("out/layers/01.indices.npy")),
              e.layers[0].forward.indices.positions());
    EXPECT_FALSE(std::filesystem::exists(path("out/layers/02.indices.npy")));
    EXPECT_EQ(io::read_npy(path("out/grad.npy")), e.gradient(0));
    EXPECT_THAT(result.out, HasSubstr("MaxPool2d(2)"));
    EXPECT_THAT(result.out, HasSubstr("2×3×4×4"));
}

TEST_F(Commands, EvalTakesAnUpstreamGradient) {
    io::write_npy(path("g.npy"), pool::Tensor({1, 1, 2, 2}, {1, 2, 3, 4}));
    const Result result = run({"eval", "--input", input(counting({1, 1, 4, 4})), "--stack", "MaxPool2d(2)",
                               "--grad", path("g.npy"), "--out", path("out")});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(io::read_npy(path("out/grad.npy")).at({0, 0, 3, 3}), 4);
}

TEST_F(Commands, RefusalsNameWhatWasFoundAndWriteNothing) {
    const std::string x = input(counting({1, 1, 4, 4}));
    io::write_npy(path("g.npy"), pool::Tensor({1, 1, 3, 3}));
    EXPECT_THAT(refused({"eval", "--input", x, "--stack", "MaxPool2d(9)", "--out", path("out")}),
                HasSubstr("layer 1 does not fit"));
    EXPECT_THAT(refused({"eval", "--input", x, "--stack", "Max(2)", "--out", path("out")}),
                HasSubstr("\"Max\" is not a layer"));
    EXPECT_THAT(refused({"eval", "--input", path("no.npy"), "--stack", "", "--out", path("out")}),
                HasSubstr("was not found"));
    EXPECT_THAT(refused({"eval", "--input", x, "--stack", "MaxPool2d(2)", "--grad", path("g.npy"), "--out",
                         path("out")}),
                HasSubstr("has the shape 1×1×3×3, but the output's shape is 1×1×2×2"));
    EXPECT_THAT(refused({"eval", "--input", x, "--stack", "MaxPool2d(2)", "--out", x}),
                HasSubstr("is a file"));
    EXPECT_THAT(refused({"eval", "--stack", "MaxPool2d(2)", "--out", path("out")}), HasSubstr("--input"));
    EXPECT_THAT(refused({"eval", "--input", x, "--out", path("out")}), HasSubstr("at least one layer"));
    EXPECT_THAT(
        refused({"eval", "--input", x, "--stack", "MaxUnpool2d(2)", "--indices", x, "--out", path("out")}),
        HasSubstr("float32"));
    EXPECT_THAT(
        refused({"eval", "--input", x, "--stack", "MaxPool2d(2)", "--indices", x, "--out", path("out")}),
        HasSubstr("--indices is given, but the stack begins with MaxPool2d, which takes none"));
    EXPECT_THAT(
        refused({"eval", "--input", x, "--item", "3", "--stack", "MaxPool2d(2)", "--out", path("out")}),
        HasSubstr("is one map: it has no item 3 to choose"));
    EXPECT_THAT(refused({"figure", "pair", "-o", path("a.gif")}), HasSubstr(".png, .svg, .pdf or .tex"));
    EXPECT_THAT(refused({"figure", "pair", "-o", path("a.png"), "--window", "999"}),
                HasSubstr("windows 0 to 195"));
    EXPECT_THAT(refused({"figure", "nothing", "-o", path("a.png")}), HasSubstr("grid, pair, steps"));
    EXPECT_THAT(refused({"figure", "pair"}), HasSubstr("needs -o"));
    EXPECT_THAT(refused({"figure", "-o", path("a.png")}), HasSubstr("--list"));
    EXPECT_THAT(refused({"figure", "pair", "-o", path("a.png"), "--width", "84"}),
                HasSubstr("is not a length"));
    EXPECT_THAT(refused({"figure", "stack", "-o", path("a.png"), "--width", "20mm"}),
                HasSubstr("needs a width of"));
    EXPECT_THAT(refused({"figure", "steps", "-o", path("a.png"), "--windows", "3-1"}), HasSubstr("0,3,5-9"));
    EXPECT_THAT(refused({"figure", "grid", "-o", path("a.png"), "--label", "0,0,0"}), HasSubstr("=TEXT"));
    EXPECT_THAT(refused({"figure", "grid", "-o", path("a.png"), "--map", "9"}), HasSubstr("maps 0 to 2"));
    EXPECT_THAT(refused({"figure", "grid", "-o", path("a.png"), "--sample", "x"}), HasSubstr("digit.3"));
    EXPECT_THAT(refused({"figure", "compare", "-o", path("a.png"), "--other-sample", "matrix.textbook"}),
                HasSubstr("must have one size"));
    EXPECT_FALSE(std::filesystem::exists(path("a.png")));
    EXPECT_THAT(refused({"screenshot", path("a.png"), "--layer", "3"}), HasSubstr("layers 1 to 2"));
    EXPECT_THAT(refused({"screenshot", path("a.png"), "--size", "10y20"}), HasSubstr("1600x1000"));
    EXPECT_THAT(refused({"screenshot", path("a.png"), "--pin", "1,99,0"}), HasSubstr("is not a cell"));
    EXPECT_THAT(refused({"screenshot", path("a.png"), "--pin", "1;2"}), HasSubstr("MAP,ROW,COLUMN"));
    EXPECT_THAT(refused({"--nonsense"}), HasSubstr("nonsense"));
}

TEST_F(Commands, FigureCompareDrawsTheLaneOfTheDocument) {
    document::Document document = document::first_document();
    document.other.transform.angle = 90;
    document.other.stack = pool::parse_stack("AvgPool2d(2), MaxPool2d(2)");
    io::save_document(path("lane.poolscope.json"), document);
    run({"figure", "compare", "-o", path("a.svg"), "--document", path("lane.poolscope.json")});
    run({"figure", "compare", "-o", path("b.svg"), "--rotate", "90", "--stack-b",
         "AvgPool2d(2), MaxPool2d(2)"});
    run({"figure", "compare", "-o", path("c.svg"), "--rotate", "90"});
    EXPECT_EQ(io::read_text(path("a.svg")), io::read_text(path("b.svg")));
    EXPECT_NE(io::read_text(path("a.svg")), io::read_text(path("c.svg")));
    EXPECT_THAT(
        refused({"figure", "compare", "-o", path("d.svg"), "--stack-b", "AvgPool2d(3), MaxPool2d(2)"}),
        HasSubstr("that of layer 1 is 14×14 in A and 9×9 in B"));
}

TEST_F(Commands, EvalPrintsJsonAndTimes) {
    const std::string x = input(counting({1, 1, 2, 2}));
    const Result json =
        run({"eval", "--input", x, "--stack", "MaxPool2d(2)", "--out", path("out"), "--json"});
    EXPECT_EQ(json.out,
              "{\"input\":{\"shape\":[1,1,2,2],\"values\":[0.0,1.0,2.0,3.0]},\"layers\":[{\"layer\":"
              "\"MaxPool2d(2)\",\"output\":"
              "{\"shape\":[1,1,1,1],\"values\":[3.0]},\"indices\":[3]}],\"grad_input\":{\"shape\":[1,1,2,2],"
              "\"values\":[0.0,0.0,0.0,"
              "1.0]}}\n");
    const Result both = run({"eval", "--input", x, "--stack", "MaxPool2d(2)", "--json", "--repeat", "3"});
    EXPECT_GT(nlohmann::json::parse(both.out)["median_ms"].get<double>(), 0) << "one document";
    const Result times =
        run({"eval", "--input", x, "--stack", "MaxPool2d(2)", "--out", path("out"), "--repeat", "5"});
    EXPECT_THAT(times.out, HasSubstr("median of 5 evaluations"));
}

TEST_F(Commands, EvalTakesIndicesForUnpooling) {
    io::write_npy(path("i.npy"), pool::Indices({1, 1, 2, 2}, {5, 6, 9, 15}));
    const std::string x = input(pool::Tensor({1, 1, 2, 2}, {1, 2, 3, 4}));
    const Result result = run({"eval", "--input", x, "--stack", "MaxUnpool2d(2)", "--indices", path("i.npy"),
                               "--out", path("out")});
    ASSERT_EQ(result.code, 0) << result.err;
    const pool::Tensor y = io::read_npy(path("out/output.npy"));
    EXPECT_EQ(y.shape(), (pool::Shape{1, 1, 4, 4}));
    EXPECT_EQ(y.data()[5], 1);
    EXPECT_EQ(y.data()[15], 4);
    EXPECT_EQ(y.data()[0], 0);
    EXPECT_THAT(refused({"eval", "--input", x, "--stack", "MaxUnpool2d(2)", "--out", path("no")}),
                HasSubstr("none are given"));
    io::write_npy(path("i.npy"), pool::Indices({1, 1, 2, 2}, {5, 6, 9, 16}));
    EXPECT_THAT(refused({"eval", "--input", x, "--stack", "MaxUnpool2d(2)", "--indices", path("i.npy"),
                         "--out", path("no")}),
                HasSubstr("an index is 16"));
}

TEST_F(Commands, EvalFollowsARule) {
    const std::string x = input(counting({1, 1, 5, 5}));
    const auto shape = [&](const std::string& rule) {
        const Result result = run(
            {"eval", "--input", x, "--stack", "MaxPool2d(2, stride=2)", "--rule", rule, "--out", path(rule)});
        EXPECT_EQ(result.code, 0) << result.err;
        return io::read_npy(path(rule + "/output.npy")).shape();
    };
    EXPECT_EQ(shape("pytorch"), (pool::Shape{1, 1, 2, 2}));
    EXPECT_EQ(shape("onnx"), (pool::Shape{1, 1, 2, 2}));
    EXPECT_EQ(shape("tensorflow"), (pool::Shape{1, 1, 2, 2}));
    EXPECT_EQ(shape("caffe"), (pool::Shape{1, 1, 3, 3}));
    EXPECT_THAT(refused({"eval", "--input", x, "--stack", "MaxPool2d(2)", "--rule", "torch7"}),
                HasSubstr("torch7"));
    // A layer that names its own rule keeps it; without --out the table is all there is.
    const Result own = run({"eval", "--input", x, "--stack", "MaxPool2d(2, rule='onnx')", "--rule", "caffe"});
    EXPECT_EQ(own.code, 0) << own.err;
    EXPECT_THAT(own.out, HasSubstr("1×1×4×4"));
}

TEST_F(Commands, LayersListsEveryKindWithItsParameters) {
    const Result result = run({"layers"});
    EXPECT_EQ(result.code, 0);
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        EXPECT_THAT(result.out, HasSubstr(std::string(kind->name())));
        for (const pool::ParamSpec& spec : kind->params())
            EXPECT_THAT(result.out, HasSubstr(std::string(spec.name) + ": "));
    }
}

TEST_F(Commands, HelpExistsForEverything) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{}, {"eval"}, {"screenshot"}, {"figure"}, {"animate"}, {"figures"}}) {
        std::vector<std::string> arguments = command;
        arguments.emplace_back("--help");
        const Result result = run(arguments);
        EXPECT_EQ(result.code, 0);
        EXPECT_THAT(result.out, HasSubstr("Usage"));
    }
}

TEST_F(Commands, ScreenshotsOfBothViewsDifferAndRepeatExactly) {
    document::Document document = document::first_document();
    document.stack = pool::parse_stack("MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)");
    io::save_document(path("d.poolscope.json"), document);
    const auto shot = [&](const std::string& name, std::vector<std::string> more) {
        std::vector<std::string> arguments = {"screenshot", path(name),   "--size",
                                              "900x600",    "--document", path("d.poolscope.json")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Result result = run(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        return io::read_picture(path(name));
    };
    const pool::Tensor bench = shot("a.png", {});
    EXPECT_EQ(bench.shape(), (pool::Shape{1, 3, 600, 900}));
    EXPECT_EQ(shot("b.png", {}), bench);
    EXPECT_FALSE(shot("c.png", {"--view", "tower"}) == bench);
    EXPECT_FALSE(shot("d.png", {"--theme", "dark", "--language", "zh", "--phase", "backward", "--layer", "2",
                                "--window", "3"}) == bench);
    EXPECT_EQ(shot("e.png", {"--edit", "MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)"}), bench);
    EXPECT_FALSE(shot("f.png", {"--edit", "MaxPool2d(2, padding=3)"}) == bench) << "the refusal is seen";
}

TEST_F(Commands, TheTowerIsRenderedAlone) {
    const auto shot = [&](const std::string& name, std::vector<std::string> more) {
        std::vector<std::string> arguments = {"screenshot", path(name), "--view", "tower",
                                              "--bare",     "--size",   "480x300"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Result result = run(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        return io::read_picture(path(name));
    };
    const pool::Tensor first = shot("a.png", {"--samples", "8"});
    EXPECT_EQ(first.shape(), (pool::Shape{1, 3, 300, 480}));
    EXPECT_EQ(shot("b.png", {"--samples", "8"}), first);
    std::vector<pool::Tensor> others = {first};
    for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{{"--samples", "1"},
                                                                                      {"--camera", "front"},
                                                                                      {"--camera", "top"},
                                                                                      {"--camera=-35,28,200"},
                                                                                      {"--camera=60,-10"},
                                                                                      {"--orthographic"},
                                                                                      {"--relief", "0.7"},
                                                                                      {"--flat", "0.5"},
                                                                                      {"--time", "1.7"},
                                                                                      {"--still"},
                                                                                      {"--losers"},
                                                                                      {"--pin", "2,3,3"},
                                                                                      {"--transparent"}}) {
        others.push_back(shot("c.png", more));
        for (std::size_t i = 0; i + 1 < others.size(); ++i)
            EXPECT_FALSE(others[i] == others.back()) << more.front() << " changed nothing";
    }
}

TEST_F(Commands, WrongCamerasAreRefused) {
    for (const char* camera : {"left", "1", "1,2,", "1,91", "1,2,0", "1,2,3,4", "a,b", ""}) {
        const Result result =
            run({"screenshot", path("a.png"), "--view", "tower", std::string("--camera=") + camera});
        EXPECT_EQ(result.code, 2) << camera;
        EXPECT_NE(result.err.find("--camera"), result.err.npos) << result.err;
        EXPECT_FALSE(std::filesystem::exists(path("a.png")));
    }
    EXPECT_EQ(run({"screenshot", path("a.png"), "--bare"}).code, 2);
}

TEST_F(Commands, FigureIsWrittenInThreeKinds) {
    for (const char* name : {"f.png", "f.svg", "f.pdf"}) {
        const Result result =
            run({"figure", "pair", "-o", path(name), "--stack", "AvgPool2d(2)", "--phase", "backward"});
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_GT(std::filesystem::file_size(path(name)), 1000U);
    }
}

TEST_F(Commands, EveryKindOfFigureIsWrittenTheSameWayTwice) {
    const Result list = run({"figure", "--list"});
    EXPECT_EQ(list.code, 0);
    std::istringstream lines(list.out);
    int kinds = 0;
    for (std::string line; std::getline(lines, line); ++kinds) {
        const std::string kind = line.substr(0, line.find(' '));
        for (const char* ending : {".svg", ".pdf", ".png"}) {
            const auto bytes = [&](const std::string& name) {
                const Result result =
                    run({"figure", kind, "-o", path(name + ending), "--sample", "matrix.textbook", "--stack",
                         "MaxPool2d(2)", "--caption", "--language", "both", "--dpi", "72"});
                EXPECT_EQ(result.code, 0) << result.err;
                std::ifstream file(path(name + ending), std::ios::binary);
                return std::string(std::istreambuf_iterator<char>(file), {});
            };
            EXPECT_EQ(bytes(kind + "1"), bytes(kind + "2")) << kind << ending;
        }
    }
    EXPECT_GE(kinds, 9);
}

}  // namespace
